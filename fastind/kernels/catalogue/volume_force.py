"""How far volume moves the price."""

from typing import Annotated, Any

from fastind.errors import ParameterError
from fastind.kernels.accumulators import TOTAL
from fastind.kernels.catalogue.elementary import difference, where_both
from fastind.kernels.catalogue.ema import ema
from fastind.kernels.definition import fold, step
from fastind.kernels.parameters import Above, Window
from fastind.kernels.spec import indicator, windowed

NAN = float("nan")


@step(state={}, lookback=lambda: 1)
def force(s: Any, close: float, volume: float, close_prev: float) -> Any:
    return (), (close - close_prev) * volume


def ease(high: float, low: float, volume: float, high_prev: float, low_prev: float) -> float:
    """The way of the bar's middle, times the bar's range, per volume."""
    way = 0.5 * ((high - high_prev) + (low - low_prev))
    return way * (high - low) / volume if volume > 0.0 else NAN


@fold(TOTAL, term=ease, lookback=lambda window: window)
def mean_ease(n: float, acc: Any, window: int = 14, scale: float = 1e8) -> float:
    return scale * (acc[0] / n)


@step(state={"trend": 0.0, "ranges": 0.0, "n": 0.0}, lookback=lambda: 1)
def klinger_force(
    s: Any,
    high: float,
    low: float,
    close: float,
    volume: float,
    high_prev: float,
    low_prev: float,
    close_prev: float,
) -> Any:
    """Volume, for or against by the way of the bar, weighted by its share in the ranges of the trend."""
    before, ranges, n = s
    trend = 1.0 if (high - high_prev) + (low - low_prev) + (close - close_prev) > 0.0 else -1.0
    span = high - low
    ranges = (ranges if trend == before else high_prev - low_prev) + span
    weight = abs(2.0 * (span / ranges) - 1.0) if ranges != 0.0 else 0.0
    return (trend if n > 0.0 else 0.0, ranges if n > 0.0 else 0.0, n + 1.0), (
        100.0 * volume * trend * weight if n > 0.0 else NAN
    )


@indicator(
    family="volume", gaps="skip", talib="EFI", source="Elder, Trading for a Living (1993): the force index"
)
def efi(close: Any, volume: Any, window: Window = 13) -> Any:
    """Elder's force index, in price times volume: how strongly volume moves the price.

    ema((close - previous close) volume, window), which begins with the mean of its first rows. 0 where
    nothing has moved.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.efi(np.array([1.0, 2.0, 4.0]), np.array([10.0, 20.0, 30.0]), window=2)
    array([nan, nan, 40.])
    """
    return ema(force.using().on(close, volume), window=window)


@indicator(family="volume", gaps="rows", source="Arms, Volume Cycles in the Stock Market (1983)")
def emv(
    high: Any,
    low: Any,
    volume: Any,
    window: Window = 14,
    *,
    scale: Annotated[float, Above(0)] = 1e8,
) -> Any:
    """Ease of movement, in squared price per `scale` of volume: how far the price goes for its volume.

    The mean over the last `window` rows of (middle - previous middle) (high - low) scale / volume, where the
    middle is (high + low) / 2. 0 where nothing has moved. A row without volume, x / 0, counts as missing.

    Parameters
    ----------
    scale
        So much volume is one unit: it keeps the numbers readable.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 4.0])
    >>> fi.emv(low + 1, low, np.array([10.0, 20.0, 40.0]), window=2, scale=100.0)
    array([nan, nan,  5.])
    """
    return windowed("emv", mean_ease, window, scale=scale)


@indicator(
    family="volume",
    gaps="skip",
    outputs=("kvo", "signal"),
    source="Klinger, Identifying Trends with Volume Analysis, Technical Analysis of Stocks & Commodities"
    " 15 (1997)",
)
def kvo(
    high: Any,
    low: Any,
    close: Any,
    volume: Any,
    fast: Window = 34,
    slow: Window = 55,
    signal: Window = 13,
) -> Any:
    """Klinger's volume oscillator, in the unit of the volume times 100: the long and the short flow of money.

    kvo = ema(force, fast) - ema(force, slow), signal = ema(kvo, signal); each average begins with the mean of
    its first rows. force = 100 volume trend |2 span / ranges - 1|, where span is high - low, trend is 1 where
    high + low + close has risen and -1 elsewhere, and ranges is the sum of the spans since the last row of
    the trend before. No ranges, 0 / 0, is no force.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 4.0, 3.0])
    >>> bars = low + [1, 1, 3, 2], low, low, np.array([10.0, 20.0, 40.0, 30.0])
    >>> fi.kvo(*bars, fast=1, slow=2, signal=1).kvo
    array([          nan,           nan,  400.        , -333.33333333])
    """
    if fast >= slow:
        raise ParameterError(f"kvo: fast must be less than slow, got fast={fast} and slow={slow}")
    pushed = klinger_force.using().on(high, low, close, volume)
    line = difference(ema(pushed, window=fast), ema(pushed, window=slow))
    average = ema(line, window=signal)
    return where_both(line, average), average
