"""A fixed series of appends, and what a store holds after the first so many of them, in plain Python."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

import fastind as fi
from fastind.io.store.part import file_name

CODES = ("A", "B", "BRK.B", "ü", "株", "../x", "Z" * 40, "z")
DAYS = 8
MOST = 60

Key = tuple[int, str]
Row = tuple[int, int, str | None]
"""The bits of a float64, the number of the append, a text."""


@cache
def frame(number: int) -> pa.Table:
    """The append of this number, from 1 on: keys that others have too, values of any 64 bits, NaN included.

    Every third one lacks the text, which then stays what it was for a key.
    """
    rng = np.random.default_rng(number)
    n = int(rng.integers(1, MOST if number % 5 == 0 else 12))
    cells = rng.choice(DAYS * len(CODES), n, replace=False)
    columns = {
        "date": 20240101 + number // 6 + cells // len(CODES),
        "code": [CODES[cell % len(CODES)] for cell in cells],
        "value": rng.integers(-(2**63), 2**63, n).view(np.float64),
        "append": np.full(n, number),
    }
    if number % 3:
        columns["text"] = pa.array([None if i % 4 == 0 else f"{number}:{i}" for i in range(n)], pa.string())
    return pa.table(columns)


@cache
def expected(count: int) -> dict[Key, Row]:
    """What a store holds after the first `count` appends."""
    if count == 0:
        return {}
    rows = dict(expected(count - 1))
    for key, (bits, number, text) in by_key(frame(count)).items():
        keeps = "text" not in frame(count).column_names
        rows[key] = (bits, number, rows[key][2] if keeps and key in rows else text)
    return rows


def by_key(table: Any) -> dict[Key, Row]:
    """A table's rows by key; a key that is there twice is an error."""
    texts = table["text"].to_pylist() if "text" in table.column_names else [None] * table.num_rows
    bits = table["value"].to_numpy().view(np.int64).tolist()
    keys = zip(table["date"].to_pylist(), table["code"].to_pylist(), strict=True)
    found = dict(zip(keys, zip(bits, table["append"].to_pylist(), texts, strict=True), strict=True))
    assert len(found) == table.num_rows
    return found


def appends_of(store: Any) -> int:
    """How many appends a store holds, by its head."""
    with store._handle.reading() as reading:
        count: int = reading.head.content
    return count


def part_names(store: Any) -> list[str]:
    """The files of the parts that the manifest names."""
    with store._handle.reading() as reading:
        return sorted(file_name(record.id) for record in reading.records("part"))


def count_of(store: Any) -> int:
    """How many appends a store holds; all that it answers is right for this number."""
    count = appends_of(store)
    assert count == 0 or by_key(store.query()) == expected(count)
    return count


def assert_holds(path: Path, acknowledged: int, under_way: int = 0) -> int:
    """A store holds what was acknowledged, and the append under way whole or not, for readers and writers.

    The writer that opens it leaves nothing that the manifest does not name. Gives the number of its appends.
    """
    with fi.open_store(path) as store:
        count = count_of(store)
    assert acknowledged <= count <= acknowledged + under_way
    with fi.open_store(path, "a") as store:
        assert count_of(store) == count
        assert sorted(file.name for file in (path / "parts").iterdir()) == part_names(store)
        release(store)
    assert {file.name for file in path.iterdir()} <= {
        "manifest.sqlite",
        "manifest.sqlite-journal",
        "lock",
        "parts",
        "panel",
    }
    return count


def release(store: Any) -> None:
    """Leave a store as an error in its `with` block does: nothing is sealed."""
    store.__exit__(ValueError, ValueError(), None)
