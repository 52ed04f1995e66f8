"""Average prices of what was traded."""

from typing import Any

from fastind.kernels.definition import Accumulator, fold, step
from fastind.kernels.parameters import MinPeriods, Window
from fastind.kernels.spec import indicator, windowed

NAN = float("nan")


def add_traded(n: float, acc: Any, x: Any) -> Any:
    shift, volume, moved = acc
    shift = x[0] if n == 0.0 else shift
    return (shift, volume + x[1], moved + x[1] * (x[0] - shift))


def merge_traded(n_old: float, old: Any, n_new: float, new: Any) -> Any:
    shift = old[0] if n_old > 0.0 else new[0]
    return (shift, old[1] + new[1], old[2] + (new[2] + new[1] * (new[0] - shift)))


TRADED = Accumulator(("shift", "volume", "moved"), add_traded, merge_traded, terms=2)
"""Volume, and volume times the price's distance from one of the window: equal prices give just that price."""


def closing(close: float, volume: float) -> Any:
    return close, volume


def typical(high: float, low: float, close: float, volume: float) -> Any:
    return (high + low + close) / 3.0, volume


@fold(TRADED, term=closing)
def closes_weighted(n: float, acc: Any, window: int = 20) -> float:
    shift, volume, moved = acc
    return shift + moved / volume if volume != 0.0 else NAN


@fold(TRADED, term=typical)
def prices_weighted(n: float, acc: Any, window: int = 20) -> float:
    shift, volume, moved = acc
    return shift + moved / volume if volume != 0.0 else NAN


@step(state={"total": 0.0, "average": 0.0})
def prices_weighted_so_far(s: Any, high: float, low: float, close: float, volume: float) -> Any:
    total, average = s
    total = total + volume
    price = (high + low + close) / 3.0
    average = average + (price - average) * (volume / total) if total != 0.0 else average
    return (total, average), average if total != 0.0 else NAN


@indicator(family="trend", gaps="rows", source="the mean of a moving window, weighted by volume")
def vwma(close: Any, volume: Any, window: Window = 20, *, min_periods: MinPeriods = None) -> Any:
    """Volume weighted moving average, in the unit of the price.

    sum(close volume) / sum(volume) over the last `window` rows. NaN where nothing was traded in all of them.
    A flat price gives that price.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.vwma(np.array([1.0, 2.0, 4.0]), np.array([1.0, 3.0, 1.0]), 2)
    array([ nan, 1.75, 2.5 ])
    """
    return windowed("vwma", closes_weighted, window, min_periods)


@indicator(
    family="trend",
    gaps="skip",
    source="Berkowitz, Logue and Noser, The Total Cost of Transactions on the NYSE (1988)",
)
def vwap(high: Any, low: Any, close: Any, volume: Any, window: Window | None = None) -> Any:
    """Volume weighted average price, in the unit of the price.

    sum(price volume) / sum(volume), price = (high + low + close) / 3, over all rows so far, or over the last
    `window` rows. NaN where nothing was traded in them. A flat price gives that price.

    Parameters
    ----------
    window : int >= 1, optional, or a list of them (a sweep)
        None: from each code's first row on, as charts do within a day; give it one day at a time. A number:
        over so many rows, which suits daily bars.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> price, volume = np.array([1.0, 2.0, 4.0]), np.array([1.0, 3.0, 1.0])
    >>> fi.vwap(price, price, price, volume)
    array([1.  , 1.75, 2.2 ])
    >>> fi.vwap(price, price, price, volume, window=2)
    array([ nan, 1.75, 2.5 ])
    """
    return prices_weighted_so_far.using() if window is None else prices_weighted.using(window=window)
