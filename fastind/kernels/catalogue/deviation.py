"""How far values lie from their mean over a window."""

from typing import Annotated, Any

import numpy as np

from fastind.kernels.accumulators import SHIFTED
from fastind.kernels.catalogue.elementary import itself
from fastind.kernels.definition import fold, window
from fastind.kernels.parameters import AtLeast, Window
from fastind.kernels.spec import indicator, windowed

WindowOfTwo = Annotated[int, AtLeast(2)]


def mean_square(n: float, acc: Any) -> float:
    """The mean of squares around the mean."""
    _, first, second = acc
    squares = second - first * first * (1.0 / n)
    return squares / n if squares > 0.0 else 0.0


@fold(SHIFTED, term=itself)
def variance_of(n: float, acc: Any, window: int = 5) -> float:
    return mean_square(n, acc)


@fold(SHIFTED, term=itself)
def deviation_of(n: float, acc: Any, window: int = 5, times: float = 1.0) -> float:
    return times * np.sqrt(mean_square(n, acc))


@fold(SHIFTED, term=itself)
def from_centre(n: float, acc: Any, x: float, window: int = 5) -> float:
    """x - mean, without the digits that the difference of two large numbers would lose."""
    return (x - acc[0]) - acc[1] / n


def no_distance(n: float, x: float, away: float, window: int = 14) -> Any:
    return (0.0,)


def add_distance(acc: Any, other: float, k: float, n: float, x: float, away: float, window: int = 14) -> Any:
    return (acc[0] + abs((other - x) + away),)


# `away` is x - mean. The window is full when that of the mean is: no lookback of its own.
@window("total", begin=no_distance, each=add_distance, term=itself, lookback=lambda window: 0)
def mean_distance(n: float, acc: Any, x: float, away: float, window: int = 14) -> float:
    return acc[0] / n


@indicator(
    family="statistics", gaps="rows", talib="VAR", source="the mean square around the mean of a window"
)
def var(x: Any, window: Window = 5, deviations: float = 1.0) -> Any:
    """Variance of the population, in the unit of the input squared.

    sum (x - mean x)^2 / window over the last `window` rows. A flat window gives exactly 0.

    Parameters
    ----------
    deviations
        TA-Lib has it in VAR and does not use it; neither does this.

    Notes
    -----
    The squares are taken around a value of the window, so that no digits are lost to large values, and each
    window is summed up anew, so that nothing drifts.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.var(np.array([1.0, 3.0, 7.0]), window=2)
    array([nan,  1.,  4.])
    """
    return windowed("var", variance_of, window)


@indicator(
    family="statistics", gaps="rows", talib="STDDEV", source="the root of the mean square around the mean"
)
def stddev(x: Any, window: WindowOfTwo = 5, deviations: float = 1.0) -> Any:
    """Standard deviation of the population, in the unit of the input.

    deviations * sqrt(sum (x - mean x)^2 / window) over the last `window` rows. A flat window gives exactly 0.

    Parameters
    ----------
    deviations
        What the deviation is multiplied with.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.stddev(np.array([1.0, 3.0, 7.0]), window=2)
    array([nan,  1.,  2.])
    """
    return windowed("stddev", deviation_of, window, times=deviations)


@indicator(family="statistics", gaps="rows", talib="AVGDEV", source="the mean distance from the mean")
def avgdev(x: Any, window: WindowOfTwo = 14) -> Any:
    """Mean absolute deviation, in the unit of the input.

    sum |x - mean x| / window over the last `window` rows. A flat window gives exactly 0.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.avgdev(np.array([1.0, 3.0, 8.0]), window=3)
    array([       nan,        nan, 2.66666667])
    """
    return windowed("avgdev", mean_distance, window).on(x, windowed("avgdev", from_centre, window).on(x))
