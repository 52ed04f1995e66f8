"""Directional movement where TA-Lib's general parity does not look: window 1, and data that stand still."""

from __future__ import annotations

import numpy as np
import pytest
import talib

import fastind as fi
from tests.panels import clean_panel

BARS = [clean_panel(120, 3)[name][:, 0] for name in ("high", "low", "close")]


def still_at_first() -> list[np.ndarray]:
    """Nothing moves for 40 rows, then bars, then one bar again and again."""
    return [np.concatenate([np.full(40, 50.0), x, np.full(40, x[-1])]) for x in BARS]


@pytest.mark.parametrize("name", ["plus_dm", "minus_dm", "plus_di", "minus_di"])
def test_window_1_is_the_move_of_the_row(name: str) -> None:
    data = BARS[:2] if name.endswith("dm") else BARS
    percent = 1.0 if name.endswith("dm") else 100.0  # TA-Lib leaves out the 100, for this window only
    want = percent * getattr(talib, name.upper())(*data, timeperiod=1)
    np.testing.assert_allclose(getattr(fi, name)(*data, window=1), want, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("window", [2, 5, 14])
@pytest.mark.parametrize("name", ["plus_di", "minus_di", "dx", "adx", "adxr"])
def test_what_stands_still_is_0_as_in_talib(name: str, window: int) -> None:
    data = still_at_first()
    got = getattr(fi, name)(*data, window=window)
    np.testing.assert_allclose(
        got, getattr(talib, name.upper())(*data, timeperiod=window), rtol=1e-10, atol=1e-10
    )
    first = getattr(fi, name).lookback(window=window)
    assert (got[first:40] == 0.0).all()
    np.testing.assert_array_equal(got, getattr(fi, name)(*data, window=window, flat="talib"))


def test_long_silence_keeps_the_directions() -> None:
    data = [np.concatenate([x, np.full(20_000, BARS[2][-1])]) for x in BARS]
    for name in ("plus_di", "minus_di", "dx"):
        got = getattr(fi, name)(*data, window=2)
        np.testing.assert_allclose(got[121:], got[121], rtol=1e-9)


def test_adx_with_window_1_is_dx() -> None:
    np.testing.assert_array_equal(fi.adx(*BARS, window=1), fi.dx(*BARS, window=1))
