"""Moving averages whose kind, or whose window, is an input of its own."""

from typing import Annotated, Any

import numpy as np

from fastind.errors import ParameterError
from fastind.kernels.catalogue.elementary import itself, later
from fastind.kernels.catalogue.kinds import AverageKind, average, rows_before
from fastind.kernels.composition import Source
from fastind.kernels.definition import step, window
from fastind.kernels.parameters import AtLeast, Window
from fastind.kernels.spec import indicator


@step(state={})
def below(s: Any, periods: float, short: float, long: float, border: float = 2.0) -> Any:
    return (), short if periods < border else long


def begin(
    n: float, x: float, periods: float, window: float = 30.0, shortest: float = 2.0, kind: float = 0.0
) -> Any:
    size = np.floor(periods)
    size = shortest if size < shortest else size
    return window if size > window else size, 0.0, 0.0


def each(
    acc: Any,
    other: float,
    k: float,
    n: float,
    x: float,
    periods: float,
    window: float = 30.0,
    shortest: float = 2.0,
    kind: float = 0.0,
) -> Any:
    """`k` is 0 at the newest row; `kind` is the place in WEIGHTED."""
    size, weights, total = acc
    falling = size - k
    both_ways = k + 1.0 if k + 1.0 < falling else falling
    weight = 1.0 if kind == 0.0 else (falling if kind == 1.0 else both_ways)
    weight = weight if k < size else 0.0
    return size, weights + weight, total + weight * (other - x)


@window("size", "weights", "total", begin=begin, each=each, term=itself)
def of_periods(
    n: float,
    acc: Any,
    x: float,
    periods: float,
    window: float = 30.0,
    shortest: float = 2.0,
    kind: float = 0.0,
) -> float:
    return x + acc[2] / acc[1]


WEIGHTED: tuple[AverageKind, ...] = ("sma", "wma", "trima")


@indicator(family="trend", gaps="skip", talib="MA", source="the averages of these names")
def ma(x: Any, window: Window = 30, ma: AverageKind = "sma") -> Any:
    """Moving average of the kind that is asked for, in the unit of the input.

    The same as the indicator of that name with its defaults; over one row the input itself. Unlike `sma`,
    `wma` and `trima` themselves it counts valid rows. A flat input gives its value.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.ma(np.array([1.0, 2.0, np.nan, 4.0]), 2, ma="ema")
    array([       nan, 1.5       ,        nan, 3.16666667])
    """
    return average(ma, x, window)


@indicator(
    family="trend", gaps="skip", talib="MAVP", source="a moving average whose window is given row by row"
)
def mavp(
    x: Any,
    periods: Any,
    shortest: Annotated[int, AtLeast(2)] = 2,
    longest: Annotated[int, AtLeast(2)] = 30,
    ma: AverageKind = "sma",
) -> Any:
    """Moving average with a window of its own in each row, in the unit of the input.

    The average of the last `periods` values of x. `periods` is cut off to a whole number from `shortest` to
    `longest`. The averages of all windows begin together, in the first row of the longest one. A flat input
    gives its value.

    Parameters
    ----------
    shortest, longest
        Limits of `periods`, `shortest` <= `longest`. The work grows with the windows between them.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> x, periods = np.array([1.0, 2.0, 6.0, 7.0, 9.0]), np.array([2.0, 2.0, 2.0, 3.0, 1.0])
    >>> fi.mavp(x, periods, longest=3)
    array([nan, nan,  4.,  5.,  8.])
    """
    if shortest > longest:
        raise ParameterError(
            f"mavp: shortest must not be greater than longest, got shortest={shortest} and longest={longest}"
        )
    if ma in WEIGHTED:
        return of_periods.using(window=longest, shortest=shortest, kind=WEIGHTED.index(ma))
    last = rows_before(ma, x, longest)

    def chosen(low: int, high: int) -> Source:
        """The average over as many rows as `periods` says, if that is from `low` to `high`."""
        if low == high:
            whole: Source = average(ma, later(x, last - rows_before(ma, x, low)), low)
            return whole
        border = (low + high + 1) // 2
        made: Source = below.using(border=border).on(periods, chosen(low, border - 1), chosen(border, high))
        return made

    return chosen(shortest, longest)
