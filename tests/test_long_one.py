"""A frame without a column of codes is one security, in the order of its dates."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import fastind as fi
from tests.kinds import KINDS, POLARS, Kind, names, same
from tests.markets import DATES, ENTRIES, RESULTS, Market, alone, market
from tests.support import assert_bits

every_kind = pytest.mark.parametrize("kind", KINDS, ids=str)
ROWS = market(40, 1, complete=True)
ROWS.fields["close"][7:9] = np.nan
ORDERS = {
    "ascending": np.arange(40),
    "backwards": np.arange(40)[::-1],
    "random": np.random.default_rng(2).permutation(40),
}


def bars(kind: Kind, rows: Market, date: str = "us") -> Any:
    return kind.frame({"row": np.arange(len(rows.dates)), "date": DATES[date](rows.dates), **rows.fields})


@every_kind
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("date", DATES)
def test_any_order_of_dates(kind: Kind, order: str, date: str) -> None:
    frame = bars(kind, ROWS.take(ORDERS[order]), date)
    got = fi.compute(frame, ENTRIES)
    assert type(got) is type(frame)
    assert names(got) == [*names(frame), *RESULTS]
    assert same(got[names(frame)] if kind.is_pandas else got.select(names(frame)), frame)
    want = tuple(values[ORDERS[order]] for values in alone(ROWS.fields).values())
    assert_bits(tuple(kind.read(got[name]) for name in RESULTS), want)


@pytest.mark.parametrize("kind", KINDS[:3], ids=str)
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("date", ["us", "Shanghai", "yyyymmdd"])
@pytest.mark.parametrize("named", ["date", "Date", None])
def test_dates_in_a_pandas_index(kind: Kind, order: str, date: str, named: str | None) -> None:
    frame = bars(kind, ROWS.take(ORDERS[order]), date).set_index("date").rename_axis(named)
    got = fi.compute(frame, ENTRIES)
    pd.testing.assert_index_equal(got.index, frame.index)
    wholes = date == "yyyymmdd" and named != "date"  # numbers without the name are no dates
    fields = ROWS.take(ORDERS[order]).fields if wholes else ROWS.fields
    want = alone(fields).values()
    taken = slice(None) if wholes else ORDERS[order]
    assert_bits(tuple(kind.read(got[name]) for name in RESULTS), tuple(v[taken] for v in want))


@every_kind
def test_without_dates_rows_are_in_order(kind: Kind) -> None:
    frame = kind.frame(ROWS.fields)
    got = fi.compute(frame, ENTRIES)
    assert_bits(tuple(kind.read(got[name]) for name in RESULTS), tuple(alone(ROWS.fields).values()))


@every_kind
@pytest.mark.parametrize("date", ["us", "Shanghai"])
def test_the_only_column_of_dates_may_have_any_name(kind: Kind, date: str) -> None:
    rows = ROWS.take(ORDERS["random"])
    got = fi.compute(kind.frame({"day": DATES[date](rows.dates), **rows.fields}), ENTRIES)
    want = tuple(values[ORDERS["random"]] for values in alone(ROWS.fields).values())
    assert_bits(tuple(kind.read(got[name]) for name in RESULTS), want)


@pytest.mark.parametrize("kind", KINDS[:3], ids=str)
def test_an_index_of_levels_that_are_no_keys_is_refused(kind: Kind) -> None:
    frame = bars(kind, ROWS).assign(symbol=7).set_index(["symbol", "date"]).rename_axis(["symbol", "day"])
    with pytest.raises(
        fi.errors.InputError, match=r"levels \['symbol', 'day'\]: name the keys, date=... and"
    ):
        fi.compute(frame, ENTRIES)


@every_kind
@pytest.mark.parametrize("rows", [0, 1])
def test_no_row_and_one_row(kind: Kind, rows: int) -> None:
    got = fi.compute(bars(kind, ROWS.take(slice(0, rows))), ENTRIES)
    assert [kind.read(got[name]).size for name in RESULTS] == [rows] * 6


@every_kind
def test_integers_and_booleans(kind: Kind) -> None:
    frame = kind.frame({"close": np.arange(9) % 4, "up": np.arange(9) % 3 == 0})
    got = fi.compute(frame, {"r": fi.rsi.bind(window=2), "e": fi.ema.bind(window=2, x="up")})
    want = fi.rsi(np.arange(9) % 4, window=2), fi.ema(np.arange(9) % 3 == 0, window=2)
    assert_bits((kind.read(got["r"]), kind.read(got["e"])), want)


def test_a_lazy_frame_of_one_security() -> None:
    frame = bars(POLARS, ROWS.take(ORDERS["random"]))
    got = fi.compute(frame.lazy(), ENTRIES)
    assert isinstance(got, pl.LazyFrame)
    assert same(
        got.filter(pl.col("row") > 30).collect(), fi.compute(frame, ENTRIES).filter(pl.col("row") > 30)
    )


@every_kind
def test_dates_that_repeat_are_several_securities(kind: Kind) -> None:
    frame = bars(kind, market(20, 2, complete=True))
    message = (
        "no column 'code', and dates repeat: name the column of codes, code=...; columns: row, date, close, "
    )
    with pytest.raises(fi.errors.InputError, match=message):
        fi.compute(frame, ENTRIES)
    with pytest.raises(fi.errors.InputError, match="no column 'ticker', and dates repeat"):
        fi.compute(frame, ENTRIES, code="ticker")


@every_kind
@pytest.mark.parametrize("categories", [False, True])
def test_another_text_column_may_be_the_codes(kind: Kind, categories: bool) -> None:
    text = pa.array(["A"] * 40)
    columns = {**ROWS.fields, "symbol": text.dictionary_encode() if categories else text}
    message = "no column 'code', and the column 'symbol' says .* pass code='symbol', or drop it if it is one"
    with pytest.raises(fi.errors.InputError, match=message):
        fi.compute(kind.frame(columns), ENTRIES)
    dated = kind.frame({**columns, "date": DATES["us"](ROWS.dates)})
    got = fi.compute(dated, ENTRIES, code="symbol")
    assert_bits(tuple(kind.read(got[name]) for name in RESULTS), tuple(alone(ROWS.fields).values()))
