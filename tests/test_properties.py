"""Whatever the shape, the memory order, the holes and the parameters: the slow reference is right."""

from __future__ import annotations

from typing import Any

import hypothesis.strategies as st
import numpy as np
from hypothesis import given
from hypothesis.extra.numpy import arrays

import fastind as fi
from tests import naive
from tests.support import Case, assert_every_mode, assert_near

PRICES = st.one_of(
    st.floats(0.01, 1000.0),
    st.floats(0.01, 1000.0).map(lambda p: round(p, 2)),
    st.sampled_from([0.0, -0.0, 1.0, 2.0, -3.0, np.nan, np.inf, -np.inf]),
)
SHAPES = st.tuples(st.integers(0, 40), st.integers(0, 9))
WINDOWS = st.integers(1, 12)
GAPS = st.one_of(
    st.sampled_from([{"nan": "skip"}, {"nan": "propagate"}]),
    st.integers(0, 5).map(lambda k: {"nan": "reset", "max_gap": k}),
)


@st.composite
def layouts(draw: st.DrawFn) -> np.ndarray:
    """A panel in any memory order, strided or turned round."""
    values = draw(arrays("f8", SHAPES, elements=PRICES, fill=st.just(np.nan)))
    steps = draw(st.tuples(*[st.sampled_from([1, 2, 3, -1, -2])] * 2))
    order = draw(st.sampled_from(["C", "F"]))
    home = np.zeros([n * abs(s) for n, s in zip(values.shape, steps, strict=True)], order=order)
    view = home[:: steps[0], :: steps[1]]
    view[:] = values
    return view


def rsi_parameters() -> st.SearchStrategy[dict[str, Any]]:
    methods, flats = (
        st.sampled_from(["wilder", "cutler", "ema", "ewm"]),
        st.sampled_from([50.0, "nan", "talib", 12.5]),
    )
    own = st.fixed_dictionaries({"window": WINDOWS, "method": methods, "flat": flats})
    return st.builds(lambda a, b: a | b, own, GAPS)


def ema_parameters() -> st.SearchStrategy[dict[str, Any]]:
    own = st.fixed_dictionaries({"window": WINDOWS, "seed": st.sampled_from(["sma", "first", "adjust"])})
    return st.builds(lambda a, b: a | b, own, GAPS)


@st.composite
def volatility_parameters(draw: st.DrawFn) -> dict[str, Any]:
    window, ddof = draw(st.integers(2, 12)), draw(st.integers(0, 1))
    return {
        "window": window,
        "min_periods": draw(st.one_of(st.none(), st.integers(ddof + 1, window))),
        "returns": draw(st.sampled_from(["simple", "log"])),
        "ddof": ddof,
        "periods_per_year": draw(st.sampled_from([None, 252, 12.5])),
    }


@st.composite
def volume_ratio_parameters(draw: st.DrawFn) -> dict[str, Any]:
    window = draw(WINDOWS)
    least = draw(st.one_of(st.none(), st.integers(1, window)))
    return {"window": window, "min_periods": least, "include_current": draw(st.booleans())}


def by_column(name: str, x: np.ndarray, params: dict[str, Any]) -> np.ndarray:
    columns = [getattr(naive, name)(x[:, j].tolist(), **params) for j in range(x.shape[1])]
    return np.array(columns, dtype="f8").reshape(x.shape[1], x.shape[0]).T


def assert_right(indicator: Any, x: np.ndarray, params: dict[str, Any], cut: int) -> None:
    # 1e-10 of the scale of the prices, where a result can be one rounding away from 0.
    assert_near(indicator(x, **params), by_column(indicator.name, x, params), rtol=1e-10, atol=1e-10)
    assert_every_mode(Case(indicator, params), {"close": x, "x": x, "volume": x}, cut)


CUTS = st.integers(0, 40)


@given(layouts(), rsi_parameters(), CUTS)
def test_rsi(x: np.ndarray, params: dict[str, Any], cut: int) -> None:
    assert_right(fi.rsi, x, params, cut)


@given(layouts(), ema_parameters(), CUTS)
def test_ema(x: np.ndarray, params: dict[str, Any], cut: int) -> None:
    assert_right(fi.ema, x, params, cut)


@given(layouts(), volatility_parameters(), CUTS)
def test_volatility(x: np.ndarray, params: dict[str, Any], cut: int) -> None:
    assert_right(fi.volatility, x, params, cut)


@given(layouts(), volume_ratio_parameters(), CUTS)
def test_volume_ratio(x: np.ndarray, params: dict[str, Any], cut: int) -> None:
    assert_right(fi.volume_ratio, x, params, cut)


ANYTHING = arrays(
    st.sampled_from(["f8", "f4", ">f8", "i4", "u1", "?", "f2"]),
    st.tuples(st.integers(0, 20), st.integers(0, 70)),
)


@given(ANYTHING, st.integers(2, 12))
def test_no_number_makes_a_crash_or_an_impossible_value(x: np.ndarray, window: int) -> None:
    """The whole range of floats, subnormal and huge ones included."""
    rsi = fi.rsi(x, window=window)
    assert not np.isinf(rsi).any()
    assert ((rsi >= 0) & (rsi <= 100) | np.isnan(rsi)).all()
    assert not (fi.volatility(x, window=window) < 0).any()
    for values in (
        rsi,
        fi.ema(x, window=window),
        fi.volatility(x, window=window),
        fi.volume_ratio(x, window=window),
    ):
        assert values.shape == x.shape
        assert values.dtype == ("f4" if x.dtype == "f4" else "f8")


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.binary(max_size=3),
    st.complex_numbers(),
)


@given(JUNK, st.sampled_from(["window", "method", "flat", "nan", "max_gap", "profile", "out"]))
def test_junk_in_a_parameter_is_an_error_that_names_it_or_a_result(value: Any, name: str) -> None:
    x = np.arange(20.0)
    try:
        assert fi.rsi(x, **{name: value}).shape == (20,)
    except fi.errors.FastindError as error:
        if name not in str(error):
            raise
