"""Triangular moving average."""

from typing import Any

from fastind.kernels.catalogue.averages import sma
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator


@indicator(
    family="trend",
    gaps="rows",
    talib="TRIMA",
    source="a moving window whose weights rise by equal steps to the middle and fall again",
)
def trima(x: Any, window: Window = 30) -> Any:
    """Triangular moving average, in the unit of the input: the middle of the window weighs most.

    The plain mean of plain means, over (window + 1) // 2 and window // 2 + 1 rows. A flat input gives its
    value.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.trima(np.array([1.0, 2.0, 6.0, 7.0]), 3)
    array([ nan,  nan, 2.75, 5.25])
    """
    return sma(sma(x, window=(window + 1) // 2), window=window // 2 + 1)
