"""Oscillators: what flat and resting prices give, parameters that contradict each other, examples by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import fastind as fi
from tests.support import parts

FLAT = np.full(300, 10.0)
CLOSE = np.random.default_rng(3).normal(size=300).cumsum() + 100.0


@pytest.mark.parametrize(
    ("name", "inputs", "value"),
    [
        ("kdj", 3, 50.0),
        ("crsi", 1, 100.0 / 3.0),
        ("stc", 1, 50.0),
        ("tsi", 1, 0.0),
        ("er", 1, 0.0),
        ("fisher", 2, 0.0),
        ("trix", 1, 0.0),
        ("roc", 1, 0.0),
        ("rocr", 1, 1.0),
        ("rocr100", 1, 100.0),
        ("aroon", 2, 100.0),
        ("aroonosc", 2, 0.0),
        ("psy", 1, 0.0),
        ("kst", 1, 0.0),
        ("coppock", 1, 0.0),
        ("qstick", 2, 0.0),
        ("apo", 1, 0.0),
        ("ppo", 1, 0.0),
        ("bias", 1, 0.0),
        ("dpo", 1, 0.0),
        ("ao", 2, 0.0),
        ("ac", 2, 0.0),
    ],
)
def test_a_flat_input_gives_what_the_docstring_says(name: str, inputs: int, value: float) -> None:
    indicator = getattr(fi, name)
    for got in parts(indicator(*[FLAT] * inputs)):
        np.testing.assert_allclose(got[indicator.lookback() :], value, rtol=0, atol=1e-13)


@pytest.mark.parametrize(
    "call",
    [
        lambda: fi.apo(CLOSE, fast=9, slow=5),
        lambda: fi.ppo(CLOSE, fast=9, slow=5),
        lambda: fi.pvo(CLOSE, fast=9, slow=5),
        lambda: fi.macdext(CLOSE, fast=9, slow=5),
        lambda: fi.ao(CLOSE, CLOSE, fast=9, slow=5),
        lambda: fi.ac(CLOSE, CLOSE, fast=9, slow=5),
        lambda: fi.stc(CLOSE, fast=9, slow=5),
    ],
)
def test_a_fast_average_that_is_slower_is_refused(call: Any) -> None:
    with pytest.raises(fi.errors.ParameterError, match=r"fast.*9.*slow.*5|fast.*slow.*9.*5"):
        call()


def test_stc_takes_no_more_than_all_of_a_row() -> None:
    with pytest.raises(fi.errors.ParameterError, match=r"factor.*1.5"):
        fi.stc(CLOSE, factor=1.5)


@pytest.mark.parametrize("name", ["stochrsi", "stc", "tsi", "cmo"])
def test_a_price_that_rests_gives_no_noise(name: str) -> None:
    """The averages inside go on fading: what is made of them must not jump about by their rounding."""
    resting = np.concatenate([CLOSE, np.full(20_000, CLOSE[-1])])
    for got in parts(getattr(fi, name)(resting)):
        moved = np.abs(np.diff(got[320:]))
        assert np.isfinite(got[320:]).all()
        assert np.count_nonzero(moved > 1e-6) < 400, name


def test_imi_mfi_and_ultosc_recover_from_a_hole() -> None:
    close = CLOSE.copy()
    close[100:103] = np.nan
    for got, last in (
        (fi.imi(CLOSE - 0.5, close), 115),
        (fi.mfi(close + 1, close - 1, close, CLOSE), 116),
        (fi.ultosc(close + 1, close - 1, close), 130),
    ):
        assert np.isnan(got[100 : last + 1]).all()
        assert np.isfinite(got[last + 1 :]).all()


def test_the_rank_in_crsi_counts_smaller_returns_only() -> None:
    close = np.array([1.0, 2.0, 4.0, 8.0, 16.0])  # all returns are equal: rank 0; no falls: both RSI 100
    np.testing.assert_allclose(fi.crsi(close, rank=2)[3:], 200.0 / 3.0, rtol=1e-15)


def test_kdj_by_hand() -> None:
    high, low, close = np.array([[3.0, 4.0, 5.0], [1.0, 2.0, 3.0], [2.0, 4.0, 3.0]])
    k, d, j = fi.kdj(high, low, close, window=2)
    np.testing.assert_allclose(k[1:], [200 / 3, 500 / 9], rtol=1e-15)
    np.testing.assert_allclose(d[1:], [500 / 9, 500 / 9], rtol=1e-15)
    np.testing.assert_allclose(j[1:], [800 / 9, 500 / 9], rtol=1e-15)
    assert fi.kdj(high, low, close, window=2, profile="tdx").k[1] == 100.0
