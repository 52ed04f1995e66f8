"""Differences of two averages."""

from typing import Any, Literal

from fastind.errors import ParameterError
from fastind.kernels.catalogue.averages import sma
from fastind.kernels.catalogue.elementary import difference, later, ratio, where_both
from fastind.kernels.catalogue.ema import ema, ema_seeded
from fastind.kernels.catalogue.kinds import AverageKind, average, rows_before
from fastind.kernels.catalogue.prices import medprice
from fastind.kernels.composition import Source, Value
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator

APPEL = "Appel, Technical Analysis: Power Tools for Active Investors (2005), ch. 8"
WILLIAMS = "Williams, Trading Chaos (1995)"


def ordered(owner: str, fast: int, slow: int) -> None:
    """Refuse a fast average that is not the faster one."""
    if fast >= slow:
        raise ParameterError(f"{owner}: fast must be less than slow, got fast={fast} and slow={slow}")


def signalled(line: Value, signal: Value) -> tuple[Value, Value, Value]:
    """A line, its signal and their difference, from one row on."""
    return where_both(line, signal), signal, difference(line, signal)


@indicator(family="momentum", gaps="skip", talib="APO", source=APPEL)
def apo(close: Any, fast: Window = 12, slow: Window = 26, ma: AverageKind = "ema") -> Any:
    """Absolute price oscillator, in the unit of the price: a fast average less a slow one.

    average(close, fast) - average(close, slow). A flat input gives 0.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.apo(np.array([1.0, 2.0, 6.0]), fast=1, slow=2, ma="sma")
    array([nan, 0.5, 2. ])
    """
    ordered("apo", fast, slow)
    return difference(average(ma, close, fast), average(ma, close, slow))


@indicator(family="momentum", gaps="skip", talib="PPO", source=APPEL)
def ppo(close: Any, fast: Window = 12, slow: Window = 26, ma: AverageKind = "ema") -> Any:
    """Percentage price oscillator: a fast average less a slow one, in percent of the slow one.

    100 (average(close, fast) - average(close, slow)) / average(close, slow). A flat input gives 0; NaN where
    the slow average is 0.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.ppo(np.array([1.0, 2.0, 6.0]), fast=1, slow=2, ma="sma")
    array([        nan, 33.33333333, 50.        ])
    """
    ordered("ppo", fast, slow)
    slower = average(ma, close, slow)
    return ratio(difference(average(ma, close, fast), slower), slower, times=100.0)


@indicator(family="momentum", gaps="skip", outputs=("pvo", "signal", "hist"), source=APPEL + "; of volume")
def pvo(volume: Any, fast: Window = 12, slow: Window = 26, signal: Window = 9) -> Any:
    """Percentage volume oscillator: a fast average of volume less a slow one, in percent of the slow one.

    pvo = 100 (ema(volume, fast) - ema(volume, slow)) / ema(volume, slow), signal = ema(pvo, signal),
    hist = pvo - signal. A flat input gives 0; NaN where the slow average is 0.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.pvo(np.array([100.0, 200.0, 600.0]), fast=1, slow=2, signal=1).pvo
    array([        nan, 33.33333333, 33.33333333])
    """
    ordered("pvo", fast, slow)
    slower = ema(volume, window=slow)
    line = ratio(difference(ema(volume, window=fast), slower), slower, times=100.0)
    return signalled(line, ema(line, window=signal))


@indicator(family="momentum", gaps="skip", talib="MACDEXT", outputs=("macd", "signal", "hist"), source=APPEL)
def macdext(
    close: Any,
    fast: Window = 12,
    fast_ma: AverageKind = "sma",
    slow: Window = 26,
    slow_ma: AverageKind = "sma",
    signal: Window = 9,
    signal_ma: AverageKind = "sma",
    *,
    align: Literal["own", "talib"] = "own",
) -> Any:
    """MACD with averages of any kind, in the unit of the price.

    macd = average(close, fast) - average(close, slow), signal = average(macd, signal), hist = macd - signal.
    A flat input gives 0.

    Parameters
    ----------
    fast_ma
        Kind of the faster average, as the indicator of that name.
    slow_ma
        Kind of the slower average.
    signal_ma
        Kind of the signal line's average.
    align
        Where an average begins that needs fewer rows than the other. "own": with its own first rows.
        "talib": later, so that the first values of both are in one row.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.macdext(np.array([1.0, 2.0, 6.0]), fast=1, slow=2, signal=1).macd
    array([nan, 0.5, 2. ])
    """
    ordered("macdext", fast, slow)
    line = apart(close, (fast_ma, fast), (slow_ma, slow), align == "talib")
    return signalled(line, average(signal_ma, line, signal))


def apart(x: Source, fast: tuple[AverageKind, int], slow: tuple[AverageKind, int], is_aligned: bool) -> Value:
    """One average less the other; aligned, the one that needs fewer rows begins later."""
    before = [rows_before(kind, x, window) for kind, window in (fast, slow)]
    waits = [max(before) - rows if is_aligned else 0 for rows in before]
    made = [
        average(kind, later(x, wait) if wait else x, window)
        for (kind, window), wait in zip((fast, slow), waits, strict=True)
    ]
    return difference(*made)


@indicator(family="momentum", gaps="skip", talib="MACDFIX", outputs=("macd", "signal", "hist"), source=APPEL)
def macdfix(close: Any, signal: Window = 9, *, align: Literal["own", "talib"] = "own") -> Any:
    """MACD with the rounded weights of its first publication, in the unit of the price.

    As `macd` with fast=12 and slow=26, but these averages take 0.15 and 0.075 of each new row in place of
    2 / 13 and 2 / 27. A flat input gives 0.

    Parameters
    ----------
    align
        Where the fast average begins. "own": with the mean of its own first rows. "talib": later, so that its
        first value is in the row of the slow one's.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.macdfix(np.arange(27.0), signal=2).macd[-2:]
    array([       nan, 6.83539237])
    """
    begun = later(close, 26 - 12) if align == "talib" else close
    slow = ema_seeded.using(seed=26, alpha=0.075).on(close)
    line = difference(ema_seeded.using(seed=12, alpha=0.15).on(begun), slow)
    return signalled(line, ema(line, window=signal))


def awesome(high: Source, low: Source, fast: int, slow: int) -> Value:
    """The difference of two means of (high + low) / 2."""
    price = medprice(high, low)
    return difference(sma(price, window=fast), sma(price, window=slow))


@indicator(family="momentum", gaps="rows", source=WILLIAMS)
def ao(high: Any, low: Any, fast: Window = 5, slow: Window = 34) -> Any:
    """Awesome oscillator, in the unit of the price: a fast mean of the bars' middles less a slow one.

    sma(p, fast) - sma(p, slow), p = (high + low) / 2. A flat input gives 0.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0])
    >>> fi.ao(low + 1, low, fast=1, slow=2)
    array([nan, 0.5, 2. ])
    """
    ordered("ao", fast, slow)
    return awesome(high, low, fast, slow)


@indicator(family="momentum", gaps="rows", source=WILLIAMS)
def ac(high: Any, low: Any, fast: Window = 5, slow: Window = 34, signal: Window = 5) -> Any:
    """Accelerator oscillator, in the unit of the price: the awesome oscillator less its mean.

    ao - sma(ao, signal), ao = `ao(high, low, fast, slow)`. A flat input gives 0.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0])
    >>> fi.ac(low + 1, low, fast=1, slow=2, signal=2)
    array([ nan,  nan, 0.75])
    """
    ordered("ac", fast, slow)
    line = awesome(high, low, fast, slow)
    return difference(line, sma(line, window=signal))
