"""Aroon: how long ago the last high and the last low were."""

from typing import Any

from fastind.kernels.accumulators import GREATEST_AT, LEAST_AT
from fastind.kernels.catalogue.elementary import difference, itself
from fastind.kernels.definition import fold
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator, windowed

SOURCE = "Chande, Aroon, Technical Analysis of Stocks & Commodities (September 1995)"


@fold(GREATEST_AT, term=itself)
def since_greatest(n: float, acc: Any, window: int = 15) -> float:
    return 100.0 * (acc[1] / (n - 1.0))


@fold(LEAST_AT, term=itself)
def since_least(n: float, acc: Any, window: int = 15) -> float:
    return 100.0 * (acc[1] / (n - 1.0))


@indicator(family="momentum", gaps="rows", talib="AROON", outputs=("down", "up"), source=SOURCE)
def aroon(high: Any, low: Any, window: Window = 14) -> Any:
    """Aroon, 0 to 100: how recent the lowest low (down) and the highest high (up) of the window are.

    100 (window - rows since the extreme) / window, among the last `window` + 1 rows; of equal extremes the
    newest counts. 100 where the extreme is in the row itself, so that a flat input gives 100 in both.

    Parameters
    ----------
    window
        Rows back to look, besides the row itself.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0, 4.0])
    >>> fi.aroon(low + 1, low, window=2).up
    array([ nan,  nan, 100.,  50.])
    """
    down = windowed("aroon", since_least, window + 1).on(low)
    return down, windowed("aroon", since_greatest, window + 1).on(high)


@indicator(family="momentum", gaps="rows", talib="AROONOSC", source=SOURCE)
def aroonosc(high: Any, low: Any, window: Window = 14) -> Any:
    """Aroon oscillator, -100 to 100: `aroon`'s up less its down.

    Above 0 the last high is more recent than the last low. A flat input gives 0.

    Parameters
    ----------
    window
        Rows back to look, besides the row itself.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0, 4.0])
    >>> fi.aroonosc(low + 1, low, window=2)
    array([ nan,  nan, 100.,  50.])
    """
    down, up = aroon(high, low, window=window)
    return difference(up, down)
