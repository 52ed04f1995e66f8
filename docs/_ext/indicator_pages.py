"""The indicator reference, written from the registry before Sphinx reads its sources: for each family a page
with a table, and each indicator's picture and docstring. It lies in docs/generated and is never committed.
"""

import re
from itertools import groupby
from pathlib import Path
from typing import Any

from indicator_pictures import draw

from fastind.api import Indicator, catalogue
from fastind.api.registry import Facts, facts

FOLDER = Path("generated", "indicators")
HEAD = "| | | inputs | TA-Lib | `gaps` | `lookback()` |\n| --- | --- | --- | --- | --- | ---: |"


def setup(app: Any) -> dict[str, Any]:
    app.connect("builder-inited", write)
    app.connect("autodoc-process-docstring", escape, priority=100)  # before numpydoc takes it apart
    return {"parallel_read_safe": True}


def write(app: Any) -> None:
    """Write the pages and pictures; a file that would be the same is left as it is, and old ones go."""
    from sphinx.util.display import status_iterator

    rows = facts()
    told = {"length": len(rows), "verbosity": app.verbosity, "stringify_func": lambda row: row.name}
    drawn = status_iterator(rows, "drawing indicators... ", **told)
    files = pages(rows) | {f"{row.name}.svg": draw(catalogue[row.name]) for row in drawn}
    folder = Path(app.srcdir, FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.name not in files:
            path.unlink()
    for name, text in files.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def escape(app: Any, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """In a formula |x| is an absolute value, not a substitution."""
    for k, line in enumerate(lines if isinstance(obj, Indicator) else []):
        if line == "Examples":
            break
        lines[k] = re.sub(r"(`[^`]*`)|\|", lambda found: found[1] or r"\|", line)


def pages(rows: list[Facts]) -> dict[str, str]:
    """The texts by the names of their files."""
    families = {family: list(own) for family, own in groupby(rows, key=lambda row: row.family)}
    texts = {f"{family}.md": _page(family, own) for family, own in families.items()}
    return texts | {"families.txt": _families(families)}


def _page(family: str, rows: list[Facts]) -> str:
    table = "\n".join([HEAD, *map(_row, rows)])
    return "\n\n".join([f"# {family.capitalize()}", table, *map(_section, rows)]) + "\n"


def _row(row: Facts) -> str:
    lookback = "" if row.lookback is None else row.lookback
    summary = row.summary.replace("|", "\\|")
    return f"| {_link(row)} | {summary} | {row.inputs} | {row.talib or ''} | {row.gaps} | {lookback} |"


def _section(row: Facts) -> str:
    picture = f"```{{image}} {row.name}.svg\n:alt: {row.name} on real prices\n```"
    text = f"```{{eval-rst}}\n.. currentmodule:: fastind\n\n.. autofunction:: {row.name}\n```"
    return f"## {row.name}\n\n{picture}\n\n{text}"


def _families(families: dict[str, list[Facts]]) -> str:
    """The table on the page of all families."""
    lines = [
        f"| [{family.capitalize()}]({FOLDER.as_posix()}/{family}.md) | {', '.join(map(_link, rows))} |"
        for family, rows in families.items()
    ]
    return "\n".join(["| family | indicators |", "| --- | --- |", *lines]) + "\n"


def _link(row: Facts) -> str:
    return f"{{py:func}}`{row.name} <fastind.{row.name}>`"
