"""Ehlers' fractal adaptive average."""

from typing import Annotated, Any

import numpy as np

from fastind.kernels.accumulators import FIRST, GREATEST, LEAST
from fastind.kernels.catalogue.elementary import itself
from fastind.kernels.definition import fold, step
from fastind.kernels.parameters import AtLeast
from fastind.kernels.primitives import fma
from fastind.kernels.spec import indicator


@fold(GREATEST, term=itself)
def top(n: float, acc: Any, window: int = 8) -> float:
    return acc[0]


@fold(LEAST, term=itself)
def bottom(n: float, acc: Any, window: int = 8) -> float:
    return acc[0]


@fold(FIRST, term=itself)
def earlier(n: float, acc: Any, window: int = 9) -> float:
    return acc[0]


@step(state={"average": 0.0, "dimension": 1.0, "n": 0.0})
def fractal(
    s: Any,
    high: float,
    low: float,
    top: float,
    bottom: float,
    top_was: float,
    bottom_was: float,
    times: float = 2.0,
) -> Any:
    """The dimension, which is 1 for a straight way and 2 for one that fills the range, gives the speed."""
    average, dimension, n = s
    halves = (top - bottom) + (top_was - bottom_was)
    greatest = top if top > top_was else top_was
    least = bottom if bottom < bottom_was else bottom_was
    is_known = top > bottom and top_was > bottom_was
    dimension = np.log2(times * halves / (greatest - least) if is_known else 1.0) if is_known else dimension
    speed = np.exp(-4.6 * (dimension - 1.0))
    speed = 0.01 if speed < 0.01 else (1.0 if speed > 1.0 else speed)
    price = 0.5 * (high + low)
    average = fma(speed, price - average, average) if n > 0.0 else price
    return (average, dimension, 1.0), average


@indicator(
    family="trend",
    gaps="skip",
    source="Ehlers, FRAMA: Fractal Adaptive Moving Average, Stocks & Commodities (2005)",
)
def frama(high: Any, low: Any, window: Annotated[int, AtLeast(2)] = 16) -> Any:
    """Fractal adaptive moving average, in the unit of the price: fast in trends, slow in noise.

    frama = frama + a (price - frama), price = (high + low) / 2, a = exp(-4.6 (d - 1)) within 0.01 and 1.
    d = log2((n1 + n2) / n3) is the dimension of the way: n1 and n2 are the ranges (highest high less lowest
    low) of the window's halves per row, n3 that of the whole; the halves of an odd window share a row. Where
    nothing has moved in a half d stays as it was. It begins at the price of the first full window. A flat
    input gives its value.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> price = np.array([1.0, 2.0, 4.0, 3.0, 3.0, 7.0])
    >>> fi.frama(price + 1, price, window=4).round(3)
    array([  nan,   nan,   nan, 3.5  , 3.5  , 3.929])
    """
    half = (window + 1) // 2
    now = top.using(window=half).on(high), bottom.using(window=half).on(low)
    was = [earlier.using(window=window - half + 1).on(value) for value in now]
    return fractal.using(times=window / half).on(high, low, *now, *was)
