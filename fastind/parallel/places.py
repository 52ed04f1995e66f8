"""Where a task is among all tasks: found by its keys."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from fastind._types import IntArray
from fastind.errors import InputError
from fastind.parallel.columns import Column
from fastind.parallel.tasks import LIMIT, Tasks

SPARSE = 8  # times as many places as tasks: then a table of all places is too large to look up in


class Places:
    """Finds tasks by their keys; of tasks that are given twice, the first place."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks, self._n, self._columns = tasks, len(tasks), tasks.columns
        if self._span() >= LIMIT:
            self._columns = [column.coded() for column in self._columns]
        if self._span() >= LIMIT:
            raise InputError("these tasks have more different values in each position than can be told apart")
        self.repeats: IntArray | None = None
        """For each task the place where it is first; None if each is there once."""
        self._table: IntArray | None = None
        self._order: tuple[IntArray, IntArray] | None = None
        if not (tasks.is_counted and all(self._is_plain(column) for column in self._columns)):
            self._index(self._codes([c.codes(r) for c, r in self._every()]))

    def find(self, arrays: Sequence[Any]) -> IntArray:
        """The place of each key (an Arrow array for each column), -1 where it is no task."""
        if not self._n:
            return np.full(len(arrays[0]), -1)
        codes = [column.found(array) for column, array in zip(self._columns, arrays, strict=True)]
        known = np.logical_and.reduce([code >= 0 for code in codes])
        wanted = np.where(known, self._codes(codes), -1)
        if self._table is not None:
            return np.where(known, self._table[wanted], -1)
        if self._order is None:
            return wanted
        keys, places = self._order
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return np.where(keys[at] == wanted, places[at], -1)

    def _span(self) -> int:
        return int(np.prod([column.span for column in self._columns], dtype=object))

    def _every(self) -> Iterable[tuple[Column, IntArray]]:
        return zip(self._columns, self._tasks.rows(np.arange(self._n)), strict=True)

    @staticmethod
    def _is_plain(column: Column) -> bool:
        """Is a value's code its row: then a task's place is counted, not looked up."""
        return column.span == len(column) and bool(
            (column.codes(slice(None)) == np.arange(len(column))).all()
        )

    def _codes(self, codes: Sequence[IntArray]) -> IntArray:
        whole = codes[0]
        for code, column in zip(codes[1:], self._columns[1:], strict=True):
            whole = whole * column.span + code
        return whole

    def _index(self, codes: IntArray) -> None:
        span = self._span()
        if span <= SPARSE * self._n:
            table = np.full(span, -1, np.int64)
            table[codes[::-1]] = np.arange(self._n)[::-1]  # the first of equal ones is written last
            self._table, first = table, table[codes]
        else:
            keys, start, back = np.unique(codes, return_index=True, return_inverse=True)
            self._order, first = (keys, start), start[back]
        if (first != np.arange(self._n)).any():
            self.repeats = first
