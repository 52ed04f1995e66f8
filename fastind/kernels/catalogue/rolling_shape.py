"""Skewness and kurtosis of a window of rows."""

from typing import Any

import numpy as np

from fastind.kernels.accumulators import Acc
from fastind.kernels.catalogue.elementary import itself
from fastind.kernels.catalogue.rolling import Periods, rolling
from fastind.kernels.definition import Accumulator, fold
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator

NAN = float("nan")


def add_moments(n: float, acc: Acc, x: float) -> Acc:
    shift, mean, second, third, fourth = acc
    shift = x if n == 0.0 else shift
    more = n + 1.0
    d = (x - shift) - mean
    part = d * (1.0 / more)
    square = d * part * n
    fourth = fourth + part * (
        square * part * (more * more - 3.0 * more + 3.0) + 6.0 * part * second - 4.0 * third
    )
    third = third + part * (square * (more - 2.0) - 3.0 * second)
    return (shift, mean + part, second + square, third, fourth)


def merge_moments(n_old: float, old: Acc, n_new: float, new: Acc) -> Acc:
    n = n_old + n_new
    shift = old[0] if n_old > 0.0 else new[0]
    d = (new[0] - old[0]) + (new[1] - old[1]) if n_old > 0.0 and n_new > 0.0 else 0.0
    part = d * (1.0 / (n if n > 0.0 else 1.0))
    mean = (old[1] if n_old > 0.0 else new[1]) + part * n_new
    square = d * part * n_old * n_new
    second = old[2] + new[2] + square
    third = old[3] + new[3] + part * (square * (n_old - n_new) + 3.0 * (n_old * new[2] - n_new * old[2]))
    fourth = (
        old[4]
        + new[4]
        + part
        * (
            square * part * (n_old * n_old - n_old * n_new + n_new * n_new)
            + 6.0 * part * (n_old * n_old * new[2] + n_new * n_new * old[2])
            + 4.0 * (n_old * new[3] - n_new * old[3])
        )
    )
    return (shift, mean, second, third, fourth)


MOMENTS = Accumulator(("shift", "mean", "second", "third", "fourth"), add_moments, merge_moments)
"""The mean as its distance from a value of the window, and the sums of the second to fourth powers of the
distances from the mean (Pébay, "Formulas for robust, one-pass parallel computation of covariances and
arbitrary-order statistical moments", 2008). In a flat window all are exactly 0."""


@fold(MOMENTS, term=itself, lookback=lambda window: max(window, 3) - 1)
def skewness(n: float, acc: Any, window: int = 20) -> float:
    _, _, second, third, _ = acc
    moves = second > 0.0
    square = second if moves else 1.0
    value = n * np.sqrt(n - 1.0) / (n - 2.0) * (third / (square * np.sqrt(square)))
    return value if moves and n > 2.0 else NAN


@fold(MOMENTS, term=itself, lookback=lambda window: max(window, 4) - 1)
def kurtosis(n: float, acc: Any, window: int = 20) -> float:
    _, _, second, _, fourth = acc
    moves = second > 0.0
    square = second if moves else 1.0
    scaled = n * (n + 1.0) * (n - 1.0) * ((fourth / square) / square)
    value = (scaled - 3.0 * (n - 1.0) * (n - 1.0)) / ((n - 2.0) * (n - 3.0))
    return value if moves and n > 3.0 else NAN


@indicator(family="statistics", gaps="rows", source="pandas, `x.rolling(window, min_periods).skew()`")
def rolling_skew(x: Any, window: Window, *, min_periods: Periods = None) -> Any:
    """Skewness of the last `window` rows: 0 for a symmetric spread, above 0 with a long tail upwards.

    n sqrt(n - 1) / (n - 2) * sum d^3 / (sum d^2)^1.5, d the distance from the mean of the n valid rows of the
    window, as for a sample. NaN where the window is flat, and where n < 3.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.rolling_skew(np.array([1.0, 2.0, 3.0, 9.0]), 3)
    array([       nan,        nan, 0.        , 1.59709699])
    """
    return rolling("rolling_skew", skewness, window, min_periods)


@indicator(family="statistics", gaps="rows", source="pandas, `x.rolling(window, min_periods).kurt()`")
def rolling_kurt(x: Any, window: Window, *, min_periods: Periods = None) -> Any:
    """Excess kurtosis of the last `window` rows: 0 for a normal spread, above 0 with heavy tails.

    (n (n + 1) (n - 1) sum d^4 / (sum d^2)^2 - 3 (n - 1)^2) / ((n - 2) (n - 3)), d the distance from the mean
    of the n valid rows of the window, as for a sample. NaN where the window is flat, and where n < 4.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.rolling_kurt(np.array([1.0, 2.0, 3.0, 4.0, 9.0]), 4)
    array([       nan,        nan,        nan, -1.2      ,  2.7039239])
    """
    return rolling("rolling_kurt", kurtosis, window, min_periods)
