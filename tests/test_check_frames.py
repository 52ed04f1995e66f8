"""Frames of every shape are checked as the panel that they make, and what a panel refuses is a finding."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import fastind as fi
from fastind.report.check import CheckReport, check
from fastind.report.faults import ADVICE
from tests.checked import BARS, CLEAN, CODES, DATES, ROWS, found
from tests.panels import HABITS, nasty_panel

LONG = {
    "date": [20240103, 20240102, 20240102, 20240103, 20240102, None, 20240104],
    "code": ["A", "A", "B", "B", "B", "B", None],
    "close": [1.0, 2.0, 3.0, 3.1, 4.0, 5.0, 6.0],
    "open_price": ["1", "2", "3", "4", "5", "6", "7"],
    "sector": ["x"] * 7,
}


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame, pa.table])
def test_a_long_frame_is_checked_before_it_is_a_panel(kind: Any) -> None:
    data = LONG
    if kind is pd.DataFrame:
        data = LONG | {"date": pd.array(LONG["date"], "Int64")}
    report = check(kind(data))
    assert found(report) == [
        ("duplicate", None, "B", 20240102, 1),
        ("unsorted", "date", "A", 20240102, 2),
        ("null key", "date", None, None, 1),
        ("null key", "code", None, None, 1),
        ("not numbers", "open_price", None, None, 7),
    ]
    examples = [f.example for f in report.findings]
    assert examples[0] == "rows 2 and 4 (from 0) close at 3.0 and 4.0"
    assert examples[1].startswith("row 1 ")
    assert examples[2].endswith("row 5 (from 0)")
    assert examples[3].endswith("row 6 (from 0)")
    assert report.holes["code"].tolist() == ["A", "B"]


def test_a_frame_that_is_there_twice_names_the_earliest_row_of_each_code() -> None:
    once = pd.DataFrame({"date": [2, 1, 2, 1], "code": ["A", "A", "B", "B"], "Close": [1.0, 2.0, 3.0, 4.0]})
    report = check(pd.concat([once, once], ignore_index=True))
    duplicates = [f for f in report.findings if f.kind == "duplicate"]
    assert [(f.code, f.date, f.rows) for f in duplicates] == [("A", 1, 2), ("B", 1, 2)]
    assert [f.example for f in duplicates] == [
        "rows 1 and 5 (from 0) close at 2.0 and 2.0",
        "rows 3 and 7 (from 0) close at 4.0 and 4.0",
    ]


@pytest.mark.parametrize("order", ["by date", "by code", "other names", "index"])
def test_a_long_frame_gives_what_its_panel_gives(order: str) -> None:
    fields = {name: values[:, :19] for name, values in nasty_panel(ROWS, 19).items() if name in BARS}
    whole = fi.Panel.from_wide(fields, dates=DATES, codes=[h.__name__ for h in HABITS])
    frame = whole.to_long("pandas")
    if order == "by code":
        frame = frame.sort_values(["code", "date"], ignore_index=True)
    keys = {"date": "day", "code": "symbol"} if order == "other names" else {}
    frame = frame.rename(columns=keys)
    if order == "index":
        frame = frame.set_index(["date", "code"])
    ours = check(frame, **keys)
    theirs = [row for row in found(check(whole)) if row[0] != "empty"]  # a code without rows is not there
    assert len(theirs) > 10
    assert sorted(found(ours), key=str) == sorted(theirs, key=str)


def test_wide_frames_and_mappings() -> None:
    close = CLEAN["close"][:, :3].copy()
    close[100, 1] = 0.0
    want = [("zero price", "close", "C001", DATES[100], 1)]
    wide = pd.DataFrame(close, index=DATES, columns=CODES[:3])
    of_polars = pl.DataFrame({"date": DATES} | {code: close[:, j] for j, code in enumerate(CODES[:3])})
    for data in (wide, of_polars, of_polars.to_arrow(), {"close": wide}, {"close": of_polars}):
        assert found(check(data)) == want
    assert found(check(close)) == [("zero price", "close", 1, 100, 1)]
    assert found(check(pd.DataFrame(close))) == found(check(close))
    assert check(close).table()["date"].tolist() == [100]


def test_repeated_and_unsorted_dates_of_wide_frames() -> None:
    wide = pd.DataFrame(CLEAN["close"][:, :3], index=DATES, columns=CODES[:3])
    twice = pd.concat([wide, wide.iloc[[5, 7]]])
    for data in (twice, {"close": twice}, pl.from_pandas(twice.rename_axis("date").reset_index())):
        assert found(check(data)) == [("duplicate", None, None, DATES[5], 2)]
    (finding,) = check(wide.iloc[[0, 1, 2, 8, 4, 5]]).findings
    assert (finding.kind, finding.date, finding.rows) == ("unsorted", DATES[4], 1)


def test_one_securitys_bars() -> None:
    bars = pd.DataFrame({name.title(): CLEAN[name][:, 0] for name in BARS}, index=DATES)
    assert check(bars).ok
    bars.iloc[100, 3] = 0.0
    assert found(check(bars)) == [("zero price", "Close", "one code", DATES[100], 1)]
    dated = bars.rename_axis("date").reset_index()
    assert found(check(pl.from_pandas(dated))) == found(check(bars))


KINDS = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "arrow": pa.table}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "tickers", [["LOW"], ["OPEN", "AAPL"], ["LOW", "HIGH", "OPEN"], ["CLOSE"], ["X", "MID"]]
)
def test_a_ticker_that_is_spelled_like_a_field_is_a_ticker(tickers: list[str], kind: str) -> None:
    prices = {name: CLEAN["close"][:, j].copy() for j, name in enumerate([*tickers, "MSFT"])}
    prices["MSFT"][100] = 0.0
    prices[tickers[0]][200] = 0.0
    report = check(KINDS[kind](prices))
    assert found(report) == [
        ("zero price", "close", tickers[0], 200, 1),
        ("zero price", "close", "MSFT", 100, 1),
    ]
    assert report.holes["code"].tolist() == [*tickers, "MSFT"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "names",
    [
        ["Open", "High", "Low", "Close"],
        ["OPEN", "CLOSE"],
        ["close", "Volume"],
        ["close"],
        ["Close", "Adj Close", "Volume"],
    ],
)
def test_bars_whose_fields_are_in_any_case(names: list[str], kind: str) -> None:
    bars = {name: CLEAN[name.lower().split()[-1]][:, 0].copy() for name in names}
    close = next(name for name in names if name.lower() == "close")
    bars[close][100] = 0.0
    report = check(KINDS[kind](bars))
    assert report.holes["code"].tolist() == ["one code"]
    assert ("zero price", close, "one code", 100, 1) in found(report)


@pytest.mark.parametrize(
    ("make", "code", "date"),
    [
        (lambda x: x, "one code", 100),
        (lambda x: pd.Series(x), "one code", 100),
        (lambda x: pd.Series(x, index=DATES, name="AAPL"), "AAPL", DATES[100]),
        (lambda x: pd.DataFrame({"close": x})["close"], "one code", 100),
        (lambda x: pd.DataFrame({600000: x})[600000], 600000, 100),
        (lambda x: pd.Series(x, name="AAPL", dtype="float64[pyarrow]"), "AAPL", 100),
        (lambda x: pl.Series(x), "one code", 100),
        (lambda x: pl.Series("AAPL", x), "AAPL", 100),
        (lambda x: pa.array(x), "one code", 100),
        (lambda x: pa.chunked_array([x[:9], x[9:]]), "one code", 100),
    ],
)
def test_a_series_is_one_code(make: Any, code: Any, date: Any) -> None:
    close = CLEAN["close"][:, 0].copy()
    assert check(make(close)).ok
    close[100] = 0.0
    report = check(make(close))
    assert found(report) == [("zero price", "close", code, date, 1)]
    assert repr(report) == "<check of 300 dates x 1 code: 1 finding>"


def test_a_series_with_repeated_dates_and_a_long_one() -> None:
    close = pd.Series(CLEAN["close"][:, 0], index=DATES, name="AAPL")
    assert found(check(pd.concat([close, close[:3]]))) == [("duplicate", None, None, DATES[0], 3)]
    long = pd.concat({"A": close, "B": close * 2}, names=["code", "date"])
    assert check(long).holes["code"].tolist() == ["A", "B"]
    with pytest.raises(fi.errors.InputError, match=r"levels.*check\(frame, date='date', code=\.\.\.\)"):
        check(long.rename_axis(["ticker", "date"]))


@pytest.mark.parametrize(
    "empty", [pd.DataFrame(), pl.DataFrame(), np.zeros((0, 3)), np.zeros((3, 0)), pd.Series([], dtype=float)]
)
def test_an_empty_picture_is_refused_in_words(empty: Any, tmp_path: Path) -> None:
    with pytest.raises(fi.errors.InputError, match=r"nothing to draw: \d dates x \d code"):
        check(empty).picture(tmp_path / "holes.png")


@pytest.mark.parametrize(
    ("data", "match"),
    [
        (3, "."),
        ({}, "mapping"),
        (pd.DataFrame({"ticker": ["A"], "date": [20240101], "px": [1.0]}), "code='ticker'"),
        (pd.DataFrame({"ticker": ["A"], "date": [20240101], "close": [1.0]}), "code='ticker'"),
        (np.zeros((2, 2, 2)), "3-D"),
        (pd.Series(["a", "b"]), "dtype"),
        (pa.array(["a", "b"]), "dtype"),
        (pl.Series(DATES), "dtype"),
        (pd.DataFrame({"code": ["A"], "day": [20240101], "px": [1.0]}), "'date'.*date=..., code='code'"),
        (pl.LazyFrame({"A": [1.0]}), "collect it first"),
    ],
)
def test_what_cannot_be_checked(data: Any, match: str) -> None:
    with pytest.raises(fi.errors.InputError, match=match):
        check(data)


def test_nothing_is_written_to_the_input() -> None:
    fields = nasty_panel(ROWS, 19)
    before = {name: values.copy() for name, values in fields.items()}
    check(fields)
    for name, values in fields.items():
        np.testing.assert_array_equal(values, before[name])


@pytest.fixture(scope="module")
def sp500() -> CheckReport:
    folder = os.environ.get("FASTIND_DATA")
    if not folder:
        pytest.skip("FASTIND_DATA is not set: the S&P 500 panel is not here")
    frame = pl.read_parquet(Path(folder) / "sp500_daily_2013_2018.parquet")
    return check(frame, code="symbol")


def test_real_bars(sp500: CheckReport) -> None:
    rows = {kind: sum(f.rows for f in sp500.findings if f.kind == kind) for kind in ADVICE}
    assert rows["bad bar"] == 12
    assert sum(f.rows for f in sp500.findings if f.kind == "incomplete bar" and f.field == "open") == 11
    assert rows["duplicate"] == rows["zero price"] == rows["infinite"] == rows["stale run"] == 0
    linton = [f for f in sp500.findings if f.code == "LNT"]
    assert [f.kind for f in linton] == ["bad bar", "spike"]
    assert {np.datetime64(f.date, "D") for f in linton} == {np.datetime64("2016-05-19")}
    assert linton[0].example == "close 17.87 is below low 35.085"


def test_real_holes(sp500: CheckReport) -> None:
    holes = sp500.holes
    inside = {str(c): int(n) for c, n in zip(holes["code"], holes["missing"], strict=True) if n}
    assert inside == {"DHR": 16, "O": 16, "ES": 10, "ICE": 5, "BMY": 2, "ORCL": 2}
    assert np.count_nonzero(holes["leading"]) == 29
