"""Volatility from the whole bar, not from the closes alone."""

import math
from typing import Annotated, Any

import numpy as np

from fastind.kernels.accumulators import SHIFTED, TOTAL
from fastind.kernels.catalogue.deviation import mean_square
from fastind.kernels.catalogue.volatility import log_return
from fastind.kernels.definition import fold, step
from fastind.kernels.parameters import Above, AtLeast, Window
from fastind.kernels.spec import indicator, windowed

NAN = float("nan")
PeriodsPerYear = Annotated[float, Above(0)] | None
LOG_2 = math.log(2.0)


def parkinson(high: float, low: float) -> float:
    span = log_return(high, low)
    return span * span


def garman_klass(open: float, high: float, low: float, close: float) -> float:
    span, body = log_return(high, low), log_return(close, open)
    return 0.5 * span * span - (2.0 * LOG_2 - 1.0) * body * body


def rogers_satchell(open: float, high: float, low: float, close: float) -> float:
    above = log_return(high, close) * log_return(high, open)
    return above + log_return(low, close) * log_return(low, open)


def overnight(open: float, close_prev: float) -> float:
    return log_return(open, close_prev)


def intraday(open: float, close: float) -> float:
    return log_return(close, open)


def deviation_from(square: float, scale: float) -> float:
    return scale * np.sqrt(square if square > 0.0 else 0.0) if square >= 0.0 else NAN


@fold(TOTAL, term=parkinson)
def of_range(n: float, acc: Any, window: int = 20, scale: float = 1.0) -> float:
    return deviation_from(acc[0] / n, scale)


@fold(TOTAL, term=garman_klass)
def of_range_and_body(n: float, acc: Any, window: int = 20, scale: float = 1.0) -> float:
    return deviation_from(acc[0] / n, scale)


@fold(TOTAL, term=rogers_satchell)
def of_shadows(n: float, acc: Any, window: int = 20, scale: float = 1.0) -> float:
    return deviation_from(acc[0] / n, scale)


@fold(TOTAL, term=rogers_satchell)
def square_of_shadows(n: float, acc: Any, window: int = 20) -> float:
    return acc[0] / n


@fold(SHIFTED, term=overnight, lookback=lambda window: window)
def square_of_gaps(n: float, acc: Any, window: int = 20) -> float:
    return mean_square(n, acc) * (n / (n - 1.0))


@fold(SHIFTED, term=intraday)
def square_of_bodies(n: float, acc: Any, window: int = 20) -> float:
    return mean_square(n, acc) * (n / (n - 1.0))


@step(state={})
def yang_zhang(
    s: Any, gaps: float, bodies: float, shadows: float, share: float = 0.15, scale: float = 1.0
) -> Any:
    return (), deviation_from(gaps + share * bodies + (1.0 - share) * shadows, scale)


def annual(periods_per_year: float | None) -> float:
    """What a deviation of one row is multiplied with."""
    return math.sqrt(periods_per_year) if periods_per_year else 1.0


@indicator(
    family="volatility",
    gaps="rows",
    source="Parkinson, The Extreme Value Method for Estimating the Variance of the Rate of Return (1980)",
)
def vol_parkinson(
    high: Any, low: Any, window: Window = 20, *, periods_per_year: PeriodsPerYear = None
) -> Any:
    """Parkinson's volatility, as a fraction per row: from highs and lows.

    sqrt(sum ln(high / low)^2 / (4 window ln 2)). About five times as efficient as `volatility`, if there are
    neither gaps nor a drift. A row with a price <= 0 counts as missing. 0 where nothing has moved.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.vol_parkinson(np.array([11.0, 12.0]), np.array([10.0, 10.0]), window=2)
    array([       nan, 0.08736585])
    """
    scale = annual(periods_per_year) / math.sqrt(4.0 * LOG_2)
    return windowed("vol_parkinson", of_range, window, scale=scale)


@indicator(
    family="volatility",
    gaps="rows",
    source="Garman and Klass, On the Estimation of Security Price Volatilities from Historical Data (1980)",
)
def vol_garman_klass(
    open: Any,
    high: Any,
    low: Any,
    close: Any,
    window: Window = 20,
    *,
    periods_per_year: PeriodsPerYear = None,
) -> Any:
    """Garman and Klass' volatility, as a fraction per row: from whole bars.

    sqrt(mean of 0.5 ln(high / low)^2 - (2 ln 2 - 1) ln(close / open)^2 over the last `window` rows). It knows
    neither gaps nor a drift. A row with a price <= 0 counts as missing; NaN where the mean is below 0,
    which only closes and opens outside their bars can bring about. 0 where nothing has moved.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> high, low = np.array([11.0, 12.0]), np.array([10.0, 10.0])
    >>> fi.vol_garman_klass(low, high, low, high, window=2)
    array([       nan, 0.04905411])
    """
    scale = annual(periods_per_year)
    return windowed("vol_garman_klass", of_range_and_body, window, scale=scale)


@indicator(
    family="volatility",
    gaps="rows",
    source="Rogers and Satchell, Estimating Variance from High, Low and Closing Prices (1991)",
)
def vol_rogers_satchell(
    open: Any,
    high: Any,
    low: Any,
    close: Any,
    window: Window = 20,
    *,
    periods_per_year: PeriodsPerYear = None,
) -> Any:
    """Rogers and Satchell's volatility, as a fraction per row: from whole bars, whatever their drift.

    sqrt(mean of ln(high / close) ln(high / open) + ln(low / close) ln(low / open) over the last `window`
    rows). It does not know gaps. A row with a price <= 0 counts as missing; NaN where the mean is below
    0, which only closes and opens outside their bars can bring about. 0 where nothing has moved inside a
    bar, and where each bar goes one way only.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> high, low = np.array([11.0, 12.0]), np.array([10.0, 10.0])
    >>> fi.vol_rogers_satchell(low, high, low, low, window=2)
    array([       nan, 0.14547368])
    """
    return windowed("vol_rogers_satchell", of_shadows, window, scale=annual(periods_per_year))


@indicator(
    family="volatility",
    gaps="rows",
    source="Yang and Zhang, Drift-Independent Volatility Estimation (2000)",
)
def vol_yang_zhang(
    open: Any,
    high: Any,
    low: Any,
    close: Any,
    window: Annotated[int, AtLeast(2)] = 20,
    *,
    periods_per_year: PeriodsPerYear = None,
) -> Any:
    """Yang and Zhang's volatility, as a fraction per row: from whole bars and the gaps between them.

    sqrt(gaps + k bodies + (1 - k) shadows), k = 0.34 / (1.34 + (window + 1) / (window - 1)). gaps and bodies
    are the sample's variances of ln(open / close one row before) and of ln(close / open), shadows is the
    square of `vol_rogers_satchell`. A row with a price <= 0 counts as missing. 0 where nothing has moved.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> close = np.array([10.0, 11.0, 10.0])
    >>> fi.vol_yang_zhang(close, close + 1, close - 1, close, window=2)
    array([      nan,       nan, 0.1874699])
    """
    name = "vol_yang_zhang"
    share = 0.34 / (1.34 + (window + 1.0) / (window - 1.0))
    bound = yang_zhang.using(share=share, scale=annual(periods_per_year))
    return bound.on(
        windowed(name, square_of_gaps, window).on(open, close),
        windowed(name, square_of_bodies, window).on(open, close),
        windowed(name, square_of_shadows, window).on(open, high, low, close),
    )
