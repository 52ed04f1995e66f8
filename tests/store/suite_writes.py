"""The later write wins, key by key and column by column, wherever the earlier one lies."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import fastind as fi
from tests.store.model import Model
from tests.store.small import shrink
from tests.store.stages import between_every_two

KEYS = [
    ("date", "code"),
    ("code", "date"),
    ("window", "code"),
    ("code", "date", "window"),
    ("name", "window"),
    ("a",),
    ("x", "flag"),
    ("day", "code"),
    ("moment",),
]
KINDS: dict[str, Any] = {
    "code": lambda n: pa.array([f"C{k}" for k in n % 7]),
    "name": lambda n: pa.array(["\N{ROCKET}" * int(k) or "none" for k in n % 3]),
    "x": lambda n: pa.array(n / 8 - 1),
    "flag": lambda n: pa.array(n % 2 == 0),
    "day": lambda n: pa.array(n % 11, pa.int32()).cast(pa.date32()),
    "moment": lambda n: pa.array(n - 20, pa.timestamp("ms", tz="Asia/Shanghai")),
}


def some_rows(keys: tuple[str, ...], rng: np.random.Generator, rows: int, extra: list[str]) -> Any:
    """Random rows, each key once."""
    columns = {key: KINDS.get(key, pa.array)(rng.integers(0, 40, rows)) for key in keys}
    values = {name: pa.array(rng.integers(0, 1000, rows)) for name in extra}
    table = pa.table({**columns, **values})
    return table.take(pa.array(np.flatnonzero(~table.select(keys).to_pandas().duplicated())))


class WriteTests:
    @pytest.mark.parametrize("keys", KEYS, ids=",".join)
    def test_the_later_row_of_a_key_wins_for_all_keys(self, path: str, keys: tuple[str, ...]) -> None:
        rng = np.random.default_rng(len(keys))
        frames = [some_rows(keys, rng, 30, extra) for extra in (["u", "v"], ["v"], ["w", "u"])]
        model = Model(keys)
        for frame in frames:
            model.append(frame)
        between_every_two(path, frames, lambda store: _check(store, model), keys=keys)

    @pytest.mark.parametrize("sizes", [(1, 200), (200, 1), (1, 200, 1), (200, 1, 200), (200, 200, 1)])
    def test_the_later_row_wins_whatever_the_sizes(
        self, path: str, sizes: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("fastind.io.store.writer.SEAL_BYTES", 2000)  # 200 rows go straight into parts
        with fi.open_store(path, mode="a") as store:
            for k, n in enumerate(sizes):
                store.append({"date": np.arange(n), "code": ["A"] * n, "x": np.full(n, k)})
                _check_last(store, sizes[: k + 1])
            store.seal()
            _check_last(store, sizes)
            store.compact()
            _check_last(store, sizes)

    def test_a_column_that_comes_later_is_null_before(self, path: str) -> None:
        frames = [{"date": [1], "code": ["A"], "x": [1]}, {"date": [2], "code": ["A"], "y": ["b"]}]
        rows = [(1, "A", 1, None), (2, "A", None, "b")]

        def look(store: Any) -> None:
            assert store.query(kind="rows") == rows
            assert store.query(columns="y", kind="rows") == [row[:2] + row[3:] for row in rows]

        between_every_two(path, frames, look)

    def test_a_frame_keeps_the_old_values_of_columns_that_it_lacks(self, path: str) -> None:
        frames = [
            {"date": [1, 2], "code": ["A", "A"], "x": [1, 2], "y": ["a", "b"]},
            {"date": [2, 3], "code": ["A", "A"], "x": [20, 30]},
            {"date": [1, 3], "code": ["A", "A"], "y": pa.array([None, "c"])},
        ]
        rows = [(1, "A", 1, None), (2, "A", 20, "b"), (3, "A", 30, "c")]
        between_every_two(path, frames, lambda store: _rows_are(store, rows))

    def test_null_takes_the_place_of_a_value(self, path: str) -> None:
        frames = [{"date": [1], "code": ["A"], "x": [1]}, {"date": [1], "code": ["A"], "x": [None]}]
        between_every_two(path, frames, lambda store: _rows_are(store, [(1, "A", None)]))

    def test_many_generations_at_small_thresholds(self, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
        shrink(monkeypatch.setattr)
        rng, model = np.random.default_rng(3), Model()
        with fi.open_store(path, mode="a") as store:
            for k in range(60):
                frame = some_rows(("date", "code"), rng, int(rng.integers(1, 12)), ["u", "v"][: 1 + k % 2])
                store.append(frame)
                model.append(frame)
                if k % 10 == 0:
                    _check(store, model)
            assert 0 < store.info()["parts"] < 60
            _check(store, model)
        with fi.open_store(path) as reader:
            _check(reader, model)
            assert reader.info()["journal_batches"] == 0

    def test_rows_are_sorted_by_code_and_then_by_the_other_keys(self, path: str) -> None:
        keys = ("b", "code", "a")
        frame = some_rows(keys, np.random.default_rng(1), 60, ["u"])
        with fi.open_store(path, mode="a", keys=keys) as store:
            store.append(frame.slice(0, 20))
            store.seal()
            store.append(frame.slice(20))
            found = store.query(kind="pandas")
        assert list(found.columns) == ["b", "code", "a", "u"]
        pd.testing.assert_frame_equal(
            found, found.sort_values(["code", "b", "a"], ignore_index=True), check_index_type=False
        )

    def test_an_append_gives_the_number_of_rows_and_nothing_may_be_appended(self, path: str) -> None:
        empty = {"date": pa.array([], pa.int64()), "code": pa.array([], pa.string())}
        with fi.open_store(path, mode="a") as store:
            assert store.append({"date": [1, 2], "code": ["A", "A"]}) == 2
            assert store.append(None) == 0
            assert store.append(empty) == 0
            assert store.query(kind="rows") == [(1, "A"), (2, "A")]


def _rows_are(store: Any, rows: list[Any]) -> None:
    assert store.query(kind="rows") == rows


def _check(store: Any, model: Model) -> None:
    found = store.query()
    assert found.column_names == model.columns
    assert list(zip(*found.to_pydict().values(), strict=True)) == model.query()


def _check_last(store: Any, sizes: tuple[int, ...]) -> None:
    """Each row has the number of the last append that reached so far."""
    expected = np.zeros(max(sizes), int)
    for k, n in enumerate(sizes):
        expected[:n] = k
    np.testing.assert_array_equal(store.query()["x"].to_numpy(), expected)
    assert store.query(dates=(0, 0))["x"].to_pylist() == [expected[0]]
