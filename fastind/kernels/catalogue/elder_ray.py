"""Elder's rays."""

from typing import Any

from fastind.kernels.catalogue.elementary import difference
from fastind.kernels.catalogue.ema import ema
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator


@indicator(
    family="momentum",
    gaps="skip",
    talib="ERI",
    outputs=("bull", "bear"),
    source="Elder, Trading for a Living (1993)",
)
def eri(high: Any, low: Any, close: Any, window: Window = 13) -> Any:
    """Elder's rays, in the unit of the price: how far buyers and sellers took the price from its average.

    bull = high - ema(close, window), bear = low - ema(close, window). Flat bars give 0 in both.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0])
    >>> fi.eri(low + 1, low, low, window=2).bull
    array([nan, 1.5, 2.5])
    """
    average = ema(close, window=window)
    return difference(high, average), difference(low, average)
