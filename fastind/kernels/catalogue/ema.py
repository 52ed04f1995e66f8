"""Exponential moving average."""

from typing import Any, Literal

from fastind.kernels.composition import Bound
from fastind.kernels.definition import step
from fastind.kernels.parameters import Window
from fastind.kernels.primitives import fma
from fastind.kernels.spec import indicator

NAN = float("nan")


@step(state={"mean": 0.0, "n": 0.0}, lookback=lambda seed: seed - 1)
def ema_seeded(s: Any, x: float, seed: int = 20, alpha: float = 2 / 21) -> Any:
    """The mean of the first `seed` rows, then mean + alpha (x - mean)."""
    mean, n = s
    n = n + 1.0
    keep = 1.0 if n <= seed else 1.0 - alpha
    take = 1.0 / seed if n <= seed else alpha
    mean = fma(keep, mean, take * x)
    return (mean, n), mean if n >= seed else NAN


@step(state={"weighted": 0.0, "weights": 0.0})
def ema_adjusted(s: Any, x: float, alpha: float = 2 / 21) -> Any:
    """Every row's weight is (1 - alpha)^age, over the sum of the weights."""
    weighted, weights = s
    weighted = fma(1.0 - alpha, weighted, x)
    weights = fma(1.0 - alpha, weights, 1.0)
    return (weighted, weights), weighted / weights


@indicator(family="trend", gaps="skip", talib="EMA", source="TA-Lib EMA; pandas ewm(span=window)")
def ema(x: Any, window: Window, *, seed: Literal["sma", "first", "adjust"] = "sma") -> Bound:
    """Exponential moving average, in the unit of its input.

    ema = ema + alpha (x - ema), alpha = 2 / (window + 1).

    Parameters
    ----------
    x : array (T,), table (T, N) of dates x codes, Series, wide DataFrame or Panel
        A Panel gives its close.
    window : int >= 1, or a list of them (a sweep)
        Rows; alpha is 2 / (window + 1).
    seed : {"sma", "first", "adjust"}
        How it begins. "sma": with the mean of the first `window` rows (TA-Lib). "first": with the first
        row, `ewm(span=window, adjust=False)`. "adjust": weights that add up to 1 from the first row on,
        `ewm(span=window, adjust=True)`.
    {shared}

    Returns
    -------
    same kind and shape as `x`
        The first `window - 1` valid rows are NaN with seed="sma", none with the other seeds; all NaN
        where there are fewer valid rows. A missing row is NaN. A flat input gives its value.

    Raises
    ------
    ParameterError
        A parameter is unknown, of the wrong type or outside its limits.
    InputError
        The data are of a kind or shape that cannot be used.

    References
    ----------
    TA-Lib, function EMA; pandas, `DataFrame.ewm`.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.ema(np.array([1.0, 2.0, 3.0, np.nan, 4.0]), 3)
    array([nan, nan,  2., nan,  3.])
    """
    alpha = 2.0 / (window + 1.0)
    if seed == "adjust":
        return ema_adjusted.using(alpha=alpha)
    return ema_seeded.using(seed=window if seed == "sma" else 1, alpha=alpha)
