"""`fastind indicators` and `fastind warmup`: what there is, and that it is compiled."""

import json
import sys
from typing import Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fastind.cli.query import WIDE
from fastind.errors import ParameterError

COLUMNS = ("name", "family", "talib", "inputs", "lookback", "summary")
AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]


def indicators(
    search: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SEARCH",
            help="Words that stand in the name, the family, TA-Lib's name or the summary; a name or TA-Lib's "
            "name alone shows the documentation, too.",
        ),
    ] = None,
    family: Annotated[str | None, typer.Option(help="Of this family only.")] = None,
    talib: Annotated[str | None, typer.Option(metavar="NAME", help="What TA-Lib calls so.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the indicators, or those that are searched for; exit code 1 if there is none."""
    from fastind.api.registry import facts

    rows = facts()
    families = list(dict.fromkeys(row.family for row in rows))
    if family is not None and family.lower() not in families:
        raise ParameterError(f"--family is one of {', '.join(families)}; got {family!r}")
    words = [word.lower() for word in search or []]
    found = [row for row in rows if _is_meant(row, words, family, talib)]
    if as_json:
        typer.echo(json.dumps([row._asdict() for row in found], indent=2))
    elif found:
        _show(found)
        _explain(found, words, talib)
    if not found:
        names = [row.name for row in rows] + [row.talib for row in rows if row.talib]
        from fastind.frames.labels import near

        typer.echo(f"no indicator is found{near(' '.join(search or []) or talib, names)}", err=True)
        raise typer.Exit(1)


def _is_meant(row: Any, words: list[str], family: str | None, talib: str | None) -> bool:
    text = f"{row.name} {row.family} {row.talib or ''} {row.summary}".lower()
    return (
        all(word in text for word in words)
        and (family is None or row.family == family.lower())
        and (talib is None or row.talib == talib.upper())
    )


def _show(rows: list[Any]) -> None:
    console = Console() if sys.stdout.isatty() else Console(width=WIDE)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    for name in COLUMNS:
        is_name = name in ("name", "talib")
        title = "TA-Lib" if name == "talib" else name
        table.add_column(title, justify="right" if name == "lookback" else "left", no_wrap=is_name)
    for row in rows:
        cells = (getattr(row, name) for name in COLUMNS)
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in cells))
    console.print(table)
    console.print(f"{len(rows)} indicator{'s' if len(rows) != 1 else ''}", highlight=False)


def _explain(rows: list[Any], words: list[str], talib: str | None) -> None:
    """The documentation of the one that is named, if it is one."""
    from fastind.api import catalogue

    asked = words[0] if len(words) == 1 else (talib or "").lower()
    exact = [row for row in rows if asked == row.name] or [
        row for row in rows if row.talib and asked == row.talib.lower()
    ]
    if len(exact) == 1:
        of = catalogue[exact[0].name]
        plain = [p.replace(annotation=p.empty) for p in of.__signature__.parameters.values()]
        typer.echo(f"\nfi.{of.name}{of.__signature__.replace(parameters=plain)}\n\n{of.__doc__}")


def warmup(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAMES", help="Indicators; all if not said.")
    ] = None,
    as_json: AsJson = False,
    no_progress: Annotated[bool, typer.Option("--no-progress", help="No bar.")] = False,
) -> None:
    """Compile indicators on all cores and fill the cache folder, so that first calls are fast."""
    import fastind as fi

    done = fi.warmup(names or None, progress=False if no_progress else None)
    if as_json:
        typer.echo(json.dumps(done._asdict(), indent=2))
        return
    typer.echo(
        f"{done.indicators} indicator{'s' if done.indicators != 1 else ''} ready: {done.loops} loops, "
        f"{done.compiled} of them compiled now, in {done.seconds:.1f} s; they are in {done.folder}"
    )
