"""Median, quantiles and rank of a window of rows."""

from typing import Any, Literal

import numpy as np

from fastind.errors import ParameterError
from fastind.kernels.catalogue.elementary import itself
from fastind.kernels.catalogue.rolling import Periods, rolling
from fastind.kernels.definition import window as over_all
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator

NAN = float("nan")
Interpolation = Literal["linear", "lower", "higher", "midpoint", "nearest"]
RULES = {"linear": 0.0, "lower": 1.0, "higher": 2.0, "midpoint": 3.0, "nearest": 4.0}
TIES = {"min": 0.0, "average": 0.5, "max": 1.0}


def between(part: float, low: float, rule: float) -> float:
    """How far from the lower neighbour, 0 to 1, of a quantile that is `part` of the way to the other."""
    far = 1.0 if part > 0.5 or (part == 0.5 and np.floor(0.5 * low) != 0.5 * low) else 0.0
    inner = part if rule == 0.0 else (0.0 if rule == 1.0 else (1.0 if rule == 2.0 else 0.5))
    inner = inner if rule < 4.0 else far
    return inner if part > 0.0 else 0.0


def begin_quantile(n: float, window: float = 20, q: float = 0.5, rule: float = 0.0) -> Any:
    at = q * (n - 1.0)
    low = np.floor(at)
    return low, between(at - low, low, rule), 0.0, 0.0


def each_quantile(
    acc: Any, other: float, k: float, n: float, window: float = 20, q: float = 0.5, rule: float = 0.0
) -> Any:
    low, part, below, above = acc
    return low, part, other if k == low else below, other if k == low + 1.0 else above


@over_all(
    "low", "part", "below", "above", begin=begin_quantile, each=each_quantile, term=itself, is_ordered=True
)
def quantile(n: float, acc: Any, window: float = 20, q: float = 0.5, rule: float = 0.0) -> float:
    _, part, below, above = acc
    return below + part * (above - below) if part > 0.0 else below


def begin_rank(
    n: float, x: float, window: float = 20, ties: float = 0.5, sign: float = 1.0, pct: float = 0.0
) -> Any:
    return 0.0, 0.0


def each_rank(
    acc: Any,
    other: float,
    k: float,
    n: float,
    x: float,
    window: float = 20,
    ties: float = 0.5,
    sign: float = 1.0,
    pct: float = 0.0,
) -> Any:
    before, same = acc
    return before + (1.0 if sign * other < sign * x else 0.0), same + (1.0 if other == x else 0.0)


@over_all("before", "same", begin=begin_rank, each=each_rank, term=itself)
def rank(
    n: float,
    acc: Any,
    x: float,
    window: float = 20,
    ties: float = 0.5,
    sign: float = 1.0,
    pct: float = 0.0,
) -> float:
    before, same = acc
    place = before + 1.0 + ties * (same - 1.0)
    place = place / n if pct > 0.0 else place
    return place if same > 0.0 else NAN  # x is missing


@indicator(family="statistics", gaps="rows", source="pandas, `x.rolling(window, min_periods).median()`")
def rolling_median(x: Any, window: Window, *, min_periods: Periods = None) -> Any:
    """Median of the last `window` rows, in the unit of the input.

    The middle one of the valid rows of the window by size, or the mean of the middle two. A flat input gives
    its value.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.rolling_median(np.array([1.0, 9.0, 2.0, 3.0]), 3)
    array([nan, nan,  2.,  3.])
    """
    return rolling("rolling_median", quantile, window, min_periods)


@indicator(
    family="statistics",
    gaps="rows",
    source="pandas, `x.rolling(window, min_periods).quantile(q, interpolation)`",
)
def rolling_quantile(
    x: Any,
    window: Window,
    q: float = 0.5,
    *,
    interpolation: Interpolation = "linear",
    min_periods: Periods = None,
) -> Any:
    """Quantile of the last `window` rows, in the unit of the input.

    The value at the place q (n - 1) of the n valid rows of the window by size, counted from 0 at the
    smallest. A flat input gives its value.

    Parameters
    ----------
    q : number from 0 to 1
        0 is the smallest, 0.5 the median, 1 the greatest value.
    interpolation
        What lies between two rows. "linear": the part of the way that the place says. "lower", "higher":
        one of the two. "midpoint": their mean. "nearest": the nearer one, in the middle the one at the
        even place.

    Raises
    ------
    ParameterError
        q is less than 0 or more than 1, or a parameter is unknown, of the wrong type or outside its limits.
    InputError
        The data are of a kind or shape that cannot be used.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.rolling_quantile(np.array([1.0, 9.0, 2.0, 3.0]), 3, 0.25)
    array([nan, nan, 1.5, 2.5])
    """
    if not 0.0 <= q <= 1.0:
        raise ParameterError(f"rolling_quantile: q must be a number from 0 to 1, got {q}")
    return rolling("rolling_quantile", quantile, window, min_periods, q=q, rule=RULES[interpolation])


@indicator(family="statistics", gaps="rows", source="pandas, `x.rolling(window, min_periods).rank(method)`")
def rolling_rank(
    x: Any,
    window: Window,
    *,
    method: Literal["average", "min", "max"] = "average",
    ascending: bool = True,
    pct: bool = False,
    min_periods: Periods = None,
) -> Any:
    """Rank of the newest row among the last `window` rows: 1 is the smallest, n the greatest.

    The place of x among the n valid rows of the window by size. A flat input gives (n + 1) / 2. NaN where x
    is missing.

    Parameters
    ----------
    method
        The rank of equal rows: the mean of their places, the first or the last of them.
    ascending
        False: 1 is the greatest.
    pct
        Divide by n, so that ranks lie above 0 and up to 1.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.rolling_rank(np.array([1.0, 9.0, 2.0, 2.0]), 3)
    array([nan, nan, 2. , 1.5])
    """
    return rolling(
        "rolling_rank",
        rank,
        window,
        min_periods,
        ties=TIES[method],
        sign=1.0 if ascending else -1.0,
        pct=float(pct),
    )
