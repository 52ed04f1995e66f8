"""What cannot be kept or asked is refused with what was given and what to do, and the store is unharmed."""

from __future__ import annotations

import decimal
import math
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import fastind as fi
from tests.store.model import bits

InputError, ParameterError, StoreError = fi.errors.InputError, fi.errors.ParameterError, fi.errors.StoreError

BARS = {
    "date": [1, 2],
    "code": ["A", "B"],
    "x": [1.5, 2.5],
    "n": [1, 2],
    "t": ["a", "b"],
    "flag": [True, False],
    "f": pa.array([0.5, 0.25], pa.float32()),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Any]:
    """A store that has, after the test, what it had before: in the writer and for whoever opens it."""
    path = tmp_path / "store"
    with fi.open_store(path, mode="a") as opened:
        opened.append(BARS)
        before = opened.query()
        yield opened
        assert bits(opened.query()).equals(bits(before))
        with fi.open_store(path) as reader:
            assert bits(reader.query()).equals(bits(before))
        opened.append({"date": [3], "code": ["C"]})  # and goes on
    with fi.open_store(path) as reader:
        assert bits(reader.query().slice(0, 2)).equals(bits(before))


def row(**columns: Any) -> dict[str, Any]:
    return {"date": [9], "code": ["A"], **columns}


FRAMES: dict[str, tuple[Any, str]] = {
    "a number": (5, "append takes a pandas or polars DataFrame, .* got int"),
    "text": ("bars.csv", "append takes .* got str"),
    "a list": ([{"date": 1}], "append takes .* got list"),
    "an array": (np.ones((2, 2)), "append takes .* got ndarray"),
    "a series": (pd.Series([1]), "append takes .* got Series"),
    "a lazy frame": (pl.LazyFrame({"date": [1]}), "frame is lazy: collect it first"),
    "nothing": ({}, "there is no column 'date'"),
    "two lengths": ({"date": [1], "code": ["A", "B"]}, "no table of columns: .*length 1 but got length 2"),
    "no keys": ({"x": [1.0]}, "there is no column 'date'"),
    "near names": (pd.DataFrame({"Date": [1], "Code": ["A"]}), r"no column 'date'; did you mean Date\b"),
    "no code": ({"date": [1], "cod": ["A"]}, "no column 'code'; did you mean cod"),
    "columns with levels": (pd.DataFrame([[1]], columns=[["x"], ["date"]]), "columns have levels"),
    "names twice": (
        pd.DataFrame([[9, "A", 1.0, 2.0]], columns=["date", "code", "x", "x"]),
        "(?s)rename its columns: .*'x' 2 times",
    ),
    "a name that is a number": (pd.DataFrame({**row(), 5: [1.0]}), "names of text, got 5"),
    "a name of a mapping that is a number": (row() | {5: [1.0]}, "no table of columns"),
    "an empty name": (row(**{"": [1]}), "names of text, got ''"),
    "NUL in a name": (row(**{"a\0b": [1]}), "names of text, got 'a"),
    "half a character in a name": (row(**{"\ud800": [1]}), "surrogates not allowed"),
    "lists": (row(v=[[1]]), "column 'v' has type list<.*: columns are whole numbers, floats, text"),
    "structs": (row(v=[{"a": 1}]), "column 'v' has type struct.* cast it first"),
    "decimals": (row(v=[decimal.Decimal("1.5")]), "column 'v' has type decimal128.* cast it first"),
    "polars decimals": (pl.DataFrame(row(v=[decimal.Decimal("1.5")])), "column 'v' has type decimal"),
    "binary": (row(v=[b"x"]), "column 'v' has type binary.* cast it first"),
    "durations": (row(v=[timedelta(1)]), "column 'v' has type duration.* cast it first"),
    "times of day": (row(v=[time(9, 30)]), "column 'v' has type time.* cast it first"),
    "periods": (pd.DataFrame(row(v=pd.period_range("2024", periods=1))), "column 'v' has type extension"),
    "complex": (pd.DataFrame(row(v=[1j])), "column 'v' cannot be kept"),
    "objects": (pd.DataFrame(row(v=[object()])), "column 'v' cannot be kept"),
    "mixed": (pd.DataFrame({"date": [8, 9], "code": ["A", "A"], "v": [1, "a"]}), "column 'v' cannot be kept"),
    "nothing but nulls": (row(v=[None]), "'v' holds nothing but nulls, so its type is unknown: cast it, or"),
    "more than 64 bits": (row(v=[2**70]), "too large"),
    "unsigned beyond": (row(v=np.array([2**64 - 1], np.uint64)), "'v' cannot be kept as int64: .*1844674"),
    "half a character": (row(v=["\ud800"]), "surrogates not allowed"),
    "a time zone that is none": (row(v=pa.array([1], pa.timestamp("s", "Mars/Base"))), "zone 'Mars/Base'"),
    "text for numbers": (row(x=["1.5"]), "'x' is double in this store, and string here, for example '1.5'"),
    "numbers for text": (row(t=[5]), "column 't' is string in this store, and int64 here, for example 5"),
    "bool for numbers": (row(n=[True]), "column 'n' is int64 in this store, and bool here"),
    "numbers for bool": (row(flag=[1]), "column 'flag' is bool in this store, and int64 here"),
    "dates for numbers": (row(x=[date(2024, 1, 1)]), "column 'x' is double in this store, and date32"),
    "numbers that floats have not": (row(x=[2**53 + 1]), "'x' cannot be kept as double: .*900719925474099"),
    "floats that float32 has not": (row(f=[0.1]), "'f' is float in this store: 0.1 cannot be kept exactly"),
}  # fmt: skip
KEYS: dict[str, tuple[Any, str]] = {
    "an empty code": ({"code": ["A", ""]}, "key 'code' is empty in 1 rows, first in row 1"),
    "NUL in a code": (
        {"code": ["a\0b", "B"]},
        "key 'code' is with the character NUL in 1 rows, first in row 0",
    ),
    "a code that is missing": ({"code": ["A", None]}, "key 'code' is missing in 1 rows, first in row 1"),
    "a date that is missing": ({"date": [None, 1]}, "key 'date' is missing in 1 rows, first in row 0"),
    "a date that is NaN": (
        {"date": [1.0, math.nan]},
        "'date' (cannot be kept as int64|is missing in 1)",
    ),
    "a key twice": (
        {"date": [7, 7], "code": ["A", "A"]},
        r"rows 0 and 1 are both \(7, A\). Keep one",
    ),
    "codes of numbers": (
        {"code": [1, 2]},
        "'code' is string in this store, and int64 here, for example 1",
    ),
    "codes of bytes": ({"code": [b"A", b"B"]}, "column 'code' has type (large_)?binary"),
    "dates of text": (
        {"date": ["2024-01-01", "2024-01-02"]},
        "'date' is int64 in this store, and string",
    ),
    "days": ({"date": [date(2024, 1, 1)] * 2}, "'date' is int64 in this store, and date32.* here"),
    "moments": (
        {"date": [datetime(2024, 1, 1, tzinfo=UTC)] * 2},
        "'date' is int64 in this store, and time",
    ),
    "dates with a fraction": ({"date": [1.0, 1.5]}, "'date' cannot be kept as int64: .*1.5"),
}


@pytest.mark.parametrize("what", FRAMES)
def test_a_frame_that_is_no_table_of_the_store_is_refused(store: Any, what: str) -> None:
    frame, message = FRAMES[what]
    with pytest.raises(InputError, match=message):
        store.append(frame)


@pytest.mark.parametrize("kind", [pa.table, pd.DataFrame, pl.DataFrame])
@pytest.mark.parametrize("what", KEYS)
def test_keys_that_are_none_are_refused(store: Any, what: str, kind: Any) -> None:
    columns, message = KEYS[what]
    with pytest.raises(InputError, match=message):
        store.append(kind({"date": [8, 9], "code": ["A", "B"], "x": [1.0, 2.0], **columns}))


FIRST: dict[str, tuple[Any, Any, str]] = {
    "dates of text": (("date", "code"), row(date=["2024-01-01"]), "'date' has type string.*parse text first"),
    "dates of floats": (
        ("date", "code"),
        row(date=[20240101.0]),
        "'date' has type double.* dates are whole",
    ),
    "dates of bool": (("date", "code"), row(date=[True]), "'date' has type bool.* dates are whole numbers"),
    "codes of floats": (
        ("date", "code"),
        row(code=[1.0]),
        "'code' has type double.* codes are text or",
    ),
    "codes of bool": (
        ("date", "code"),
        row(code=[True]),
        "'code' has type bool.* codes are text or",
    ),
    "codes of dates": (("date", "code"), row(code=[date(2024, 1, 1)]), "'code' has type date32"),
    "NaN": (("a",), pa.table({"a": [1.0, math.nan]}), "key 'a' is NaN in 1 rows, first in row 1"),
    "both zeros": (("a",), {"a": [0.0, -0.0]}, r"rows 0 and 1 are both \(0.0\)"),
    "nothing but nulls": (("a",), {"a": [None]}, "'a' holds nothing but nulls"),
}


@pytest.mark.parametrize("what", FIRST)
def test_the_first_append_is_checked_too(tmp_path: Path, what: str) -> None:
    keys, frame, message = FIRST[what]
    with fi.open_store(tmp_path / "store", mode="a", keys=keys) as store:
        with pytest.raises(InputError, match=message):
            store.append(frame)
        assert store.info()["columns"] == {}
        assert len(store.query()) == 0


QUERIES: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"kind": "csv"}, ParameterError, "kind must be arrow, pandas, .*; got 'csv'"),
    ({"kind": None}, ParameterError, "kind must be arrow.*; got None"),
    ({"columns": ["x", "y"]}, InputError, "no column 'y'.* It has date, code, x, n"),
    ({"columns": "flog"}, InputError, "no column 'flog'; did you mean flag"),
    ({"columns": 5}, ParameterError, "columns must be a list, got 5"),
    ({"columns": [["x"]]}, InputError, r"no column \['x'\]"),
    ({"codes": 3.5}, ParameterError, "codes must be a list, got 3.5"),
    ({"codes": [None]}, InputError, "key 'code' is string in this store; None is none"),
    ({"codes": [1]}, InputError, "key 'code' is string in this store; 1 is none"),
    ({"codes": ["\ud800"]}, InputError, "key 'code' is string in this store"),
    ({"dates": 20240101}, ParameterError, r"dates must be \(first, last\).*got 20240101"),
    ({"dates": (1, 2, 3)}, ParameterError, r"got \(1, 2, 3\)"),
    ({"dates": ("2024-01-01", None)}, InputError, "key 'date' is int64 in this store; '2024-01-01' is none"),
    ({"dates": (1.5, None)}, InputError, "key 'date' is int64 in this store; 1.5 is none"),
    ({"dates": (True, None)}, InputError, "key 'date' is int64 in this store; True is none"),
    ({"dates": (None, date(2024, 1, 1))}, InputError, "key 'date' is int64"),
    ({"where": 5}, ParameterError, r"where is a list of \(column, operator, value\).* got 5"),
    ({"where": "x > 1"}, ParameterError, "where is a list .* got 'x > 1'"),
    ({"where": [("x", "=", 1)]}, ParameterError, "with one of == != < <= > >= in; got .'x', '=', 1."),
    ({"where": [("x", ">")]}, ParameterError, "where is a list"),
    ({"where": {"x": 1}}, ParameterError, "where is a list"),
    ({"where": [("y", ">", 1)]}, InputError, "no column 'y'"),
    ({"where": [("x", ">", "1")]}, InputError, "column 'x' is double in this store; '1' is none"),
    ({"where": [("t", ">", 1)]}, InputError, "column 't' is string in this store; 1 is none"),
    ({"where": [("flag", "==", 1)]}, InputError, "column 'flag' is bool in this store; 1 is none"),
    ({"where": [("n", "==", True)]}, InputError, "column 'n' is int64 in this store; True is none"),
    ({"where": [("x", "==", None)]}, InputError, "column 'x' is double in this store; None is none"),
    ({"where": [("x", "in", [1, None])]}, InputError, "column 'x' is double in this store; None is none"),
    ({"where": [("x", "in", 1)]}, ParameterError, "what 'x' may be in must be a list, got 1"),
    ({"where": [("t", "in", "ab")]}, ParameterError, "what 't' may be in must be a list, got 'ab'"),
]


@pytest.mark.parametrize(("question", "error", "message"), QUERIES)
def test_a_question_that_is_none_is_refused(
    store: Any, question: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        store.query(**question)


MOMENTS = ["2024-13-01", "yesterday", "", 2024, None, np.datetime64("NaT"), pd.NaT, 1.5]


@pytest.mark.parametrize("value", MOMENTS, ids=str)
@pytest.mark.parametrize("column", ["date", "time"])
def test_what_is_no_moment_is_refused(tmp_path: Path, column: str, value: Any) -> None:
    with fi.open_store(tmp_path / "store", mode="a") as store:
        store.append({"date": [date(2024, 1, 1)], "code": ["A"], "time": [datetime(2024, 1, 1)]})
        with pytest.raises(InputError, match="is not a date"):
            store.query(where=[(column, ">=", value)])
        if value is not None:
            with pytest.raises(InputError, match="is not a date"):
                store.query(dates=(value, None))


def test_questions_need_their_key(tmp_path: Path) -> None:
    with fi.open_store(tmp_path / "store", mode="a", keys=("window",)) as store:
        store.append({"window": [1], "code": ["A"]})
        for question in ({"dates": (1, 2)}, {"codes": ["A"]}):
            with pytest.raises(ParameterError, match="this store's keys are window: ask by where="):
                store.query(**question)
        for ask in (store.codes, store.dates):
            with pytest.raises(ParameterError, match="keys of this store are window"):
                ask()


@pytest.mark.parametrize("kind", ["batches", "panel", "csv"])
def test_failures_come_in_fewer_kinds(store: Any, kind: str) -> None:
    with pytest.raises(ParameterError, match=repr(kind)):
        store.failures(kind)
