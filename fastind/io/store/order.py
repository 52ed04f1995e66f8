"""The order of rows by their keys: sorting them, finding one twice, and letting the later write win."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fastind._types import IntArray
from fastind.errors import InputError
from fastind.io.store import kinds

LIMIT = 2**62


def positions(table: Any, keys: Iterable[str]) -> IntArray:
    """A whole number for each row, in the order of the keys; rows of equal keys have equal ones."""
    place, span = np.zeros(table.num_rows, np.int64), 1
    for key in keys:
        rank, n = _ranks(table[key])
        if span * n > LIMIT:
            place, span = _dense(place)
        if span * n > LIMIT:
            rank, n = _dense(rank)
        place, span = place * n + rank, span * n
    return place


def sorted_once(table: Any, keys: Sequence[str]) -> Any:
    """The table sorted by its keys; a key that is there twice is an error."""
    place = positions(table, keys)
    rising = place[1:] > place[:-1]
    if rising.all():
        return table
    rows = np.argsort(place, kind="stable")
    again = np.flatnonzero(place[rows][1:] == place[rows][:-1])
    if again.size:
        one, two = rows[again[0]], rows[again[0] + 1]
        what = ", ".join(str(table[key][int(one)].as_py()) for key in sorted(keys, key=lambda k: k == "code"))
        raise InputError(
            f"{again.size} rows repeat a key: rows {one} and {two} are both ({what}). Keep one of each, by "
            "drop_duplicates or unique; of several appends the later one wins"
        )
    return table.take(pa.array(rows))


def latest(tables: Sequence[Any], keys: Sequence[str]) -> Any:
    """Sorted tables without doubles as one such table; of equal keys the last table's row stays."""
    if len(tables) == 1:
        return tables[0]
    return last(pa.concat_tables(tables).unify_dictionaries().combine_chunks(), keys)


def last(table: Any, keys: Sequence[str]) -> Any:
    """The table sorted, and of each key its last row."""
    place = positions(table, keys)
    if (place[1:] > place[:-1]).all():
        return table
    rows = np.argsort(place, kind="stable")  # made for runs that are sorted already
    ordered = place[rows]
    is_last = np.append(ordered[1:] != ordered[:-1], True)
    return table.take(pa.array(rows[is_last]))


def looked_up(table: Any, keys: Sequence[str], wanted: Any) -> Any:
    """For each row of `wanted` the row of the sorted table with its key; null where there is none."""
    n = table.num_rows
    place = positions(pa.concat_tables([table.select(keys), wanted.select(keys)]).unify_dictionaries(), keys)
    there, asked = place[:n], place[n:]
    row = np.searchsorted(there, asked)
    found = row < n
    found[found] = there[row[found]] == asked[found]
    return pa.array(row, mask=~found)


def _ranks(column: Any) -> tuple[IntArray, int]:
    """Whole numbers from 0 in the order of the values, and how many there may be."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if kinds.is_text(array.type) or pa.types.is_dictionary(array.type):
        return _text_ranks(array if pa.types.is_dictionary(array.type) else array.dictionary_encode())
    values = kinds.physical(array).to_numpy(zero_copy_only=False)
    if values.dtype.kind == "f":
        return _dense(values)
    low, high = (int(values.min()), int(values.max())) if values.size else (0, 0)
    return (values - low, high - low + 1) if high - low < LIMIT else _dense(values)


def _text_ranks(array: Any) -> tuple[IntArray, int]:
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    n = len(array.dictionary)
    rank = np.empty(n, np.int64)
    rank[pc.sort_indices(array.dictionary).to_numpy()] = np.arange(n)
    return rank[array.indices.to_numpy()], max(n, 1)


def _dense(values: Any) -> tuple[IntArray, int]:
    distinct, rank = np.unique(values, return_inverse=True)
    return rank.astype(np.int64), max(len(distinct), 1)
