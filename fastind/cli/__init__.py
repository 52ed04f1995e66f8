"""The command line: `fastind ...`, also as `python -m fastind ...`.

Exit codes: 0 all well, 1 some failed, 2 wrong use or configuration.
"""

import sys
from collections.abc import Sequence

from fastind.cli.extras import need
from fastind.errors import FastindError


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line; leaves by `SystemExit`."""
    try:
        need("cli", "typer", "rich")
        from fastind.cli.app import app

        app(args)
    except FastindError as error:
        sys.stderr.write(f"fastind: {error}\n")
        raise SystemExit(2) from error
