"""Where the price is in the range of its last rows: stochastics and their kin."""

from typing import Any, Literal

from fastind.kernels.catalogue.elementary import where_both
from fastind.kernels.catalogue.extremes import highest, lowest
from fastind.kernels.catalogue.kinds import AverageKind, average
from fastind.kernels.catalogue.neutral import Flat, level
from fastind.kernels.catalogue.rsi import rsi
from fastind.kernels.composition import Source, Value
from fastind.kernels.definition import step
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator

NAN = float("nan")
LANE = "Lane, Lane's Stochastics, Technical Analysis of Stocks & Commodities (June 1984)"
STILL = 1e-9  # an RSI that moves less than this moves by rounding only: it is on a scale of 100


@step(state={})
def place_in_range(
    s: Any, x: float, high: float, low: float, times: float = 100.0, flat: float = 50.0, least: float = 0.0
) -> Any:
    return (), times * ((x - low) / (high - low)) if high - low > least else flat


@step(state={})
def below_high(s: Any, x: float, high: float, low: float, flat: float = -50.0) -> Any:
    return (), -100.0 * ((high - x) / (high - low)) if high > low else flat


@step(state={"k": 0.0, "d": 0.0, "n": 0.0}, outputs=("k", "d", "j"))
def smoothed_twice(s: Any, raw: float, k: int = 3, d: int = 3, seed: float = 50.0) -> Any:
    """Averages of 1 / k and 1 / d of each new row; without a seed they begin with the first row."""
    slow, slower, n = s
    begin = seed if seed == seed else raw
    slow = begin if n == 0.0 else slow
    slower = begin if n == 0.0 else slower
    slow = slow + (raw - slow) / k
    slower = slower + (slow - slower) / d
    return (slow, slower, n + 1.0), (slow, slower, 3.0 * slow - 2.0 * slower)


def raw_stochastic(
    high: Source, low: Source, close: Source, window: int, flat: float, least: float = 0.0
) -> Value:
    """100 (close - lowest low) / (highest high - lowest low)."""
    made: Value = place_in_range.using(flat=flat, least=least).on(
        close, highest(high, window), lowest(low, window)
    )
    return made


@indicator(
    family="momentum",
    gaps="rows",
    talib="WILLR",
    source="Williams, How I Made One Million Dollars Last Year Trading Commodities (1973)",
)
def willr(high: Any, low: Any, close: Any, window: Window = 14, *, flat: Flat = -50.0) -> Any:
    """Williams' %R, -100 to 0: how far the close is below the highest high of the window.

    -100 (highest high - close) / (highest high - lowest low). Where both are equal it is -50, or what `flat`
    says.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> close = np.array([1.0, 2.0, 4.0, 3.0])
    >>> fi.willr(close + 1, close - 1, close, window=2)
    array([         nan, -33.33333333, -25.        , -66.66666667])
    """
    found = highest(high, window), lowest(low, window)
    return below_high.using(flat=level(flat, 0.0)).on(close, *found)


@indicator(family="momentum", gaps="skip", talib="STOCHF", outputs=("fastk", "fastd"), source=LANE)
def stochf(
    high: Any,
    low: Any,
    close: Any,
    fastk: Window = 5,
    fastd: Window = 3,
    fastd_ma: AverageKind = "sma",
    *,
    flat: Flat = 50.0,
) -> Any:
    """Fast stochastic, 0 to 100: where the close is in the range of the last rows, and its average.

    fastk = 100 (close - lowest low) / (highest high - lowest low) over the last `fastk` rows; fastd is its
    average over `fastd` rows. Where the range is 0 fastk is 50, or what `flat` says.

    Parameters
    ----------
    fastk
        Rows of the range.
    fastd
        Rows of the average.
    fastd_ma
        Kind of average, as the indicator of that name.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> close = np.array([1.0, 2.0, 4.0, 3.0])
    >>> fi.stochf(close + 1, close - 1, close, fastk=2, fastd=2).fastk
    array([        nan,         nan, 75.        , 33.33333333])
    """
    fast = raw_stochastic(high, low, close, fastk, level(flat, 0.0))
    smooth = average(fastd_ma, fast, fastd)
    return where_both(fast, smooth), smooth


@indicator(family="momentum", gaps="skip", talib="STOCH", outputs=("slowk", "slowd"), source=LANE)
def stoch(
    high: Any,
    low: Any,
    close: Any,
    fastk: Window = 5,
    slowk: Window = 3,
    slowk_ma: AverageKind = "sma",
    slowd: Window = 3,
    slowd_ma: AverageKind = "sma",
    *,
    flat: Flat = 50.0,
) -> Any:
    """Slow stochastic, 0 to 100: the average of where the close is in its range, and the average of that.

    slowk is the average over `slowk` rows of 100 (close - lowest low) / (highest high - lowest low) over the
    last `fastk` rows; slowd is its average over `slowd` rows. Where a range is 0 the quotient is 50, or what
    `flat` says.

    Parameters
    ----------
    fastk
        Rows of the range.
    slowk
        Rows of the first average.
    slowk_ma
        Kind of the first average, as the indicator of that name.
    slowd
        Rows of the second average.
    slowd_ma
        Kind of the second average.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> close = np.array([1.0, 2.0, 4.0, 3.0])
    >>> fi.stoch(close + 1, close - 1, close, fastk=2, slowk=2, slowd=1).slowk
    array([        nan,         nan, 70.83333333, 54.16666667])
    """
    fast = raw_stochastic(high, low, close, fastk, level(flat, 0.0))
    smooth = average(slowk_ma, fast, slowk)
    smoother = average(slowd_ma, smooth, slowd)
    return where_both(smooth, smoother), smoother


@indicator(
    family="momentum",
    gaps="skip",
    talib="STOCHRSI",
    outputs=("fastk", "fastd"),
    source="Chande and Kroll, The New Technical Trader (1994)",
)
def stochrsi(
    close: Any,
    window: Window = 14,
    fastk: Window = 5,
    fastd: Window = 3,
    fastd_ma: AverageKind = "sma",
    *,
    flat: Flat = 50.0,
) -> Any:
    """Stochastic of the RSI, 0 to 100: where the RSI is in the range of its last rows, and its average.

    fastk = 100 (r - min r) / (max r - min r) over the last `fastk` rows of r = rsi(close, window); fastd is
    its average over `fastd` rows. Where r has not moved, up to rounding (1e-9), fastk is 50, or what `flat`
    says; so is the RSI of a flat input.

    Parameters
    ----------
    window
        Changes that the RSI averages.
    fastk
        Rows of the range.
    fastd
        Rows of the average.
    fastd_ma
        Kind of average, as the indicator of that name.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.stochrsi(np.array([10.0, 11.0, 10.0, 12.0, 11.5]), window=2, fastk=2, fastd=1).fastk
    array([ nan,  nan,  nan, 100.,   0.])
    """
    strength = rsi(close, window=window, flat=flat)
    fast = raw_stochastic(strength, strength, strength, fastk, level(flat, 0.0), STILL)
    smooth = average(fastd_ma, fast, fastd)
    return where_both(fast, smooth), smooth


@indicator(
    family="momentum",
    gaps="skip",
    outputs=("k", "d", "j"),
    source="the stochastic of Chinese charts; Lane's, with averages of 1/3",
)
def kdj(
    high: Any,
    low: Any,
    close: Any,
    window: Window = 9,
    k: Window = 3,
    d: Window = 3,
    *,
    seed: float | Literal["first"] = 50.0,
    flat: Flat = 50.0,
) -> Any:
    """KDJ: the smoothed place of the close in its range, 0 to 100, its average, and how far they are apart.

    rsv = 100 (close - lowest low) / (highest high - lowest low) over the last `window` rows;
    k = 2/3 k + 1/3 rsv, d = 2/3 d + 1/3 k (with `k` and `d` in place of 3), j = 3 k - 2 d, which leaves 0 to
    100. Where the range is 0 rsv is 50, or what `flat` says.

    Parameters
    ----------
    window
        Rows of the range.
    k, d
        The averages take 1 / `k` and 1 / `d` of each new row.
    seed : number or {"first"}
        What k and d are before the first row; "first": they begin with the first rsv.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> close = np.array([1.0, 2.0, 4.0, 3.0])
    >>> fi.kdj(close + 1, close - 1, close, window=2).k
    array([        nan, 55.55555556, 62.03703704, 52.4691358 ])
    """
    raw = raw_stochastic(high, low, close, window, level(flat, 50.0))
    return smoothed_twice.using(k=k, d=d, seed=NAN if seed == "first" else seed).on(raw)
