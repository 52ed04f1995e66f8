"""Supertrend."""

from typing import Annotated, Any, Literal

from fastind.kernels.catalogue.ranges import atr
from fastind.kernels.definition import step
from fastind.kernels.parameters import AtLeast, Window
from fastind.kernels.spec import indicator


@step(
    state={"upper": 0.0, "lower": 0.0, "side": -1.0, "before": 0.0, "n": 0.0},
    outputs=("line", "direction"),
)
def trailing_band(
    s: Any,
    high: float,
    low: float,
    close: float,
    distance: float,
    multiplier: float = 3.0,
    start: float = -1.0,
) -> Any:
    """Bands that only come nearer until the close has passed them; the side changes with the close."""
    upper, lower, side, before, n = s
    begins = n == 0.0
    centre = 0.5 * (high + low)
    top = centre + multiplier * distance
    bottom = centre - multiplier * distance
    upper = top if begins or top < upper or before > upper else upper
    lower = bottom if begins or bottom > lower or before < lower else lower
    rises = close > upper
    falls = close < lower
    turned = (1.0 if rises else -1.0) if side < 0.0 else (-1.0 if falls else 1.0)
    side = start if begins else turned
    return (upper, lower, side, close, n + 1.0), (lower if side > 0.0 else upper, side)


@indicator(
    family="trend",
    gaps="skip",
    outputs=("supertrend", "direction"),
    source="Olivier Seban's Supertrend, as TradingView states it (ta.supertrend)",
)
def supertrend(
    high: Any,
    low: Any,
    close: Any,
    window: Window = 10,
    multiplier: Annotated[float, AtLeast(0)] = 3.0,
    *,
    start: Literal["fall", "rise"] = "fall",
) -> Any:
    """Supertrend, in the unit of the price: a band below the bars in a rise, above them in a fall.

    The bands are (high + low) / 2 +- multiplier * atr(window). The lower one never falls and the upper one
    never rises until the close has passed it. `direction` is 1 in a rise, where `supertrend` is the lower
    band, and -1 in a fall; it changes where the close passes the band. The first value is a fall, as on
    TradingView, whose direction has the other sign, or what `start` says. Flat bars give their price and the
    direction of the first value.

    Parameters
    ----------
    window
        Rows of the average true range.
    multiplier
        Average true ranges from the middle of the bar to each band.
    start
        What the first value is. "rise" is TA-Lib's; the difference ends with the first change.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0, 9.0])
    >>> fi.supertrend(low + 1, low, low, window=1, multiplier=1).direction
    array([nan, -1.,  1.,  1.])
    """
    distance = atr(high, low, close, window=window)
    return trailing_band.using(multiplier=multiplier, start=1.0 if start == "rise" else -1.0).on(
        high, low, close, distance
    )
