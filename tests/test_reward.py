"""Returns per risk: fewer rows than the window, and what has no risk."""

from __future__ import annotations

import numpy as np
import pytest

import fastind as fi
from tests import naive
from tests.panels import nasty_panel
from tests.support import assert_near


@pytest.mark.parametrize("name", ["sharpe", "sortino"])
def test_a_value_as_soon_as_min_periods_allow(name: str) -> None:
    close = nasty_panel(90, 19)["close"]
    got = getattr(fi, name)(close, window=20, min_periods=6)
    for j, column in enumerate(close.T):
        want = getattr(naive, name)(column.tolist(), 20, min_periods=6)
        assert_near(got[:, j], want, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("name", ["sharpe", "sortino", "calmar"])
def test_no_value_without_risk(name: str) -> None:
    flat, doubling = np.full(40, 7.3), 3.0 * 2.0 ** np.arange(40)
    for close in (flat, doubling):
        assert np.isnan(getattr(fi, name)(close, window=20)).all()


def test_calmar_remembers_the_peak_that_is_in_the_window() -> None:
    close = np.array([100.0, 120.0, 60.0, 90.0, 81.0, 99.0])
    got = fi.calmar(close, window=3, periods_per_year=3)
    np.testing.assert_allclose(
        got[3:], [(0.9 - 1) / 0.5, (81 / 120 - 1) / 0.5, (99 / 60 - 1) / 0.1], rtol=1e-14
    )


def test_the_wealth_of_a_strategy_gives_the_ratio_of_its_returns() -> None:
    r = np.random.default_rng(3).normal(0.001, 0.02, 400)
    wealth = np.concatenate([[1.0], (1 + r).cumprod()])
    got = fi.sharpe(wealth, window=252, risk_free=0.02)[-1]
    last = r[-252:] - 0.02 / 252
    np.testing.assert_allclose(got, last.mean() / last.std(ddof=1) * np.sqrt(252), rtol=1e-9)
