"""Connors' RSI."""

from typing import Any

from fastind.kernels.catalogue.elementary import itself
from fastind.kernels.catalogue.rsi import rsi
from fastind.kernels.catalogue.smoothed_changes import one_return
from fastind.kernels.definition import step, window
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator


@step(state={"streak": 0.0})
def streak(s: Any, close: float, close_prev: float) -> Any:
    """Rises in a row, or falls as a negative number; 0 where the close has not changed."""
    (before,) = s
    rises = (before if before > 0.0 else 0.0) + 1.0
    falls = (before if before < 0.0 else 0.0) - 1.0
    now = rises if close > close_prev else (falls if close < close_prev else 0.0)
    return (now,), now


def none_below(n: float, x: float, window: float = 101) -> Any:
    return (0.0,)


def count_below(acc: Any, other: float, k: float, n: float, x: float, window: float = 101) -> Any:
    return (acc[0] + (1.0 if other < x else 0.0),)


@window("below", begin=none_below, each=count_below, term=itself)
def percent_below(n: float, acc: Any, x: float, window: float = 101) -> float:
    """The percentage of the earlier rows of the window that are less than the newest."""
    return 100.0 * (acc[0] / (n - 1.0))


@step(state={})
def mean_of_three(s: Any, a: float, b: float, c: float) -> Any:
    return (), (a + b + c) / 3.0


@indicator(
    family="momentum",
    gaps="skip",
    source="Connors and Alvarez, An Introduction to ConnorsRSI (2012)",
)
def crsi(close: Any, window: Window = 3, streak_window: Window = 2, rank: Window = 100) -> Any:
    """Connors' RSI, 0 to 100: the mean of an RSI, the RSI of streaks and the rank of the last return.

    (rsi(close, window) + rsi(streak, streak_window) + percent rank) / 3. A streak is the number of rises in a
    row, negative for falls, 0 for an unchanged close; the percent rank is 100 times the share of the `rank`
    returns before that are less than the last one. A flat input gives 33.3: 50, 50 and 0.

    Parameters
    ----------
    window
        Changes that the RSI of the close averages.
    streak_window
        Changes that the RSI of the streaks averages.
    rank
        Earlier returns that the last one is compared with.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.crsi(np.array([10.0, 11.0, 10.0, 12.0, 13.0]), window=2, rank=2)
    array([        nan,         nan,         nan, 84.92063492, 73.93939394])
    """
    returns = one_return.using().on(close)
    return mean_of_three.using().on(
        rsi(close, window=window),
        rsi(streak.using().on(close), window=streak_window),
        percent_below.using(window=rank + 1).on(returns),
    )
