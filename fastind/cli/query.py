"""`fastind query`: rows of a store on the terminal, as text for other programs, or into a file."""

import io
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fastind.cli.wanted import Address, Codes, Columns, Dates, Where, schema_of, wanted
from fastind.errors import ParameterError

LIMIT = 20
WIDE = 10_000  # of what is no terminal: nothing is cut off


class Shape(StrEnum):
    """What rows are shown as."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


FORMATS = {Shape.csv: "csv", Shape.json: "jsonl", Shape.parquet: "parquet"}


def query(
    path: Address,
    dates: Dates = None,
    codes: Codes = None,
    columns: Columns = None,
    where: Where = None,
    shape: Annotated[
        Shape | None,
        typer.Option(
            "--format", help="table if not said; with --out by the file's suffix. json is a line a row."
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="A new file to write to.")] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            min=1, help=f"Rows: of a table first and last ones, {LIMIT} if not said; else the first."
        ),
    ] = None,
) -> None:
    """Show rows of a store, sorted by code and date."""
    import fastind as fi

    if shape is Shape.table and out is not None:
        raise ParameterError("--out writes csv, json or parquet: give --format, or a suffix that says which")
    with fi.open_store(path) as opened:
        asked = wanted(opened, dates, codes, columns, where)
        schema = schema_of(opened, asked["columns"])
        batches = opened.query(**asked, kind="batches")
        if out is not None:
            _write(_limited(batches, limit), schema, opened.keys, out, shape)
        elif shape is None or shape is Shape.table:
            _show(batches, schema, limit or LIMIT)
        else:
            _stream(_limited(batches, limit), schema, FORMATS[shape])


def _limited(batches: Iterator[Any], limit: int | None) -> Iterator[Any]:
    from fastind.io.formats.batches import first

    return batches if limit is None else first(batches, limit)


def _write(batches: Iterator[Any], schema: Any, keys: Any, out: Path, shape: Shape | None) -> None:
    from fastind.io.formats.exporting import export

    rows = export(batches, schema, keys, out, None if shape is None else FORMATS[shape])
    typer.echo(f"{rows:,} rows in {out}")


def _stream(batches: Iterator[Any], schema: Any, name: str) -> None:
    from fastind.io import formats

    if name == "parquet" and sys.stdout.isatty():
        raise ParameterError("Parquet is not for a terminal: give --out FILE, or send it on by > or |")
    sys.stdout.flush()
    formats.named(name).module.write(batches, schema, _Pipe())
    sys.stdout.buffer.flush()


class _Pipe(io.RawIOBase):
    """Standard output as a file that knows where it is, which Parquet asks and a pipe cannot say."""

    def __init__(self) -> None:
        self._at = 0

    def writable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """How many bytes were written."""
        return self._at

    def write(self, data: Any) -> int:
        """Pass it on."""
        n = sys.stdout.buffer.write(data)
        self._at += n
        return n


def _show(batches: Iterator[Any], schema: Any, limit: int) -> None:
    """The first and the last rows, and how many there are."""
    first, last, total = _ends(batches, schema, limit)
    console = Console() if sys.stdout.isatty() else Console(width=WIDE)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    for field in schema:
        is_text = str(field.type) in ("string", "bool")
        table.add_column(Text(field.name), justify="left" if is_text else "right", no_wrap=True)
    for row in first:
        table.add_row(*map(_cell, row))
    if last:
        table.add_row(*["..."] * len(schema))
    for row in last:
        table.add_row(*map(_cell, row))
    console.print(table)
    shown = len(first) + len(last)
    more = (
        ""
        if shown == total
        else f", {total - shown:,} more than shown: --limit N shows N, --out FILE keeps all"
    )
    console.print(f"{total:,} rows{more}", highlight=False)


def _ends(batches: Iterator[Any], schema: Any, limit: int) -> tuple[list[Any], list[Any], int]:
    """So many rows from both ends, and the number of all; little is held in memory."""
    import pyarrow as pa

    first = last = schema.empty_table()
    total = 0
    for table in batches:
        total += table.num_rows
        if first.num_rows < limit:
            first = pa.concat_tables([first, table]).slice(0, limit)
        both = pa.concat_tables([last, table])
        last = both.slice(max(0, both.num_rows - limit // 2))
    if total <= limit:
        return _rows(first), [], total
    return _rows(first.slice(0, limit - limit // 2)), _rows(last), total


def _rows(table: Any) -> list[Any]:
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def _cell(value: Any) -> Text:
    if value is None:
        return Text("")
    return Text(f"{value:.10g}" if isinstance(value, float) else str(value))
