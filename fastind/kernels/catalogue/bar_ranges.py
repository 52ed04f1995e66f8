"""How wide the bars are: their average, its change, its bulge, and per volume."""

from typing import Any

from fastind.kernels.accumulators import FIRST, TOTAL
from fastind.kernels.catalogue.elementary import difference, itself
from fastind.kernels.catalogue.ema import ema
from fastind.kernels.catalogue.lags import against
from fastind.kernels.catalogue.neutral import Flat, level
from fastind.kernels.catalogue.rsi import TINY
from fastind.kernels.definition import fold, step
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator, windowed

NAN = float("nan")


def width(high: float, low: float) -> float:
    return high - low


@fold(TOTAL, term=width)
def mean_width(n: float, acc: Any, window: int = 14) -> float:
    return acc[0] / n


@fold(TOTAL, term=itself)
def total(n: float, acc: Any, window: int = 25) -> float:
    return acc[0]


@fold(FIRST, term=itself)
def widened(n: float, acc: Any, x: float, window: int = 11, flat: float = 0.0) -> float:
    none = flat if x == 0.0 else NAN
    return 100.0 * ((x - acc[0]) / acc[0]) if acc[0] != 0.0 else none


@step(state={})
def bulge(s: Any, once: float, twice: float) -> Any:
    """How much an average is above its own average; 1 where the bars have no range."""
    return (), once / twice if abs(twice) > TINY else 1.0


@step(state={})
def width_per_volume(s: Any, high: float, low: float, volume: float, flat: float = NAN) -> Any:
    return (), (high - low) / volume if volume != 0.0 else flat


@indicator(family="volatility", gaps="rows", talib="ADR", source="the mean range of the last days")
def adr(high: Any, low: Any, window: Window = 14) -> Any:
    """Average day range, in the unit of the price: how far the price moves in a day, gaps left out.

    mean(high - low) over the last `window` rows. Bars without a range give 0. `atr` counts the gap before a
    day, too.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0])
    >>> fi.adr(low + np.array([1.0, 2.0, 3.0]), low, window=2)
    array([nan, 1.5, 2.5])
    """
    return windowed("adr", mean_width, window)


@indicator(
    family="volatility",
    gaps="skip",
    talib="CVI",
    source="Chaikin's volatility; Achelis, Technical Analysis A-Z",
)
def cvi(high: Any, low: Any, window: Window = 10, lag: Window = 10, *, flat: Flat = 0.0) -> Any:
    """Chaikin's volatility, in percent: how much wider the bars have become.

    100 (e - p) / p, e = ema(high - low, window) and p its value of `lag` rows before. 0, or what `flat` says,
    where both are 0; NaN where only p is 0.

    Parameters
    ----------
    window
        Rows of the average of the ranges.
    lag
        Rows between the two averages.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0])
    >>> fi.cvi(low + np.array([1.0, 2.0, 3.0]), low, window=1, lag=1)
    array([ nan, 100.,  50.])
    """
    mean = ema(difference(high, low), window=window)
    return against(widened, lag, flat=level(flat, 0.0)).on(mean)


@indicator(
    family="volatility",
    gaps="skip",
    talib="MASSI",
    source="Dorsey, The Mass Index, Technical Analysis of Stocks & Commodities (1992)",
)
def massi(high: Any, low: Any, window: Window = 25, smooth: Window = 9) -> Any:
    """Mass index, a number around `window`: a bulge of the bars' ranges, which often comes before a turn.

    The sum over the last `window` rows of e / ema(e, smooth), e = ema(high - low, smooth). Bars of one range
    give `window`; so do bars without a range.

    Parameters
    ----------
    window
        Quotients to add up.
    smooth
        Rows of both averages.

    Notes
    -----
    Dorsey waits for a rise above 27 and a fall below 26.5.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0])
    >>> fi.massi(low + np.array([1.0, 3.0, 3.0]), low, window=1, smooth=2).round(4)
    array([   nan,    nan, 1.1429])
    """
    once = ema(difference(high, low), window=smooth)
    return total.using(window=window).on(bulge.using().on(once, ema(once, window=smooth)))


@indicator(family="volume", gaps="rows", talib="MARKETFI", source="Williams, Trading Chaos (1995)")
def marketfi(high: Any, low: Any, volume: Any, *, flat: Flat = "nan") -> Any:
    """Market facilitation index, in price per unit of volume: how far one unit of volume moves the price.

    (high - low) / volume. A bar without a range gives 0; NaN, or what `flat` says, where the volume is 0.

    Parameters
    ----------
    flat
        The value of a bar without volume; "talib" is 0.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.marketfi(np.array([2.0, 4.0]), np.array([1.0, 2.0]), np.array([4.0, 0.0]))
    array([0.25,  nan])
    """
    return width_per_volume.using(flat=level(flat, 0.0)).on(high, low, volume)
