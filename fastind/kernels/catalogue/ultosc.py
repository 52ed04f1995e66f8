"""Ultimate oscillator."""

from typing import Any

from fastind.kernels.catalogue.neutral import Flat, level
from fastind.kernels.definition import Accumulator, fold, step
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator, windowed

NAN = float("nan")


def add_both(n: float, acc: Any, terms: Any) -> Any:
    return (acc[0] + terms[0], acc[1] + terms[1])


def merge_both(n_old: float, old: Any, n_new: float, new: Any) -> Any:
    return (old[0] + new[0], old[1] + new[1])


TWO_TOTALS = Accumulator(("a", "b"), add_both, merge_both, terms=2)
"""The sums of two terms."""


def pressure(high: float, low: float, close: float, close_prev: float) -> Any:
    """How far the close is above the true low, and the true range."""
    top = close_prev if close_prev > high else high
    bottom = close_prev if close_prev < low else low
    return close - bottom, top - bottom if close_prev == close_prev else NAN


@fold(TWO_TOTALS, term=pressure, lookback=lambda window: window)
def pressure_in_range(n: float, acc: Any, window: int = 7, flat: float = 0.5) -> float:
    return acc[0] / acc[1] if acc[1] > 0.0 else flat


@step(state={})
def four_two_one(s: Any, a: float, b: float, c: float) -> Any:
    return (), 100.0 * ((4.0 * a + 2.0 * b + c) / 7.0)


@indicator(
    family="momentum",
    gaps="rows",
    talib="ULTOSC",
    source="Williams, The Ultimate Oscillator, Technical Analysis of Stocks & Commodities (April 1985)",
)
def ultosc(
    high: Any,
    low: Any,
    close: Any,
    window1: Window = 7,
    window2: Window = 14,
    window3: Window = 28,
    *,
    flat: Flat = 50.0,
) -> Any:
    """Ultimate oscillator, 0 to 100: buying pressure in all movement, over three windows.

    100 (4 a + 2 b + c) / 7, each of a, b, c being sum(close - true low) / sum(true range) over one window,
    true low = min(low, previous close), and a over the shortest. In a window where nothing has moved the
    share is `flat` / 100, by default one half.

    Parameters
    ----------
    window1, window2, window3
        Rows, in any order: the shortest weighs most.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> close = np.array([1.0, 2.0, 4.0, 3.0])
    >>> fi.ultosc(close + 1, close - 1, close, window1=1, window2=2, window3=3)
    array([        nan,         nan,         nan, 53.87755102])
    """
    neutral = level(flat, 0.0) / 100.0
    shares = [
        windowed("ultosc", pressure_in_range, window, flat=neutral).on(high, low, close)
        for window in sorted((window1, window2, window3))
    ]
    return four_two_one.using().on(*shares)
