"""The exports of `run_pools`, read again; and files that are neither these nor backups."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fastind.errors import InputError
from fastind.io.formats import jsonl, npy

KEYS = ("date", "code")
TIMESTAMP = "timestamp"


def strange(path: Path) -> str:
    """What there is to say of a file that is not ours."""
    return (
        f"{path} is no backup of fastind: rust_pyfunc, or something else, has written it. It is not "
        "converted: read it with the package that wrote it"
    )


def rows(path: Path, date_range: tuple[Any, Any] | None, codes: Sequence[Any] | None) -> Any:
    """The rows of an export, with null as NaN; None if the path is none."""
    if path.is_file():
        tables: Iterator[Any] = jsonl.read(path)
    elif (path / "dates.npy").is_file():
        tables = npy.read(path)
    else:
        return None
    chosen = [_chosen(table, date_range, codes) for table in _checked(tables, path)]
    try:
        found = pa.concat_tables(chosen, promote_options="permissive")
        columns = {name: _as_written(found[name], name) for name in found.column_names}
    except pa.ArrowException as error:
        raise InputError(f"{strange(path)} ({error})") from error
    lead = {name: columns.pop(name) for name in (*KEYS, TIMESTAMP)}
    return pa.table(lead | columns).sort_by([("code", "ascending"), ("date", "ascending")])


def _checked(tables: Iterator[Any], path: Path) -> Iterator[Any]:
    """The tables, if they are what `run_pools` writes: a list in a line is another package's."""
    try:
        for table in tables:
            missing = [name for name in (*KEYS, TIMESTAMP) if name not in table.column_names]
            nested = [field.name for field in table.schema if pa.types.is_nested(field.type)]
            if missing or nested:
                told = f"there is no {missing[0]}" if missing else f"{nested[0]} is a list"
                raise InputError(told)
            yield table
    except (InputError, UnicodeDecodeError) as error:
        raise InputError(f"{strange(path)} ({error})") from error


def _chosen(table: Any, date_range: tuple[Any, Any] | None, codes: Sequence[Any] | None) -> Any:
    first, last = date_range or (None, None)
    try:
        if first is not None:
            table = table.filter(pc.field("date") >= first)
        if last is not None:
            table = table.filter(pc.field("date") <= last)
        if codes is not None:
            wanted = pa.array(list(codes), table.schema.field("code").type)
            table = table.filter(pc.is_in(table["code"], wanted))
    except pa.ArrowException as error:
        raise InputError(f"the export has dates or codes of another type: {error}") from error
    return table


def _as_written(column: Any, name: str) -> Any:
    """What JSON and npy have turned into something else: whole seconds, and NaN."""
    if name == TIMESTAMP:
        return column.cast(pa.int64())
    is_float = pa.types.is_floating(column.type) or pa.types.is_null(column.type)
    return column.cast(pa.float64()).fill_null(float("nan")) if is_float else column
