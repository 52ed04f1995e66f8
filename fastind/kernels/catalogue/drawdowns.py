"""Losses since the last peak."""

from typing import Any

import numpy as np

from fastind.kernels.accumulators import TOTAL
from fastind.kernels.catalogue.elementary import itself
from fastind.kernels.catalogue.extremes import highest
from fastind.kernels.definition import Accumulator, fold, step
from fastind.kernels.parameters import MinPeriods, Window
from fastind.kernels.spec import indicator, windowed

NAN = float("nan")
MARTIN = "Martin and McCann, The Investor's Guide to Fidelity Funds (1989)"


def loss(x: float, peak: float) -> float:
    return (x - peak) / peak if peak > 0.0 else 0.0  # exact near the peak, where x / peak - 1 is not


@step(state={})
def below(s: Any, x: float, peak: float, times: float = 1.0) -> Any:
    return (), times * ((x - peak) / peak) if peak > 0.0 else NAN


@step(state={"peak": 0.0})
def since_peak(s: Any, x: float) -> Any:
    (peak,) = s
    peak = x if x > peak else peak
    return (peak,), (x - peak) / peak if x >= 0.0 and peak > 0.0 else NAN


def add_after(n: float, acc: Any, x: float) -> Any:
    peak, least, worst = acc
    peak = x if n == 0.0 or x > peak else peak
    now = loss(x, peak)
    return (peak, x if n == 0.0 or x < least else least, now if now < worst else worst)


def add_before(n: float, acc: Any, x: float) -> Any:
    peak, least, worst = acc
    least = x if n == 0.0 or x < least else least
    now = loss(least, x)
    return (x if n == 0.0 or x > peak else peak, least, now if now < worst else worst)


def merge_losses(n_old: float, old: Any, n_new: float, new: Any) -> Any:
    across = loss(new[1], old[0])
    worst = old[2] if old[2] < new[2] else new[2]
    worst = across if across < worst else worst
    peak = old[0] if old[0] > new[0] else new[0]
    least = old[1] if old[1] < new[1] else new[1]
    is_old, is_new = n_new == 0.0, n_old == 0.0
    return (
        old[0] if is_old else (new[0] if is_new else peak),
        old[1] if is_old else (new[1] if is_new else least),
        old[2] if is_old else (new[2] if is_new else worst),
    )


LOSSES = Accumulator(("peak", "least", "worst"), add_after, merge_losses, add_before)
"""The peak, the smallest value, and the worst loss from a row to a later one, of values from 0 on."""


def from_zero(x: float) -> float:
    return x if x >= 0.0 else NAN


@fold(LOSSES, term=from_zero)
def worst_loss(n: float, acc: Any, window: int = 252) -> float:
    return acc[2] if acc[0] > 0.0 else NAN


@fold(TOTAL, term=itself)
def root_of_mean(n: float, acc: Any, window: int = 14) -> float:
    return np.sqrt(acc[0] / n)


@step(state={})
def squared(s: Any, x: float) -> Any:
    return (), x * x


@indicator(family="returns", gaps="skip", source="the loss since the highest value so far")
def drawdown(x: Any) -> Any:
    """Drawdown, as a fraction: the loss since the highest value so far; 0 at a new high, -0.2 a fifth below.

    x / running maximum - 1. NaN for values below 0, and until there is one above 0. A flat input gives 0.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.drawdown(np.array([10.0, 8.0, 12.0, 9.0]))
    array([ 0.  , -0.2 ,  0.  , -0.25])
    """
    return since_peak.using().on(x)


@indicator(family="returns", gaps="rows", source="the worst loss from a value to a later one in a window")
def max_drawdown(x: Any, window: Window = 252, *, min_periods: MinPeriods = None) -> Any:
    """Maximum drawdown over the last `window` rows, as a fraction <= 0.

    The smallest x_j / x_i - 1 with i before j, both in the window: the loss of who bought and sold at the
    worst rows. What was higher before the window does not count. Values below 0 count as missing. 0 in a
    window that never falls, a flat one too; NaN where all values are 0.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.max_drawdown(np.array([10.0, 8.0, 12.0, 9.0, 10.0]), window=3)
    array([  nan,   nan, -0.2 , -0.25, -0.25])
    """
    return windowed("max_drawdown", worst_loss, window, min_periods)


@indicator(family="volatility", gaps="rows", source=MARTIN)
def ulcer(close: Any, window: Window = 14) -> Any:
    """Ulcer index, in percent: the usual depth of the price below its last peak.

    sqrt(mean of d^2 over the last `window` rows), d = 100 (close / highest close of the last `window` rows
    - 1). A flat input gives 0; NaN where the highest close is not above 0.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.ulcer(np.array([10.0, 8.0, 8.0, 10.0]), window=2)
    array([        nan,         nan, 14.14213562,  0.        ])
    """
    depth = below.using(times=100.0).on(close, highest(close, window))
    return windowed("ulcer", root_of_mean, window).on(squared.using().on(depth))
