"""Places by size in a window, in percent, as TA-Lib counts them."""

from typing import Annotated, Any

import numpy as np

from fastind.errors import ParameterError
from fastind.kernels.catalogue.elementary import itself
from fastind.kernels.definition import window as over_all
from fastind.kernels.parameters import AtLeast, Window
from fastind.kernels.spec import indicator, windowed


def begin_nearest(n: float, window: float = 30, percentile: float = 50.0) -> Any:
    rank = np.ceil(percentile * n / 100.0)
    return (rank if rank > 1.0 else 1.0), 0.0


def each_nearest(
    acc: Any, other: float, k: float, n: float, window: float = 30, percentile: float = 50.0
) -> Any:
    rank, found = acc
    return rank, other if k + 1.0 == rank else found


@over_all("rank", "found", begin=begin_nearest, each=each_nearest, term=itself, is_ordered=True)
def nearest(n: float, acc: Any, window: float = 30, percentile: float = 50.0) -> float:
    return acc[1]


def begin_below(n: float, x: float, window: float = 101) -> Any:
    return (0.0,)


def each_below(acc: Any, other: float, k: float, n: float, x: float, window: float = 101) -> Any:
    (below,) = acc
    return (below + (1.0 if other < x else 0.0),)


@over_all("below", begin=begin_below, each=each_below, term=itself)
def share_below(n: float, acc: Any, x: float, window: float = 101) -> float:
    return 100.0 * (acc[0] / (n - 1.0))


@indicator(
    family="statistics",
    gaps="rows",
    talib="PERCENTILE",
    source="the nearest-rank definition; Hyndman and Fan, Sample Quantiles (1996), definition 1",
)
def percentile(x: Any, window: Window = 30, percentile: Annotated[float, AtLeast(0)] = 50.0) -> Any:
    """Percentile by nearest rank, in the unit of the input: always one of the values in the window.

    The value at the place ceil(percentile / 100 * window) of the last `window` rows by size, counted from 1
    at the smallest; 0 gives the smallest. A flat input gives its value. `rolling_quantile` goes between two
    rows instead.

    Parameters
    ----------
    percentile : number from 0 to 100
        50 is the middle, 100 the greatest value.

    Raises
    ------
    ParameterError
        percentile is less than 0 or more than 100, or a parameter is unknown, of the wrong type or outside
        its limits.
    InputError
        The data are of a kind or shape that cannot be used.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.percentile(np.array([1.0, 9.0, 2.0, 3.0]), window=3, percentile=50)
    array([nan, nan,  2.,  3.])
    """
    if percentile > 100.0:
        raise ParameterError(f"percentile: percentile must be a number from 0 to 100, got {percentile}")
    return windowed("percentile", nearest, window, percentile=percentile)


@indicator(
    family="statistics",
    gaps="rows",
    talib="PERCENTRANK",
    source="the share of earlier values that are smaller",
)
def percentrank(x: Any, window: Window = 100) -> Any:
    """Percent rank, 0 to 100: how many of the `window` values before are less than the newest one.

    100 * count(value < x) / window over the `window` rows before the row. Equal values do not count, so a
    flat input gives 0. `rolling_rank` counts the row itself, too.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.percentrank(np.array([1.0, 9.0, 2.0, 2.0]), window=2)
    array([nan, nan, 50.,  0.])
    """
    return windowed("percentrank", share_below, window + 1)
