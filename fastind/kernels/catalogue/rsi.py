"""Relative strength index."""

from typing import Any, Literal

from fastind.kernels.composition import Bound
from fastind.kernels.definition import Accumulator, fold, step
from fastind.kernels.parameters import Window
from fastind.kernels.primitives import fma
from fastind.kernels.spec import indicator

NAN = float("nan")
TALIB_FLAT = 0.0  # TA-Lib 0.8: a flat series has RSI 0
# Averages so small decay no further: in thousands of flat rows they would lose their digits one by one, and
# with them their ratio. The first real change outweighs them all the same.
TINY = 1e-280
Flat = float | Literal["nan", "talib"]


@step(state={"up": 0.0, "down": 0.0, "n": -1.0}, lookback=lambda window: window)
def rsi_smoothed(
    s: Any,
    close: float,
    close_prev: float,
    window: int = 14,
    seed: int = 14,
    alpha: float = 1 / 14,
    flat: float = 50.0,
) -> Any:
    """Averages of rises and falls: the mean of the first `seed` changes, then exponential."""
    up, down, n = s
    n = n + 1.0  # changes so far: none on the first row, whose change is NaN and counts as neither
    change = close - close_prev
    decays = n > seed and up + down > TINY
    keep = 1.0 - alpha if decays else 1.0
    take = alpha if n > seed else 1.0 / seed
    up = fma(keep, up, take * (change if change > 0.0 else 0.0))
    down = fma(keep, down, take * (-change if change < 0.0 else 0.0))
    both = up + down
    value = 100.0 * (up / both) if both > 0.0 else flat
    return (up, down, n), value if n >= window else NAN


def change(close: float, close_prev: float) -> float:
    return close - close_prev


def add_change(n: float, acc: Any, x: float) -> Any:
    up, down = acc
    return (up + (x if x > 0.0 else 0.0), down + (-x if x < 0.0 else 0.0))


def merge_changes(n_old: float, old: Any, n_new: float, new: Any) -> Any:
    return (old[0] + new[0], old[1] + new[1])


@fold(Accumulator(("up", "down"), add_change, merge_changes), term=change, lookback=lambda window: window)
def rsi_cutler(n: float, acc: Any, window: int = 14, flat: float = 50.0) -> Any:
    """Plain sums of rises and falls over the window."""
    up, down = acc
    return 100.0 * (up / (up + down)) if up + down > 0.0 else flat


@indicator(
    family="momentum",
    gaps="skip",
    talib="RSI",
    source="Wilder, New Concepts in Technical Trading Systems (1978), ch. 6",
)
def rsi(
    close: Any,
    window: Window = 14,
    *,
    method: Literal["wilder", "cutler", "ema", "ewm"] = "wilder",
    flat: Flat = 50.0,
) -> Bound:
    """Relative strength index, 0 to 100: the share of rises in all movement.

    100 up / (up + down), where up and down are averages of max(d, 0) and max(-d, 0), d the change from
    one valid row to the next.

    Parameters
    ----------
    close : array (T,), table (T, N) of dates x codes, Series, wide DataFrame or Panel
        Prices; only their changes count, so any unit and any sign.
    window : int >= 1, or a list of them (a sweep)
        Changes to average.
    method : {"wilder", "cutler", "ema", "ewm"}
        "wilder": the mean of the first `window` changes, then up = up + (rise - up) / window (TA-Lib).
        "cutler": plain mean over the last `window` changes. "ema": as wilder with 2 / (window + 1).
        "ewm": 1 / window from the first change on, `ewm(alpha=1 / window, adjust=False)`.
    flat : number, "nan" or "talib"
        The value where nothing has moved, 0 / 0. By default 50, neutral; "talib" is 0.
    {shared}

    Returns
    -------
    same kind and shape as `close`
        The first `window` valid rows are NaN; all NaN where there are fewer. A missing row is NaN; +-inf
        counts as missing.

    Raises
    ------
    ParameterError
        A parameter is unknown, of the wrong type or outside its limits.
    InputError
        The data are of a kind or shape that cannot be used.

    References
    ----------
    J. Welles Wilder, *New Concepts in Technical Trading Systems* (1978), chapter 6. Cutler's variant:
    plain means, so that the value does not depend on where the data begin.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.rsi(np.array([10.0, 11.0, 10.0, np.nan, 12.0]), window=2)
    array([        nan,         nan, 50.        ,         nan, 83.33333333])
    """
    level = {"nan": NAN, "talib": TALIB_FLAT}[flat] if isinstance(flat, str) else flat
    if method == "cutler":
        return rsi_cutler.using(window=window, flat=level)
    alpha = 2.0 / (window + 1.0) if method == "ema" else 1.0 / window
    return rsi_smoothed.using(window=window, seed=1 if method == "ewm" else window, alpha=alpha, flat=level)
