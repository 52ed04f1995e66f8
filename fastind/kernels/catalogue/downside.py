"""The deviation of losses alone."""

from typing import Any, Literal

from fastind.kernels.accumulators import FIRST
from fastind.kernels.catalogue.drawdowns import root_of_mean
from fastind.kernels.catalogue.elementary import itself
from fastind.kernels.catalogue.lags import against
from fastind.kernels.catalogue.range_volatility import PeriodsPerYear, annual
from fastind.kernels.catalogue.volatility import log_return, simple_return
from fastind.kernels.definition import fold
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator, windowed

NAN = float("nan")


def squared_shortfall(value: float, target: float, scale: float) -> float:
    short = scale * (value - target)
    return 0.0 if short >= 0.0 else short * short  # NaN stays NaN


@fold(FIRST, term=itself)
def simple_shortfall(
    n: float, acc: Any, x: float, window: int = 2, target: float = 0.0, scale: float = 1.0
) -> float:
    value = simple_return(x, acc[0]) if acc[0] != 0.0 else NAN
    return squared_shortfall(value, target, scale)


@fold(FIRST, term=itself)
def log_shortfall(
    n: float, acc: Any, x: float, window: int = 2, target: float = 0.0, scale: float = 1.0
) -> float:
    return squared_shortfall(log_return(x, acc[0]), target, scale)


@indicator(
    family="volatility",
    gaps="rows",
    source="Sortino and van der Meer, Downside Risk, Journal of Portfolio Management (1991)",
)
def downside_dev(
    close: Any,
    window: Window = 20,
    target: float = 0.0,
    *,
    returns: Literal["simple", "log"] = "simple",
    periods_per_year: PeriodsPerYear = None,
) -> Any:
    """Downside deviation of returns over the last `window` rows, as a fraction.

    sqrt(sum min(r - target, 0)^2 / window), r = close / close one row before - 1, or its logarithm. All
    returns are counted below the root, those above the target as 0. A flat input gives 0 (with a target
    above 0, the target).

    Parameters
    ----------
    target
        The return of a row below which a row counts as a loss.
    returns
        With "log" a price <= 0 counts as missing; with "simple" a return from 0 does.

    Returns
    -------
    same kind and shape as `close`
        The first value stands in row `window`. A return needs both of its rows; a hole makes NaN as long as
        it is in the window, and then the value recovers.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.downside_dev(np.array([100.0, 110.0, 99.0, 108.9]), window=2)
    array([       nan,        nan, 0.07071068, 0.07071068])
    """
    kind = log_shortfall if returns == "log" else simple_shortfall
    square = against(kind, 1, target=target, scale=annual(periods_per_year)).on(close)
    return windowed("downside_dev", root_of_mean, window).on(square)
