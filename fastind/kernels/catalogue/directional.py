"""Wilder's directional movement: how much of the range lies above yesterday's, and how much below."""

from typing import Any

from fastind.kernels.accumulators import FIRST
from fastind.kernels.catalogue.elementary import itself
from fastind.kernels.catalogue.rsi import TINY, Flat
from fastind.kernels.catalogue.wilder import smoothed
from fastind.kernels.composition import Value
from fastind.kernels.definition import fold, step
from fastind.kernels.parameters import Window
from fastind.kernels.primitives import fma
from fastind.kernels.spec import indicator

NAN = float("nan")
TALIB_FLAT = 0.0  # TA-Lib 0.8: where nothing has moved all of them are 0, as ours are
TINIEST = 1e-300
WILDER = "Wilder, New Concepts in Technical Trading Systems (1978), ch. 4"


def up_move(high: float, low: float, high_prev: float, low_prev: float) -> float:
    up, down = high - high_prev, low_prev - low
    return up if up > 0.0 and up > down else 0.0


def down_move(high: float, low: float, high_prev: float, low_prev: float) -> float:
    up, down = high - high_prev, low_prev - low
    return down if down > 0.0 and down > up else 0.0


@step(
    state={"plus": 0.0, "minus": 0.0, "n": -1.0},
    outputs=("plus", "minus"),
    lookback=lambda window: max(window - 1, 1),
)
def moves(s: Any, high: float, low: float, high_prev: float, low_prev: float, window: int = 14) -> Any:
    """Wilder's sums of the two moves. The first row has no row before it: its moves are 0."""
    plus, minus, n = s
    n = n + 1.0
    keep = 1.0 - 1.0 / window if n >= window else 1.0
    plus = fma(keep, plus, up_move(high, low, high_prev, low_prev))
    minus = fma(keep, minus, down_move(high, low, high_prev, low_prev))
    there = n >= window - 1.0 and n >= 1.0
    return (plus, minus, n), (plus if there else NAN, minus if there else NAN)


@step(
    state={"plus": 0.0, "minus": 0.0, "ranges": 0.0, "n": -1.0},
    outputs=("plus", "minus", "dx"),
    lookback=lambda window: window,
)
def directions(
    s: Any,
    high: float,
    low: float,
    close: float,
    high_prev: float,
    low_prev: float,
    close_prev: float,
    window: int = 14,
    flat: float = 0.0,
) -> Any:
    """The two moves per true range, and their distance. Sums so small that their digits would go, and with
    them their ratios, decay no further: all three together, or the moves alone where bars are wide but quiet.
    """
    plus, minus, ranges, n = s
    n = n + 1.0
    keep = 1.0 - 1.0 / window if n >= window else 1.0
    top = close_prev if close_prev > high else high
    bottom = close_prev if close_prev < low else low
    keep = keep if abs(ranges) > TINY else 1.0
    of_moves = keep if plus + minus > TINIEST else 1.0
    plus = fma(of_moves, plus, up_move(high, low, high_prev, low_prev))
    minus = fma(of_moves, minus, down_move(high, low, high_prev, low_prev))
    ranges = fma(keep, ranges, top - bottom if n > 0.0 else 0.0)
    both = plus + minus
    distance = plus - minus if plus > minus else minus - plus
    of_plus = 100.0 * (plus / ranges) if ranges != 0.0 else flat
    of_minus = 100.0 * (minus / ranges) if ranges != 0.0 else flat
    dx = 100.0 * (distance / both) if both > 0.0 else flat
    there = n >= window
    return (plus, minus, ranges, n), (
        of_plus if there else NAN,
        of_minus if there else NAN,
        dx if there else NAN,
    )


@fold(FIRST, term=itself)
def mean_of_ends(n: float, acc: Any, x: float, window: int = 14) -> float:
    return 0.5 * (x + acc[0])


def directed(high: Any, low: Any, close: Any, window: int, flat: Flat) -> tuple[Value, ...]:
    """+DI, -DI and DX."""
    level = {"nan": NAN, "talib": TALIB_FLAT}[flat] if isinstance(flat, str) else flat
    made: tuple[Value, ...] = directions.using(window=window, flat=level).on(high, low, close)
    return made


@indicator(family="momentum", gaps="skip", talib="PLUS_DM", source=WILDER)
def plus_dm(high: Any, low: Any, window: Window = 14) -> Any:
    """Upward directional movement (+DM), in the unit of the price: Wilder's sum over `window` rows.

    A row's move is high - previous high where this is positive and more than previous low - low, else 0. The
    first `window - 1` moves are added up, then dm = dm - dm / window + move. With window=1 it is the move of
    the row. 0 where nothing has moved.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0, 5.0])
    >>> fi.plus_dm(low + 1, low, window=2)
    array([ nan, 1.  , 4.5 , 2.25])
    """
    return moves.using(window=window).on(high, low)[0]


@indicator(family="momentum", gaps="skip", talib="MINUS_DM", source=WILDER)
def minus_dm(high: Any, low: Any, window: Window = 14) -> Any:
    """Downward directional movement (-DM), in the unit of the price: Wilder's sum over `window` rows.

    A row's move is previous low - low where this is positive and more than high - previous high, else 0. The
    first `window - 1` moves are added up, then dm = dm - dm / window + move. With window=1 it is the move of
    the row. 0 where nothing has moved.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([6.0, 5.0, 2.0, 3.0])
    >>> fi.minus_dm(low + 1, low, window=2)
    array([ nan, 1.  , 3.5 , 1.75])
    """
    return moves.using(window=window).on(high, low)[1]


@indicator(family="momentum", gaps="skip", talib="PLUS_DI", source=WILDER)
def plus_di(high: Any, low: Any, close: Any, window: Window = 14, *, flat: Flat = 0.0) -> Any:
    """Upward directional indicator (+DI), in percent: upward movement per true range.

    100 plus_dm / tr, both Wilder's sums over `window` rows: the first `window - 1` rows are added up, then
    sum = sum - sum / window + new. With window=1 it is the row's own move per true range (TA-Lib gives that
    one as a fraction).

    Parameters
    ----------
    flat
        The value of 0 / 0, where nothing has moved. 0 by default, which is TA-Lib's too; "nan" for none.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0, 5.0])
    >>> fi.plus_di(low + 1, low, low, window=2)
    array([ nan,  nan, 75. , 56.25])
    """
    return directed(high, low, close, window, flat)[0]


@indicator(family="momentum", gaps="skip", talib="MINUS_DI", source=WILDER)
def minus_di(high: Any, low: Any, close: Any, window: Window = 14, *, flat: Flat = 0.0) -> Any:
    """Downward directional indicator (-DI), in percent: downward movement per true range.

    100 minus_dm / tr, both Wilder's sums over `window` rows: the first `window - 1` rows are added up, then
    sum = sum - sum / window + new. With window=1 it is the row's own move per true range (TA-Lib gives that
    one as a fraction).

    Parameters
    ----------
    flat
        The value of 0 / 0, where nothing has moved. 0 by default, which is TA-Lib's too; "nan" for none.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([6.0, 5.0, 2.0, 3.0])
    >>> fi.minus_di(low + 1, low, low, window=2)
    array([         nan,          nan, 100.        ,  46.66666667])
    """
    return directed(high, low, close, window, flat)[1]


@indicator(family="momentum", gaps="skip", talib="DX", source=WILDER)
def dx(high: Any, low: Any, close: Any, window: Window = 14, *, flat: Flat = 0.0) -> Any:
    """Directional movement index (DX), 0 to 100: how one-sided the movement is.

    100 |plus_di - minus_di| / (plus_di + minus_di).

    Parameters
    ----------
    flat
        The value of 0 / 0, where neither side has moved. 0 by default, which is TA-Lib's too; "nan" for none.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0, 5.0])
    >>> fi.dx(low + 1, low, low, window=2)
    array([         nan,          nan, 100.        ,  38.46153846])
    """
    return directed(high, low, close, window, flat)[2]


@indicator(family="momentum", gaps="skip", talib="ADX", source=WILDER)
def adx(high: Any, low: Any, close: Any, window: Window = 14, *, flat: Flat = 0.0) -> Any:
    """Average directional index (ADX), 0 to 100: the strength of a trend, whichever way it goes.

    The mean of the first `window` values of dx, then adx = adx + (dx - adx) / window.

    Parameters
    ----------
    flat
        The value of a dx of 0 / 0, where neither side has moved. 0 by default, which is TA-Lib's too; "nan":
        such a row is left out.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0, 5.0, 7.0])
    >>> fi.adx(low + 1, low, low, window=2)
    array([        nan,         nan,         nan, 69.23076923, 70.82228117])
    """
    return smoothed(directed(high, low, close, window, flat)[2], window)


@indicator(family="momentum", gaps="skip", talib="ADXR", source=WILDER)
def adxr(high: Any, low: Any, close: Any, window: Window = 14, *, flat: Flat = 0.0) -> Any:
    """Average directional movement rating (ADXR), 0 to 100: adx, calmed.

    The mean of adx and of the adx `window - 1` rows before.

    Parameters
    ----------
    flat
        The value of a dx of 0 / 0, where neither side has moved. 0 by default, which is TA-Lib's too; "nan":
        such a row is left out.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0, 5.0, 7.0])
    >>> fi.adxr(low + 1, low, low, window=2)
    array([       nan,        nan,        nan,        nan, 70.0265252])
    """
    return mean_of_ends.using(window=window).on(adx(high, low, close, window=window, flat=flat))
