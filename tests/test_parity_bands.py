"""Bands, drawdowns and volatilities equal what people write in pandas, on real prices with their holes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

import fastind as fi
from tests.support import assert_near

Bars = dict[str, pd.DataFrame]
FIELDS = ("open", "high", "low", "close")


def on_whole_bars(idiom: Callable[[pd.DataFrame], pd.Series], bars: Bars) -> pd.DataFrame:
    """The idiom on each code's days that have a whole bar, put back."""
    made = {}
    for code in bars["close"]:
        frame = pd.DataFrame({name: bars[name][code] for name in FIELDS}).dropna()
        made[code] = idiom(frame)
    return pd.DataFrame(made).reindex(bars["close"].index)


def whole(bars: Bars) -> list[pd.DataFrame]:
    """Open, high, low and close, each NaN where the bar is not whole."""
    there = np.logical_and.reduce([bars[name].notna() for name in FIELDS])
    return [bars[name].where(there) for name in FIELDS]


def test_donchian(bars: Bars) -> None:
    _, high, low, _ = whole(bars)
    got = fi.donchian(high, low, window=20)
    assert_near(got.upper, high.rolling(20).max())
    assert_near(got.lower, low.rolling(20).min())
    assert_near(got.middle, (high.rolling(20).max() + low.rolling(20).min()) / 2)


@pytest.mark.parametrize("window", [5, 20, 120])
def test_bollinger(bars: Bars, window: int) -> None:
    def band(frame: pd.DataFrame) -> pd.Series:
        rolling = frame["close"].rolling(window)
        return rolling.mean() + 2 * rolling.std(ddof=0)

    got = fi.bbands(whole(bars)[3], window=window)
    assert_near(got.upper, on_whole_bars(band, bars), rtol=1e-7)  # pandas adds and subtracts
    width = (got.upper - got.lower) / got.middle
    assert_near(fi.bbands_width(whole(bars)[3], window=window), width, rtol=1e-9, atol=1e-12)
    place = (whole(bars)[3] - got.lower) / (got.upper - got.lower)
    there = got.upper - got.lower > 1e-3 * got.middle
    got_place = fi.bbands_percent(whole(bars)[3], window=window)
    assert_near(got_place.where(there), place.where(there), rtol=1e-9, atol=1e-9)


def test_drawdown(bars: Bars) -> None:
    close = whole(bars)[3]
    assert_near(fi.drawdown(close), close / close.cummax() - 1, atol=1e-15)


def test_max_drawdown_is_the_worst_drawdown_of_the_window(bars: Bars) -> None:
    def worst(rows: np.ndarray) -> float:
        return float(np.min(rows / np.maximum.accumulate(rows) - 1))

    close = whole(bars)[3].iloc[:300]
    assert_near(fi.max_drawdown(close, window=60), close.rolling(60).apply(worst, raw=True), atol=1e-15)


def test_ulcer(bars: Bars) -> None:
    close = whole(bars)[3]
    depth = 100 * (close / close.rolling(14).max() - 1)
    want = np.sqrt((depth**2).rolling(14).mean())
    assert_near(fi.ulcer(close), want, rtol=1e-8, atol=1e-6)  # pandas adds and subtracts


def test_riskmetrics_is_an_exponential_mean_of_squared_returns(bars: Bars) -> None:
    def idiom(frame: pd.DataFrame) -> pd.Series:
        change = np.log(frame["close"]).diff()
        return np.sqrt((change**2).ewm(alpha=0.06, adjust=False).mean()) * np.sqrt(252)

    want = on_whole_bars(idiom, bars)
    assert_near(fi.vol_ewma(whole(bars)[3], periods_per_year=252), want, rtol=1e-10)


def parkinson(bar: pd.DataFrame) -> pd.Series:
    return np.sqrt((np.log(bar["high"] / bar["low"]) ** 2).rolling(20).mean() / (4 * np.log(2)))


def garman_klass(bar: pd.DataFrame) -> pd.Series:
    span, body = np.log(bar["high"] / bar["low"]), np.log(bar["close"] / bar["open"])
    return np.sqrt((0.5 * span**2 - (2 * np.log(2) - 1) * body**2).rolling(20).mean())


def shadows(bar: pd.DataFrame) -> pd.Series:
    above = np.log(bar["high"] / bar["close"]) * np.log(bar["high"] / bar["open"])
    below = np.log(bar["low"] / bar["close"]) * np.log(bar["low"] / bar["open"])
    return (above + below).rolling(20).mean()


def yang_zhang(bar: pd.DataFrame) -> pd.Series:
    gaps = np.log(bar["open"] / bar["close"].shift()).rolling(20).var()
    bodies = np.log(bar["close"] / bar["open"]).rolling(20).var()
    k = 0.34 / (1.34 + 21 / 19)
    return np.sqrt(gaps + k * bodies + (1 - k) * shadows(bar))


@pytest.mark.parametrize(
    ("name", "idiom"),
    [
        ("vol_parkinson", parkinson),
        ("vol_garman_klass", garman_klass),
        ("vol_rogers_satchell", lambda bar: np.sqrt(shadows(bar))),
        ("vol_yang_zhang", yang_zhang),
    ],
)
def test_volatility_of_whole_bars(bars: Bars, name: str, idiom: Callable) -> None:
    indicator = getattr(fi, name)
    for code in list(bars["close"])[:6]:
        bar = pd.DataFrame({field: bars[field][code] for field in FIELDS}).dropna()
        got = indicator(*(bar[field] for field in indicator.inputs))
        assert_near(got, idiom(bar), rtol=1e-8, atol=1e-9)  # pandas adds and subtracts


def test_supertrend_is_on_the_side_of_the_close(bars: Bars) -> None:
    _, high, low, close = whole(bars)
    got = fi.supertrend(high, low, close)
    rises, falls = got.direction == 1, got.direction == -1
    assert rises.to_numpy().any()
    assert falls.to_numpy().any()
    assert (close >= got.supertrend).where(rises, other=True).to_numpy().all()
    assert (close <= got.supertrend).where(falls, other=True).to_numpy().all()


def test_flat_input_is_neutral() -> None:
    flat = np.full(60, 7.3)
    assert np.nanmax(fi.bbands_width(flat)) == 0.0
    assert set(fi.bbands_percent(flat)[19:]) == {0.5}
    assert set(fi.rvi(flat)[22:]) == {50.0}
    assert set(fi.chop(flat, flat, flat)[14:]) == {50.0}
    assert np.isnan(fi.chop(flat, flat, flat, flat="nan")).all()
    for name in ("vol_parkinson", "vol_garman_klass", "vol_rogers_satchell", "vol_yang_zhang", "vol_ewma"):
        indicator = getattr(fi, name)
        assert set(indicator(*(flat for _ in indicator.inputs))[20:]) == {0.0}


def test_deviations_keep_their_digits_far_from_zero() -> None:
    near = np.random.default_rng(3).normal(size=400).cumsum().round(6)
    far = near + 2.0**40  # exactly: these numbers have binary places to spare
    near = far - 2.0**40
    for name in ("var", "stddev", "avgdev", "bbands_percent"):
        for window in (2, 14, 120):
            indicator = getattr(fi, name)
            assert_near(indicator(far, window=window), indicator(near, window=window), rtol=1e-11, atol=1e-12)


def test_a_decay_of_one_forgets_nothing_and_is_refused() -> None:
    with pytest.raises(fi.errors.ParameterError, match=r"decay.*1"):
        fi.vol_ewma(np.ones(5), decay=1.0)
