"""StockCharts, ChartSchool, "Relative Strength Index (RSI)": the spreadsheet of RSI(14) that goes with it."""

from __future__ import annotations

import numpy as np
import pytest

import fastind as fi

CLOSE = [
    44.3389, 44.0902, 44.1497, 43.6124, 44.3278, 44.8264, 45.0955, 45.4245, 45.8433, 46.0826, 45.8931,
    46.0328, 45.6140, 46.2820, 46.2820, 46.0028, 46.0328, 46.4116, 46.2222, 45.6439, 46.2122, 46.2521,
    45.7137, 46.4515, 45.7835, 45.3548, 44.0288, 44.1783, 44.2181, 44.5672, 43.4205, 42.6628, 43.1314,
]  # fmt: skip
RSI = [
    70.53, 66.32, 66.55, 69.41, 66.36, 57.97, 62.93, 63.26, 56.06, 62.38, 54.71, 50.42, 39.99, 41.46, 41.87,
    45.46, 37.30, 33.08, 37.77,
]  # fmt: skip


def test_from_the_fifteenth_close_on() -> None:
    got = fi.rsi(np.array(CLOSE), window=14)
    assert np.isnan(got[:14]).all()
    # The sheet prints two decimals.
    np.testing.assert_allclose(got[14:], RSI, rtol=0, atol=0.005)


def test_first_value_of_closes_rounded_to_two_decimals() -> None:
    rounded = np.round(np.array(CLOSE), 2)
    assert fi.rsi(rounded, window=14)[14] == pytest.approx(70.46, abs=0.005)
