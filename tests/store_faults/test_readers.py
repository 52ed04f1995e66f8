"""Readers in other processes while one writes, seals, compacts, is killed: whole appends, never fewer."""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import fastind as fi
from tests.store_faults import IS_SOAK
from tests.store_faults.children import Child, child, say

READERS = 8
CODES = [f"{n:03d}" for n in range(20)]
SEEN = 100 if IS_SOAK else 12
"""Different states of the store that each reader must have seen before the writer may stop."""


def frame(number: int) -> dict[str, Any]:
    """An append that writes its number into every row: a day of its own, and the first day once more."""
    days = np.repeat([0, number], len(CODES))
    return {"date": days, "code": CODES * 2, "value": np.full(len(days), float(number))}


def prefix_of(table: Any) -> int:
    """How many appends a table of every row is; one that is there in part is an error."""
    dates, values = table["date"].to_numpy(), table["value"].to_numpy()
    number = int(values.max())
    assert dates.tolist() == list(range(number + 1)) * len(CODES)
    assert table["code"].to_pylist() == [code for code in CODES for _ in range(number + 1)]
    np.testing.assert_array_equal(values, np.where(dates == 0, number, dates))
    return number


def read_for_ever(pipe: Connection, path: Path) -> None:
    """Query in every way until told to stop; say each new number, and at the end the last one."""
    import pyarrow as pa

    number = 0
    with fi.open_store(path) as store:
        ways = (
            lambda: prefix_of(store.query()),
            lambda: prefix_of(pa.concat_tables(store.query(kind="batches")).combine_chunks()),
            lambda: int(store.query(codes="007", dates=(0, 0))["value"][0].as_py()),
            lambda: _of_panel(store.panel("value")),
            lambda: len(store.dates()) - 1,
        )
        while not pipe.poll():
            for way in ways:
                found = way()
                assert found >= number
                if found > number:
                    say(pipe, found)
                number = found
        say(pipe, f"last {prefix_of(store.query())}")


def _of_panel(panel: Any) -> int:
    values = np.asarray(panel["value"])
    number = int(values[0, 0])
    assert values.shape == (number + 1, len(CODES))
    np.testing.assert_array_equal(
        values[1:], np.repeat(np.arange(1, number + 1), len(CODES)).reshape(number, -1)
    )
    np.testing.assert_array_equal(values[0], number)
    return number


def write_until_told(pipe: Connection, path: Path) -> None:
    """Append until told to stop; say the number of the last append."""
    with fi.open_store(path, "a") as store:
        number = int(store.query(codes="000", dates=(0, 0))["value"][0].as_py())
        while not pipe.poll():
            number += 1
            store.append(frame(number))
            if number % 37 == 0:
                store.compact()
    say(pipe, number)


@pytest.mark.slow
def test_readers_see_whole_appends_in_order(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with fi.open_store(path, "a") as store:
        store.append(frame(1))
    readers = [Child(read_for_ever, path) for _ in range(READERS)]
    try:
        for reader in readers:  # a first writer dies somewhere on the way
            with child(write_until_told, path) as writer:
                states_of(reader, 1)
        with child(write_until_told, path) as writer:
            for reader in readers:
                states_of(reader, SEEN)
            writer.pipe.send_bytes(b"stop")
            (last,) = writer.messages()
            writer.ends_well()
        for reader in readers:
            reader.pipe.send_bytes(b"stop")
            assert list(reader.messages())[-1] == f"last {last}"
            reader.ends_well()
    finally:
        for reader in readers:
            reader.kill()


def states_of(reader: Child, count: int) -> None:
    """Wait until a reader has told of so many states; one that has died tells of fewer."""
    assert len([message for message, _ in zip(reader.messages(), range(count), strict=False)]) == count
