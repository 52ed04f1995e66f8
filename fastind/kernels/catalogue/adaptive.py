"""Averages that follow faster the straighter the way is."""

from typing import Any

from fastind.kernels.definition import Accumulator, fold, step
from fastind.kernels.parameters import Window
from fastind.kernels.primitives import fma
from fastind.kernels.spec import indicator

NAN = float("nan")
FASTEST, SLOWEST = 2.0 / 3.0, 2.0 / 31.0  # averages over 2 and over 30 rows


def move(x: float, x_prev: float) -> Any:
    return x_prev, abs(x - x_prev)


def add_move(n: float, acc: Any, x: Any) -> Any:
    return (x[0] if n == 0.0 else acc[0], acc[1] + x[1])


def prepend_move(n: float, acc: Any, x: Any) -> Any:
    return (x[0], acc[1] + x[1])


def merge_moves(n_old: float, old: Any, n_new: float, new: Any) -> Any:
    return (old[0] if n_old > 0.0 else new[0], old[1] + new[1])


WAY = Accumulator(("start", "way"), add_move, merge_moves, prepend_move, terms=2)
"""Where the window's first change starts, and the sum of all changes without their signs."""


@fold(WAY, term=move, lookback=lambda window: window, outputs=("straightness", "before"))
def straightness(n: float, acc: Any, x: float, x_prev: float, window: int = 30, flat: float = 1.0) -> Any:
    """The change over the window per way, and the row before."""
    start, way = acc
    net = abs(x - start)
    share = 1.0 if net >= way else net / way if way > 0.0 else NAN
    return (flat if way == 0.0 else share), x_prev


@step(state={"average": 0.0, "n": 0.0})
def kaufman(s: Any, x: float, share: float, before: float) -> Any:
    average, n = s
    average = average if n > 0.0 else before
    speed = fma(FASTEST - SLOWEST, share, SLOWEST)
    average = fma(speed * speed, x - average, average)
    return (average, 1.0), average


@indicator(
    family="trend", gaps="skip", talib="KAMA", source="Kaufman, Trading Systems and Methods (2013), ch. 17"
)
def kama(x: Any, window: Window = 30) -> Any:
    """Kaufman's adaptive moving average, in the unit of the input: fast in trends, slow in noise.

    kama = kama + s^2 (x - kama), s = 2/31 + e (2/3 - 2/31), e = the change over `window` rows without its
    sign, over the sum of the daily changes without theirs: 1 if all went one way, near 0 if nothing came
    of it. It begins at the last value before the first full window. A flat input gives its value; in a flat
    stretch e is 1.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.kama(np.array([1.0, 2.0, 1.0, 4.0, 4.0]), 2)
    array([       nan,        nan, 1.99583767, 2.26370813, 3.03539341])
    """
    share, before = straightness.using(window=window, flat=1.0).on(x)
    return kaufman.using().on(x, share, before)


@step(state={"average": 0.0, "n": 0.0}, lookback=lambda window: window - 1)
def chande(s: Any, x: float, share: float, before: float, window: int = 12) -> Any:
    average, n = s
    n = n + 1.0
    average = before if n <= window else average
    average = fma(2.0 / (window + 1.0) * share, x - average, average)
    return (average, n), average if n >= window else NAN


@indicator(
    family="trend",
    gaps="skip",
    source="Chande, Adapting Moving Averages to Market Volatility, Stocks & Commodities 10 (1992)",
)
def vidya(x: Any, window: Window = 12, cmo: Window = 9) -> Any:
    """Variable index dynamic average, in the unit of the input: an `ema` that stands still without momentum.

    vidya = vidya + a |c| (x - vidya), a = 2 / (window + 1), c = Chande's momentum oscillator over `cmo`
    changes, from -1 to 1 (0 where nothing has moved). The first value stands in row
    window + cmo - 1 and goes on from x of the row before (as in MetaTrader). A flat input gives its value.

    Parameters
    ----------
    cmo
        Changes in the oscillator.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.vidya(np.array([1.0, 2.0, 4.0, 3.0, 4.0, 6.0]), window=3, cmo=2)
    array([nan, nan, nan, nan, 3. , 4.5])
    """
    share, before = straightness.using(window=cmo, flat=0.0).on(x)
    return chande.using(window=window).on(x, share, before)
