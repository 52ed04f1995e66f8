"""Wilder's average: a mean at first, then 1 / window of each new row."""

from typing import Any

from fastind.kernels.composition import Bound, Source, Value
from fastind.kernels.definition import step
from fastind.kernels.parameters import Window
from fastind.kernels.primitives import fma
from fastind.kernels.spec import indicator

NAN = float("nan")


@step(state={"average": 0.0, "n": 0.0}, lookback=lambda window: window - 1)
def wilder_smoothed(s: Any, x: float, window: int = 14) -> Any:
    average, n = s
    n = n + 1.0
    keep = 1.0 - 1.0 / window if n > window else 1.0
    average = fma(keep, average, x / window)
    return (average, n), average if n >= window else NAN


def smoothed(x: Source, window: int) -> Value:
    """Wilder's average of this."""
    return wilder_smoothed.using(window=window).on(x)


@indicator(
    family="trend",
    gaps="skip",
    talib="RMA",
    source="Wilder, New Concepts in Technical Trading Systems (1978), ch. 3",
)
def rma(x: Any, window: Window = 30) -> Bound:
    """Wilder's moving average, in the unit of the input: slower than `ema` of the same window.

    The mean of the first `window` rows, then rma = rma + (x - rma) / window; `ema` with 2 window - 1 rows
    has the same weights. A flat input gives its value.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.rma(np.array([1.0, 2.0, 6.0, np.nan, 4.0]), 2)
    array([  nan, 1.5  , 3.75 ,   nan, 3.875])
    """
    return wilder_smoothed.using(window=window)
