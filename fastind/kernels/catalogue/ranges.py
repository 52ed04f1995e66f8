"""True range and its averages."""

from typing import Any

from fastind.kernels.catalogue.elementary import ratio
from fastind.kernels.catalogue.wilder import smoothed
from fastind.kernels.definition import step
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator

NAN = float("nan")
WILDER = "Wilder, New Concepts in Technical Trading Systems (1978), ch. 3"


@step(state={"n": 0.0}, lookback=lambda: 1)
def true_range(s: Any, high: float, low: float, close: float, close_prev: float) -> Any:
    """The range of the day and of the gap before it."""
    (n,) = s
    top = close_prev if close_prev > high else high
    bottom = close_prev if close_prev < low else low
    return (n + 1.0,), top - bottom if n > 0.0 else NAN


@indicator(family="volatility", gaps="skip", talib="TRANGE", source=WILDER)
def trange(high: Any, low: Any, close: Any) -> Any:
    """True range, in the unit of the price: how far the price has moved since the last close.

    max(high, previous close) - min(low, previous close). 0 where nothing has moved.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.trange(np.array([2.0, 3.0, 7.0]), np.array([1.0, 2.0, 6.0]), np.array([1.0, 3.0, 6.0]))
    array([nan,  2.,  4.])
    """
    return true_range.using().on(high, low, close)


@indicator(family="volatility", gaps="skip", talib="ATR", source=WILDER)
def atr(high: Any, low: Any, close: Any, window: Window = 14) -> Any:
    """Average true range, in the unit of the price.

    The mean of the first `window` true ranges, then atr = atr + (true range - atr) / window. 0 where nothing
    has moved.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0, 5.0])
    >>> fi.atr(low + 1, low, low, window=2)
    array([ nan,  nan, 3.5 , 2.25])
    """
    return smoothed(trange(high, low, close), window)


@indicator(family="volatility", gaps="skip", talib="NATR", source=WILDER + "; per price")
def natr(high: Any, low: Any, close: Any, window: Window = 14) -> Any:
    """Average true range per price, in percent.

    100 atr / close. NaN where the close is 0.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0, 5.0])
    >>> fi.natr(low + 1, low, low, window=2)
    array([        nan,         nan, 58.33333333, 45.        ])
    """
    return ratio(atr(high, low, close, window=window), close, times=100.0)
