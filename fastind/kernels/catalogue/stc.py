"""Schaff trend cycle."""

from typing import Annotated, Any

from fastind.errors import ParameterError
from fastind.kernels.catalogue.elementary import difference
from fastind.kernels.catalogue.extremes import highest, lowest
from fastind.kernels.catalogue.oscillators import ordered
from fastind.kernels.composition import Source, Value
from fastind.kernels.definition import step
from fastind.kernels.parameters import Above, Window
from fastind.kernels.spec import indicator

NAN = float("nan")


@step(state={"above": 0.0, "n": 0.0}, lookback=lambda seed: seed - 1)
def ema_above_price(s: Any, x: float, x_prev: float, seed: int = 20, alpha: float = 2 / 21) -> Any:
    """An exponential average less the price: where the price rests it fades to 0 and keeps its digits, so
    that the place of a difference of two of them in its range is no noise."""
    above, n = s
    change = x - x_prev if n > 0.0 else 0.0
    above = (above - n * change) if n < seed else (1.0 - alpha) * (above - change)
    n = n + 1.0
    above = above / seed if n == seed else above
    return (above, n), above if n >= seed else NAN


@step(state={"place": 50.0, "smooth": 0.0, "n": 0.0})
def smoothed_place(s: Any, x: float, high: float, low: float, factor: float = 0.5) -> Any:
    """Where x is in its range, as before if that is none; averaged."""
    place, smooth, n = s
    place = 100.0 * ((x - low) / (high - low)) if high > low else place
    smooth = smooth + factor * (place - smooth) if n > 0.0 else place
    return (place, smooth, n + 1.0), smooth


def cycle(x: Source, window: int, factor: float) -> Value:
    """The averaged place of x in its range of the last rows."""
    made: Value = smoothed_place.using(factor=factor).on(x, highest(x, window), lowest(x, window))
    return made


@indicator(family="momentum", gaps="skip", source="Schaff, Schaff Trend Cycle (1999, published 2008)")
def stc(
    close: Any,
    window: Window = 10,
    fast: Window = 23,
    slow: Window = 50,
    factor: Annotated[float, Above(0)] = 0.5,
) -> Any:
    """Schaff trend cycle, 0 to 100: the stochastic of a stochastic of the MACD.

    m = ema(close, fast) - ema(close, slow); p = 100 (m - min m) / (max m - min m) over the last `window`
    rows, averaged by f = f + factor (p - f); then the same once more of f. Where a range is 0 the place stays
    what it was, at first 50: a flat input gives 50.

    Parameters
    ----------
    window
        Rows of the ranges.
    factor
        How much of each new row the averages take, 0 < factor <= 1.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.stc(np.array([1.0, 2.0, 4.0, 3.0, 3.5]), window=2, fast=1, slow=2)
    array([nan, nan, nan,  0., 50.])
    """
    ordered("stc", fast, slow)
    if factor > 1:
        raise ParameterError(f"stc: factor must be a number > 0 and <= 1, got {factor}")
    averages = (ema_above_price.using(seed=w, alpha=2.0 / (w + 1.0)).on(close) for w in (fast, slow))
    return cycle(cycle(difference(*averages), window, factor), window, factor)
