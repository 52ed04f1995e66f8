"""Stochastic momentum."""

from typing import Any

from fastind.kernels.catalogue.elementary import where_both
from fastind.kernels.catalogue.ema import ema
from fastind.kernels.catalogue.extremes import CHANNEL, bar
from fastind.kernels.catalogue.neutral import Flat, level, share
from fastind.kernels.catalogue.rsi import TINY
from fastind.kernels.definition import fold
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator


@fold(CHANNEL, term=bar, outputs=("above", "half"))
def place(n: float, acc: Any, close: float, window: int = 13) -> Any:
    """How far the close is above the middle of the range, and half of the range."""
    top, bottom = acc
    return close - 0.5 * (top + bottom), 0.5 * (top - bottom)


@indicator(
    family="momentum",
    gaps="skip",
    talib="SMI",
    outputs=("smi", "signal"),
    source="Blau, Momentum, Direction, and Divergence (1995)",
)
def smi(
    high: Any,
    low: Any,
    close: Any,
    window: Window = 13,
    fast: Window = 2,
    slow: Window = 25,
    signal: Window = 9,
    *,
    flat: Flat = 0.0,
) -> Any:
    """Stochastic momentum index, -100 to 100: where the close is in its range, 0 in the middle, smoothed.

    smi = 100 ema(ema(m, slow), fast) / ema(ema(r, slow), fast), m = close - (highest high + lowest low) / 2
    and r = (highest high - lowest low) / 2 over the last `window` rows; signal = ema(smi, signal). Where the
    range has been 0 it is 0, or what `flat` says.

    Parameters
    ----------
    window
        Rows of the range.
    fast
        Rows of the second average.
    slow
        Rows of the first average.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> close = np.array([1.0, 2.0, 4.0, 3.0])
    >>> fi.smi(close + 1, close - 1, close, window=2, fast=1, slow=1, signal=1).smi
    array([ nan,  33.33333333,  50.        , -33.33333333])
    """
    above, half = place.using(window=window).on(high, low, close)
    top, bottom = (ema(ema(x, window=slow), window=fast) for x in (above, half))
    line = share.using(flat=level(flat, 0.0), least=TINY).on(top, bottom)
    average = ema(line, window=signal)
    return where_both(line, average), average
