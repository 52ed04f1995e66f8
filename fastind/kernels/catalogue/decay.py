"""Weights that fall with age."""

from typing import Any

from fastind.kernels.catalogue.averages import linearly_weighted
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator, windowed


@indicator(family="statistics", gaps="rows", source="Kakushadze, 101 Formulaic Alphas (2016), decay_linear")
def decay_linear(x: Any, window: Window) -> Any:
    """Mean with weights that fall by equal steps with age, in the unit of the input: `wma` by another name.

    sum(k x_k) / sum(k), k = 1 at the oldest row of the window to `window` at the newest. A flat input gives
    its value.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.decay_linear(np.array([1.0, 2.0, 6.0]), 3)
    array([       nan,        nan, 3.83333333])
    """
    return windowed("decay_linear", linearly_weighted, window)
