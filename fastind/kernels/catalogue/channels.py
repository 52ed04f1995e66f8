"""Channels around an average."""

from typing import Annotated, Any, Literal

from fastind.kernels.catalogue.averages import sma
from fastind.kernels.catalogue.bollinger import band
from fastind.kernels.catalogue.elementary import later, where_both
from fastind.kernels.catalogue.ema import ema
from fastind.kernels.catalogue.prices import typprice
from fastind.kernels.catalogue.ranges import trange
from fastind.kernels.catalogue.wilder import smoothed
from fastind.kernels.definition import step
from fastind.kernels.parameters import AtLeast, Window
from fastind.kernels.spec import indicator


@step(state={}, outputs=("up", "down"))
def accelerated(s: Any, high: float, low: float) -> Any:
    """The high and the low, moved away from each other by four times the bar's relative range."""
    both = high + low
    share = 4.0 * (high - low) / both if both != 0.0 else 0.0
    return (), (high * (1.0 + share), low * (1.0 - share))


@indicator(
    family="volatility",
    gaps="rows",
    talib="ACCBANDS",
    outputs=("upper", "middle", "lower"),
    source="Headley, Big Trends in Trading (2002), ch. 5",
)
def accbands(high: Any, low: Any, close: Any, window: Annotated[int, AtLeast(2)] = 20) -> Any:
    """Acceleration bands, in the unit of the price: averages of the bars, made wider by their range.

    upper = sma(high * (1 + 4 (high - low) / (high + low))), lower = sma(low * (1 - 4 (high - low) / (high +
    low))), middle = sma(close). Flat bars give their price in all three.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([3.0, 3.0, 3.0])
    >>> fi.accbands(low + 2, low, low + 1, window=2).upper
    array([nan, 10., 10.])
    """
    up, down = accelerated.using().on(high, low)
    return sma(up, window=window), sma(close, window=window), sma(down, window=window)


@indicator(
    family="volatility",
    gaps="skip",
    talib="KC",
    outputs=("upper", "middle", "lower"),
    source="Keltner, How to Make Money in Commodities (1960); with ATR: L. B. Raschke; StockCharts' settings",
)
def keltner(
    high: Any,
    low: Any,
    close: Any,
    window: Window = 20,
    atr_window: Window = 10,
    multiplier: Annotated[float, AtLeast(0)] = 2.0,
    *,
    price: Literal["close", "typical"] = "close",
    align: Literal["own", "talib"] = "own",
) -> Any:
    """Keltner channel, in the unit of the price: an average of the price, and the true range around it.

    middle = ema(price, window), upper and lower = middle +- multiplier * atr(atr_window), the average true
    range as Wilder smooths it. Keltner's own channel of 1960 has plain means of the typical price and of
    the range instead. Flat bars give their price in all three.

    Parameters
    ----------
    window
        Rows of the average of the price.
    atr_window
        Rows of the average true range.
    multiplier
        True ranges from the middle to each side.
    price
        What is averaged: the close, or the typical price, (high + low + close) / 3 (TA-Lib).
    align
        Where the average begins that needs fewer rows. "own": with its own first rows. "talib": later, so
        that the first values of both are in one row; the difference fades with the first rows.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0, 5.0])
    >>> fi.keltner(low + 1, low, low, window=2, atr_window=2).upper
    array([       nan,        nan, 11.5       ,  9.33333333])
    """
    centre = typprice(high, low, close) if price == "typical" else close
    ranges = trange(high, low, close)
    if align == "talib":
        begin = max(window - 1, atr_window)
        centre, ranges = later(centre, begin - window + 1), later(ranges, begin - atr_window)
    middle, distance = ema(centre, window=window), smoothed(ranges, atr_window)
    return (
        band(middle, distance, multiplier),
        where_both(middle, distance),
        band(middle, distance, -multiplier),
    )
