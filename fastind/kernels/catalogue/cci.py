"""Commodity channel index."""

from typing import Any

from fastind.kernels.accumulators import SHIFTED
from fastind.kernels.catalogue.elementary import itself
from fastind.kernels.catalogue.neutral import Flat, level
from fastind.kernels.definition import fold, step, window
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator, windowed

LAMBERT = 0.015  # so that about three quarters of the values lie between -100 and 100
ROUNDING = 1e-14  # of the price: by so much do equal typical prices differ, from the order of their sums


@step(state={})
def typical(s: Any, high: float, low: float, close: float) -> Any:
    return (), (high + low + close) / 3.0


@fold(SHIFTED, term=itself)
def above_mean(n: float, acc: Any, x: float, window: int = 14) -> float:
    """x - mean, without the digits that the difference of two prices would lose."""
    return (x - acc[0]) - acc[1] / n


def none_yet(n: float, x: float, above: float, window: float = 14, flat: float = 0.0) -> Any:
    return (0.0,)


def add_distance(
    acc: Any, other: float, k: float, n: float, x: float, above: float, window: float = 14, flat: float = 0.0
) -> Any:
    return (acc[0] + abs((other - x) + above),)


# The mean of the same rows comes with its own wait.
@window("distance", begin=none_yet, each=add_distance, term=itself, lookback=lambda: 0)
def in_mean_distances(
    n: float, acc: Any, x: float, above: float, window: float = 14, flat: float = 0.0
) -> float:
    distance = acc[0] / n
    return above / (LAMBERT * distance) if distance > ROUNDING * abs(x) else flat


@indicator(
    family="momentum",
    gaps="rows",
    talib="CCI",
    source="Lambert, Commodity Channel Index, Commodities (October 1980)",
)
def cci(high: Any, low: Any, close: Any, window: Window = 14, *, flat: Flat = 0.0) -> Any:
    """Commodity channel index: how many usual distances the price is from its mean, times 66.7.

    (p - mean p) / (0.015 mean |p - mean p|), p = (high + low + close) / 3, the means over the last `window`
    rows. Where all these p are equal it is 0, or what `flat` says.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> price = np.array([1.0, 2.0, 6.0, 3.0])
    >>> fi.cci(price, price, price, window=3)
    array([         nan,          nan, 100.        , -28.57142857])
    """
    price = typical.using().on(high, low, close)
    above = windowed("cci", above_mean, window).on(price)
    return windowed("cci", in_mean_distances, window, flat=level(flat, 0.0)).on(price, above)
