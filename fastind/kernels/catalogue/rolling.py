"""pandas' `rolling(window, min_periods)`: mean, sum, variance, standard deviation, and the z-score."""

from typing import Annotated, Any

import numpy as np

from fastind.kernels.accumulators import SHIFTED, TOTAL
from fastind.kernels.catalogue.averages import mean
from fastind.kernels.catalogue.elementary import itself
from fastind.kernels.composition import Bound
from fastind.kernels.definition import Fold, fold
from fastind.kernels.definition import Window as OfAll
from fastind.kernels.parameters import AtLeast, Window
from fastind.kernels.spec import indicator, windowed

NAN = float("nan")
Periods = Annotated[int, AtLeast(0)] | None
Ddof = Annotated[int, AtLeast(0)]


def rolling(
    name: str, kind: Fold | OfAll, window: int, min_periods: int | None, least: int = 1, **values: float
) -> Bound:
    """A value of the last rows under pandas' rule: 0 of them make no value, whatever `min_periods` is."""
    needed = None if min_periods is None else max(min_periods, least)
    return windowed(name, kind, window, needed, **values)


def squares_of(n: float, acc: Any) -> float:
    """The sum of squares around the mean; exactly 0 where nothing moves."""
    _, first, second = acc
    squares = second - first * first * (1.0 / n)
    return 0.0 if squares < 0.0 else squares


def variance_of(n: float, acc: Any, ddof: float) -> float:
    value = squares_of(n, acc) * (1.0 / (n - ddof))
    return value if n > ddof else NAN


@fold(TOTAL, term=itself)
def total(n: float, acc: Any, window: int = 20) -> float:
    return acc[0]


@fold(SHIFTED, term=itself, lookback=lambda window, ddof: max(window, ddof + 1) - 1)
def variance(n: float, acc: Any, window: int = 20, ddof: float = 1.0) -> float:
    return variance_of(n, acc, ddof)


@fold(SHIFTED, term=itself, lookback=lambda window, ddof: max(window, ddof + 1) - 1)
def standard_deviation(n: float, acc: Any, window: int = 20, ddof: float = 1.0) -> float:
    return np.sqrt(variance_of(n, acc, ddof))


@fold(SHIFTED, term=itself, lookback=lambda window, ddof: max(window, ddof + 1, 2) - 1)
def standard_score(n: float, acc: Any, x: float, window: int = 20, ddof: float = 1.0) -> float:
    spread = np.sqrt(variance_of(n, acc, ddof))
    return ((x - acc[0]) - acc[1] / n) / spread if spread > 0.0 else NAN


@indicator(family="statistics", gaps="rows", source="pandas, `x.rolling(window, min_periods).mean()`")
def rolling_mean(x: Any, window: Window, *, min_periods: Periods = None) -> Any:
    """Mean of the last `window` rows, in the unit of the input.

    sum(x) / n over the valid rows of the window. A flat input gives its value.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.rolling_mean(np.array([1.0, 2.0, np.nan, 6.0]), 3, min_periods=2)
    array([nan, 1.5, 1.5, 4. ])
    """
    return rolling("rolling_mean", mean, window, min_periods)


@indicator(
    family="statistics", gaps="rows", talib="SUM", source="pandas, `x.rolling(window, min_periods).sum()`"
)
def rolling_sum(x: Any, window: Window, *, min_periods: Periods = None) -> Any:
    """Sum of the last `window` rows, in the unit of the input.

    The sum of the valid rows of the window. A flat input gives `window` times its value.

    Parameters
    ----------
    min_periods
        Valid rows that a value needs; by default all of them. With 0 a window without any valid row is 0.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.rolling_sum(np.array([1.0, 2.0, np.nan, 6.0]), 2)
    array([nan,  3., nan, nan])
    >>> fi.rolling_sum(np.array([1.0, 2.0, np.nan, 6.0]), 2, min_periods=1)
    array([1., 3., 2., 6.])
    """
    return rolling("rolling_sum", total, window, min_periods, least=0)


@indicator(family="statistics", gaps="rows", source="pandas, `x.rolling(window, min_periods).var(ddof)`")
def rolling_var(x: Any, window: Window, *, ddof: Ddof = 1, min_periods: Periods = None) -> Any:
    """Variance of the last `window` rows, in the square of the input's unit.

    sum (x - mean)^2 / (n - ddof) over the n valid rows of the window. A flat window is exactly 0; NaN where n
    is not more than `ddof`, so always with window=1.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.rolling_var(np.array([1.0, 2.0, 6.0]), 3)
    array([nan, nan,  7.])
    """
    return rolling("rolling_var", variance, window, min_periods, ddof=ddof)


@indicator(family="statistics", gaps="rows", source="pandas, `x.rolling(window, min_periods).std(ddof)`")
def rolling_std(x: Any, window: Window, *, ddof: Ddof = 1, min_periods: Periods = None) -> Any:
    """Standard deviation of the last `window` rows, in the unit of the input.

    sqrt(sum (x - mean)^2 / (n - ddof)) over the n valid rows of the window. A flat window is exactly 0; NaN
    where n is not more than `ddof`, so always with window=1.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.rolling_std(np.array([1.0, 2.0, 3.0]), 2)
    array([       nan, 0.70710678, 0.70710678])
    """
    return rolling("rolling_std", standard_deviation, window, min_periods, ddof=ddof)


@indicator(
    family="statistics",
    gaps="rows",
    source="pandas, `(x - x.rolling(window).mean()) / x.rolling(window).std(ddof)`",
)
def rolling_zscore(x: Any, window: Window, *, ddof: Ddof = 1, min_periods: Periods = None) -> Any:
    """Distance from the mean of the last `window` rows, in standard deviations.

    (x - mean) / std; the row itself is one of the window. NaN where the window is flat, where x is missing,
    and where no more than `ddof` rows are valid.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.rolling_zscore(np.array([1.0, 2.0, 3.0, 3.0, 3.0]), 3)
    array([       nan,        nan, 1.        , 0.57735027,        nan])
    """
    return rolling("rolling_zscore", standard_score, window, min_periods, ddof=ddof)
