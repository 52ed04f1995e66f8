"""The price against its forecast."""

from typing import Any

from fastind.kernels.catalogue.detrended import earlier
from fastind.kernels.catalogue.elementary import difference, ratio
from fastind.kernels.catalogue.lags import against
from fastind.kernels.catalogue.regression import Points, line_at
from fastind.kernels.spec import indicator, windowed


@indicator(
    family="momentum", gaps="rows", talib="FOSC", source="Chande and Kroll, The New Technical Trader (1994)"
)
def fosc(close: Any, window: Points = 5) -> Any:
    """Forecast oscillator, in percent: how far the price is from what was forecast for it.

    100 (close - f) / close, f the straight line through the `window` closes before, one row on: `tsf` of the
    row before. A flat input gives 0; NaN where the close is 0.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.fosc(np.array([1.0, 2.0, 4.0, 4.0]), window=2)
    array([ nan,  nan,  25., -50.])
    """
    line = windowed("fosc", line_at, window, ahead=1.0).on(close)
    return ratio(difference(close, against(earlier, 1).on(line)), close, times=100.0)
