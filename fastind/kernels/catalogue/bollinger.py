"""Bollinger bands, where the price stands in them, and how wide they are."""

from typing import Annotated, Any, Literal

from fastind.kernels.catalogue.deviation import deviation_of, from_centre
from fastind.kernels.catalogue.elementary import difference, ratio, where_both
from fastind.kernels.catalogue.kinds import AverageKind, average
from fastind.kernels.composition import Value
from fastind.kernels.definition import step
from fastind.kernels.parameters import AtLeast
from fastind.kernels.spec import indicator, windowed

NAN = float("nan")
WindowOfTwo = Annotated[int, AtLeast(2)]
NotNegative = Annotated[float, AtLeast(0)]
BOLLINGER = "Bollinger, Bollinger on Bollinger Bands (2001), ch. 7 and 8"


@step(state={})
def shifted(s: Any, a: float, b: float, times: float = 1.0) -> Any:
    return (), a + times * b


@step(state={})
def place(
    s: Any, away: float, deviation: float, up: float = 2.0, down: float = 2.0, flat: float = 0.5
) -> Any:
    width = (up + down) * deviation
    return (), (away + down * deviation) / width if width > 0.0 else flat


def band(middle: Any, distance: Any, times: float) -> Value:
    """middle + times distance."""
    made: Value = shifted.using(times=times).on(middle, distance)
    return made


@indicator(
    family="volatility",
    gaps="skip",
    talib="BBANDS",
    outputs=("upper", "middle", "lower"),
    source=BOLLINGER,
)
def bbands(
    close: Any, window: WindowOfTwo = 20, up: float = 2.0, down: float = 2.0, ma: AverageKind = "sma"
) -> Any:
    """Bollinger bands, in the unit of the price: an average and bands around it, as wide as the price varies.

    middle = average of the last `window` rows, upper = middle + up * deviation, lower = middle - down *
    deviation; the deviation is the population's over the last `window` rows, around their mean, whatever
    the average is. A flat input gives its value in all three.

    Parameters
    ----------
    up
        Deviations from the middle to the upper band.
    down
        Deviations from the middle to the lower band.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.bbands(np.array([1.0, 3.0, 7.0]), window=2).upper
    array([nan,  4.,  9.])
    """
    middle = average(ma, close, window)
    deviation = windowed("bbands", deviation_of, window).on(close)
    return band(middle, deviation, up), where_both(middle, deviation), band(middle, deviation, -down)


@indicator(family="volatility", gaps="skip", source=BOLLINGER)
def bbands_percent(
    close: Any,
    window: WindowOfTwo = 20,
    up: NotNegative = 2.0,
    down: NotNegative = 2.0,
    ma: AverageKind = "sma",
    *,
    flat: float | Literal["nan"] = 0.5,
) -> Any:
    """Bollinger's %b, a number: 0 at the lower band, 1 at the upper one.

    (close - lower) / (upper - lower) of `bbands`; below 0 or above 1 outside the bands. Flat input gives
    `flat`.

    Parameters
    ----------
    up
        Deviations from the middle to the upper band.
    down
        Deviations from the middle to the lower band.
    flat
        The value where the bands are one line; "nan" for none.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.bbands_percent(np.array([1.0, 3.0, 7.0, 7.0]), window=2)
    array([ nan, 0.75, 0.75, 0.5 ])
    """
    # Around the plain mean the distance is exact, however large the price is.
    away = (
        windowed("bbands_percent", from_centre, window).on(close)
        if ma == "sma"
        else difference(close, average(ma, close, window))
    )
    deviation = windowed("bbands_percent", deviation_of, window).on(close)
    level = NAN if isinstance(flat, str) else flat
    return place.using(up=up, down=down, flat=level).on(away, deviation)


@indicator(family="volatility", gaps="skip", source=BOLLINGER)
def bbands_width(
    close: Any,
    window: WindowOfTwo = 20,
    up: NotNegative = 2.0,
    down: NotNegative = 2.0,
    ma: AverageKind = "sma",
) -> Any:
    """Width of the Bollinger bands, as a fraction of their middle.

    (upper - lower) / middle of `bbands`. A flat input gives 0; NaN where the middle is 0.

    Parameters
    ----------
    up
        Deviations from the middle to the upper band.
    down
        Deviations from the middle to the lower band.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.bbands_width(np.array([1.0, 3.0, 7.0]), window=2)
    array([nan, 2. , 1.6])
    """
    deviation = windowed("bbands_width", deviation_of, window).on(close)
    return ratio(deviation, average(ma, close, window), times=up + down)
