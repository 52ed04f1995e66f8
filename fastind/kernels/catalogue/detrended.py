"""The price against its mean."""

from typing import Any

from fastind.kernels.accumulators import FIRST
from fastind.kernels.catalogue.averages import sma
from fastind.kernels.catalogue.elementary import difference, itself, ratio
from fastind.kernels.catalogue.lags import against
from fastind.kernels.definition import fold
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator


@fold(FIRST, term=itself)
def earlier(n: float, acc: Any, window: int = 12) -> float:
    return acc[0]


@indicator(family="momentum", gaps="rows", source="the detrended price, without a look ahead")
def dpo(close: Any, window: Window = 20) -> Any:
    """Detrended price oscillator, in the unit of the price: an earlier price less the mean around it.

    close of `window` // 2 + 1 rows before - mean(last `window` closes). A flat input gives 0.

    Notes
    -----
    Charts often move the line back by `window` // 2 + 1 rows, where it stands beside its price. There it
    would know later prices: here each value stands in the row in which it is known.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.dpo(np.array([1.0, 2.0, 6.0, 4.0]), window=2)
    array([nan, nan, -3., -3.])
    """
    return difference(against(earlier, window // 2 + 1).on(close), sma(close, window=window))


@indicator(family="momentum", gaps="rows", source="the rate of deviation of Chinese and Japanese charts")
def bias(close: Any, window: Window = 6) -> Any:
    """Bias, in percent: how far the price is from its mean.

    100 (close - mean) / mean, the mean of the last `window` closes. A flat input gives 0; NaN where the mean
    is 0.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.bias(np.array([1.0, 3.0, 5.0]), window=2)
    array([nan, 50., 25.])
    """
    mean = sma(close, window=window)
    return ratio(difference(close, mean), mean, times=100.0)
