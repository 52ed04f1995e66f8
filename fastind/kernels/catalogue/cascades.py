"""Exponential averages of exponential averages, put together so that the lag cancels."""

from typing import Annotated, Any

from fastind.kernels.catalogue.ema import ema
from fastind.kernels.composition import Source
from fastind.kernels.definition import step
from fastind.kernels.parameters import AtLeast, Window
from fastind.kernels.spec import indicator

PATTERN = "Mulloy, Smoothing Data with {}, Stocks & Commodities 12 (1994)"


@step(state={})
def twice(s: Any, one: float, two: float) -> Any:
    return (), 2.0 * one - two


@step(state={})
def thrice(s: Any, one: float, two: float, three: float) -> Any:
    return (), 3.0 * (one - two) + three


@step(state={})
def tillson(s: Any, e3: float, e4: float, e5: float, e6: float, vfactor: float = 0.7) -> Any:
    v, u = vfactor, vfactor + 1.0
    return (), u * u * u * e3 - 3.0 * u * u * v * e4 + 3.0 * u * v * v * e5 - v * v * v * e6


def cascade(x: Any, window: int, times: int) -> list[Source]:
    """The average, the average of the average, and so on."""
    averages = [x]
    for _ in range(times):
        averages.append(ema(averages[-1], window=window))
    return averages[1:]


@indicator(family="trend", gaps="skip", talib="DEMA", source=PATTERN.format("Faster Moving Averages"))
def dema(x: Any, window: Window = 30) -> Any:
    """Double exponential moving average, in the unit of the input: it lags less than `ema`.

    2 ema - ema of ema; each average begins with the mean of its first `window` rows. A flat input gives its
    value.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.dema(np.array([1.0, 2.0, 4.0, 7.0]), 2)
    array([       nan,        nan, 4.        , 6.85185185])
    """
    return twice.using().on(*cascade(x, window, 2))


@indicator(family="trend", gaps="skip", talib="TEMA", source=PATTERN.format("Less Lag"))
def tema(x: Any, window: Window = 30) -> Any:
    """Triple exponential moving average, in the unit of the input: it lags less than `dema`.

    3 ema - 3 ema of ema + ema of ema of ema; each average begins with the mean of its first `window` rows. A
    flat input gives its value.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.tema(np.array([1.0, 2.0, 4.0, 7.0]), 2)
    array([       nan,        nan,        nan, 6.85185185])
    """
    return thrice.using().on(*cascade(x, window, 3))


@indicator(
    family="trend",
    gaps="skip",
    talib="T3",
    source="Tillson, Smoothing Techniques for More Accurate Signals, Stocks & Commodities 16 (1998)",
)
def t3(x: Any, window: Window = 5, vfactor: Annotated[float, AtLeast(0)] = 0.7) -> Any:
    """Tillson's T3 average, in the unit of the input: very smooth for its lag.

    (1 + v)^3 e3 - 3 (1 + v)^2 v e4 + 3 (1 + v) v^2 e5 - v^3 e6, v = vfactor, e1 = ema(x), e2 = ema(e1) and
    so on: the mixture (1 + v) ema - v ema(ema), three times over. Each average begins with the mean of its
    first `window` rows. A flat input gives its value.

    Parameters
    ----------
    vfactor
        How much of the lag is taken out: 0 gives e3, 1 a `dema` three times over.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.t3(np.array([1.0, 2.0, 4.0, 7.0, 7.0, 7.0, 7.0, 7.0]), 2).round(3)
    array([  nan,   nan,   nan,   nan,   nan,   nan, 7.195, 7.107])
    """
    return tillson.using(vfactor=vfactor).on(*cascade(x, window, 6)[2:])
