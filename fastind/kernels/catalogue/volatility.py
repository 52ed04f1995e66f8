"""Volatility of returns."""

import math
from typing import Annotated, Any, Literal

import numpy as np

from fastind.errors import ParameterError
from fastind.kernels.accumulators import SHIFTED
from fastind.kernels.composition import Bound
from fastind.kernels.definition import fold
from fastind.kernels.parameters import Above, AtLeast, MinPeriods
from fastind.kernels.spec import indicator, windowed

NAN = float("nan")


def simple_return(close: float, close_prev: float) -> float:
    return (close - close_prev) / close_prev  # exact for near prices, where close / close_prev - 1 is not


def log_return(close: float, close_prev: float) -> float:
    # Each form is exact where it is used: log1p for near prices, the logarithm of the ratio for far ones.
    change = (close - close_prev) / close_prev
    value = np.log1p(change) if -0.5 < change < 1.0 else np.log(close / close_prev)
    return value if close > 0.0 and close_prev > 0.0 else NAN


def deviation(n: float, acc: Any, ddof: float, scale: float) -> float:
    """scale * sqrt(sum of squares around the mean / (n - ddof))."""
    _, first, second = acc
    squares = second - first * first * (1.0 / n)
    squares = 0.0 if squares < 0.0 else squares
    value = np.sqrt(squares * (1.0 / (n - ddof))) * scale
    return value if n > ddof else NAN


@fold(SHIFTED, term=simple_return, lookback=lambda window: window)
def volatility_simple(n: float, acc: Any, window: int = 20, ddof: float = 1.0, scale: float = 1.0) -> float:
    return deviation(n, acc, ddof, scale)


@fold(SHIFTED, term=log_return, lookback=lambda window: window)
def volatility_log(n: float, acc: Any, window: int = 20, ddof: float = 1.0, scale: float = 1.0) -> float:
    return deviation(n, acc, ddof, scale)


@indicator(family="volatility", gaps="rows", source="standard deviation of returns over a moving window")
def volatility(
    close: Any,
    window: Annotated[int, AtLeast(2)] = 20,
    *,
    returns: Literal["simple", "log"] = "simple",
    ddof: Annotated[int, AtLeast(0)] = 1,
    min_periods: MinPeriods = None,
    periods_per_year: Annotated[float, Above(0)] | None = None,
) -> Bound:
    """Standard deviation of returns over the last `window` rows, as a fraction.

    sqrt(sum (r - mean r)^2 / (n - ddof)), r = close / close one row before - 1, or its logarithm.

    Parameters
    ----------
    close : array (T,), table (T, N) of dates x codes, Series, wide DataFrame or Panel
        Prices, any unit.
    window : int >= 2, or a list of them (a sweep)
        Rows, that is returns.
    returns : {"simple", "log"}
        With "log" a price <= 0 counts as missing.
    ddof : int >= 0, less than `window`
        1: the sample's deviation; 0: the population's. NaN where there are no more valid returns than this.
    min_periods : int from 1 to `window`, optional
        Valid returns that a value needs; by default all of them.
    periods_per_year : number > 0, optional
        Annualise: times its square root. 252 for daily prices.
    {shared}

    Returns
    -------
    same kind and shape as `close`
        The first value stands in row `window` (or `min_periods`), counted from 0 at a code's first valid
        row. A return needs both of its rows; a hole makes NaN as long as it is in the window, and then
        the value recovers. A constant window, flat or growing by equal returns, is exactly 0.

    Raises
    ------
    ParameterError
        A parameter is unknown, of the wrong type or outside its limits.
    InputError
        The data are of a kind or shape that cannot be used.

    References
    ----------
    pandas: `close.pct_change(fill_method=None).rolling(window, min_periods).std(ddof)`.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.volatility(np.array([100.0, 110.0, 99.0, 108.9]), window=2)
    array([       nan,        nan, 0.14142136, 0.14142136])
    """
    if ddof >= window:
        raise ParameterError(f"volatility: ddof must be less than window ({window}), got {ddof}")
    kind = volatility_log if returns == "log" else volatility_simple
    scale = math.sqrt(periods_per_year) if periods_per_year else 1.0
    return windowed("volatility", kind, window, min_periods, ddof=ddof, scale=scale)
