"""Two or more fields among the codes of a date: what a fit leaves, and correlation."""

import math
from typing import Any, Literal

import numpy as np

from fastind.kernels.catalogue.cross_section import mean, rank_of_row
from fastind.kernels.catalogue.elementary import where_both
from fastind.kernels.cross import across, cross
from fastind.kernels.parameters import Exposures, Groups, Mask
from fastind.kernels.spec import indicator


def product(x: Any, y: Any) -> float:
    total = 0.0
    for i in range(x.size):
        total += x[i] * y[i]
    return total


def take_out(x: Any, direction: Any) -> None:
    """Leave of x what stands at a right angle to the direction."""
    size = product(direction, direction)
    share = product(x, direction) / size if size > 0.0 else 0.0
    for i in range(x.size):
        x[i] -= share * direction[i]


@cross(all_groups=True)
def residual_row(out: Any, ends: Any, inputs: Any) -> None:
    n_in, n = inputs.shape
    left = np.empty((n_in, n))
    for k in range(n_in):  # the fit on dummies
        first = 0
        for g in range(ends.size):
            middle = mean(inputs[k, first : ends[g]])
            for i in range(first, ends[g]):
                left[k, i] = inputs[k, i] - middle
            first = ends[g]
    for step in range(1, n_in + 1):  # Gram and Schmidt, twice for full precision; the values come last
        k = step % n_in
        before = product(left[k], left[k])
        for _ in range(2):
            for j in range(1, step):
                take_out(left[k], left[j])
        if k > 0 and product(left[k], left[k]) <= 1e-20 * before:
            left[k, :] = 0.0  # the exposures before it say the same
    for i in range(n):
        out[i] = left[0, i]


@cross()
def corr_row(out: Any, x: Any, y: Any) -> None:
    x_mean, y_mean = mean(x), mean(y)
    xx, yy, xy = 0.0, 0.0, 0.0
    for i in range(x.size):
        dx, dy = x[i] - x_mean, y[i] - y_mean
        xx += dx * dx
        yy += dy * dy
        xy += dx * dy
    scale = math.sqrt(xx) * math.sqrt(yy)
    value = min(max(xy / scale, -1.0), 1.0) if scale > 0.0 else np.nan
    for i in range(x.size):
        out[i] = value


@indicator(
    family="cross-section",
    gaps="rows",
    source="Grinold and Kahn, Active Portfolio Management (2000), ch. 14: regression on risk factors",
)
def cs_neutralize(x: Any, exposures: Exposures = None, *, group: Groups = None, mask: Mask = None) -> Any:
    """What groups and exposures do not explain of the values of a date, in the unit of the values.

    The residual of a least-squares fit, per date, on a dummy for each group (without groups: on a constant)
    and on the exposures.

    Parameters
    ----------
    x : table (T, N) of dates x codes, wide DataFrame or Panel
        Values, any unit.
    exposures
        What to be neutral to, such as the logarithm of size; in `compute` also names of fields.
    group
        Industries, for example: labels are numbers or text, by code as a list, a dict or a pandas Series, or
        a table that changes with the dates; in `compute` also a field's name.

    Returns
    -------
    same kind and shape as `x`
        A value on the first date already. A code is NaN, and not in the fit, where its value, its group or
        one of its exposures is missing. 0 where the fit is perfect, as for a code that is alone in its group.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.cs_neutralize(np.array([[1.0, 2.0, 3.0, 6.0]]), np.array([[1.0, 2.0, 3.0, 4.0]])).round(2)
    array([[ 0.4, -0.2, -0.8,  0.6]])
    """
    return across(residual_row, x, *(exposures or ()), group=group, mask=mask)


@indicator(
    family="cross-section",
    gaps="rows",
    source="Pearson (1895); Spearman, The Proof and Measurement of Association between Two Things (1904)",
)
def cs_corr(
    x: Any,
    y: Any,
    *,
    method: Literal["pearson", "spearman"] = "pearson",
    group: Groups = None,
    mask: Mask = None,
) -> Any:
    """Correlation of two fields among the codes of a date, from -1 to 1.

    sum (x - mean)(y - mean) / sqrt(sum (x - mean)^2 sum (y - mean)^2) of the codes that have both.

    Parameters
    ----------
    x, y : tables (T, N) of dates x codes, wide DataFrames, or a Panel
        Values, any unit.
    method
        "spearman": of the ranks.

    Returns
    -------
    same kind and shape as `x`
        Each code that has both values gets the number of its date and group, the others NaN. NaN where x or
        y is the same for all (0 / 0).

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> x, y = np.array([[1.0, 2.0, 3.0, np.nan]]), np.array([[1.0, 2.0, 9.0, 4.0]])
    >>> fi.cs_corr(x, y, method="spearman")
    array([[ 1.,  1.,  1., nan]])
    """
    if method == "spearman":
        both = where_both(x, y), where_both(y, x)
        x, y = (across(rank_of_row, one, group=group, mask=mask) for one in both)
    return across(corr_row, x, y, group=group, mask=mask)
