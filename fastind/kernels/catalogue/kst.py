"""Sums of smoothed rates of change."""

from typing import Any

from fastind.kernels.catalogue.averages import sma, wma
from fastind.kernels.catalogue.elementary import where_both
from fastind.kernels.catalogue.lags import roc
from fastind.kernels.definition import step
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator


@step(state={})
def plus(s: Any, a: float, b: float) -> Any:
    return (), a + b


@step(state={})
def one_to_four(s: Any, a: float, b: float, c: float, d: float) -> Any:
    return (), a + 2.0 * b + 3.0 * c + 4.0 * d


@indicator(
    family="momentum",
    gaps="rows",
    outputs=("kst", "signal"),
    source="Pring, Rate of Change, Technical Analysis of Stocks & Commodities (August 1992)",
)
def kst(
    close: Any,
    window1: Window = 10,
    window2: Window = 15,
    window3: Window = 20,
    window4: Window = 30,
    mean1: Window = 10,
    mean2: Window = 10,
    mean3: Window = 10,
    mean4: Window = 15,
    signal: Window = 9,
) -> Any:
    """Know sure thing, in percent: four smoothed rates of change, the slowest with the greatest weight.

    kst = a + 2 b + 3 c + 4 d with a = sma(roc(close, window1), mean1) and so on; signal = sma(kst, signal). A
    flat input gives 0.

    Parameters
    ----------
    window1, window2, window3, window4
        Rows back for the rates of change.
    mean1, mean2, mean3, mean4
        Rows of their averages.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> close = np.array([1.0, 1.1, 1.21, 1.331])
    >>> fi.kst(close, 1, 1, 1, 2, 1, 1, 1, 1, signal=2).kst
    array([ nan,  nan,  nan, 144.])
    """
    pairs = ((window1, mean1), (window2, mean2), (window3, mean3), (window4, mean4))
    line = one_to_four.using().on(*(sma(roc(close, window=w), window=m) for w, m in pairs))
    average = sma(line, window=signal)
    return where_both(line, average), average


@indicator(
    family="momentum", gaps="rows", source="Coppock, Practical Relative Strength Charting, Barron's (1962)"
)
def coppock(close: Any, slow: Window = 14, fast: Window = 11, window: Window = 10) -> Any:
    """Coppock curve, in percent: the weighted average of two rates of change. Made for monthly closes.

    wma(roc(close, slow) + roc(close, fast), window). A flat input gives 0.

    Parameters
    ----------
    slow, fast
        Rows back for the rates of change.
    window
        Rows of the average.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.coppock(np.array([1.0, 1.1, 1.21, 1.331]), slow=2, fast=1, window=2)
    array([nan, nan, nan, 31.])
    """
    return wma(plus.using().on(roc(close, window=slow), roc(close, window=fast)), window=window)
