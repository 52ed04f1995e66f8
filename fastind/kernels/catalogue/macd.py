"""Moving average convergence/divergence."""

from typing import Any, Literal

from fastind.errors import ParameterError
from fastind.kernels.catalogue.elementary import difference, later, where_both
from fastind.kernels.catalogue.ema import ema
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator


@indicator(
    family="momentum",
    gaps="skip",
    talib="MACD",
    outputs=("macd", "signal", "hist"),
    source="Appel, Technical Analysis: Power Tools for Active Investors (2005), ch. 8",
)
def macd(
    close: Any,
    fast: Window = 12,
    slow: Window = 26,
    signal: Window = 9,
    *,
    align: Literal["own", "talib"] = "own",
) -> Any:
    """Moving average convergence/divergence, in the unit of the price.

    macd = ema(close, fast) - ema(close, slow), signal = ema(macd, signal), hist = macd - signal; each average
    begins with the mean of its first rows.

    Parameters
    ----------
    close : array (T,), table (T, N) of dates x codes, Series, wide DataFrame or Panel
        Prices.
    fast, slow : int >= 1, fast < slow, or a list for one of them (a sweep)
        Rows of the two averages.
    signal : int >= 1, or a list of them
        Rows of the average of their difference.
    align : {"own", "talib"}
        Where the fast average begins. "own": with the mean of its own first rows. "talib": later, so that its
        first value is in the row of the slow one's.
    {shared}

    Returns
    -------
    named tuple (macd, signal, hist), each the same kind and shape as `close`
        The first `slow + signal - 2` valid rows are NaN in all three; all NaN where there are fewer. A
        missing row is NaN. A flat input gives 0.

    Raises
    ------
    ParameterError
        fast >= slow, or a parameter is unknown, of the wrong type or outside its limits.
    InputError
        The data are of a kind or shape that cannot be used.

    References
    ----------
    Gerald Appel, *Technical Analysis: Power Tools for Active Investors* (2005), chapter 8. TA-Lib,
    function MACD, is align="talib"; the difference fades with the first rows.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.macd(np.array([1.0, 2.0, 4.0, np.nan, 7.0]), fast=1, slow=2, signal=2).hist
    array([       nan,        nan, 0.16666667,        nan, 0.2037037 ])
    """
    if fast >= slow:
        raise ParameterError(f"macd: fast must be less than slow, got fast={fast} and slow={slow}")
    begun = later(close, slow - fast) if align == "talib" else close
    line = difference(ema(begun, window=fast), ema(close, window=slow))
    average = ema(line, window=signal)
    return where_both(line, average), average, difference(line, average)
