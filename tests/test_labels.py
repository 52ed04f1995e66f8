"""What people give as dates and codes: what is no label is refused, ends of ranges mean what they say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import fastind as fi

CLOSE = np.arange(6.0).reshape(3, 2)


def panel(dates: Any) -> fi.Panel:
    return fi.Panel.from_wide({"close": CLOSE}, dates=dates)


NAIVE = panel(pd.to_datetime(["2023-12-31 10:00", "2024-01-02 00:00", "2024-01-31 23:59"]))
SHANGHAI = panel(
    pd.to_datetime(["2023-12-31 10:00", "2024-01-02 00:00", "2024-01-31 23:59"]).tz_localize("Asia/Shanghai")
)


@pytest.mark.parametrize("where", [NAIVE, SHANGHAI], ids=["naive", "zone"])
@pytest.mark.parametrize(
    ("ends", "rows"),
    [
        ((None, "2023"), 1),
        ((None, "2024-01"), 3),
        ((None, "2024-01-31"), 3),
        ((None, "2024-01-31T23:58"), 2),
        (("2024-01-02", "2024-01-02"), 1),
        ((dt.date(2024, 1, 2), dt.date(2024, 1, 31)), 2),
        ((dt.datetime(2024, 1, 2, 0, 1), None), 1),
        ((pd.Timestamp("2024-01-02"), None), 2),
    ],
)
def test_an_end_is_the_whole_of_what_it_names(where: fi.Panel, ends: Any, rows: int) -> None:
    assert where.sel(dates=ends).shape[0] == rows


def test_an_end_in_another_zone() -> None:
    assert SHANGHAI.sel(dates=("2024-01-01T16:00+00:00", None)).shape[0] == 2
    assert SHANGHAI.sel(dates=("2024-01-01T16:01+00:00", None)).shape[0] == 1


@pytest.mark.parametrize(
    "value",
    ["2024-01-02T00:00+08:00", pd.Timestamp("2024-01-02", tz="UTC"), "NaT", pd.NaT, 5.5, "soon", 2024],
)
def test_what_is_no_end_of_naive_dates_is_refused(value: Any) -> None:
    with pytest.raises(fi.errors.InputError):
        NAIVE.sel(dates=(value, None))


@pytest.mark.parametrize("value", [5.5, "soon", "NaT", None.__class__])
def test_what_is_no_end_in_a_zone_is_refused(value: Any) -> None:
    with pytest.raises(fi.errors.InputError):
        SHANGHAI.sel(dates=(None, value))


@pytest.mark.parametrize("value", ["2024-01-02", dt.date(2024, 1, 2), 1.5])
def test_whole_numbers_take_whole_numbers(value: Any) -> None:
    with pytest.raises(fi.errors.InputError, match="20240102"):
        panel([20240102, 20240103, 20240104]).sel(dates=(value, None))


def test_dates_of_months_become_days() -> None:
    months = panel(np.array(["2024-01", "2024-02", "2024-03"], "M8[M]"))
    assert months.to_long("polars")["date"].dtype == pl.Date
    assert months.to_long("arrow").column("date").type == pa.date32()


def test_a_code_is_wanted_once() -> None:
    with pytest.raises(fi.errors.InputError, match="different"):
        panel([1, 2, 3]).sel(codes=[1, 1])


LONG = {"date": [1, 2], "code": ["A", "B"], "close": [1.0, 2.0]}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"code": np.array([2**63 + 5, 3], "u8")}, "2\\*\\*63"),
        ({"code": ["A", "A\0"]}, "NUL"),
        ({"date": pd.period_range("2024-01-01", periods=2)}, "period"),
        ({"date": [1.0, 2.0]}, "whole numbers"),
    ],
)
def test_labels_that_would_be_lost_are_refused(changed: Any, message: str) -> None:
    with pytest.raises(fi.errors.InputError, match=message):
        fi.Panel.from_long(pd.DataFrame({**LONG, **changed}))


def test_one_column_is_not_both_keys() -> None:
    with pytest.raises(fi.errors.InputError, match="both"):
        fi.compute(pl.DataFrame(LONG), {"r": fi.rsi}, date="date", code="date")


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame])
def test_keys_of_results_are_text(make: Any) -> None:
    with pytest.raises(fi.errors.ParameterError, match="text"):
        fi.compute(make(LONG), {5: fi.rsi})


def test_a_field_is_missing_beside_columns_named_by_numbers() -> None:
    with pytest.raises(fi.errors.InputError, match="volume"):
        fi.compute(pd.DataFrame({"date": [1], "code": ["A"], 0: [1]}), {"v": fi.volume_ratio})


DAYS = pd.date_range("2024-01-01", periods=3)


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame])
def test_a_date_column_of_a_wide_frame_is_the_panels_dates(make: Any) -> None:
    made = fi.Panel.from_wide({"close": make({"t": DAYS, "A": [1.0, 2.0, 3.0]})})
    assert made.dates.astype("M8[D]").tolist() == [day.date() for day in DAYS]
    with pytest.raises(fi.errors.InputError, match="more than one column of dates"):
        fi.Panel.from_wide({"close": make({"t": DAYS, "u": DAYS, "A": [1.0, 2.0, 3.0]})})


def test_a_date_column_stays_in_a_sweep() -> None:
    frame = pd.DataFrame({"t": DAYS, "A": [1.0, 2.0, 3.0]})
    swept = fi.rsi(frame, window=[1, 2])
    assert list(swept.columns) == [("t", ""), (1, "A"), (2, "A")]
    pd.testing.assert_series_equal(swept[("t", "")], frame["t"], check_names=False)


def test_a_value_is_swept_once_where_it_names_a_column() -> None:
    with pytest.raises(fi.errors.ParameterError, match="twice"):
        fi.rsi(pl.Series([1.0, 2.0]), window=[7, 7])


def ten(**more: Any) -> pd.DataFrame:
    return pd.DataFrame({"close": np.arange(1.0, 11.0), **more})


INTS = list(range(20240101, 20240111))
ONE = {"r": fi.rsi.bind(window=3)}


@pytest.mark.parametrize("name", ["Date", "day", "trade_date"])
def test_whole_numbers_named_like_dates_are_not_passed_over(name: str) -> None:
    frame = ten(**{name: INTS[::-1]})
    with pytest.raises(fi.errors.InputError, match=f"date='{name}'"):
        fi.compute(frame, ONE)
    want = fi.rsi(frame["close"].to_numpy()[::-1], 3)[::-1]
    np.testing.assert_array_equal(fi.compute(frame, ONE, date=name)["r"], want)


@pytest.mark.parametrize("name", ["permno", "Symbol"])
def test_whole_numbers_named_like_codes_are_not_passed_over(name: str) -> None:
    frame = ten(date=pd.date_range("2024-01-01", periods=10), **{name: [1, 2] * 5})
    with pytest.raises(fi.errors.InputError, match=f"code='{name}'"):
        fi.compute(frame, ONE)


def test_an_index_of_dates_is_the_dates_of_a_long_frame() -> None:
    frame = ten(code=["A", "B"] * 5)
    dates = pd.date_range("2024-01-01", periods=5).repeat(2)
    want = fi.compute(frame.assign(date=dates), ONE)["r"]
    np.testing.assert_array_equal(fi.compute(frame.set_index(dates), ONE)["r"], want)


def test_an_index_of_levels_is_a_long_frame() -> None:
    frame = ten().set_index(pd.MultiIndex.from_product([["A", "B"], INTS[:5]], names=["symbol", "date"]))
    for thing in (frame["close"], frame.rename(columns={"close": "px"})):
        with pytest.raises(fi.errors.InputError, match="compute"):
            fi.rsi(thing)
    with pytest.raises(fi.errors.InputError, match="symbol"):
        fi.compute(frame, ONE)


def test_columns_of_levels_are_refused_with_advice() -> None:
    two = pd.concat({"close": ten(), "volume": ten()}, axis=1)
    with pytest.raises(fi.errors.InputError, match="stack"):
        fi.compute(two, ONE)
    with pytest.raises(fi.errors.InputError, match="compute"):
        fi.rsi(two)


def test_bars_with_capital_letters_are_bars() -> None:
    bars = ten(Open=1.0, High=2.0, Low=1.0).rename(columns={"close": "Close"})
    with pytest.raises(fi.errors.InputError, match="compute"):
        fi.rsi(bars)
    with pytest.raises(fi.errors.InputError, match="compute"):
        fi.rsi(pl.from_pandas(bars))
    assert fi.rsi(bars[["Low"]]).shape == (10, 1)


@pytest.mark.parametrize("kind", ["pandas", "polars", "arrow"])
def test_whole_numbers_named_date_are_the_dates_of_a_wide_frame(kind: Any) -> None:
    made = fi.Panel.from_wide({"close": CLOSE}, dates=[20240102, 20240103, 20240104], codes=["A", "B"])
    wide = made.wide("close", kind)
    wide = wide.reset_index() if kind == "pandas" else wide
    again = fi.Panel.from_wide({"close": wide})
    assert (again.dates.tolist(), again.codes.tolist()) == (made.dates.tolist(), made.codes.tolist())
    first = fi.rsi(wide, 1)
    assert list(first["date"] if kind != "arrow" else first["date"].to_pylist()) == made.dates.tolist()


def test_a_hole_is_named_by_its_labels() -> None:
    holed = CLOSE.copy()
    holed[1, 1] = np.nan
    made = fi.Panel.from_wide({"close": holed}, dates=[20240102, 20240103, 20240104], codes=["A", "B"])
    raising = fi.ema.bind(window=1, nan="raise")
    calls = [
        lambda: fi.compute(made, {"e": raising}),
        lambda: raising(made.wide("close")),
        lambda: fi.compute(made.to_long(), {"e": raising}),
        lambda: fi.compute(made.to_long("polars").sample(fraction=1.0, shuffle=True, seed=1), {"e": raising}),
    ]
    for call in calls:
        with pytest.raises(fi.errors.HoleError, match="code B has a hole, dates 20240103 to 20240103"):
            call()


def test_metadata_stays() -> None:
    frame = ten()
    frame.attrs["source"] = "vendor"
    assert fi.rsi(frame["close"]).attrs == fi.compute(frame, ONE).attrs == {"source": "vendor"}
    table = pa.table({"A": [1.0, 2.0]}, metadata={"source": "vendor"})
    assert fi.rsi(table, 1).schema.metadata == {b"source": b"vendor"}


def test_a_panel_does_not_change() -> None:
    made = panel([1, 2, 3])
    for name in ("dates", "codes", "zone"):
        with pytest.raises(AttributeError):
            setattr(made, name, None)
    with pytest.raises(fi.errors.InputError, match="shape"):
        fi.Panel({"close": CLOSE}, np.arange(2), np.arange(2))
    with pytest.raises(fi.errors.InputError, match="from_wide"):
        made.with_fields({"z": pd.DataFrame(CLOSE)})
    assert list(made) == ["close"]


@pytest.mark.parametrize("kind", [pl.Enum(["A", "B"]), pl.Categorical, pl.String])
def test_categories_under_another_name_may_be_the_codes(kind: Any) -> None:
    frame = pl.DataFrame({"date": [*range(10)], "close": np.arange(10.0), "symbol": ["A", "B"] * 5})
    with pytest.raises(fi.errors.InputError, match="code='symbol'"):
        fi.compute(frame.with_columns(pl.col("symbol").cast(kind)), ONE)
    ordered = pd.Categorical(["A", "B"] * 5, ordered=True)
    with pytest.raises(fi.errors.InputError, match="code='symbol'"):
        fi.compute(ten(symbol=ordered), ONE)


def test_a_last_day_is_as_long_as_its_clock_says() -> None:
    """31 March 2024 has 23 hours in Berlin, 27 October has 25."""
    hours = pd.date_range("2024-03-30", "2024-10-28", freq="h", tz="Europe/Berlin")
    close = pd.DataFrame({"A": np.arange(float(len(hours)))}, index=hours)
    made = fi.Panel.from_wide({"close": close})
    assert made.sel(dates=("2024-03-31", "2024-03-31")).shape[0] == 23
    assert made.sel(dates=("2024-10-27", dt.date(2024, 10, 27))).shape[0] == 25


def test_dates_as_eight_digits_and_missing_ones() -> None:
    days = np.arange("2024-01-01", "2024-02-01", dtype="datetime64[D]")
    made = fi.Panel.from_wide({"close": np.zeros((31, 1))}, dates=days)
    assert made.sel(dates=("20240110", "20240111")).shape[0] == 2
    for missing in (np.datetime64("NaT"), pd.NaT, "x"):
        with pytest.raises(fi.errors.InputError, match="is not a date"):
            made.sel(dates=(missing, None))
