"""Bodies and ranges of bars."""

from typing import Any

from fastind.kernels.catalogue.averages import sma
from fastind.kernels.catalogue.elementary import difference
from fastind.kernels.catalogue.neutral import Flat, level
from fastind.kernels.definition import step
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator


@step(state={})
def body_in_range(s: Any, open: float, high: float, low: float, close: float, flat: float = 0.0) -> Any:
    return (), (close - open) / (high - low) if high > low else flat


@indicator(
    family="momentum",
    gaps="rows",
    talib="BOP",
    source="Livshin, Balance of Market Power, Technical Analysis of Stocks & Commodities (August 2001)",
)
def bop(open: Any, high: Any, low: Any, close: Any, *, flat: Flat = 0.0) -> Any:
    """Balance of power, -1 to 1: how much of the bar's range its body is, and in which direction.

    (close - open) / (high - low). A bar without a range, or with its high below its low, gives 0, or what
    `flat` says.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.bop(np.array([1.0, 3.0]), np.array([4.0, 3.0]), np.array([0.0, 3.0]), np.array([3.0, 3.0]))
    array([0.5, 0. ])
    """
    return body_in_range.using(flat=level(flat, 0.0)).on(open, high, low, close)


@indicator(family="momentum", gaps="rows", source="Chande and Kroll, The New Technical Trader (1994)")
def qstick(open: Any, close: Any, window: Window = 8) -> Any:
    """Qstick, in the unit of the price: the mean body of the last bars.

    mean(close - open) over the last `window` rows; above 0 buyers prevail. Bars without bodies give 0.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.qstick(np.array([1.0, 2.0, 5.0]), np.array([2.0, 5.0, 4.0]), window=2)
    array([nan,  2.,  1.])
    """
    return sma(difference(close, open), window=window)
