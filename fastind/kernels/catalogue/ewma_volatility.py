"""Volatility that forgets old returns step by step."""

import math
from typing import Annotated, Any

import numpy as np

from fastind.errors import ParameterError
from fastind.kernels.catalogue.range_volatility import PeriodsPerYear, annual
from fastind.kernels.catalogue.volatility import log_return
from fastind.kernels.definition import step
from fastind.kernels.parameters import Above
from fastind.kernels.primitives import fma
from fastind.kernels.spec import indicator

NAN = float("nan")


@step(state={"square": 0.0, "n": 0.0}, lookback=lambda: 1)
def forgetting(s: Any, close: float, close_prev: float, decay: float = 0.94, scale: float = 1.0) -> Any:
    square, n = s
    change = log_return(close, close_prev)
    counts = math.isfinite(change)
    newer = fma(decay, square, (1.0 - decay) * (change * change)) if n > 0.0 else change * change
    square = newer if counts else square
    return (square, n + 1.0 if counts else n), scale * np.sqrt(square) if counts else NAN


@indicator(
    family="volatility",
    gaps="skip",
    source="J. P. Morgan and Reuters, RiskMetrics Technical Document (1996), ch. 5",
)
def vol_ewma(
    close: Any,
    decay: Annotated[float, Above(0)] = 0.94,
    *,
    periods_per_year: PeriodsPerYear = None,
) -> Any:
    """RiskMetrics' volatility, as a fraction per row: of log returns, the newest weigh most.

    sqrt(v), v = decay v + (1 - decay) r^2, r = ln(close / close one row before), the mean return taken as 0;
    v begins with the first r^2. The value of a row contains its own return: it is the forecast for the next
    row. NaN in rows whose return has a price <= 0. A flat input gives 0.

    Parameters
    ----------
    decay
        The weight of the past, less than 1: 0.94 for days and 0.97 for months in RiskMetrics.

    Raises
    ------
    ParameterError
        decay >= 1, or a parameter is unknown, of the wrong type or outside its limits.
    InputError
        The data are of a kind or shape that cannot be used.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.vol_ewma(np.array([100.0, 110.0, 110.0]))
    array([       nan, 0.09531018, 0.09240665])
    """
    if decay >= 1.0:
        raise ParameterError(f"vol_ewma: decay must be less than 1, got {decay}")
    return forgetting.using(decay=decay, scale=annual(periods_per_year)).on(close)
