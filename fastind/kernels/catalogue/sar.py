"""Parabolic stop and reverse."""

from typing import Annotated, Any

from fastind.kernels.definition import step
from fastind.kernels.parameters import AtLeast
from fastind.kernels.spec import indicator

NAN = float("nan")
NotNegative = Annotated[float, AtLeast(0)]
WILDER = "Wilder, New Concepts in Technical Trading Systems (1978), ch. 2"


def greater(a: float, b: float) -> float:
    return a if a > b else b


def smaller(a: float, b: float) -> float:
    return a if a < b else b


def faster(speed: float, by: float, limit: float) -> float:
    return speed + by if speed + by < limit else limit


@step(
    state={"stop": 0.0, "extreme": 0.0, "side": 1.0, "speed": 0.0, "n": 0.0},
    outputs=("stop", "signed"),
    lookback=lambda: 1,
)
def parabolic(
    s: Any,
    high: float,
    low: float,
    high_prev: float,
    low_prev: float,
    start: float = 0.0,
    offset: float = 0.0,
    long_init: float = 0.02,
    long_step: float = 0.02,
    long_maximum: float = 0.2,
    short_init: float = 0.02,
    short_step: float = 0.02,
    short_maximum: float = 0.2,
) -> Any:
    """The stop, and the same with the side's sign. The second row chooses the side, 1 long or -1 short."""
    stop, extreme, side, speed, n = s
    begins = n == 1.0
    fall = low_prev - low
    falls = fall > 0.0 and fall > high - high_prev
    first_side = (-1.0 if falls else 1.0) if start == 0.0 else (1.0 if start > 0.0 else -1.0)
    is_long = first_side > 0.0
    first_stop = (low_prev if is_long else high_prev) if start == 0.0 else abs(start)
    side = first_side if begins else side
    stop = first_stop if begins else stop
    extreme = (high if is_long else low) if begins else extreme
    speed = (long_init if is_long else short_init) if begins else speed
    # In the second row its own bar stands for the bar before, too.
    floor = low if begins else smaller(low, low_prev)
    ceiling = high if begins else greater(high, high_prev)

    turns = low <= stop if side > 0.0 else high >= stop
    side = -side if turns else side
    is_long = side > 0.0
    turned = smaller(extreme, floor) if is_long else greater(extreme, ceiling)
    turned = turned - turned * offset if is_long else turned + turned * offset
    level = turned if turns else stop
    passes = high > extreme if is_long else low < extreme
    quicker = faster(speed, long_step, long_maximum) if is_long else faster(speed, short_step, short_maximum)
    speed = (long_init if is_long else short_init) if turns else (quicker if passes else speed)
    extreme = (high if is_long else low) if turns or passes else extreme
    ahead = level + speed * (extreme - level)
    stop = smaller(ahead, floor) if is_long else greater(ahead, ceiling)
    has_value = n > 0.0
    return (stop, extreme, side, speed, n + 1.0), (
        level if has_value else NAN,
        level * side if has_value else NAN,
    )


@indicator(family="trend", gaps="skip", talib="SAR", source=WILDER)
def sar(high: Any, low: Any, acceleration: NotNegative = 0.02, maximum: NotNegative = 0.2) -> Any:
    """Parabolic stop and reverse, in the unit of the price: below the bars in a rise, above them in a fall.

    stop = stop + speed (extreme - stop). The extreme is the highest high of the rise (the lowest low of the
    fall); each new one makes the speed `acceleration` greater, up to `maximum`. The stop never enters the
    last two bars. Where a bar reaches it the side changes: the stop is the old extreme, the speed begins
    again. The first side is short where the second low falls by more than the second high rises, else
    long. Flat bars give their price.

    Parameters
    ----------
    acceleration
        The speed at first, and what each new extreme adds.
    maximum
        The greatest speed.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 3.0, 4.0, 0.5])
    >>> fi.sar(low + 1, low)
    array([   nan, 1.    , 1.04  , 1.1584, 5.    ])
    """
    first = min(acceleration, maximum)
    return parabolic.using(
        long_init=first,
        long_step=first,
        long_maximum=maximum,
        short_init=first,
        short_step=first,
        short_maximum=maximum,
    ).on(high, low)[0]


@indicator(family="trend", gaps="skip", talib="SAREXT", source=WILDER + "; extended in TA-Lib")
def sarext(
    high: Any,
    low: Any,
    start: float = 0.0,
    offset: NotNegative = 0.0,
    long_init: NotNegative = 0.02,
    long_step: NotNegative = 0.02,
    long_maximum: NotNegative = 0.2,
    short_init: NotNegative = 0.02,
    short_step: NotNegative = 0.02,
    short_maximum: NotNegative = 0.2,
) -> Any:
    """Parabolic stop and reverse with more settings, in the unit of the price; negative on the short side.

    As `sar`, with a speed of its own for each side. The sign is the side's: -52 is a stop at 52 above the
    bars. Flat bars give their price, now with one sign and now with the other.

    Parameters
    ----------
    start
        The first stop: above 0 long, below 0 short at its absolute value; 0 as in `sar`.
    offset
        Where the side changes the stop is moved away from the bars by this share of it.
    long_init
        The speed at first, on the long side.
    long_step
        What each new extreme adds to it.
    long_maximum
        The greatest speed.
    short_init
        The speed at first, on the short side.
    short_step
        What each new extreme adds to it.
    short_maximum
        The greatest speed.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 3.0, 4.0, 0.5])
    >>> fi.sarext(low + 1, low)
    array([    nan,  1.    ,  1.04  ,  1.1584, -5.    ])
    """
    return parabolic.using(
        start=start,
        offset=offset,
        long_init=min(long_init, long_maximum),
        long_step=min(long_step, long_maximum),
        long_maximum=long_maximum,
        short_init=min(short_init, short_maximum),
        short_step=min(short_step, short_maximum),
        short_maximum=short_maximum,
    ).on(high, low)[1]
