"""Vortex indicator."""

from typing import Any

from fastind.kernels.accumulators import Acc
from fastind.kernels.definition import Accumulator, fold
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator, windowed

NAN, INF = float("nan"), float("inf")


def add_three(n: float, acc: Acc, x: Any) -> Acc:
    return (acc[0] + x[0], acc[1] + x[1], acc[2] + x[2])


def merge_three(n_old: float, old: Acc, n_new: float, new: Acc) -> Acc:
    return (old[0] + new[0], old[1] + new[1], old[2] + new[2])


THREE = Accumulator(("plus", "minus", "ranges"), add_three, merge_three, terms=3)
"""Three sums."""


def turns(high: float, low: float, close: float, high_prev: float, low_prev: float, close_prev: float) -> Any:
    """From the low before to the high, from the high before to the low, and the true range; NaN where one of
    the closes is missing, which a comparison does not show."""
    top = close_prev if close_prev > high else high
    bottom = close_prev if close_prev < low else low
    return abs(high - low_prev), abs(low - high_prev), top - bottom if close - close_prev < INF else NAN


@fold(THREE, term=turns, lookback=lambda window: window, outputs=("plus", "minus"))
def turns_per_range(n: float, acc: Any, window: int = 14) -> Any:
    plus, minus, ranges = acc
    return plus / ranges if ranges > 0.0 else 0.0, minus / ranges if ranges > 0.0 else 0.0


@indicator(
    family="momentum",
    gaps="rows",
    talib="VORTEX",
    outputs=("plus", "minus"),
    source="Botes and Siepman, The Vortex Indicator, Technical Analysis of Stocks & Commodities 28 (2010)",
)
def vortex(high: Any, low: Any, close: Any, window: Window = 14) -> Any:
    """Vortex indicator: upward and downward movement, each per true range; 1 is usual.

    plus = sum(|high - previous low|) / sum(true range), minus = sum(|low - previous high|) / sum(true range)
    over the last `window` rows. A window in which nothing has moved, 0 / 0, gives 0 in both.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0])
    >>> fi.vortex(low + 1, low, low, window=2).minus
    array([       nan,        nan, 0.42857143])
    """
    return windowed("vortex", turns_per_range, window)
