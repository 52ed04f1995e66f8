"""What the first user of the store ran into."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import fastind as fi
from fastind.errors import InputError
from tests.processes import run_python
from tests.store.stages import at_every_stage

HOURS = pd.date_range("2024-01-01", "2024-01-03", freq="h", inclusive="left", tz="UTC")


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "bars.fi")


def test_pandas_keeps_whole_numbers_and_bools_with_nulls(path: str) -> None:
    rows = [
        {"date": [1], "code": ["A"], "id": [2**53 + 1], "ok": [True]},
        {"date": [2], "code": ["A"], "x": [1.0]},
    ]

    def look(store: Any) -> None:
        frame = store.query(kind="pandas")
        assert frame["id"].tolist() == [2**53 + 1, pd.NA]
        assert frame["ok"].dtype == "boolean"
        assert frame["x"].dtype == "float64"
        assert frame["date"].dtype == "int64"

    at_every_stage(path, rows, look)
    with fi.open_store(path, "a") as store:
        before = store.query()
        store.append(store.query(kind="pandas"))
        assert store.query().equals(before)


def test_whole_numbers_become_floats_when_fractions_come(path: str) -> None:
    rows = [
        {"date": [1], "code": ["A"], "close": [9]},
        pd.DataFrame({"date": [2, 3], "code": ["A", "A"], "close": [9.25, np.nan]}),
        {"date": [4], "code": ["A"], "close": [10]},
    ]

    def look(store: Any) -> None:
        table = store.query()
        assert table["close"].type == pa.float64()
        assert table["close"].to_pylist() == [9.0, 9.25, None, 10.0]

    at_every_stage(path, rows, look)


def test_whole_numbers_that_floats_cannot_keep_stay(path: str) -> None:
    with fi.open_store(path, "a") as store:
        store.append({"date": [1], "code": ["A"], "id": [2**53 + 1]})
        store.append({"date": [2], "code": ["A"], "id": np.array([2.0**60])})  # is a whole number
        with pytest.raises(InputError, match="floats would not keep them"):
            store.append({"date": [3], "code": ["A"], "id": [0.5]})
        assert store.query(kind="rows") == [(1, "A", 2**53 + 1), (2, "A", 2**60)]


def test_nan_is_null_among_whole_numbers(path: str) -> None:
    with fi.open_store(path, "a") as store:
        store.append({"date": [1], "code": ["A"], "n": [1]})
        store.append({"date": [2, 3], "code": ["A", "A"], "n": np.array([np.nan, 2.0])})
        assert store.query(kind="rows") == [(1, "A", 1), (2, "A", None), (3, "A", 2)]


@pytest.mark.parametrize("make", [dict, pd.DataFrame, pl.DataFrame], ids=["mapping", "pandas", "polars"])
@pytest.mark.parametrize("operator", ["!=", "==", "<", ">=", "in"])
def test_nan_meets_no_condition(path: str, make: Any, operator: str) -> None:
    frame = make({"date": [1, 2], "code": ["A", "A"], "x": [np.nan, 2.0]})
    value = [2.0] if operator == "in" else 2.0 if operator in ("==", ">=") else 5.0
    with fi.open_store(path, "a") as store:
        store.append(frame)
        assert store.query(where=[("x", operator, value)], kind="rows") == [(2, "A", 2.0)]


@pytest.mark.parametrize(
    "day",
    [
        "2024-01-01",
        "20240101",
        20240101,
        np.int64(20240101),
        dt.date(2024, 1, 1),
        np.datetime64("2024-01-01"),
    ],
    ids=repr,
)
def test_a_day_is_a_day_however_it_is_written(path: str, day: Any) -> None:
    with fi.open_store(path, "a") as store:
        store.append(pd.DataFrame({"date": HOURS, "code": "A", "x": np.arange(48.0)}))
        assert store.query(dates=(day, day)).num_rows == 24
        assert store.query(dates=(None, day)).num_rows == 24
        assert store.panel("x").sel(dates=(day, day)).shape == (24, 1)


def test_missing_dates_are_no_dates(path: str) -> None:
    with fi.open_store(path, "a") as store:
        store.append(pd.DataFrame({"date": HOURS, "code": "A", "x": 1.0}))
        for value in (pd.NaT, np.datetime64("NaT"), 2024, 123456789):
            with pytest.raises(InputError, match="is not a date"):
                store.query(dates=(value, None))


def test_a_panel_has_the_nearest_floats(path: str) -> None:
    with fi.open_store(path, "a") as store:
        store.append({"date": [1, 2], "code": ["A", "A"], "id": [2**53 + 1, None]})
        for panel in (store.query(kind="panel"), store.panel("id")):
            np.testing.assert_array_equal(panel["id"], [[2.0**53], [np.nan]])


def test_a_path_may_begin_at_home(tmp_path: Path) -> None:
    code = "import fastind as fi; fi.open_store('~/x.fi', 'a').close()"
    run_python(code, HOME=tmp_path)
    assert (tmp_path / "x.fi" / "manifest.sqlite").exists()
