"""Averages with weights in the shape of a bell."""

from typing import Annotated, Any

import numpy as np

from fastind.kernels.catalogue.elementary import itself
from fastind.kernels.definition import window
from fastind.kernels.parameters import Above, AtLeast, Window
from fastind.kernels.spec import indicator, windowed


def begin(n: float, x: float, window: float = 9.0, offset: float = 0.85, sigma: float = 6.0) -> Any:
    return 0.0, 0.0


def each(
    acc: Any,
    other: float,
    k: float,
    n: float,
    x: float,
    window: float = 9.0,
    offset: float = 0.85,
    sigma: float = 6.0,
) -> Any:
    weights, total = acc
    away = ((1.0 - offset) * (window - 1.0) - k) * (sigma / window)
    weight = np.exp(-0.5 * away * away)
    return weights + weight, total + weight * (other - x)


@window("weights", "total", begin=begin, each=each, term=itself)
def bell(
    n: float, acc: Any, x: float, window: float = 9.0, offset: float = 0.85, sigma: float = 6.0
) -> float:
    return x + acc[1] / acc[0]


@indicator(
    family="trend", gaps="rows", source="Legoux and Kouzis-Loukas, Arnaud Legoux Moving Average (2009)"
)
def alma(
    x: Any,
    window: Window = 9,
    offset: Annotated[float, AtLeast(0)] = 0.85,
    sigma: Annotated[float, Above(0)] = 6.0,
) -> Any:
    """Arnaud Legoux moving average, in the unit of the input: weights in the shape of a bell.

    sum(w_k x_k) / sum(w_k), w_k = exp(-(k - m)^2 / (2 s^2)), k = 0 at the oldest row of the window,
    m = offset (window - 1), s = window / sigma. A flat input gives its value.

    Parameters
    ----------
    offset
        Where the bell's top lies: 0 at the oldest row, 1 at the newest.
    sigma
        How narrow the bell is: the window is so many of its deviations wide.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.alma(np.array([1.0, 2.0, 4.0, 7.0]), 3).round(3)
    array([  nan,   nan, 3.374, 6.06 ])
    """
    return windowed("alma", bell, window, offset=offset, sigma=sigma)
