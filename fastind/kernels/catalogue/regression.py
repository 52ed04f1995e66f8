"""The straight line through the last rows by least squares."""

import math
from typing import Annotated, Any

from fastind.kernels.accumulators import WEIGHTED, Acc, add_weighted, merge_weighted, prepend_weighted
from fastind.kernels.catalogue.elementary import itself
from fastind.kernels.definition import Accumulator, fold
from fastind.kernels.parameters import AtLeast
from fastind.kernels.spec import indicator, windowed

NAN = float("nan")
DEGREES = 180.0 / math.pi
LEAST_SQUARES = "least squares on the row's number; Gauss, Theoria motus corporum coelestium (1809)"
Points = Annotated[int, AtLeast(2)]


def products_of(n: float, total: float, weighted: float) -> float:
    """The sum of (k - mean k) d."""
    return weighted - 0.5 * (n - 1.0) * total


def squares_of_rows(n: float) -> float:
    """The sum of (k - mean k)^2, k from 0 to n - 1."""
    return n * (n * n - 1.0) / 12.0


def arctangent(x: float) -> float:
    """atan to the last digit, without a call, so that codes run side by side (Moshier, Cephes, atan.c)."""
    a = abs(x)
    is_steep, is_flat = a > 2.414213562373095, a <= 0.66
    over = -1.0 if is_steep else (a if is_flat else a - 1.0)
    under = a if is_steep else (1.0 if is_flat else a + 1.0)
    start = 0.5 * math.pi if is_steep else (0.0 if is_flat else 0.25 * math.pi)
    rest = 6.123233995736766e-17 if is_steep else (0.0 if is_flat else 3.061616997868383e-17)
    t = over / under
    z = t * t
    top = (
        ((-0.8750608600031904 * z - 16.157537187333651) * z - 75.008557923147047) * z - 122.88666844901361
    ) * z - 64.850219049420254
    bottom = (
        (((z + 24.858464901423063) * z + 165.02700983169885) * z + 432.88106049129027) * z
        + 485.39039963591370
    ) * z + 194.55065714826140
    value = start + (t * (z * top / bottom) + t + rest)
    return -value if x < 0.0 else value


@fold(WEIGHTED, term=itself)
def line_slope(n: float, acc: Any, window: int = 14) -> float:
    return products_of(n, acc[1], acc[2]) / squares_of_rows(n)


@fold(WEIGHTED, term=itself)
def line_angle(n: float, acc: Any, window: int = 14) -> float:
    return arctangent(products_of(n, acc[1], acc[2]) / squares_of_rows(n)) * DEGREES


@fold(WEIGHTED, term=itself)
def line_at(n: float, acc: Any, window: int = 14, side: float = 1.0, ahead: float = 0.0) -> float:
    """The line `ahead` rows after the newest row (side 1) or the oldest one (side -1)."""
    shift, total, weighted = acc
    slope = products_of(n, total, weighted) / squares_of_rows(n)
    return shift + (total / n + slope * (side * 0.5 * (n - 1.0) + ahead))


def add_trended(n: float, acc: Acc, x: float) -> Acc:
    shift, total, weighted = add_weighted(n, (acc[0], acc[1], acc[2]), x)
    return (shift, total, weighted, acc[3] + (x - shift) * (x - shift))


def prepend_trended(n: float, acc: Acc, x: float) -> Acc:
    shift, total, weighted = prepend_weighted(n, (acc[0], acc[1], acc[2]), x)
    return (shift, total, weighted, acc[3] + (x - shift) * (x - shift))


def merge_trended(n_old: float, old: Acc, n_new: float, new: Acc) -> Acc:
    shift, total, weighted = merge_weighted(n_old, (old[0], old[1], old[2]), n_new, (new[0], new[1], new[2]))
    d = new[0] - shift
    return (shift, total, weighted, old[3] + (new[3] + d * (2.0 * new[1] + n_new * d)))


TRENDED = Accumulator(("shift", "total", "weighted", "second"), add_trended, merge_trended, prepend_trended)
"""As WEIGHTED, and the sum of d^2."""


@fold(TRENDED, term=itself)
def line_share(n: float, acc: Any, window: int = 14) -> float:
    _, total, weighted, second = acc
    products = products_of(n, total, weighted)
    squares = second - total * total / n
    share = products * products / (squares_of_rows(n) * squares) if squares > 0.0 else NAN
    return 1.0 if share > 1.0 else share


@indicator(family="trend", gaps="rows", talib="LINEARREG", source=LEAST_SQUARES)
def linreg(x: Any, window: Points = 14) -> Any:
    """Linear regression: the end of the straight line through the last `window` rows, in the input's unit.

    intercept + slope (window - 1) of the line that least squares fit to the rows 0, 1, ..., window - 1. A
    flat input gives its value.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.linreg(np.array([1.0, 2.0, 6.0]), 3)
    array([nan, nan, 5.5])
    """
    return windowed("linreg", line_at, window)


@indicator(family="trend", gaps="rows", talib="LINEARREG_SLOPE", source=LEAST_SQUARES)
def linreg_slope(x: Any, window: Points = 14) -> Any:
    """Slope of the straight line through the last `window` rows, in the input's unit per row.

    sum (k - mean k) x_k / sum (k - mean k)^2, k = 0 at the oldest row. A flat input gives 0.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.linreg_slope(np.array([1.0, 2.0, 6.0]), 3)
    array([nan, nan, 2.5])
    """
    return windowed("linreg_slope", line_slope, window)


@indicator(family="trend", gaps="rows", talib="LINEARREG_INTERCEPT", source=LEAST_SQUARES)
def linreg_intercept(x: Any, window: Points = 14) -> Any:
    """Start of the straight line through the last `window` rows, in the unit of the input.

    The line's value at the oldest row of the window: mean x - slope (window - 1) / 2. A flat input gives its
    value.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.linreg_intercept(np.array([1.0, 2.0, 6.0]), 3)
    array([nan, nan, 0.5])
    """
    return windowed("linreg_intercept", line_at, window, side=-1.0)


@indicator(family="trend", gaps="rows", talib="LINEARREG_ANGLE", source=LEAST_SQUARES)
def linreg_angle(x: Any, window: Points = 14) -> Any:
    """Angle of the straight line through the last `window` rows, in degrees, -90 to 90.

    atan(slope) 180 / pi; it depends on the unit of the input. A flat input gives 0.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.linreg_angle(np.array([1.0, 2.0, 3.0]), 3)
    array([nan, nan, 45.])
    """
    return windowed("linreg_angle", line_angle, window)


@indicator(family="trend", gaps="rows", talib="TSF", source=LEAST_SQUARES)
def tsf(x: Any, window: Points = 14) -> Any:
    """Time series forecast: the straight line through the last `window` rows one row on, in the input's unit.

    intercept + slope window. A flat input gives its value.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.tsf(np.array([1.0, 2.0, 6.0]), 3)
    array([nan, nan,  8.])
    """
    return windowed("tsf", line_at, window, ahead=1.0)


@indicator(family="trend", gaps="rows", source=LEAST_SQUARES)
def linreg_r2(x: Any, window: Points = 14) -> Any:
    """R squared of the straight line through the last `window` rows, 0 to 1: how well it fits.

    The square of the correlation of x with the row's number. NaN where the window is flat.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.linreg_r2(np.array([1.0, 2.0, 3.0, 2.0]), 3)
    array([nan, nan,  1.,  0.])
    """
    return windowed("linreg_r2", line_share, window)
