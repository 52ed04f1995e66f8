"""Heikin-Ashi bars."""

from typing import Any

from fastind.kernels.definition import step
from fastind.kernels.spec import indicator


@step(state={"before_open": 0.0, "before_close": 0.0, "n": 0.0}, outputs=("open", "high", "low", "close"))
def averaged_bar(s: Any, open: float, high: float, low: float, close: float) -> Any:
    """The middle of the last averaged bar's body, and the mean of this bar."""
    before_open, before_close, n = s
    ends = 0.25 * (open + high + low + close)
    begins = 0.5 * (before_open + before_close) if n > 0.0 else 0.5 * (open + close)
    upper = begins if begins > ends else ends
    lower = begins if begins < ends else ends
    top = high if high > upper else upper
    bottom = low if low < lower else lower
    return (begins, ends, n + 1.0), (begins, top, bottom, ends)


@indicator(
    family="price",
    gaps="skip",
    talib="HA",
    outputs=("open", "high", "low", "close"),
    source="Valcu, Using the Heikin-Ashi Technique, Technical Analysis of Stocks & Commodities (2004)",
)
def ha(open: Any, high: Any, low: Any, close: Any) -> Any:
    """Heikin-Ashi bars, in the unit of the price: bars that are averaged with those before them.

    close' = (open + high + low + close) / 4, open' = (open' + close') / 2 of the row before, and
    (open + close) / 2 in the first row; high' = max(high, open', close'), low' = min(low, open', close').
    Flat bars give their price in all four.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0])
    >>> fi.ha(low, low + 2, low, low + 2).open
    array([2. , 2. , 2.5])
    """
    return averaged_bar.using().on(open, high, low, close)
