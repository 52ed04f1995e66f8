"""What a store says of itself, and what it keeps of what failed."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import fastind as fi
from tests.store.stages import at_every_stage, between_every_two

BARS = {
    "date": [3, 1, 2, 1],
    "code": ["A", "B", "A", "A"],
    "x": [1.0, 2.0, 3.0, 4.0],
    "t": ["a", "b", "c", "d"],
}


class FactTests:
    def test_info(self, path: str) -> None:
        def look(store: Any) -> None:
            about = store.info()
            expected = {
                "path": path,
                "keys": ["date", "code"],
                "columns": {"date": "int64", "code": "string", "x": "double", "t": "string"},
                "appends": 2,
                "failures": 0,
                "rows": 5,
                "dates": 4,
                "codes": 2,
            }
            assert {name: about[name] for name in expected} == expected
            assert about["part_rows"] + about["journal_rows"] in (5, 6)  # one row is there in two versions
            assert (about["part_bytes"] > 0) == (about["parts"] > 0)
            assert (about["journal_bytes"] > 0) == (about["journal_batches"] > 0)

        at_every_stage(path, [BARS, {"date": [1, 9], "code": ["A", "A"], "x": [0.0, 0.0]}], look)

    def test_codes_and_dates_are_distinct_and_ascending(self, path: str) -> None:
        def look(store: Any) -> None:
            assert store.codes().tolist() == ["A", "B"]
            assert store.dates().tolist() == [1, 2, 3]

        at_every_stage(path, [BARS], look)

    def test_dates_have_the_type_of_the_column(self, path: str) -> None:
        days = np.array(["2024-01-03", "2024-01-02"], "datetime64[D]")
        with fi.open_store(path, mode="a") as store:
            store.append({"date": pa.array(days), "code": ["A", "A"]})
            assert store.dates().dtype == "datetime64[D]"
            np.testing.assert_array_equal(store.dates(), days[::-1])

    def test_a_failure_is_gone_once_its_key_has_a_row(self, path: str) -> None:
        failed = {"date": [1, 2], "code": ["A", "A"], "why": ["slow", "broken"]}

        def look(store: Any) -> None:
            assert store.failures("rows") == [(2, "A", "broken")]

        with fi.open_store(path, mode="a") as store:
            assert store.append({"date": [9], "code": ["Z"], "x": [1]}, failures=failed) == 1
            assert store.failures("rows") == [(1, "A", "slow"), (2, "A", "broken")]
            store.append({"date": [1], "code": ["A"], "x": [1]})
            for step in (lambda: None, store.seal, store.compact):
                step()
                look(store)
        with fi.open_store(path) as reader:
            look(reader)
            assert reader.failures("pandas").shape == reader.failures("polars").shape == (1, 3)

    def test_the_last_failure_of_a_key_is_told(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            assert store.append(None, failures={"date": [1], "code": ["A"], "why": ["slow"]}) == 0
            store.append(None, failures={"date": [1], "code": ["A"], "why": ["gone"], "tries": [2]})
            assert store.failures("rows") == [(1, "A", "gone", 2)]
            assert store.info()["rows"] == 0

    def test_what_is_said_of_failures_may_change_its_type(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            store.append(None, failures={"date": [1], "code": ["A"], "why": ["slow"]})
            store.append(None, failures={"date": [2], "code": ["A"], "why": [404]})
            assert store.failures("rows") == [(1, "A", "slow"), (2, "A", "404")]

    def test_the_first_failure_says_of_what_type_the_keys_are(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            store.append(None, failures={"date": [1], "code": ["A"], "why": ["slow"]})
            with pytest.raises(fi.errors.InputError, match="'date' is int64 in this store"):
                store.append({"date": np.array(["2024-01-01"], "datetime64[D]"), "code": ["A"]})
            store.append({"date": [1], "code": ["A"]})
            assert store.failures("rows") == []

    def test_failures_that_are_wrong_keep_nothing_of_the_append(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            with pytest.raises(fi.errors.InputError, match="no column 'code'"):
                store.append({"date": [1], "code": ["A"]}, failures={"date": [2]})
            assert store.query(kind="rows") == []

    def test_close_seals(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            store.append(BARS)
            assert store.info()["journal_rows"] == 4
        with fi.open_store(path) as reader:
            assert reader.info()["journal_rows"] == 0
            assert reader.info()["part_rows"] == 4

    def test_an_error_in_the_block_does_not_seal_and_loses_nothing(self, path: str) -> None:
        with suppress(KeyError), fi.open_store(path, mode="a") as store:
            store.append(BARS)
            raise KeyError
        with pytest.raises(fi.errors.StoreError, match="has been closed"):
            store.query()
        with fi.open_store(path, mode="a") as again:  # the lock was given back
            assert again.info()["journal_rows"] == 4
            assert len(again.query()) == 4

    def test_compact_leaves_each_key_once(self, path: str) -> None:
        def look(store: Any) -> None:
            store.compact()
            about = store.info()
            assert about["part_rows"] == about["rows"] == 4
            assert about["parts"] == 1
            generation = about["generation"]
            store.compact()
            assert store.info()["generation"] == generation  # nothing was left to do

        between_every_two(path, [BARS, BARS, BARS], look)

    def test_a_pickled_store_reads(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            store.append(BARS)
            with pickle.loads(pickle.dumps(store)) as other:
                assert repr(other) == f"Store({path!r}, 'r')"
                assert other.query().equals(store.query())
                with pytest.raises(fi.errors.StoreError, match='opened to read: open it with mode="a"'):
                    other.append(BARS)

    def test_a_pickled_store_of_other_keys_reads(self, path: str) -> None:
        with fi.open_store(path, mode="a", keys="x") as store:
            store.append({"x": [1]})
            with pickle.loads(pickle.dumps(store)) as other:
                assert other.keys == ("x",)

    def test_four_threads_use_one_store(self, path: str) -> None:
        def work(k: int) -> None:
            for n in range(10):
                store.append({"date": [n, n], "code": [f"C{k}", "all"], "x": [k, k]})
                mine = store.query(codes=[f"C{k}"])
                assert mine["date"].to_pylist() == list(range(n + 1))
                assert store.panel("x").shape[0] > n
                assert store.info()["rows"] >= n + 1
                if n % 4 == k:
                    store.compact()

        with fi.open_store(path, mode="a") as store:
            with ThreadPoolExecutor(4) as pool:
                list(pool.map(work, range(4)))
            assert store.info()["rows"] == 50
            assert store.info()["appends"] == 40
