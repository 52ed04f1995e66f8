"""Changes from row to row, smoothed and against each other."""

from typing import Any

from fastind.kernels.accumulators import TOTAL
from fastind.kernels.catalogue.ema import ema
from fastind.kernels.catalogue.lags import against, change_of
from fastind.kernels.catalogue.neutral import Flat, level, share
from fastind.kernels.catalogue.rsi import TINY
from fastind.kernels.definition import fold, step
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator, windowed

NAN = float("nan")


@step(state={}, lookback=lambda: 1)
def one_change(s: Any, x: float, x_prev: float) -> Any:
    return (), x - x_prev


@step(state={}, lookback=lambda: 1)
def one_return(s: Any, x: float, x_prev: float, times: float = 1.0) -> Any:
    return (), times * ((x - x_prev) / x_prev) if x_prev != 0.0 else NAN


@step(state={})
def size(s: Any, x: float) -> Any:
    return (), abs(x)


def distance(x: float, x_prev: float) -> float:
    return abs(x - x_prev)


@fold(TOTAL, term=distance, lookback=lambda window: window)
def path(n: float, acc: Any, window: int = 10) -> float:
    return acc[0]


@indicator(
    family="momentum",
    gaps="skip",
    talib="TRIX",
    source="Hutson, Good TRIX, Technical Analysis of Stocks & Commodities (1983)",
)
def trix(close: Any, window: Window = 30) -> Any:
    """Trix, in percent: the change from row to row of an average of an average of an average.

    100 (t - t of one row before) / (t of one row before), t = ema(ema(ema(close))). A flat input gives 0; NaN
    where the earlier t is 0.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.trix(np.array([1.0, 2.0, 4.0, 5.0, 5.0]), window=2)
    array([        nan,         nan,         nan,         nan, 31.22017723])
    """
    smooth = ema(ema(ema(close, window=window), window=window), window=window)
    return one_return.using(times=100.0).on(smooth)


@indicator(
    family="momentum", gaps="skip", source="Blau, Momentum, Direction, and Divergence (1995), true strength"
)
def tsi(close: Any, slow: Window = 25, fast: Window = 13, *, flat: Flat = 0.0) -> Any:
    """True strength index, -100 to 100: the twice smoothed change against the twice smoothed movement.

    100 ema(ema(d, slow), fast) / ema(ema(|d|, slow), fast), d the change from one valid row to the next. A
    flat input gives 0, or what `flat` says.

    Parameters
    ----------
    slow
        Rows of the first average.
    fast
        Rows of the second average.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.tsi(np.array([10.0, 12.0, 11.0, 14.0]), slow=2, fast=1)
    array([        nan,         nan, 33.33333333, 86.66666667])
    """
    change = one_change.using().on(close)
    up = ema(ema(change, window=slow), window=fast)
    moved = ema(ema(size.using().on(change), window=slow), window=fast)
    return share.using(flat=level(flat, 0.0), least=TINY).on(up, moved)


@indicator(family="momentum", gaps="rows", source="Kaufman, Smarter Trading (1995)")
def er(close: Any, window: Window = 10, *, flat: Flat = 0.0) -> Any:
    """Efficiency ratio, 0 to 1: how straight the way of the price was.

    |close - close of `window` rows before| / sum of |changes| between them: 1 where the price has only risen
    or only fallen. Where nothing has moved it is 0, or what `flat` says; "talib": 1, as in TA-Lib's KAMA.

    Parameters
    ----------
    window
        Changes.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.er(np.array([1.0, 2.0, 4.0, 3.0]), window=2)
    array([       nan,        nan, 1.        , 0.33333333])
    """
    net = size.using().on(against(change_of, window).on(close))
    return share.using(times=1.0, flat=level(flat, 1.0)).on(net, windowed("er", path, window).on(close))
