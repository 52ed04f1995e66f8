"""The pandas names give what pandas gives, on all that real prices have and for every `min_periods`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
import talib
from numpy.lib.stride_tricks import sliding_window_view

import fastind as fi
from tests import naive
from tests.panels import Fields, nasty_panel

Bars = dict[str, pd.DataFrame]
Call = tuple[Any, dict[str, Any], Callable[[Any], Any]]

ORDER = ["linear", "lower", "higher", "midpoint", "nearest"]
RANKS = [
    {"method": m, "ascending": a, "pct": p} for m in ("average", "min", "max") for a, p in ((1, 0), (0, 1))
]
CALLS: dict[str, Call] = {
    **{
        name: (getattr(fi, f"rolling_{name}"), {}, lambda r, name=name: getattr(r, name)())
        for name in ("mean", "sum", "min", "max", "median", "skew", "kurt")
    },
    **{
        f"{name}, ddof={d}": (
            getattr(fi, f"rolling_{name}"),
            {"ddof": d},
            lambda r, name=name, d=d: getattr(r, name)(ddof=d),
        )
        for name in ("var", "std")
        for d in (0, 1, 2)
    },
    **{
        f"quantile {q} {way}": (
            fi.rolling_quantile,
            {"q": q, "interpolation": way},
            lambda r, q=q, way=way: r.quantile(q, interpolation=way),
        )
        for q in (0.0, 0.1, 0.25, 0.5, 0.9, 1.0)
        for way in ORDER
    },
    **{
        f"rank {how}": (
            fi.rolling_rank,
            {"method": how["method"], "ascending": bool(how["ascending"]), "pct": bool(how["pct"])},
            lambda r, how=how: r.rank(how["method"], ascending=bool(how["ascending"]), pct=bool(how["pct"])),
        )
        for how in RANKS
    },
}
PERIODS = [(w, m) for w in (1, 2, 5) for m in (None, 0, 1, 3, 5) if (m or 0) <= w]


@pytest.fixture(scope="module")
def panel() -> Fields:
    fields = nasty_panel(61, 19)
    fields["x"] = np.where(np.arange(61)[:, None] % 4, fields["x"], np.round(fields["x"]))  # some ties
    return fields


def alone(x: np.ndarray, window: int) -> pd.DataFrame:
    """Every window as a column of its own, so that pandas carries no rounding from one to the next."""
    padded = np.concatenate([np.full((window - 1, x.shape[1]), np.nan), x])
    return pd.DataFrame(sliding_window_view(padded, window, axis=0).reshape(-1, window).T)


def last(value: pd.DataFrame, x: np.ndarray) -> np.ndarray:
    return value.iloc[-1].to_numpy().reshape(x.shape)


@pytest.mark.parametrize(("window", "min_periods"), PERIODS)
@pytest.mark.parametrize("call", CALLS)
def test_rolling(panel: Fields, call: str, window: int, min_periods: int | None) -> None:
    ours, params, idiom = CALLS[call]
    x = panel["x"]
    got = ours(x, window, min_periods=min_periods, **params)
    want = last(idiom(alone(x, window).rolling(window, min_periods=min_periods)), x)
    scale = 1e-10 * np.nanmax(np.abs(np.where(np.isinf(x), np.nan, x)), axis=0, initial=1.0)
    np.testing.assert_array_equal(np.isnan(got), np.isnan(want))
    assert np.all(np.isnan(want) | (np.abs(got - want) <= 1e-10 * np.abs(want) + scale))


@pytest.mark.parametrize(("window", "min_periods"), PERIODS)
def test_zscore(panel: Fields, window: int, min_periods: int | None) -> None:
    x = panel["x"]
    frame = alone(np.where(np.isinf(x), np.nan, x), window)
    for ddof in (0, 1):
        rows = frame.rolling(window, min_periods=min_periods)
        want = last((frame - rows.mean()) / rows.std(ddof=ddof), x)
        got = fi.rolling_zscore(x, window, ddof=ddof, min_periods=min_periods)
        np.testing.assert_allclose(got, want, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("window", "min_periods"), PERIODS)
def test_pairs(panel: Fields, window: int, min_periods: int | None) -> None:
    x, y = panel["x"], panel["volume"]
    one, two = alone(x, window), alone(y, window)
    rows = one.rolling(window, min_periods=min_periods)
    got = fi.rolling_corr(x, y, window, min_periods=min_periods)
    np.testing.assert_allclose(got, last(rows.corr(two), x), rtol=1e-9, atol=1e-9)
    for ddof in (0, 1, 2):
        got = fi.rolling_cov(x, y, window, ddof=ddof, min_periods=min_periods)
        np.testing.assert_allclose(got, last(rows.cov(two, ddof=ddof), x), rtol=1e-9, atol=1e-2)


@pytest.mark.parametrize("window", [1, 2, 5, 9])
def test_argmin_and_argmax_are_those_of_numpy(panel: Fields, window: int) -> None:
    x = panel["x"]
    frame = pd.DataFrame(np.where(np.isinf(x), np.nan, x))
    for ours, numpys in ((fi.rolling_argmin, np.argmin), (fi.rolling_argmax, np.argmax)):
        want = frame.rolling(window).apply(numpys, raw=True)
        np.testing.assert_array_equal(ours(x, window), want)


@pytest.mark.parametrize("periods", [0, 1, 3])
@pytest.mark.parametrize("name", ["shift", "diff", "pct_change"])
def test_changes(panel: Fields, name: str, periods: int) -> None:
    x = panel["x"].copy()
    x[3:9, 0] = np.inf, 1.0, -np.inf, np.inf, 0.0, np.inf
    want = getattr(pd.DataFrame(x), name)(periods)
    np.testing.assert_allclose(getattr(fi, name)(x, periods), want, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("name", ["shift", "diff", "pct_change", "log_returns"])
def test_no_change_looks_ahead(panel: Fields, name: str) -> None:
    with pytest.raises(fi.errors.ParameterError, match=r"periods.*-1.*ahead"):
        getattr(fi, name)(panel["x"], -1)


def test_min_periods_greater_than_the_window(panel: Fields) -> None:
    with pytest.raises(fi.errors.ParameterError, match=r"min_periods.*3.*4"):
        fi.rolling_mean(panel["x"], 3, min_periods=4)


@pytest.mark.parametrize("q", [-0.1, 1.1, np.nan])
def test_a_quantile_lies_between_0_and_1(panel: Fields, q: float) -> None:
    with pytest.raises(fi.errors.ParameterError, match="q"):
        fi.rolling_quantile(panel["x"], 3, q)


@pytest.mark.parametrize(
    "call", ["mean", "sum", "var, ddof=1", "min", "median", "quantile 0.25 linear", "rank"]
)
def test_real_prices(bars: Bars, call: str) -> None:
    ours, params, idiom = CALLS[next(name for name in CALLS if name.startswith(call))]
    close = bars["close"].iloc[:, :40]
    scale = 1e-10 * float(np.nanmax(close)) ** (2 if "var" in call else 1)
    for window, min_periods in ((20, None), (14, 5), (5, 0)):
        got = ours(close, window, min_periods=min_periods, **params)
        want = idiom(close.rolling(window, min_periods=min_periods))
        np.testing.assert_allclose(got, want, rtol=1e-10, atol=scale)


@pytest.mark.parametrize("min_periods", [0, 1, 4])
def test_a_stream_under_pandas_rule(panel: Fields, min_periods: int) -> None:
    x = panel["x"]
    want = fi.rolling_sum(x, 4, min_periods=min_periods)
    stream = fi.rolling_sum.stream(codes=x.shape[1], window=4, min_periods=min_periods)
    got = [stream.update(row) for row in x]
    np.testing.assert_array_equal(got, want)


@pytest.mark.parametrize("window", [2, 3, 5, 14, 120])
def test_beta_is_talibs_and_nearer_to_the_exact_value(bars: Bars, window: int) -> None:
    code = bars["close"].columns[0]
    x, y = bars["close"][code].dropna().to_numpy("f8"), bars["open"][code].dropna().to_numpy("f8")
    got, theirs = fi.beta(x, y, window), talib.BETA(x, y, window)
    np.testing.assert_allclose(got, theirs, rtol=1e-7, atol=1e-9)
    for row in np.argsort(-np.abs(np.nan_to_num(got - theirs)))[:5]:
        start = row - window
        exact = naive.beta(x[start : row + 1].tolist(), y[start : row + 1].tolist(), window)[-1]
        np.testing.assert_allclose(got[row], exact, rtol=1e-12)


EXACT: dict[str, dict[str, Any]] = {
    **{
        f"rolling_{name}": {"window": 20, "min_periods": 5}
        for name in ("mean", "std", "zscore", "skew", "kurt")
    },
    **{name: {"window": 20} for name in ("linreg", "linreg_slope", "linreg_angle", "linreg_r2", "tsf")},
    "pct_change": {},
    "log_returns": {},
}
SPIKE = 4099


@pytest.mark.parametrize("kind", ["a walk", "a spike", "far from zero", "nearly flat"])
@pytest.mark.parametrize("name", EXACT)
def test_exact_anywhere(name: str, kind: str) -> None:
    walk = 50.0 * np.exp(np.cumsum(np.random.default_rng(3).normal(0.0, 0.001, 9000)))
    x = {"far from zero": 1e9 + np.round(walk, 3), "nearly flat": 50.0 + 1e-9 * walk}.get(kind, walk)
    x[SPIKE] = 1e12 if kind == "a spike" else x[SPIKE]
    got = getattr(fi, name)(x, **EXACT[name])
    for row in (60, 4095, 4096, *range(SPIKE - 1, SPIKE + 23), 8191, 8999):
        want = getattr(naive, name)(x[row - 25 : row + 1].tolist(), **EXACT[name])[-1]
        scale = np.max(np.abs(x[row - 20 : row + 1])) if name in naive.DIFFERENCES else 1.0
        np.testing.assert_allclose(got[row], want, rtol=1e-11, atol=1e-15 * scale)
