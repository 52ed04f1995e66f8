"""Moving averages over a window of rows."""

from typing import Any

from fastind.kernels.accumulators import TOTAL, WEIGHTED
from fastind.kernels.catalogue.elementary import itself
from fastind.kernels.definition import fold
from fastind.kernels.parameters import MinPeriods, Window
from fastind.kernels.spec import indicator, windowed


@fold(TOTAL, term=itself)
def mean(n: float, acc: Any, window: int = 30) -> float:
    return acc[0] / n


@fold(WEIGHTED, term=itself)
def linearly_weighted(n: float, acc: Any, window: int = 30) -> float:
    shift, total, weighted = acc
    return shift + (weighted + total) / (0.5 * n * (n + 1.0))


@indicator(family="trend", gaps="rows", talib="SMA", source="the plain mean of a moving window")
def sma(x: Any, window: Window = 30, *, min_periods: MinPeriods = None) -> Any:
    """Simple moving average, in the unit of the input.

    The mean of the last `window` rows. A flat input gives its value.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.sma(np.array([1.0, 2.0, 6.0, np.nan, 4.0, 2.0]), 2)
    array([nan, 1.5, 4. , nan, nan, 3. ])
    """
    return windowed("sma", mean, window, min_periods)


@indicator(
    family="trend", gaps="rows", talib="WMA", source="a moving window whose weights fall by equal steps"
)
def wma(x: Any, window: Window = 30) -> Any:
    """Weighted moving average, in the unit of the input: the newest row weighs most.

    sum(k x_k) / sum(k), k = 1 at the oldest row of the window to `window` at the newest. A flat input gives
    its value.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.wma(np.array([1.0, 2.0, 6.0]), 3)
    array([       nan,        nan, 3.83333333])
    """
    return windowed("wma", linearly_weighted, window)
