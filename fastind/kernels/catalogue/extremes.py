"""Highest and lowest values of a window, and the channels that they make."""

from typing import Any

from fastind.kernels.accumulators import GREATEST, LEAST
from fastind.kernels.catalogue.elementary import itself
from fastind.kernels.composition import Source, Value
from fastind.kernels.definition import Accumulator, fold
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator, windowed


@fold(GREATEST, term=itself)
def greatest(n: float, acc: Any, window: int = 30) -> float:
    return acc[0]


@fold(LEAST, term=itself)
def least(n: float, acc: Any, window: int = 30) -> float:
    return acc[0]


def add_bar(n: float, acc: Any, bar: Any) -> Any:
    top, bottom = acc
    high, low = bar
    return (high if n == 0.0 or high > top else top, low if n == 0.0 or low < bottom else bottom)


def merge_bars(n_old: float, old: Any, n_new: float, new: Any) -> Any:
    top = old[0] if old[0] > new[0] else new[0]
    bottom = old[1] if old[1] < new[1] else new[1]
    is_old, is_new = n_new == 0.0, n_old == 0.0
    return (
        old[0] if is_old else (new[0] if is_new else top),
        old[1] if is_old else (new[1] if is_new else bottom),
    )


CHANNEL = Accumulator(("top", "bottom"), add_bar, merge_bars, terms=2)
"""The greatest of the first and the smallest of the second of two values: both in one pass."""


def bar(high: float, low: float) -> Any:
    return high, low


def twice(x: float) -> Any:
    return x, x


@fold(CHANNEL, term=bar)
def middle_of_bars(n: float, acc: Any, window: int = 14) -> float:
    return 0.5 * (acc[0] + acc[1])


@fold(CHANNEL, term=twice)
def middle_of_values(n: float, acc: Any, window: int = 14) -> float:
    return 0.5 * (acc[0] + acc[1])


@fold(CHANNEL, term=bar, outputs=("upper", "middle", "lower"))
def channel(n: float, acc: Any, window: int = 20) -> Any:
    return acc[0], 0.5 * (acc[0] + acc[1]), acc[1]


def highest(x: Source, window: int) -> Value:
    """The greatest value of the last `window` rows."""
    found: Value = windowed("highest", greatest, window).on(x)
    return found


def lowest(x: Source, window: int) -> Value:
    """The smallest value of the last `window` rows."""
    found: Value = windowed("lowest", least, window).on(x)
    return found


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
    return windowed("midpoint", middle_of_values, window)


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
    return windowed("midprice", middle_of_bars, window)


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
    return windowed("donchian", channel, window)
