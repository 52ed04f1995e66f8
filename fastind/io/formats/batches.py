"""Tables in a row, put together or cut off, a few at a time."""

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

BYTES = 2**24


def gathered(tables: Iterable[Any], nbytes: int = BYTES) -> Iterator[Any]:
    """The same rows in tables of at least so many bytes, but for the last one; none is empty."""
    waiting: list[Any] = []
    size = 0
    for table in tables:
        if table.num_rows:
            waiting.append(table)
            size += table.nbytes
        if size >= nbytes:
            yield _joined(waiting)
            waiting, size = [], 0
    if waiting:
        yield _joined(waiting)


def _joined(tables: list[Any]) -> Any:
    """One table; where the types differ, as whole numbers and floats may in JSON, the wider one."""
    return pa.concat_tables(tables, promote_options="permissive")


def first(tables: Iterable[Any], rows: int) -> Iterator[Any]:
    """So many rows, and no more is read."""
    for table in tables:
        yield table.slice(0, rows)
        rows -= table.num_rows
        if rows <= 0:
            return
