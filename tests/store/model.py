"""The store once more, slow and obvious: a dict of rows. It imports nothing of fastind."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda value, among: value in among,
}

Where = Sequence[tuple[str, str, Any]]


class Model:
    """Rows by key; a later one takes the place of the earlier, but for columns that it has not."""

    def __init__(self, keys: Sequence[str] = ("date", "code")) -> None:
        self.keys = tuple(keys)
        self.columns: list[str] = list(keys)
        self.rows: dict[tuple[Any, ...], dict[str, Any]] = {}

    def append(self, table: Any) -> None:
        self.columns += [name for name in table.column_names if name not in self.columns]
        for row in table.to_pylist():
            key = tuple(row[name] for name in self.keys)
            self.rows[key] = {**self.rows.get(key, {}), **row}

    def query(
        self, dates: Any = None, codes: Any = None, columns: Any = None, where: Where = ()
    ) -> list[tuple[Any, ...]]:
        names = self.columns if columns is None else [*self.keys, *columns]
        low, high = dates or (None, None)
        tests = [
            *([("date", ">=", low)] if low is not None else []),
            *([("date", "<=", high)] if high is not None else []),
            *([("code", "in", codes)] if codes is not None else []),
            *where,
        ]
        found = (row for row in self.rows.values() if all(meets(row.get(c), op, v) for c, op, v in tests))
        return [tuple(row.get(name) for name in names) for row in sorted(found, key=self._place)]

    def _place(self, row: dict[str, Any]) -> Any:
        return [row[name] for name in sorted(self.keys, key=lambda name: name != "code")]


def meets(value: Any, op: str, wanted: Any) -> bool:
    return value is not None and value == value and TESTS[op](value, wanted)


def bits(table: Any) -> Any:
    """A table whose floats are their bits, so that equal means equal to the last one."""
    return pa.table({name: _bits(table[name].combine_chunks()) for name in table.column_names})


def _bits(array: Any) -> Any:
    whole = {pa.float32(): pa.int32(), pa.float64(): pa.int64()}.get(array.type)
    return array if whole is None else array.view(whole)
