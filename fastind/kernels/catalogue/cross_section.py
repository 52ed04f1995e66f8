"""What a code is among the others of its date: ranks, scores, differences from the mean."""

import math
from typing import Annotated, Any, Literal

import numpy as np

from fastind.kernels.cross import across, cross
from fastind.kernels.parameters import Above, AtLeast, Groups, Mask
from fastind.kernels.spec import indicator


@cross(is_ordered=True, keeps_infinite=True)
def rank_of_row(out: Any, x: Any, dense: float = 0.0) -> None:
    n, first = x.size, 0
    for i in range(1, n + 1):
        if i < n and x[i] == x[first]:
            continue
        middle = 0.5 * (first + 1 + i)  # equal values share the mean of their places, which count from 1
        if dense == 0.0:
            out[first:i] = middle / n
        else:
            out[first:i] = (middle - 1.0) / (n - 1.0) if n > 1 else np.nan
        first = i


def distances(x: Any, middle: float) -> float:
    """The sum of x - middle; four sums side by side, as each waits for its last addition."""
    a, b, c, d = 0.0, 0.0, 0.0, 0.0
    fours = x.size - x.size % 4
    for i in range(0, fours, 4):
        a += x[i] - middle
        b += x[i + 1] - middle
        c += x[i + 2] - middle
        d += x[i + 3] - middle
    for i in range(fours, x.size):
        a += x[i] - middle
    return (a + b) + (c + d)


def squares(x: Any, middle: float) -> float:
    """The sum of (x - middle)^2, in the same way."""
    a, b, c, d = 0.0, 0.0, 0.0, 0.0
    fours = x.size - x.size % 4
    for i in range(0, fours, 4):
        a += (x[i] - middle) * (x[i] - middle)
        b += (x[i + 1] - middle) * (x[i + 1] - middle)
        c += (x[i + 2] - middle) * (x[i + 2] - middle)
        d += (x[i + 3] - middle) * (x[i + 3] - middle)
    for i in range(fours, x.size):
        a += (x[i] - middle) * (x[i] - middle)
    return (a + b) + (c + d)


def mean(x: Any) -> float:
    """Twice, so that equal values have no remainder and large ones lose no digits."""
    about = distances(x, 0.0) / x.size
    return about + distances(x, about) / x.size


@cross()
def demean_row(out: Any, x: Any) -> None:
    middle = mean(x)
    for i in range(x.size):
        out[i] = x[i] - middle


@cross()
def zscore_row(out: Any, x: Any, ddof: float = 1.0) -> None:
    middle, free = mean(x), x.size - ddof
    deviation = math.sqrt(squares(x, middle) / free) if free > 0.0 else 0.0
    for i in range(x.size):
        out[i] = (x[i] - middle) / deviation if deviation > 0.0 else np.nan


@cross()
def scale_row(out: Any, x: Any, to: float = 1.0) -> None:
    total = 0.0
    for i in range(x.size):
        total += abs(x[i])
    for i in range(x.size):
        out[i] = x[i] * to / total if total > 0.0 else np.nan


@indicator(family="cross-section", gaps="rows", source="pandas, DataFrame.rank(axis=1, pct=True)")
def cs_rank(
    x: Any, *, scale: Literal["pct", "dense01"] = "pct", group: Groups = None, mask: Mask = None
) -> Any:
    """Rank of a code among all codes of its date, as a share: 1 is the largest value.

    rank / n of the n codes that have a value; equal values share the mean of their ranks.

    Parameters
    ----------
    x : table (T, N) of dates x codes, wide DataFrame or Panel
        Values, any unit. Infinite ones are ranked, as in pandas.
    scale
        "pct": rank / n. "dense01": (rank - 1) / (n - 1), from 0 to 1; NaN where there is one code only.

    Returns
    -------
    same kind and shape as `x`
        A value on the first date already. A missing value is NaN and does not count in n. Where all are
        equal the rank is (n + 1) / 2, so 0.5 by "dense01".

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.cs_rank(np.array([[10.0, 30.0, np.nan, 20.0, 20.0]]))
    array([[0.25 , 1.   ,   nan, 0.625, 0.625]])
    >>> fi.cs_rank(np.array([[10.0, 30.0, 40.0, 20.0]]), group=["bank", "bank", "oil", "oil"])
    array([[0.5, 1. , 1. , 0.5]])
    """
    return across(rank_of_row, x, group=group, mask=mask, dense=float(scale == "dense01"))


@indicator(family="cross-section", gaps="rows", source="the standard score among the codes of a date")
def cs_zscore(
    x: Any, *, ddof: Annotated[int, AtLeast(0)] = 1, group: Groups = None, mask: Mask = None
) -> Any:
    """Distance from the mean of all codes of the date, in standard deviations.

    (x - mean) / deviation of the codes that have a value.

    Parameters
    ----------
    x : table (T, N) of dates x codes, wide DataFrame or Panel
        Values, any unit.

    Returns
    -------
    same kind and shape as `x`
        A value on the first date already. A missing value is NaN and does not count. NaN where all values
        are equal (0 / 0) or where fewer than `ddof` + 1 codes have one.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.cs_zscore(np.array([[1.0, 2.0, np.nan, 3.0]]))
    array([[-1.,  0., nan,  1.]])
    """
    return across(zscore_row, x, group=group, mask=mask, ddof=float(ddof))


@indicator(family="cross-section", gaps="rows", source="the mean among the codes of a date, taken away")
def cs_demean(x: Any, *, group: Groups = None, mask: Mask = None) -> Any:
    """Difference from the mean of all codes of the date, in the unit of the values.

    x - mean of the codes that have a value.

    Parameters
    ----------
    x : table (T, N) of dates x codes, wide DataFrame or Panel
        Values, any unit.

    Returns
    -------
    same kind and shape as `x`
        A value on the first date already. A missing value is NaN and does not count. Exactly 0 where all
        values are equal.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.cs_demean(np.array([[1.0, 2.0, np.nan, 6.0]]))
    array([[-2., -1., nan,  3.]])
    """
    return across(demean_row, x, group=group, mask=mask)


@indicator(family="cross-section", gaps="rows", source="the mean of its group, taken away")
def cs_group_demean(x: Any, group: Groups, *, mask: Mask = None) -> Any:
    """Difference from the mean of the code's group on the date, in the unit of the values.

    x - mean of the group's codes that have a value: `cs_demean` where the groups must be given.

    Parameters
    ----------
    x : table (T, N) of dates x codes, wide DataFrame or Panel
        Values, any unit.

    Returns
    -------
    same kind and shape as `x`
        A value on the first date already. A missing value, or no group, is NaN and does not count. Exactly
        0 for a code that is alone in its group.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.cs_group_demean(np.array([[1.0, 3.0, 7.0]]), ["bank", "bank", "oil"])
    array([[-1.,  1.,  0.]])
    """
    return across(demean_row, x, group=group, mask=mask)


@indicator(
    family="cross-section",
    gaps="rows",
    source="Kakushadze, 101 Formulaic Alphas (2016), appendix A, scale(x, a)",
)
def cs_scale(x: Any, *, to: Annotated[float, Above(0)] = 1.0, group: Groups = None, mask: Mask = None) -> Any:
    """Values whose absolute ones add up to `to` on each date, such as weights of a portfolio.

    x * to / sum of |x| of the codes that have a value.

    Parameters
    ----------
    x : table (T, N) of dates x codes, wide DataFrame or Panel
        Values, any unit.
    to
        What the absolute values add up to.

    Returns
    -------
    same kind and shape as `x`
        A value on the first date already. A missing value is NaN and does not count. NaN where all values
        are 0.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.cs_scale(np.array([[1.0, -2.0, np.nan, 1.0]]))
    array([[ 0.25, -0.5 ,   nan,  0.25]])
    """
    return across(scale_row, x, group=group, mask=mask, to=to)
