"""No drift, no cancellation: every error is measured against exact arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import fastind as fi
from tests import naive
from tests.support import FIRST_CASES, Case, assert_near

ROWS = 1_000_000
SPIKE = 499_983


def walk(seed: int, rows: int = ROWS) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return 50.0 * np.exp(np.cumsum(rng.normal(0.0, 0.001, rows)))


def with_spike(x: np.ndarray, height: float = 1e12) -> np.ndarray:
    x = x.copy()
    x[SPIKE] = height
    return x


def with_holes(x: np.ndarray) -> np.ndarray:
    x = x.copy()
    x[np.random.default_rng(9).random(len(x)) < 0.3] = np.nan
    x[SPIKE] = 1e12
    return x


SERIES: dict[str, Callable[[], np.ndarray]] = {
    "a walk": lambda: walk(1),
    "a spike": lambda: with_spike(walk(2)),
    "a spike down": lambda: with_spike(walk(3), 1e-12),
    "far from zero": lambda: 1e9 + np.round(walk(4), 3),
    "holes and a spike": lambda: with_holes(walk(5)),
}

# With the number of rows that one value depends on.
CALLS: dict[str, tuple[Any, dict[str, Any], int]] = {
    "volatility": (fi.volatility, {"window": 20, "min_periods": 5}, 21),
    "volatility of log returns": (fi.volatility, {"window": 33, "returns": "log", "min_periods": 8}, 34),
    "volume_ratio": (fi.volume_ratio, {"window": 20, "min_periods": 5}, 20),
    "volume_ratio before": (fi.volume_ratio, {"window": 60, "include_current": False, "min_periods": 9}, 61),
}
PLACES = [1500, 4095, 4096, SPIKE - 1, SPIKE, SPIKE + 1, SPIKE + 19, *range(SPIKE + 20, SPIKE + 24)]
PLACES += [SPIKE + 35, SPIKE + 62, SPIKE + 300, 777_777, ROWS - 2, ROWS - 1]


@pytest.mark.parametrize("kind", SERIES)
@pytest.mark.parametrize("call", CALLS)
def test_windows_are_exact_to_1e_9_anywhere(call: str, kind: str) -> None:
    indicator, params, reach = CALLS[call]
    x = SERIES[kind]()
    got = indicator(x, **params)
    exact = getattr(naive, indicator.name)
    want = [exact(x[row - reach : row + 1].tolist(), **params, number=Fraction)[-1] for row in PLACES]
    assert_near(got[PLACES], want, rtol=1e-9)


@pytest.mark.parametrize("kind", ["a walk", "a spike", "far from zero"])
@pytest.mark.parametrize("method", ["wilder", "ema", "ewm"])
def test_recursions_are_exact_to_1e_9_anywhere(method: str, kind: str) -> None:
    x = SERIES[kind]()
    got = fi.rsi(x, window=5, method=method)
    for row in (1500, SPIKE, SPIKE + 1, SPIKE + 50, SPIKE + 150, ROWS - 1):
        exact = naive.rsi(x[row - 800 : row + 1].tolist(), 5, method=method, number=Fraction)[-1]
        assert_near(got[row], exact, rtol=1e-9)


@pytest.mark.parametrize("kind", SERIES)
def test_cutler_is_exact_to_1e_9_anywhere(kind: str) -> None:
    x = SERIES[kind]()
    got = fi.rsi(x, window=14, method="cutler")
    for row in PLACES:
        exact = naive.rsi(x[row - 60 : row + 1].tolist(), 14, method="cutler", number=Fraction)[-1]
        assert_near(got[row], exact, rtol=1e-9)


@pytest.mark.parametrize("kind", ["a walk", "a spike", "far from zero"])
@pytest.mark.parametrize("seed", ["sma", "first", "adjust"])
def test_averages_are_exact_to_1e_9_anywhere(seed: str, kind: str) -> None:
    x = SERIES[kind]()
    got = fi.ema(x, window=5, seed=seed)
    for row in (1500, SPIKE, SPIKE + 1, SPIKE + 50, SPIKE + 150, ROWS - 1):
        exact = naive.ema(x[row - 400 : row + 1].tolist(), 5, seed=seed, number=Fraction)[-1]
        assert_near(got[row], exact, rtol=1e-9)


@pytest.mark.parametrize("columns", [1, 70])
def test_a_panel_forgets_a_spike_as_a_series_does(columns: int) -> None:
    x = np.stack([walk(j, 400) for j in range(columns)], axis=1)
    x[100] = 1e12
    for indicator in (fi.volatility, fi.volume_ratio):
        got = indicator(x, window=20, min_periods=5)
        for j in {0, columns - 1}:
            exact = getattr(naive, indicator.name)(x[:, j].tolist(), 20, min_periods=5, number=Fraction)
            assert_near(got[:, j], exact, rtol=1e-9)


@pytest.mark.parametrize("width", [None, 70])
@pytest.mark.parametrize("returns", ["simple", "log"])
def test_a_constant_window_deviates_by_exactly_nothing(returns: str, width: int | None) -> None:
    """After noise, a spike and whatever else, twenty equal returns have deviation 0, not 1e-17."""
    doubling = 3.0 * 2.0 ** np.arange(60)
    x = np.concatenate([walk(7, 300), [1e12, 1.0], doubling, np.full(60, 7.3), 3.0 * 4.0 ** np.arange(60)])
    got = fi.volatility(
        x if width is None else np.repeat(x[:, None], width, axis=1), window=20, returns=returns
    )
    got = got if width is None else got[:, width - 1]
    for start, length in ((302, 60), (362, 60), (422, 60)):
        assert (got[start + 20 : start + length] == 0.0).all()


def test_constant_volume_is_one_exactly() -> None:
    volume = np.concatenate([np.floor(walk(8, 300) * 1e6), [1e18], np.full(100, 123_457.0)])
    for include in (True, False):
        got = fi.volume_ratio(volume, window=20, include_current=include)
        assert (got[301 + 20 :] == 1.0).all()


def test_an_average_of_a_constant_is_that_constant() -> None:
    for value in (0.1, 7.3, 1e300, 1e-300, -1e-7):
        x = np.full(500, value)
        for seed in ("sma", "first", "adjust"):
            np.testing.assert_allclose(fi.ema(x, window=7, seed=seed)[6:], value, rtol=1e-15)


def test_wilder_of_one_direction_is_exactly_0_or_100() -> None:
    rising = np.cumsum(np.random.default_rng(3).uniform(0.01, 1.0, 500))
    for method in ("wilder", "ema", "ewm", "cutler"):
        assert (fi.rsi(rising, method=method)[14:] == 100.0).all()
        assert (fi.rsi(-rising, method=method)[14:] == 0.0).all()


def test_rsi_stays_between_0_and_100() -> None:
    rng = np.random.default_rng(4)
    wild = rng.choice([1e-300, 1e-9, 1.0, 1e9, 1e300], (3000, 5)) * rng.uniform(0.1, 1.0, (3000, 5))
    for method in ("wilder", "ema", "ewm", "cutler"):
        got = fi.rsi(wild, method=method)[14:]
        assert ((got >= 0.0) & (got <= 100.0)).all()


@pytest.mark.parametrize("window", [2, 14])
def test_long_silence_keeps_the_rsi(window: int) -> None:
    """Both averages decay alike while nothing moves; their ratio is what it was when the trading stopped."""
    x = np.concatenate([walk(11, 200), np.full(20_000, 51.0)])
    got = fi.rsi(x, window=window)
    np.testing.assert_allclose(got[201:], got[200], rtol=1e-9)


def test_prices_near_the_end_of_the_range() -> None:
    top = np.finfo("f8").max
    x = np.array([top / 4, top / 2, top / 8, top / 2, top / 4, top / 16] * 4)
    exact = naive.ema(x.tolist(), 3, number=Fraction)
    assert_near(fi.ema(x, window=3), exact, rtol=1e-12)
    assert_near(fi.volatility(x, window=3), naive.volatility(x.tolist(), 3, number=Fraction), rtol=1e-12)


def bars_like(x: np.ndarray) -> dict[str, np.ndarray]:
    """All fields of one security, with what is special about x in each of them."""
    rng = np.random.default_rng(11)
    span = np.abs(x) * rng.uniform(1e-4, 1e-2, len(x))
    fields = {"close": x, "open": x + span / 3, "high": x + span, "low": x - span}
    fields["volume"] = np.where(np.isnan(x), np.nan, np.floor(rng.lognormal(12.0, 1.0, len(x))))
    return fields | {
        "x": x,
        "y": fields["open"] + span * rng.normal(size=len(x)),
        "amount": x * fields["volume"],
    }


@pytest.mark.parametrize("kind", ["a spike", "far from zero", "holes and a spike"])
@pytest.mark.parametrize("case", [c for c in FIRST_CASES if c.indicator.gaps == "rows"], ids=str)
def test_windows_remember_nothing(case: Case, kind: str) -> None:
    """A value in a million rows is the one of its own rows alone."""
    fields = bars_like(SERIES[kind]())
    whole = case(fields)
    before = case.indicator.lookback(**case.params)
    for place in PLACES:
        own = {name: values[place - before : place + 1] for name, values in fields.items()}
        for got, want in zip(whole, case(own), strict=True):
            scale = max(np.max(np.abs(a), initial=0.0, where=np.isfinite(a)) for a in case.inputs(own))
            np.testing.assert_allclose(
                got[place], want[-1], rtol=1e-9, atol=1e-15 * scale, err_msg=f"row {place}"
            )
