"""Rises against falls: of the price, of its bars, of money."""

from typing import Any

from fastind.kernels.accumulators import TOTAL
from fastind.kernels.catalogue.cci import ROUNDING, typical
from fastind.kernels.catalogue.neutral import Flat, level
from fastind.kernels.catalogue.rsi import TINY, add_change, change, merge_changes
from fastind.kernels.definition import Accumulator, fold, step
from fastind.kernels.parameters import Window
from fastind.kernels.primitives import fma
from fastind.kernels.spec import indicator, windowed

NAN = float("nan")
RISES = Accumulator(("up", "down"), add_change, merge_changes)
"""Sums of positive and of negative terms, both as positive numbers."""


@step(state={"up": 0.0, "down": 0.0, "n": -1.0}, lookback=lambda window: window)
def balance_smoothed(s: Any, close: float, close_prev: float, window: int = 14, flat: float = 0.0) -> Any:
    """Wilder's averages of rises and falls, as in `rsi`: their difference over their sum."""
    up, down, n = s
    n = n + 1.0
    change = close - close_prev
    keep = 1.0 - 1.0 / window if n > window and up + down > TINY else 1.0
    take = 1.0 / window
    up = fma(keep, up, take * (change if change > 0.0 else 0.0))
    down = fma(keep, down, take * (-change if change < 0.0 else 0.0))
    value = 100.0 * ((up - down) / (up + down)) if up + down > 0.0 else flat
    return (up, down, n), value if n >= window else NAN


@fold(RISES, term=change, lookback=lambda window: window)
def balance_plain(n: float, acc: Any, window: int = 14, flat: float = 0.0) -> float:
    """Plain sums of rises and falls: their difference over their sum."""
    up, down = acc
    return 100.0 * ((up - down) / (up + down)) if up + down > 0.0 else flat


def body(open: float, close: float) -> float:
    return close - open


@fold(RISES, term=body)
def bodies_share(n: float, acc: Any, window: int = 14, flat: float = 50.0) -> float:
    up, down = acc
    return 100.0 * (up / (up + down)) if up + down > 0.0 else flat


def money(price: float, volume: float, price_prev: float) -> float:
    """Price times volume, with the sign of the price's change."""
    flow = price * volume
    change = price - price_prev
    least = ROUNDING * abs(price)
    still = 0.0 if change == change and flow == flow else NAN
    return flow if change > least else (-flow if change < -least else still)


@fold(RISES, term=money, lookback=lambda window: window)
def money_share(n: float, acc: Any, window: int = 14, flat: float = 50.0) -> float:
    up, down = acc
    return 100.0 * (up / (up + down)) if up + down > 0.0 else flat


def has_risen(close: float, close_prev: float) -> float:
    still = 0.0 if close_prev == close_prev and close == close else NAN
    return 1.0 if close > close_prev else still


@fold(TOTAL, term=has_risen, lookback=lambda window: window)
def percent_of_rows(n: float, acc: Any, window: int = 12) -> float:
    return 100.0 * (acc[0] / n)


@indicator(
    family="momentum", gaps="skip", talib="CMO", source="Chande and Kroll, The New Technical Trader (1994)"
)
def cmo(close: Any, window: Window = 14, *, flat: Flat = 0.0) -> Any:
    """Chande momentum oscillator, -100 to 100: rises less falls in all movement.

    100 (up - down) / (up + down), where up and down are Wilder's averages of max(d, 0) and max(-d, 0), d the
    change from one valid row to the next: 2 rsi - 100. A flat input gives 0, or what `flat` says.

    Parameters
    ----------
    window
        Changes to average.

    Notes
    -----
    TA-Lib smooths as RSI does; Chande's own formula takes plain sums over the window.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.cmo(np.array([10.0, 11.0, 10.0, np.nan, 12.0]), window=2)
    array([        nan,         nan,  0.        ,         nan, 66.66666667])
    """
    return balance_smoothed.using(window=window, flat=level(flat, 0.0))


@indicator(
    family="momentum", gaps="skip", talib="CMOU", source="Chande and Kroll, The New Technical Trader (1994)"
)
def cmou(close: Any, window: Window = 14, *, flat: Flat = 0.0) -> Any:
    """Chande momentum oscillator as Chande wrote it, -100 to 100: rises less falls in all movement.

    100 (up - down) / (up + down), the sums of max(d, 0) and max(-d, 0) over the last `window` changes d from
    one valid row to the next. A flat input gives 0, or what `flat` says. `cmo` has Wilder's averages instead.

    Parameters
    ----------
    window
        Changes to add up.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.cmou(np.array([10.0, 11.0, 10.0, np.nan, 13.0]), window=2)
    array([nan, nan,  0., nan, 50.])
    """
    return balance_plain.using(window=window, flat=level(flat, 0.0))


@indicator(
    family="momentum", gaps="rows", talib="IMI", source="Chande and Kroll, The New Technical Trader (1994)"
)
def imi(open: Any, close: Any, window: Window = 14, *, flat: Flat = 50.0) -> Any:
    """Intraday momentum index, 0 to 100: the share of rising bars' bodies in all bodies.

    100 up / (up + down), the sums of max(close - open, 0) and max(open - close, 0) over the last `window`
    rows. Bars without bodies give 50, or what `flat` says.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.imi(np.array([1.0, 2.0, 5.0]), np.array([2.0, 5.0, 4.0]), window=2)
    array([ nan, 100.,  75.])
    """
    return windowed("imi", bodies_share, window, flat=level(flat, 50.0))


@indicator(family="momentum", gaps="rows", talib="MFI", source="Quong and Soudack, Money Flow Index (1989)")
def mfi(high: Any, low: Any, close: Any, volume: Any, window: Window = 14, *, flat: Flat = 50.0) -> Any:
    """Money flow index, 0 to 100: the share of money that came with rising prices.

    100 up / (up + down), the sums of typical price times volume over those of the last `window` rows whose
    typical price, (high + low + close) / 3, is above and below that of the row before. Where no money has
    moved the price it is 50, or what `flat` says.

    Parameters
    ----------
    window
        Changes of the typical price.

    Notes
    -----
    Typical prices that differ by rounding only (1e-14) are equal; TA-Lib takes them for a rise or a
    fall where the price is above 64. It also gives 0 where the flows add up to less than 1; here
    only 0 / 0 is special.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> price = np.array([10.0, 11.0, 10.0, 12.0])
    >>> fi.mfi(price, price, price, np.array([5.0, 1.0, 1.1, 1.0]), window=2)
    array([        nan,         nan, 50.        , 52.17391304])
    """
    price = typical.using().on(high, low, close)
    return windowed("mfi", money_share, window, flat=level(flat, 0.0)).on(price, volume)


@indicator(
    family="momentum", gaps="rows", source="the psychological line, as Chinese and Japanese charts show it"
)
def psy(close: Any, window: Window = 12) -> Any:
    """Psychological line, 0 to 100: the percentage of rows whose close has risen.

    100 (rows with close > close one row before) / window. A flat input gives 0.

    Parameters
    ----------
    window
        Changes to count.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.psy(np.array([1.0, 2.0, 3.0, 3.0]), window=2)
    array([ nan,  nan, 100.,  50.])
    """
    return windowed("psy", percent_of_rows, window)
