"""Rows before and changes against them, as in pandas; returns, and momentum without the last month."""

import math
from typing import Any

from fastind.errors import ParameterError
from fastind.kernels.accumulators import FIRST
from fastind.kernels.catalogue.elementary import itself
from fastind.kernels.catalogue.lags import against, change_of, relative_change
from fastind.kernels.catalogue.volatility import log_return
from fastind.kernels.definition import fold, step
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator

NAN = float("nan")
INF = float("inf")


@fold(FIRST, term=itself)
def row_before(n: float, acc: Any, window: int = 2) -> float:
    return acc[0]


@fold(FIRST, term=itself)
def growth(n: float, acc: Any, x: float, window: int = 2) -> float:
    before = acc[0]
    from_zero = math.copysign(INF, x) * math.copysign(1.0, before) if abs(x) > 0.0 else NAN
    from_infinite = -1.0 if abs(x) < INF else NAN
    change = (x - before) / before if before != 0.0 else from_zero
    return from_infinite if abs(before) == INF else change


@fold(FIRST, term=itself)
def log_growth(n: float, acc: Any, x: float, window: int = 2) -> float:
    return log_return(x, acc[0])


@step(state={"base": 0.0})
def since_first(s: Any, x: float) -> Any:
    (base,) = s
    base = x if base == 0.0 else base
    return (base,), (x - base) / base if base != 0.0 else NAN


def backwards(name: str, periods: int) -> int:
    """`periods`, or an error where it looks ahead."""
    if periods < 0:
        raise ParameterError(
            f"{name}: periods must be an integer >= 0, got {periods}: a negative one reads rows that lie "
            "ahead, and no indicator does that"
        )
    return periods


@indicator(family="returns", gaps="rows", source="pandas, `x.shift(periods)`")
def shift(x: Any, periods: int = 1) -> Any:
    """The value of `periods` rows before, in the unit of the input.

    Parameters
    ----------
    periods : int >= 0, or a list of them (a sweep)
        Rows back. A negative number is refused: it would look ahead.

    Returns
    -------
    same kind and shape as `x`
        The first `periods` rows are NaN. A missing row stays missing; +-inf stays, as in pandas.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.shift(np.array([1.0, 2.0, np.nan, 7.0, 8.0]))
    array([nan,  1.,  2., nan,  7.])
    """
    return against(row_before, backwards("shift", periods), "raw")


@indicator(family="returns", gaps="rows", source="pandas, `x.diff(periods)`")
def diff(x: Any, periods: int = 1) -> Any:
    """Change over `periods` rows, in the unit of the input.

    x - x of `periods` rows before. 0 where nothing has moved.

    Parameters
    ----------
    periods : int >= 0, or a list of them (a sweep)
        Rows back. A negative number is refused: it would look ahead.

    Returns
    -------
    same kind and shape as `x`
        The first value stands in row `periods`. NaN where one of the two rows is missing; rows
        between them do not matter.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.diff(np.array([1.0, 2.0, np.nan, 7.0, 8.0]))
    array([nan,  1., nan, nan,  1.])
    """
    return against(change_of, backwards("diff", periods), "raw")


@indicator(family="returns", gaps="rows", source="pandas, `x.pct_change(periods)`")
def pct_change(x: Any, periods: int = 1) -> Any:
    """Relative change over `periods` rows, as a fraction.

    x / x of `periods` rows before - 1; nothing is filled in. 0 where nothing has moved; from 0 to another
    value it is inf or -inf, as in pandas, and from 0 to 0 NaN.

    Parameters
    ----------
    periods : int >= 0, or a list of them (a sweep)
        Rows back. A negative number is refused: it would look ahead.

    Returns
    -------
    same kind and shape as `x`
        The first value stands in row `periods`. NaN where one of the two rows is missing; rows
        between them do not matter.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.pct_change(np.array([1.0, 2.0, np.nan, 4.0, 3.0]))
    array([  nan,  1.  ,   nan,   nan, -0.25])
    """
    return against(growth, backwards("pct_change", periods), "raw")


@indicator(family="returns", gaps="rows", source="the logarithm of the ratio of two prices")
def log_returns(close: Any, periods: int = 1) -> Any:
    """Logarithmic return over `periods` rows, as a fraction.

    ln(close / close of `periods` rows before). 0 where nothing has moved.

    Parameters
    ----------
    close : array (T,), table (T, N) of dates x codes, Series, wide DataFrame or Panel
        Prices, any unit; one that is not above 0 has no logarithm and counts as missing.
    periods : int >= 0, or a list of them (a sweep)
        Rows back. A negative number is refused: it would look ahead.

    Returns
    -------
    same kind and shape as `close`
        The first value stands in row `periods`. NaN where one of the two rows is missing; rows between them
        do not matter.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.log_returns(np.array([1.0, 2.0, 1.0, np.nan, 4.0]))
    array([        nan,  0.69314718, -0.69314718,         nan,         nan])
    """
    return against(log_growth, backwards("log_returns", periods))


@indicator(family="returns", gaps="skip", source="the return since the first row")
def cum_returns(close: Any) -> Any:
    """Return since the first price, as a fraction.

    close / first close - 1, the same as the product of all (1 + return) - 1. The first close is the first
    valid one that is not 0. 0 where nothing has moved. The input are prices, not returns.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.cum_returns(np.array([np.nan, 2.0, 3.0, np.nan, 1.0]))
    array([ nan,  0. ,  0.5,  nan, -0.5])
    """
    return since_first.using()


@indicator(
    family="returns",
    gaps="rows",
    source="Jegadeesh and Titman, Returns to Buying Winners and Selling Losers, Journal of Finance (1993)",
)
def momentum_12_1(close: Any, window: Window = 252, skip: int = 21) -> Any:
    """Momentum of twelve months without the last one, as a fraction.

    close of `skip` rows before / close of `window` rows before - 1, by rows: 252 trading days are a year, 21
    a month. 0 where nothing has moved, NaN where the older price is 0.

    Parameters
    ----------
    window : int >= 1, or a list of them (a sweep)
        Rows back to the older price.
    skip : int >= 0, less than `window`, or a list of them (a sweep)
        Rows back to the newer one.

    Returns
    -------
    same kind and shape as `close`
        The first value stands in row `window`. NaN where one of the two rows is missing; others do not
        matter.

    Raises
    ------
    ParameterError
        skip >= window or < 0, or a parameter is unknown, of the wrong type or outside its limits.
    InputError
        The data are of a kind or shape that cannot be used.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.momentum_12_1(np.array([1.0, 2.0, 3.0, 6.0]), window=2, skip=1)
    array([nan, nan, 1. , 0.5])
    """
    if not 0 <= skip < window:
        raise ParameterError(
            f"momentum_12_1: skip must be an integer from 0 to below window ({window}), got {skip}"
        )
    return against(relative_change, window - skip).on(against(row_before, skip).on(close))
