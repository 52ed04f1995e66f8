"""The kernels equal the idioms that people write in pandas, on real prices with their holes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

import fastind as fi
from tests.support import assert_near

Bars = dict[str, pd.DataFrame]


def on_existing(function: Callable[[pd.Series], pd.Series], frame: pd.DataFrame) -> pd.DataFrame:
    """The idiom on the days that exist, put back."""
    return pd.DataFrame({code: function(frame[code].dropna()) for code in frame}).reindex(frame.index)


def ups_and_downs(close: pd.Series) -> tuple[pd.Series, pd.Series]:
    delta = close.diff()
    return delta.clip(lower=0.0), -delta.clip(upper=0.0)


@pytest.mark.parametrize("window", [2, 14, 60])
def test_rsi_ewm(bars: Bars, window: int) -> None:
    def idiom(close: pd.Series) -> pd.Series:
        up, down = (
            c.ewm(alpha=1 / window, adjust=False, min_periods=window).mean() for c in ups_and_downs(close)
        )
        return 100 - 100 / (1 + up / down)

    want = on_existing(idiom, bars["close"])
    # 100 - 100 / (1 + rs) loses what lies below 1e-14 of 100.
    assert_near(fi.rsi(bars["close"], window=window, method="ewm", flat="nan"), want, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("window", [2, 14, 60])
def test_rsi_cutler(bars: Bars, window: int) -> None:
    def idiom(close: pd.Series) -> pd.Series:
        up, down = (c.rolling(window).sum() for c in ups_and_downs(close))
        return 100 * up / (up + down)

    want = on_existing(idiom, bars["close"])
    # pandas adds and subtracts: where no change is left in the window it keeps noise of 1e-12 of a price.
    assert_near(
        fi.rsi(bars["close"], window=window, method="cutler", flat="nan"), want, rtol=1e-10, atol=1e-8
    )


def test_the_last_cutler_value_is_the_classic_formula(bars: Bars) -> None:
    got = fi.rsi(bars["close"], method="cutler")
    for code in bars["close"]:
        close = bars["close"][code].dropna().to_numpy()
        change = np.diff(close)[-14:]
        gains, losses = np.maximum(change, 0.0), np.maximum(-change, 0.0)
        want = 100 - 100 / (1 + np.mean(gains) / np.mean(losses))
        assert got[code].dropna().iloc[-1] == pytest.approx(want, rel=1e-12)


@pytest.mark.parametrize(("seed", "adjust"), [("first", False), ("adjust", True)])
@pytest.mark.parametrize("window", [1, 7, 25])
def test_ema(bars: Bars, window: int, seed: str, adjust: bool) -> None:
    want = on_existing(lambda x: x.ewm(span=window, adjust=adjust).mean(), bars["close"])
    assert_near(fi.ema(bars["close"], window=window, seed=seed), want, rtol=1e-10)


def test_the_profile_is_pandas_by_default(bars: Bars) -> None:
    want = on_existing(lambda x: x.ewm(span=9).mean(), bars["close"])
    assert_near(fi.ema(bars["close"], window=9, profile="pandas"), want, rtol=1e-10)
    rsi = fi.rsi(bars["close"], window=9, method="ewm", flat="nan")
    assert_near(fi.rsi(bars["close"], window=9, profile="pandas"), rsi, rtol=0.0)
    rsi = fi.rsi(bars["close"], window=9, method="cutler", flat="nan")
    assert_near(fi.rsi(bars["close"], window=9, profile="pandas", method="cutler"), rsi, rtol=0.0)


@pytest.mark.parametrize(
    ("window", "min_periods", "ddof"), [(20, None, 1), (5, 3, 1), (20, 1, 0), (2, None, 1)]
)
def test_volatility(bars: Bars, window: int, min_periods: int | None, ddof: int) -> None:
    returns = bars["close"].pct_change(fill_method=None)
    want = returns.rolling(window, min_periods=min_periods).std(ddof=ddof)
    got = fi.volatility(bars["close"], window=window, min_periods=min_periods, ddof=ddof)
    # pandas adds and subtracts squares: it is wrong by the root of 1e-16 of the largest one.
    assert_near(got, want, rtol=1e-10, atol=1e-10 * returns.abs().max().max())


def test_volatility_of_log_returns_in_a_year(bars: Bars) -> None:
    returns = np.log(bars["close"]).diff()
    want = returns.rolling(20).std() * np.sqrt(252)
    got = fi.volatility(bars["close"], returns="log", periods_per_year=252)
    assert_near(got, want, rtol=1e-10, atol=1e-10 * returns.abs().max().max())


@pytest.mark.parametrize(("window", "min_periods"), [(20, None), (5, 2), (1, None), (60, 1)])
@pytest.mark.parametrize("include_current", [True, False])
def test_volume_ratio(bars: Bars, window: int, min_periods: int | None, include_current: bool) -> None:
    volume = bars["volume"]
    average = volume.rolling(window, min_periods=min_periods).mean()
    want = volume / (average if include_current else average.shift(1))
    got = fi.volume_ratio(volume, window=window, min_periods=min_periods, include_current=include_current)
    assert_near(got, want.replace([np.inf, -np.inf], np.nan), rtol=1e-10)
