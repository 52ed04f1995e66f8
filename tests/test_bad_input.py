"""Bad input gets a correct result or an error that says what was given, what is allowed and what to do."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

import fastind as fi
from fastind.errors import InputWarning, ParameterError
from tests import naive
from tests.panels import clean_panel
from tests.support import FIRST_CASES, LAW_CASES, Case, assert_bits, each

CLOSE = clean_panel(40, 5)["close"]
FOUR = [fi.rsi, fi.ema, fi.volatility, fi.volume_ratio]
four = pytest.mark.parametrize("indicator", FOUR, ids=lambda i: i.name)


@four
@pytest.mark.parametrize(
    "window",
    [0, -1, 2.5, "14", True, None, np.nan, np.inf, 1j, np.array(3.5), b"14", {}, object, Decimal(14)],
)
def test_a_window_that_is_none_is_refused(indicator: Any, window: Any) -> None:
    with pytest.raises(fi.errors.ParameterError) as caught:
        indicator(CLOSE, window=window)
    message = str(caught.value)
    assert "window" in message
    assert "integer" in message
    assert repr(window) in message or str(window) in message
    assert isinstance(caught.value, ValueError)


def test_a_list_where_nothing_can_be_swept_says_so() -> None:
    with pytest.raises(fi.errors.ParameterError, match="sweep"):
        fi.rsi.stream(codes=3, window=[3, 5])


def test_a_deviation_needs_two() -> None:
    with pytest.raises(fi.errors.ParameterError, match=r"window.*2.*1"):
        fi.volatility(CLOSE, window=1)


@four
@pytest.mark.parametrize("window", [np.int64(5), np.int8(5), np.uint16(5)])
def test_whole_numbers_of_numpy_are_windows(indicator: Any, window: Any) -> None:
    assert_bits((indicator(CLOSE, window=window),), (indicator(CLOSE, window=5),))


@pytest.mark.parametrize(
    ("call", "named", "given"),
    [
        (lambda: fi.rsi(CLOSE, method="wilders"), "method", "wilders"),
        (lambda: fi.rsi(CLOSE, method=None), "method", "None"),
        (lambda: fi.rsi(CLOSE, method=0), "method", "0"),
        (lambda: fi.rsi(CLOSE, flat="fifty"), "flat", "fifty"),
        (lambda: fi.rsi(CLOSE, flat=None), "flat", "None"),
        (lambda: fi.rsi(CLOSE, flat=True), "flat", "True"),
        (lambda: fi.rsi(CLOSE, nan="drop"), "nan", "drop"),
        (lambda: fi.rsi(CLOSE, nan="reset"), "max_gap", "reset"),
        (lambda: fi.rsi(CLOSE, nan="reset", max_gap=-1), "max_gap", "-1"),
        (lambda: fi.rsi(CLOSE, nan="reset", max_gap=1.5), "max_gap", "1.5"),
        (lambda: fi.rsi(CLOSE, max_gap=3), "max_gap", "3"),
        (lambda: fi.ema(CLOSE, window=3, seed="SMA"), "seed", "SMA"),
        (lambda: fi.ema(CLOSE, window=3, nan="propogate"), "nan", "propogate"),
        (lambda: fi.volatility(CLOSE, returns="percent"), "returns", "percent"),
        (lambda: fi.volatility(CLOSE, ddof=-1), "ddof", "-1"),
        (lambda: fi.volatility(CLOSE, ddof=0.5), "ddof", "0.5"),
        (lambda: fi.volatility(CLOSE, min_periods=21), "min_periods", "21"),
        (lambda: fi.volatility(CLOSE, min_periods=0), "min_periods", "0"),
        (lambda: fi.volatility(CLOSE, periods_per_year=0), "periods_per_year", "0"),
        (lambda: fi.volatility(CLOSE, periods_per_year=-252), "periods_per_year", "-252"),
        (lambda: fi.volatility(CLOSE, periods_per_year="252"), "periods_per_year", "252"),
        (lambda: fi.volatility(CLOSE, periods_per_year=np.nan), "periods_per_year", "nan"),
        (lambda: fi.volume_ratio(CLOSE, min_periods=-2), "min_periods", "-2"),
        (lambda: fi.volume_ratio(CLOSE, include_current="no"), "include_current", "no"),
        (lambda: fi.volume_ratio(CLOSE, include_current=2), "include_current", "2"),
    ],
)
def test_parameters_outside_their_limits_are_refused(call: Any, named: str, given: str) -> None:
    with pytest.raises(fi.errors.ParameterError) as caught:
        call()
    assert named in str(caught.value)
    assert given in str(caught.value)


@four
def test_an_unknown_keyword_is_refused_with_a_hint(indicator: Any) -> None:
    with pytest.raises(TypeError, match=r"windw.*window") as caught:
        indicator(CLOSE, windw=3)
    assert isinstance(caught.value, fi.errors.ParameterError)


@pytest.mark.parametrize(
    "call",
    [
        lambda: fi.rsi(),
        lambda: fi.ema(CLOSE),
        lambda: fi.rsi(CLOSE, 14, "wilder"),
        lambda: fi.rsi(CLOSE, 14, window=14),
        lambda: fi.rsi(CLOSE, CLOSE),
        lambda: fi.rsi.bind(windw=3),
        lambda: fi.rsi.bind(window=0),
        lambda: fi.rsi.stream(codes=3, window=0),
        lambda: fi.rsi.stream(codes=3, windw=5),
        lambda: fi.rsi.lookback(window=0),
        lambda: fi.rsi.lookback(windw=5),
    ],
)
def test_a_call_that_does_not_fit_the_signature_is_refused(call: Any) -> None:
    with pytest.raises(fi.errors.ParameterError):
        call()


INPUTS: dict[str, Any] = {
    "three dimensions": np.ones((2, 3, 4)),
    "no dimension": np.array(1.0),
    "a number": 5.0,
    "nothing": None,
    "a list": [1.0, 2.0, 3.0],
    "a ragged list": [[1.0, 2.0], [3.0]],
    "a string": "close",
    "a dict": {"close": [1.0]},
    "objects": np.array([1.0, None, 3.0], dtype=object),
    "complex": np.ones(9, dtype=complex),
    "text": np.array(["1", "2", "3"]),
    "bytes": np.array([b"1", b"2"]),
    "dates": np.array(["2020-01-01", "2020-01-02"], dtype="M8[D]"),
    "durations": np.array([1, 2], dtype="m8[D]"),
    "records": np.zeros(5, dtype=[("close", "f8")]),
    "masked": np.ma.masked_invalid(np.array([1.0, np.nan, 3.0])),
    "an iterator": iter([1.0, 2.0]),
}


@four
@pytest.mark.parametrize("kind", INPUTS)
def test_what_is_no_series_and_no_table_is_refused(indicator: Any, kind: str) -> None:
    with pytest.raises(fi.errors.InputError) as caught:
        indicator(INPUTS[kind], window=3)
    assert isinstance(caught.value, ValueError)
    assert len(str(caught.value)) > 20


@pytest.mark.parametrize("shape", [(0,), (0, 5), (5, 0), (0, 0)])
@pytest.mark.parametrize("dtype", ["f8", "f4", "i8"])
@pytest.mark.parametrize("case", LAW_CASES, ids=str)
def test_empty_in_empty_out(case: Case, dtype: str, shape: tuple[int, ...]) -> None:
    for output in case(each(clean_panel(3, 1), lambda a: np.empty(shape, dtype))):
        assert output.shape == shape
        assert output.dtype == ("f4" if dtype == "f4" else "f8")


@pytest.mark.parametrize("case", LAW_CASES, ids=str)
def test_one_row(case: Case) -> None:
    one = case(clean_panel(1, 65))
    lookback = case.indicator.lookback(**case.params)
    assert all(output.shape == (1, 65) for output in one)
    if case.indicator.name not in naive.PARTIAL:
        assert all(np.isfinite(output).all() == (lookback == 0) for output in one)
    assert_bits(tuple(o[:, 3] for o in one), case(each(clean_panel(1, 65), lambda a: a[:, 3])))


LONGEST = [c for c in FIRST_CASES if {"window", "slow"} & set(c.indicator.params)]


@pytest.mark.parametrize("window", [40, 41, 1000, 10**6, 2**31 - 1, 2**31, 2**40, 10**30])
@pytest.mark.parametrize("case", [*LONGEST, Case(fi.rsi, {"method": "cutler"})], ids=str)
def test_a_window_longer_than_the_data_gives_no_value_and_takes_no_memory(case: Case, window: int) -> None:
    fields, longest = clean_panel(39, 65), "window" if "window" in case.indicator.params else "slow"
    for whole in (fields, each(fields, lambda a: a[:, 1])):
        outputs = case(whole, **{longest: window})
        assert all(np.isnan(output).all() for output in outputs)


HOLE = np.array([np.nan, 1.0, 2.0, np.nan, 3.0, 4.0, np.nan])
LEADING = np.array([np.nan, np.nan, 1.0, 2.0, 3.0, 2.5, np.nan])


@pytest.mark.parametrize(
    "call", [lambda x: fi.rsi(x, window=2, nan="raise"), lambda x: fi.ema(x, 2, nan="raise")]
)
def test_a_hole_raises_where_that_is_asked_for(call: Any) -> None:
    with pytest.raises(fi.errors.InputError):
        call(HOLE)
    with pytest.raises(fi.errors.InputError):
        call(np.stack([LEADING, HOLE, LEADING], axis=1))
    with pytest.raises(fi.errors.InputError):
        call(np.where(np.isnan(HOLE), np.inf, HOLE))


def test_not_listed_yet_and_delisted_are_no_holes() -> None:
    assert_bits((fi.ema(LEADING, 2, nan="raise"),), (fi.ema(LEADING, 2),))
    assert_bits((fi.ema(LEADING, 2, nan="propagate"),), (fi.ema(LEADING, 2),))


def test_a_stream_raises_at_the_row_after_the_hole() -> None:
    stream = fi.ema.stream(codes=2, window=2, nan="raise")
    stream.warm(np.array([[np.nan, 1.0], [1.0, 2.0], [np.nan, 3.0]]))
    with pytest.raises(fi.errors.InputError):
        stream.update(np.array([2.0, 4.0]))


def test_high_and_low_swapped_is_a_warning() -> None:
    fields = clean_panel(60, 3)
    high, low, close = (fields[name] for name in ("high", "low", "close"))
    with pytest.warns(InputWarning, match=r"atr: high is below low in 45 of 45 cells") as seen:
        swapped = fi.atr(low, high, close)
    assert seen[0].filename == __file__
    assert swapped.shape == close.shape
    with pytest.warns(InputWarning, match="high, low, close, in this order"):
        fi.atr(*(pd.Series(a[:, 0]) for a in (close, high, low)))
    some = high.copy()
    some[::7] = low[::7] - 1
    fi.atr(some, low, close)  # a few bad bars: `fi.check` finds them


@pytest.mark.parametrize(
    "params", [{"window": 10**400}, {"flat": 10**400}, {"nan": "reset", "max_gap": 10**400}]
)
def test_numbers_beyond_all_floats(params: dict[str, Any]) -> None:
    with pytest.raises(ParameterError, match="must be"):
        fi.rsi(CLOSE, **params)


def test_nan_is_no_parameter() -> None:
    with pytest.raises(ParameterError, match="down must be"):
        fi.bbands(CLOSE, down=np.nan)
    assert np.isnan(fi.rsi(np.ones(30), flat=np.nan)).all()
    assert np.isfinite(fi.ewm_mean(CLOSE, halflife=1e18)).all()
