"""A scan has what a query has, in any order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import fastind as fi
from tests.store.model import bits
from tests.store.small import shrink
from tests.store.stages import at_every_stage, between_every_two
from tests.store.suite_writes import KEYS, some_rows


class ScanTests:
    @pytest.mark.parametrize("keys", KEYS, ids=",".join)
    def test_it_equals_a_query(self, path: str, keys: tuple[str, ...]) -> None:
        rng = np.random.default_rng(len(keys))
        frames = [some_rows(keys, rng, 30, extra) for extra in (["u", "v"], ["v"], ["w", "u"])]
        between_every_two(path, frames, check, keys=keys)

    def test_parts_that_overlap_and_parts_that_do_not(
        self, path: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shrink(monkeypatch.setattr)
        rng = np.random.default_rng(5)
        with fi.open_store(path, mode="a") as store:
            for k in range(40):
                frame = some_rows(("date", "code"), rng, int(rng.integers(1, 14)), ["u", "v"][: 1 + k % 2])
                apart = 30 * k if k % 4 else 0
                date = pa.array(frame["date"].to_numpy() + apart)
                store.append(frame.set_column(frame.column_names.index("date"), "date", date))
                if k % 5 == 0:
                    check(store)
            assert store.info()["parts"] > 3
            check(store)
            store.compact()
            check(store)
        with fi.open_store(path) as reader:
            check(reader)

    def test_it_sees_one_moment(self, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
        shrink(monkeypatch.setattr)
        with fi.open_store(path, mode="a") as store:
            for k in range(20):
                store.append({"date": [k, k + 1, k + 2], "code": ["A", "B", "C"], "x": [k, k, k]})
            store.append({"date": [0], "code": ["Z"], "x": [-1]})  # waits in the journal
            assert store.info()["journal_batches"] > 0
            expected = store.query()
            found = store.scan(["x"])
            tables = [next(found)]
            store.append({"date": [0, 7], "code": ["A", "A"], "x": [100, 100]})
            store.seal()
            store.compact()
            tables += found
            assert ordered(tables, store.keys).equals(bits(expected))
            check(store)

    def test_columns(self, path: str) -> None:
        bars = {"date": [1, 2], "code": ["A", "B"], "x": [1.0, None], "_n": [1, 2]}

        def look(store: Any) -> None:
            assert [table.column_names for table in store.scan()] == [["date", "code"]]
            assert [table.column_names for table in store.scan(None)] == [["date", "code", "x"]]
            rows = [row for table in store.scan(["_n", "date"]) for row in table.to_pylist()]
            assert rows == [{"date": 1, "code": "A", "_n": 1}, {"date": 2, "code": "B", "_n": 2}]
            with pytest.raises(fi.errors.InputError, match="no column 'y'"):
                store.scan("y")

        at_every_stage(path, [bars], look)

    def test_an_empty_store(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            assert list(store.scan()) == []


def check(store: Any) -> None:
    """The same rows as a query's, each key once."""
    expected = store.query()
    names = [name for name in expected.column_names if name not in store.keys]
    assert ordered(list(store.scan(names)), store.keys).equals(bits(expected))
    keys = ordered(list(store.scan()), store.keys)
    assert keys.equals(bits(expected.select(list(store.keys))))


def ordered(tables: list[Any], keys: tuple[str, ...]) -> Any:
    """What a scan gave, in the order of a query, with text as text."""
    plain = [
        pa.table(
            {
                name: column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
                for name, column in zip(table.column_names, table.columns, strict=True)
            }
        )
        for table in tables
    ]
    order = [(key, "ascending") for key in sorted(keys, key=lambda key: key != "code")]
    return bits(pa.concat_tables(plain).sort_by(order).combine_chunks())
