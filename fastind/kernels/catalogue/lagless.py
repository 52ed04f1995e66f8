"""Averages from which the lag is taken out."""

from typing import Annotated, Any

from fastind.kernels.accumulators import FIRST
from fastind.kernels.catalogue.averages import wma
from fastind.kernels.catalogue.cascades import twice
from fastind.kernels.catalogue.elementary import itself
from fastind.kernels.catalogue.ema import ema
from fastind.kernels.definition import fold
from fastind.kernels.parameters import AtLeast, Window
from fastind.kernels.spec import indicator


@fold(FIRST, term=itself)
def ahead(n: float, acc: Any, x: float, window: int = 2) -> float:
    """As far beyond the value of `window - 1` rows ago as that is behind."""
    return x + (x - acc[0])


@indicator(family="trend", gaps="rows", source="Hull, Hull Moving Average (2005)")
def hma(x: Any, window: Annotated[int, AtLeast(2)] = 16) -> Any:
    """Hull moving average, in the unit of the input: smooth, and with little lag.

    wma of 2 wma(x, window / 2) - wma(x, window), over sqrt(window) rows; both are cut off to whole numbers.
    A flat input gives its value.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.hma(np.array([1.0, 2.0, 4.0, 7.0, 8.0]), 4).round(3)
    array([  nan,   nan,   nan,   nan, 8.522])
    """
    faster = twice.using().on(wma(x, window=window // 2), wma(x, window=window))
    return wma(faster, window=int(window**0.5))


@indicator(
    family="trend",
    gaps="skip",
    source="Ehlers and Way, Zero Lag (Well, Almost), Stocks & Commodities 28 (2010)",
)
def zlema(x: Any, window: Window = 20) -> Any:
    """Zero-lag exponential moving average, in the unit of the input.

    ema over `window` rows of x + (x - x of (window - 1) // 2 rows before), which is about as far ahead as the
    average lags. It begins with the mean of the first `window` of these. A flat input gives its value.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.zlema(np.array([1.0, 2.0, 4.0, 7.0, 8.0]), 3)
    array([       nan,        nan,        nan, 6.33333333, 7.66666667])
    """
    return ema(ahead.using(window=(window - 1) // 2 + 1).on(x), window=window)
