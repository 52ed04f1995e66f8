"""Volume over its moving mean."""

from typing import Any

from fastind.kernels.accumulators import TOTAL
from fastind.kernels.composition import Bound
from fastind.kernels.definition import fold
from fastind.kernels.parameters import MinPeriods, Window
from fastind.kernels.spec import indicator, windowed

NAN = float("nan")


def today(volume: float) -> float:
    return volume


def day_before(volume_prev: float) -> float:
    return volume_prev


def over_mean(n: float, acc: Any, volume: float) -> float:
    return volume * n / acc[0] if acc[0] != 0.0 else NAN


@fold(TOTAL, term=today)
def volume_ratio_current(n: float, acc: Any, volume: float, window: int = 20) -> float:
    return over_mean(n, acc, volume)


@fold(TOTAL, term=day_before, lookback=lambda window: window)
def volume_ratio_before(n: float, acc: Any, volume: float, window: int = 20) -> float:
    return over_mean(n, acc, volume)


@indicator(family="volume", gaps="rows", source="volume over its simple moving average")
def volume_ratio(
    volume: Any, window: Window = 20, *, include_current: bool = True, min_periods: MinPeriods = None
) -> Bound:
    """Volume over the mean volume of the last `window` rows; 1 is usual.

    volume / mean(last `window` volumes).

    Parameters
    ----------
    volume : array (T,), table (T, N) of dates x codes, Series, wide DataFrame or Panel
        Shares or lots; zero is data.
    window : int >= 1, or a list of them (a sweep)
        Rows in the mean.
    include_current : bool
        True: the row itself is in the mean. False: the rows before it only (`rvol` elsewhere).
    min_periods : int from 1 to `window`, optional
        Valid rows that the mean needs; by default all of them.
    {shared}

    Returns
    -------
    same kind and shape as `volume`
        The first value stands in row `window - 1` (`window` without the current row). A missing row is
        NaN; a hole makes NaN as long as it is in the window, and then the value recovers. 0 / 0 and
        x / 0 are NaN; constant volume gives 1.

    Raises
    ------
    ParameterError
        A parameter is unknown, of the wrong type or outside its limits.
    InputError
        The data are of a kind or shape that cannot be used.

    References
    ----------
    pandas: `volume / volume.rolling(window, min_periods).mean()`. Not liangbi (per minute) and not vr
    (rising days over falling days), which share the name elsewhere.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.volume_ratio(np.array([100.0, 300.0, 200.0]), window=2)
    array([nan, 1.5, 0.8])
    """
    kind = volume_ratio_current if include_current else volume_ratio_before
    return windowed("volume_ratio", kind, window, min_periods)
