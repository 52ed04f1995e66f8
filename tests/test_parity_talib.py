"""On clean stretches of real prices the TA names equal TA-Lib, with the same first valid row."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
import talib

import fastind as fi
from tests.support import assert_near

Bars = dict[str, pd.DataFrame]


def by_column(function: Callable[[np.ndarray], np.ndarray], frame: pd.DataFrame) -> pd.DataFrame:
    """TA-Lib on the days that exist, put back."""
    columns = {code: frame[code].dropna() for code in frame}
    return pd.DataFrame(
        {code: pd.Series(function(c.to_numpy("f8")), c.index) for code, c in columns.items()}
    ).reindex(frame.index)


@pytest.mark.parametrize("window", [2, 3, 14, 50, 250])
def test_rsi(bars: Bars, window: int) -> None:
    want = by_column(lambda x: talib.RSI(x, window), bars["close"])
    assert_near(fi.rsi(bars["close"], window=window, flat=0.0), want, rtol=1e-10)


@pytest.mark.parametrize("window", [2, 5, 25, 200])
def test_ema(bars: Bars, window: int) -> None:
    for field in ("close", "volume"):
        want = by_column(lambda x: talib.EMA(x, window), bars[field])
        assert_near(fi.ema(bars[field], window=window), want, rtol=1e-10)


@pytest.mark.parametrize("windows", [(12, 26, 9), (2, 5, 3), (30, 120, 14)])
def test_macd(bars: Bars, windows: tuple[int, int, int]) -> None:
    frame, scale = bars["close"], float(np.nanmax(bars["close"]))
    for k, got in enumerate(fi.macd(frame, *windows, profile="talib")):
        want = by_column(lambda x, k=k: talib.MACD(x, *windows)[k], frame)
        assert_near(got, want, rtol=1e-10, atol=1e-13 * scale)  # it crosses zero


def test_talib_calls_a_flat_rsi_zero() -> None:
    flat = np.full(30, 5.0)
    want = talib.RSI(flat, 5)
    np.testing.assert_array_equal(fi.rsi(flat, window=5, flat="talib"), want)
    np.testing.assert_array_equal(fi.rsi(flat, window=5, profile="talib"), want)
    assert (fi.rsi(flat, window=5)[5:] == 50.0).all()
    assert (fi.rsi(flat, window=5, profile="talib", flat=7.0)[5:] == 7.0).all()


def test_talib_makes_zeros_of_one_hole_and_we_do_not() -> None:
    prices = np.array([10.0, 11.0, 10.5, np.nan, 10.7, 10.9, 10.2, 10.4])
    assert (talib.RSI(prices, 2)[4:] == 0.0).all()
    got = fi.rsi(prices, window=2)
    np.testing.assert_allclose(got[4:], talib.RSI(np.delete(prices, 3), 2)[3:], rtol=1e-12)
    assert np.isnan(got[3])
