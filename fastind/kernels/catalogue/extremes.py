"""Highest and lowest values of a window, and the channels that they make."""

from typing import Any

from fastind.kernels.accumulators import GREATEST, LEAST
from fastind.kernels.catalogue.elementary import itself
from fastind.kernels.definition import Source, Value, fold, step
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator, windowed


@fold(GREATEST, term=itself)
def greatest(n: float, acc: Any, window: int = 30) -> float:
    return acc[0]


@fold(LEAST, term=itself)
def least(n: float, acc: Any, window: int = 30) -> float:
    return acc[0]


@step(state={})
def halfway(s: Any, a: float, b: float) -> Any:
    return (), 0.5 * (a + b)


def highest(x: Source, window: int) -> Value:
    """The greatest value of the last `window` rows."""
    found: Value = windowed("highest", greatest, window).on(x)
    return found


def lowest(x: Source, window: int) -> Value:
    """The smallest value of the last `window` rows."""
    found: Value = windowed("lowest", least, window).on(x)
    return found


def middle(high: Source, low: Source, window: int) -> Value:
    """Halfway between the highest high and the lowest low."""
    made: Value = halfway.using().on(highest(high, window), lowest(low, window))
    return made


@indicator(family="trend", gaps="rows", talib="MIDPOINT", source="the middle of a moving window's range")
def midpoint(x: Any, window: Window = 14) -> Any:
    """Midpoint, in the unit of the input: halfway between the highest and the lowest value of the window.

    (max x + min x) / 2 over the last `window` rows. A flat input gives its value.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.midpoint(np.array([1.0, 2.0, 6.0, 4.0]), window=3)
    array([nan, nan, 3.5, 4. ])
    """
    return middle(x, x, window)


@indicator(family="trend", gaps="rows", talib="MIDPRICE", source="the middle of a moving window's range")
def midprice(high: Any, low: Any, window: Window = 14) -> Any:
    """Midprice, in the unit of the price: halfway between the highest high and the lowest low of the window.

    (max high + min low) / 2 over the last `window` rows. A flat input gives its value.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0, 4.0])
    >>> fi.midprice(low + 1, low, window=3)
    array([nan, nan, 4. , 4.5])
    """
    return middle(high, low, window)


@indicator(
    family="volatility",
    gaps="rows",
    outputs=("upper", "middle", "lower"),
    source="Donchian's channel: the high and the low of the last weeks",
)
def donchian(high: Any, low: Any, window: Window = 20) -> Any:
    """Donchian channel, in the unit of the price: the highest high and the lowest low of the window.

    upper = max high, lower = min low over the last `window` rows, the row itself included;
    middle = (upper + lower) / 2. Flat bars give their price in all three.

    Notes
    -----
    A breakout is a bar above the channel of the rows before it: compare with `upper` of one row earlier.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0, 4.0])
    >>> fi.donchian(low + 1, low, window=2).upper
    array([nan,  3.,  7.,  7.])
    """
    return highest(high, window), middle(high, low, window), lowest(low, window)
