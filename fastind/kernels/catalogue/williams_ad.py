"""Williams' accumulation and distribution."""

from typing import Any

from fastind.kernels.definition import step
from fastind.kernels.spec import indicator


@step(state={"total": 0.0})
def accumulated(s: Any, high: float, low: float, close: float, close_prev: float) -> Any:
    """Rises from the true low, and falls from the true high."""
    (total,) = s
    bottom = close_prev if close_prev < low else low
    top = close_prev if close_prev > high else high
    fall = close - top if close < close_prev else 0.0
    total = total + (close - bottom if close > close_prev else fall)
    return (total,), total


@indicator(
    family="momentum",
    gaps="skip",
    talib="WAD",
    source="Williams, The Secret of Selecting Stocks for Immediate and Substantial Gains (1972)",
)
def wad(high: Any, low: Any, close: Any) -> Any:
    """Williams' accumulation/distribution, in the unit of the price: rises from lows and falls from highs.

    0 in the first row. Then wad + close - min(low, previous close) where the close has risen, wad + close -
    max(high, previous close) where it has fallen, else wad as it was: a flat input gives 0. Only its changes
    mean something.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0, 4.0])
    >>> fi.wad(low + 2, low, low + 1)
    array([0., 1., 5., 3.])
    """
    return accumulated.using().on(high, low, close)
