"""JSON lines: one object a row. NaN and infinity have no JSON: they are null, as a missing value is."""

import json
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fastind.errors import InputError

CHARACTERS = 2**22  # that are read at a time
ROWS = 2**14  # that are written at a time: as Python objects they are large
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def write(batches: Iterable[Any], schema: Any, path: Any) -> None:
    """Write a batch at a time; dates and timestamps are ISO text."""
    with path.open("wb") if isinstance(path, Path) else nullcontext(path) as file:
        for table in batches:
            for piece in table.to_batches(max_chunksize=ROWS):
                columns = [_plain(column).to_pylist() for column in piece.columns]
                rows = (dict(zip(schema.names, row, strict=True)) for row in zip(*columns, strict=True))
                file.write("".join(f"{_encode(row)}\n" for row in rows).encode())


def read(path: Path) -> Iterator[Any]:
    """Read some thousand lines at a time; numbers and truths are typed, text is text."""
    for first, lines in _blocks(path):
        rows = [_object(line, first + k) for k, line in enumerate(lines) if line.strip()]
        names = dict.fromkeys(name for row in rows for name in row)
        yield pa.table({name: _array([row.get(name) for row in rows], name) for name in names})


def _plain(column: Any) -> Any:
    """A column of values that JSON has."""
    kind = column.type
    if pa.types.is_floating(kind):
        if pa.types.is_float32(kind):  # 0.1, not 0.10000000149011612
            column = column.cast(pa.string()).cast(pa.float64())
        return pc.if_else(pc.is_finite(column), column, None)
    if pa.types.is_timestamp(kind):
        return pc.replace_substring(column.cast(pa.string()), " ", "T")
    return column.cast(pa.string()) if pa.types.is_date(kind) else column


def _blocks(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Lines in blocks, each with the number of its first line, from 1."""
    number = 1
    with path.open(encoding="utf-8-sig") as file:
        while lines := file.readlines(CHARACTERS):
            yield number, lines
            number += len(lines)


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise InputError(f"line {number} is no JSON: {error}") from error
    if not isinstance(row, dict):
        raise InputError(f'line {number} is no object, for example {{"date":20240102,"code":"A"}}')
    return row


def _array(values: list[Any], name: str) -> Any:
    try:
        return pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError) as error:
        raise InputError(f"column {name!r} is of several types: {error}") from error
