"""Correlation and covariance of two inputs over a window of rows, and what follows from them."""

from typing import Any

import numpy as np

from fastind.kernels.accumulators import PAIRS
from fastind.kernels.catalogue.rolling import Ddof, Periods, rolling
from fastind.kernels.definition import fold
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator, windowed

NAN = float("nan")


def pair(x: float, y: float) -> Any:
    return x, y


def both_returns(x: float, x_prev: float, y: float, y_prev: float) -> Any:
    return (x - x_prev) / x_prev, (y - y_prev) / y_prev


def around_means(n: float, acc: Any) -> Any:
    """Sums of squares of x and of y and of their products, around their means."""
    _, _, x, y, xx, yy, xy = acc
    return xx - x * x * (1.0 / n), yy - y * y * (1.0 / n), xy - x * y * (1.0 / n)


@fold(PAIRS, term=pair, lookback=lambda window, ddof: max(window, ddof + 1) - 1)
def covariance(n: float, acc: Any, window: int = 20, ddof: float = 1.0) -> float:
    _, _, products = around_means(n, acc)
    value = products * (1.0 / (n - ddof))
    return value if n > ddof else NAN


@fold(PAIRS, term=pair, lookback=lambda window, flat: max(window, 2 if flat != flat else 1) - 1)
def correlation(n: float, acc: Any, window: int = 20, flat: float = NAN) -> float:
    xx, yy, xy = around_means(n, acc)
    moves = xx > 0.0 and yy > 0.0
    value = xy / (np.sqrt(xx) * np.sqrt(yy)) if moves else flat
    return 1.0 if value > 1.0 else (-1.0 if value < -1.0 else value)


@fold(PAIRS, term=both_returns, lookback=lambda window: window)
def slope_of_returns(n: float, acc: Any, window: int = 5) -> float:
    xx, _, xy = around_means(n, acc)
    return xy / xx if xx > 0.0 else 0.0


@indicator(
    family="statistics", gaps="rows", source="pandas, `x.rolling(window, min_periods).cov(y, ddof=ddof)`"
)
def rolling_cov(x: Any, y: Any, window: Window, *, ddof: Ddof = 1, min_periods: Periods = None) -> Any:
    """Covariance of two inputs over the last `window` rows, in the product of their units.

    sum (x - mean x) (y - mean y) / (n - ddof) over the n rows of the window in which both are valid. Exactly
    0 where one of them is flat; NaN where n is not more than `ddof`.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.rolling_cov(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 0.0]), 2)
    array([nan,  1., -2.])
    """
    return rolling("rolling_cov", covariance, window, min_periods, ddof=ddof)


@indicator(family="statistics", gaps="rows", source="pandas, `x.rolling(window, min_periods).corr(y)`")
def rolling_corr(x: Any, y: Any, window: Window, *, min_periods: Periods = None) -> Any:
    """Correlation of two inputs over the last `window` rows, -1 to 1.

    Covariance / (deviation of x * deviation of y) over the n rows of the window in which both are valid. NaN
    where one of them is flat.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.rolling_corr(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 0.0]), 3)
    array([ nan,  nan, -0.5])
    """
    return rolling("rolling_corr", correlation, window, min_periods)


@indicator(family="returns", gaps="rows", talib="CORREL", source="Pearson's correlation over a moving window")
def correl(x: Any, y: Any, window: Window = 30) -> Any:
    """Correlation of two inputs over the last `window` rows, -1 to 1.

    sum dx dy / sqrt(sum dx^2 sum dy^2), dx and dy the distances from the means. 0 where one of them is flat
    (`rolling_corr` gives NaN there).

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.correl(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 0.0]), 3)
    array([ nan,  nan, -0.5])
    """
    return windowed("correl", correlation, window, flat=0.0)


@indicator(family="returns", gaps="rows", talib="BETA", source="the slope of returns on returns")
def beta(x: Any, y: Any, window: Window = 5) -> Any:
    """Beta: how much y moves when x, the market, moves by 1.

    sum dx dy / sum dx^2 over the last `window` returns, dx and dy the distances of the returns of x and y
    from their means. The first input is the market, as in TA-Lib. 0 where x has grown by equal returns.

    Parameters
    ----------
    x, y : array (T,), table (T, N) of dates x codes, Series, wide DataFrame or Panel
        Prices of the market and of the stock, any unit.
    window
        Rows, that is returns.

    Returns
    -------
    same kind and shape as `x`
        The first value stands in row `window`, counted from 0 at the first valid row. A return needs both of
        its rows, and none goes out from 0; a hole makes NaN as long as it is in the window, and then the
        value recovers.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> market = np.array([100.0, 110.0, 99.0, 108.9])
    >>> fi.beta(market, np.array([10.0, 12.0, 9.6, 11.52]), window=3)
    array([nan, nan, nan,  2.])
    """
    return windowed("beta", slope_of_returns, window)
