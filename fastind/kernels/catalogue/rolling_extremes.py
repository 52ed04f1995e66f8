"""Smallest and greatest values of a window of rows, and where they lie."""

from typing import Any

from fastind.kernels.accumulators import GREATEST, LEAST, Acc
from fastind.kernels.catalogue.elementary import itself
from fastind.kernels.catalogue.rolling import Periods, rolling
from fastind.kernels.definition import Accumulator, fold
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator, windowed


@fold(LEAST, term=itself)
def least(n: float, acc: Any, window: int = 20) -> float:
    return acc[0]


@fold(GREATEST, term=itself)
def greatest(n: float, acc: Any, window: int = 20) -> float:
    return acc[0]


# Where an extreme lies, of equal ones the oldest, as numpy's argmin says.


def add_first_least(n: float, acc: Acc, x: float) -> Acc:
    low, at = acc
    takes = n == 0.0 or x < low
    return (x if takes else low, n if takes else at)


def prepend_first_least(n: float, acc: Acc, x: float) -> Acc:
    low, at = acc
    takes = n == 0.0 or x <= low
    return (x if takes else low, 0.0 if takes else at + 1.0)


def merge_first_least(n_old: float, old: Acc, n_new: float, new: Acc) -> Acc:
    takes = n_old == 0.0 or (n_new > 0.0 and new[0] < old[0])
    return (new[0] if takes else old[0], n_old + new[1] if takes else old[1])


def opposite(x: float) -> float:
    return -x


FIRST_LEAST = Accumulator(("low", "at"), add_first_least, merge_first_least, prepend_first_least)


@fold(FIRST_LEAST, term=itself)
def where_least(n: float, acc: Any, window: int = 20) -> float:
    return acc[1]


@fold(FIRST_LEAST, term=opposite)
def where_greatest(n: float, acc: Any, window: int = 20) -> float:
    return acc[1]


@indicator(
    family="statistics", gaps="rows", talib="MIN", source="pandas, `x.rolling(window, min_periods).min()`"
)
def rolling_min(x: Any, window: Window, *, min_periods: Periods = None) -> Any:
    """Smallest of the last `window` rows, in the unit of the input.

    min(x) over the valid rows of the window. A flat input gives its value.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.rolling_min(np.array([3.0, 1.0, 2.0, 4.0]), 2)
    array([nan,  1.,  1.,  2.])
    """
    return rolling("rolling_min", least, window, min_periods)


@indicator(
    family="statistics", gaps="rows", talib="MAX", source="pandas, `x.rolling(window, min_periods).max()`"
)
def rolling_max(x: Any, window: Window, *, min_periods: Periods = None) -> Any:
    """Greatest of the last `window` rows, in the unit of the input.

    max(x) over the valid rows of the window. A flat input gives its value.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.rolling_max(np.array([3.0, 1.0, 2.0, 4.0]), 2)
    array([nan,  3.,  2.,  4.])
    """
    return rolling("rolling_max", greatest, window, min_periods)


@indicator(family="statistics", gaps="rows", source="numpy, `argmin` of a moving window")
def rolling_argmin(x: Any, window: Window) -> Any:
    """Where the smallest of the last `window` rows lies: rows of the window that are older than it.

    0 is the oldest row of the window, `window - 1` the newest; `window - 1 - rolling_argmin` are the rows
    since. Of equal ones the oldest counts, as in numpy's argmin, so a flat input gives 0.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.rolling_argmin(np.array([3.0, 1.0, 2.0, 4.0, 2.0]), 3)
    array([nan, nan,  1.,  0.,  0.])
    """
    return windowed("rolling_argmin", where_least, window)


@indicator(family="statistics", gaps="rows", source="numpy, `argmax` of a moving window")
def rolling_argmax(x: Any, window: Window) -> Any:
    """Where the greatest of the last `window` rows lies: rows of the window that are older than it.

    0 is the oldest row of the window, `window - 1` the newest; `window - 1 - rolling_argmax` are the rows
    since. Of equal ones the oldest counts, as in numpy's argmax, so a flat input gives 0.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.rolling_argmax(np.array([3.0, 1.0, 2.0, 4.0, 2.0]), 3)
    array([nan, nan,  0.,  2.,  1.])
    """
    return windowed("rolling_argmax", where_greatest, window)


@indicator(
    family="statistics",
    gaps="rows",
    talib="MINMAX",
    outputs=("min", "max"),
    source="the range of a moving window",
)
def minmax(x: Any, window: Window = 30) -> Any:
    """Smallest and greatest of the last `window` rows, in the unit of the input.

    min(x) and max(x) over the window. A flat input gives its value in both.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.minmax(np.array([3.0, 1.0, 2.0, 4.0]), 2).max
    array([nan,  3.,  2.,  4.])
    """
    return windowed("minmax", least, window).on(x), windowed("minmax", greatest, window).on(x)
