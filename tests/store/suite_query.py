"""A query gives the rows that are asked for, in every form, in order."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import fastind as fi
from tests.store.model import TESTS, Model, meets
from tests.store.small import shrink
from tests.store.stages import between_every_two

NUMBERS = {"n": [3, None, -1, 2**53 + 1], "x": [0.5, None, -0.0, float("nan")]}
TEXT = {"t": ["b", None, "", "\N{ROCKET}"], "flag": [True, None, False, True]}
TIMES = {
    "day": [date(2024, 1, 1), None, date(2023, 12, 31), date(2024, 1, 2)],
    "time": pa.array(
        [datetime(2024, 1, 1), None, datetime(2024, 1, 1, 12), datetime(1970, 1, 1)], pa.timestamp("s")
    ),
}
ROWS = pa.table({"date": [1, 1, 2, 2], "code": ["A", "B", "A", "B"], **NUMBERS, **TEXT, **TIMES})
VALUES: dict[str, list[Any]] = {
    "n": [3, -1, 2**53, 2**53 + 1, 2.5, -(2**70), float("inf"), np.int8(3)],
    "x": [0.5, 0, -0.0, 2**70, float("nan"), float("inf"), np.float32(0.5), 10**400],
    "t": ["b", "", "\N{ROCKET}", "a", np.str_("b")],
    "flag": [True, False, np.True_],
    "day": [date(2024, 1, 1), date(2023, 12, 30)],
    "time": [datetime(2024, 1, 1), datetime(2024, 1, 1, 12), datetime(1960, 1, 1)],
    "date": [1, 2, 0, 2**70, -(2**70)],
    "code": ["A", "B", "", "a"],
}


class QueryTests:
    @pytest.mark.parametrize("column", VALUES)
    @pytest.mark.parametrize("operator", TESTS)
    def test_where_means_what_python_means(self, path: str, column: str, operator: str) -> None:
        with fi.open_store(path, mode="a") as store:
            store.append(ROWS.slice(0, 2))
            store.seal()
            store.append(ROWS.slice(2))
            for value in VALUES[column]:
                wanted = [value, VALUES[column][0]] if operator == "in" else value
                found = store.query(where=[(column, operator, wanted)], columns=[])
                assert found.to_pylist() == [
                    {"date": row["date"], "code": row["code"]}
                    for row in ROWS.sort_by("code").to_pylist()
                    if meets(row[column], operator, wanted)
                ], value

    @pytest.mark.parametrize(
        ("operator", "value", "rows"),
        [
            ("==", "2024-01-01", [0]),
            ("!=", "2024-01-01T00:00", [2, 3]),
            ("in", ["2024-01-01", "1970-01-01T00:00:00"], [0, 3]),
            (">", "2024-01-01T11:59:59.5", [2]),  # finer than the column's seconds
            ("<=", "2024-01-01T11:59:59.5", [0, 3]),
            ("==", "2024-01-01T00:00:00.5", []),
            ("!=", "2024-01-01T00:00:00.5", [0, 2, 3]),
            (">=", "2024", [0, 2]),
        ],
    )
    @pytest.mark.parametrize("keys", [("date", "code"), ("row", "time")])
    def test_where_takes_iso_text_for_moments(
        self, path: str, keys: tuple[str, ...], operator: str, value: Any, rows: list[int]
    ) -> None:
        table = ROWS.append_column("row", pa.array(range(4)))
        table = table.filter(pa.array([True, "time" not in keys, True, True]))  # keys are never null
        with fi.open_store(path, mode="a", keys=keys) as store:
            store.append(table)
            found = store.query(where=[("time", operator, value)])["row"].to_pylist()
        assert sorted(found) == rows

    def test_float32_is_compared_as_float32(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            store.append({"date": [1], "code": ["A"], "f": np.array([0.1], np.float32)})
            for condition in (("==", 0.1), ("in", [0.1]), (">=", 0.1), ("<=", 0.1)):
                assert len(store.query(where=[("f", *condition)])) == 1

    def test_where_looks_at_the_newest_row_only(self, path: str) -> None:
        frames = [{"date": [1, 2], "code": ["A", "A"], "x": [1, 1]}, {"date": [2], "code": ["A"], "x": [5]}]

        def look(store: Any) -> None:
            assert store.query(where=[("x", "==", 1)], kind="rows") == [(1, "A", 1)]
            assert store.query(where=[("x", ">", 1)], kind="rows") == [(2, "A", 5)]
            assert store.query(where=[("x", "==", 1)], columns=[], kind="rows") == [(1, "A")]

        between_every_two(path, frames, look)

    def test_all_conditions_must_hold(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            store.append(ROWS)
            where = [("n", ">", 0), ("code", "!=", "A"), ("date", ">=", 2), ("code", "in", {"A", "B"})]
            assert store.query(where=where, columns="n", kind="rows") == [(2, "B", 2**53 + 1)]
            assert store.query(where=("n", ">", 3), columns="n", kind="rows") == [(2, "B", 2**53 + 1)]
            assert store.query(where=[*where, ("n", "<", 0)], kind="rows") == []
            assert store.query(codes=["A"], where=[("code", "==", "B")], kind="rows") == []

    @pytest.mark.parametrize(
        ("codes", "found"),
        [
            ([], []),
            ("B", ["B"]),
            (["C", "A", "A", "Z"], ["A", "C"]),
            ({"C"}, ["C"]),
            (np.array(["A", "B"]), ["A", "B"]),
            (pa.array(["A"]), ["A"]),
            (pd.Index(["C"]), ["C"]),
            (dict.fromkeys(["A"]), ["A"]),
        ],
    )
    def test_codes(self, path: str, codes: Any, found: list[str]) -> None:
        with fi.open_store(path, mode="a") as store:
            store.append({"date": [1, 1, 1], "code": ["A", "B", "C"]})
            store.seal()
            assert store.query(codes=codes)["code"].to_pylist() == found

    def test_codes_of_whole_numbers(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            store.append({"date": [1, 1], "code": [1, 600519]})
            assert [row[1] for row in store.query(codes=600519, kind="rows")] == [600519]
            assert [row[1] for row in store.query(codes=[np.int32(1), 7], kind="rows")] == [1]

    @pytest.mark.parametrize(
        ("columns", "names"),
        [
            (None, ["n", "x"]),
            ("x", ["x"]),
            (["x", "n", "x"], ["x", "n"]),
            ([], []),
            (["code", "n", "date"], ["n"]),
        ],
    )
    def test_columns_in_their_order_behind_the_keys(self, path: str, columns: Any, names: list[str]) -> None:
        with fi.open_store(path, mode="a") as store:
            store.append(ROWS.select(["date", "code", "n", "x"]))
            assert store.query(columns=columns).column_names == ["date", "code", *names]

    def test_names_of_columns_may_hold_anything(self, path: str) -> None:
        names = ["a", "a.b", "a.list", "é/..", " ", "code.x", "z" * 300, "'; --"]
        table = pa.table({"date": [1], "code": ["A"], **{name: [k] for k, name in enumerate(names)}})
        with fi.open_store(path, mode="a") as store:
            store.append(table)
            store.compact()
            assert store.query().equals(table)
            assert all(
                store.query(columns=name).equals(table.select(["date", "code", name])) for name in names
            )

    @pytest.mark.parametrize("seed", range(4))
    def test_batches_together_are_the_table(
        self, path: str, seed: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shrink(monkeypatch.setattr)
        rng, model = np.random.default_rng(seed), Model()
        codes = np.array(["A", "B", "BB", "C", "D"])[rng.choice(5, 300, p=[0.02, 0.02, 0.9, 0.03, 0.03])]
        frame = pd.DataFrame({"date": rng.integers(0, 200, 300), "code": codes, "u": range(300)})
        with fi.open_store(path, mode="a") as store:
            for k in range(0, 300, 20):
                some = frame[k : k + 20].drop_duplicates(["date", "code"])
                part = pa.Table.from_pandas(some, preserve_index=False)
                store.append(part)
                model.append(part)
            for question in ({}, {"dates": (20, 150)}, {"codes": ["BB", "D"]}, {"where": [("u", "<", 200)]}):
                batches = list(store.query(kind="batches", **question))
                assert len(batches) > 3
                assert store.query(kind="rows", **question) == model.query(**question)
                assert pa.concat_tables(batches).equals(store.query(**question))

    def test_batches_keep_the_moment_at_which_they_were_asked_for(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            store.append({"date": [1], "code": ["A"], "x": [1]})
            store.seal()
            batches = store.query(kind="batches")
            store.append({"date": [1, 2], "code": ["A", "A"], "x": [5, 5]})
            store.compact()
            assert [batch.to_pylist() for batch in batches] == [[{"date": 1, "code": "A", "x": 1}]]

    def test_a_store_without_rows_answers(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            assert store.query().column_names == ["date", "code"]
            assert store.query(dates=(1, 2), codes=["A"], kind="rows") == []
            assert store.query(kind="pandas").empty
            assert store.query(kind="polars").is_empty()
            assert list(store.query(kind="batches")) == []
            assert store.panel().shape == (0, 0)
            assert len(store.codes()) == len(store.dates()) == store.info()["rows"] == 0
            store.compact()
