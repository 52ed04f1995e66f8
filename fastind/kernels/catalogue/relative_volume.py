"""Volume compared: with the days before, per minute, between rising and falling days, with the shares."""

from typing import Annotated, Any

from fastind.errors import ParameterError
from fastind.kernels.catalogue.elementary import ratio
from fastind.kernels.catalogue.money_flow import TOTALS
from fastind.kernels.catalogue.volume_ratio import volume_ratio
from fastind.kernels.definition import fold, step
from fastind.kernels.parameters import Above, MinPeriods, Window
from fastind.kernels.spec import indicator, windowed

NAN = float("nan")


@step(state={})
def times(s: Any, x: float, factor: float = 1.0) -> Any:
    return (), x * factor


def rising_and_falling(close: float, volume: float, close_prev: float) -> Any:
    """The volume of a row that has not moved goes half to each; one without a row before it is missing."""
    change = close - close_prev
    up = volume if change > 0.0 else (0.0 if change < 0.0 else 0.5 * volume)
    return up if change == change else NAN, volume - up


@fold(TOTALS, term=rising_and_falling, lookback=lambda window: window)
def rising_over_falling(n: float, acc: Any, window: int = 26) -> float:
    return 100.0 * (acc[0] / acc[1]) if acc[1] != 0.0 else NAN


@indicator(family="volume", gaps="rows", talib="RVOL", source="volume over its mean of the days before")
def rvol(volume: Any, window: Window = 20, *, min_periods: MinPeriods = None) -> Any:
    """Relative volume: the row's volume over the mean of the `window` rows before; 1 is usual.

    volume / mean(the `window` volumes before), which is volume_ratio with include_current=False. 0 / 0 and
    x / 0 are NaN (TA-Lib gives inf for x / 0); constant volume gives 1.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.rvol(np.array([100.0, 300.0, 400.0]), window=2)
    array([nan, nan,  2.])
    """
    return volume_ratio(volume, window=window, include_current=False, min_periods=min_periods)


@indicator(family="volume", gaps="rows", source="the volume ratio of Chinese quote screens, 量比 (liang bi)")
def liangbi(
    volume: Any,
    window: Window = 5,
    *,
    minutes: Annotated[float, Above(0)] = 240.0,
    session: Annotated[float, Above(0)] = 240.0,
    min_periods: MinPeriods = None,
) -> Any:
    """Volume per minute of the day so far over that of the days before (量比); 1 is usual.

    (volume / minutes) / (mean of the `window` volumes before / session). Rows are days. While a day is
    trading its row is the last one and holds the volume so far: give the minutes that it has traded, and read
    the last row only. With whole days, minutes = session, it is rvol. 0 / 0 and x / 0 are NaN.

    Parameters
    ----------
    window
        Whole days before.
    minutes
        Minutes that the row's volume took; not more than `session`.
    session
        Minutes of a whole day: 240 in Shanghai and Shenzhen, 390 in New York.

    Examples
    --------
    An hour after the opening, 150 shares:

    >>> import fastind as fi, numpy as np
    >>> fi.liangbi(np.array([300.0, 500.0, 150.0]), window=2, minutes=60)
    array([nan, nan, 1.5])
    """
    if minutes > session:
        raise ParameterError(f"liangbi: minutes must not be more than session ({session:g}), got {minutes:g}")
    usual = volume_ratio(volume, window=window, include_current=False, min_periods=min_periods)
    return times.using(factor=session / minutes).on(usual)


@indicator(family="volume", gaps="rows", source="the volume ratio (VR) of Japanese and Chinese chartists")
def vr(close: Any, volume: Any, window: Window = 26) -> Any:
    """Volume of rising rows over volume of falling rows, in percent; 100 is even.

    100 (up + flat / 2) / (down + flat / 2), the sums of the volume of the last `window` rows whose close has
    risen, fallen, or not moved since the row before. 0 / 0 and x / 0 are NaN; a flat price with volume gives
    100.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.vr(np.array([1.0, 2.0, 1.0, 1.0]), np.array([10.0, 20.0, 30.0, 10.0]), window=3)
    array([        nan,         nan,         nan, 71.42857143])
    """
    return windowed("vr", rising_over_falling, window)


@indicator(family="volume", gaps="rows", source="volume per share outstanding, 换手率")
def turnover_rate(volume: Any, y: Any) -> Any:
    """Volume per share outstanding, as a fraction: 0.01 is one share in a hundred.

    volume / shares. NaN where there are no shares, x / 0.

    Parameters
    ----------
    volume, y : array (T,), table (T, N) of dates x codes, Series, wide DataFrame or Panel
        Shares traded, and shares that can be traded: a table of the same shape, with the number of each day.

    Returns
    -------
    same kind and shape as `volume`
        A value in each row that has both; a missing row is NaN and touches no other.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.turnover_rate(np.array([100.0, 300.0]), np.array([1e4, 1e4]))
    array([0.01, 0.03])
    """
    return ratio(volume, y)
