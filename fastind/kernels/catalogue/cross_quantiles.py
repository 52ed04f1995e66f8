"""Order among the codes of a date: outliers brought in, and quantiles."""

from typing import Annotated, Any

from fastind.errors import ParameterError
from fastind.kernels.cross import across, cross
from fastind.kernels.parameters import Above, AtLeast, Groups, Mask
from fastind.kernels.spec import indicator

MOST = 10_000  # quantiles: a row takes time for each


def middle_of(x: Any) -> float:
    """The median of ascending values."""
    half = x.size // 2
    return x[half] if x.size % 2 == 1 else 0.5 * (x[half - 1] + x[half])


def median_deviation(x: Any, middle: float) -> float:
    """The median distance from the middle of ascending values: the nearest half is taken from both sides."""
    n, right = x.size, 0
    while right < n and x[right] < middle:
        right += 1
    left, before, last = right - 1, 0.0, 0.0
    for _ in range(n // 2 + 1):
        before = last
        if right >= n or (left >= 0 and middle - x[left] <= x[right] - middle):
            last = middle - x[left]
            left -= 1
        else:
            last = x[right] - middle
            right += 1
    return last if n % 2 == 1 else 0.5 * (before + last)


@cross(is_ordered=True)
def winsorize_row(out: Any, x: Any, limit: float = 3.0) -> None:
    middle = middle_of(x)
    reach = limit * 1.4826 * median_deviation(x, middle)
    for i in range(x.size):
        out[i] = min(max(x[i], middle - reach), middle + reach)


@cross(is_ordered=True)
def quantile_row(out: Any, x: Any, q: float = 5.0) -> None:
    last, parts, part, edge = x.size - 1, int(q), 0, x[0]
    for i in range(x.size):
        while part == 0 or (x[i] > edge and part < parts):
            part += 1
            whole, rest = part * last // parts, part * last % parts
            edge = x[whole]
            if rest > 0:
                edge += (x[whole + 1] - x[whole]) * (rest / parts)
        out[i] = part


@indicator(
    family="cross-section",
    gaps="rows",
    source="Hampel, The Influence Curve and Its Role in Robust Estimation (1974): median and MAD",
)
def cs_winsorize(
    x: Any, *, limit: Annotated[float, Above(0)] = 3.0, group: Groups = None, mask: Mask = None
) -> Any:
    """Values with outliers brought in to the edge, per date, in their unit.

    Clipped to median -+ limit * 1.4826 * MAD, where MAD is the median of |x - median|; 1.4826 MAD is the
    standard deviation of normal values.

    Parameters
    ----------
    x : table (T, N) of dates x codes, wide DataFrame or Panel
        Values, any unit.
    limit
        Deviations on each side that are kept.

    Returns
    -------
    same kind and shape as `x`
        A value on the first date already. A missing value is NaN and does not count. Where more than half
        of the values are equal MAD is 0, and all become the median.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.cs_winsorize(np.array([[1.0, 2.0, 3.0, np.nan, 4.0, 100.0]]))
    array([[1.    , 2.    , 3.    ,    nan, 4.    , 7.4478]])
    """
    return across(winsorize_row, x, group=group, mask=mask, limit=limit)


@indicator(family="cross-section", gaps="rows", source="pandas, qcut(x, q, labels=False) + 1 of each date")
def cs_quantile(x: Any, q: Annotated[int, AtLeast(1)] = 5, *, group: Groups = None, mask: Mask = None) -> Any:
    """Quantile that a code is in on its date: 1 has the smallest values, `q` the largest.

    1 + the number of inner quantiles (of 1/q, 2/q, ..., between values by a straight line) below the value.

    Parameters
    ----------
    x : table (T, N) of dates x codes, wide DataFrame or Panel
        Values, any unit.
    q
        Number of quantiles, at most 10,000: 5 for quintiles, 10 for deciles.

    Returns
    -------
    same kind and shape as `x`
        Whole numbers, on the first date already. A missing value is NaN and does not count. Equal values
        share a quantile, so some may be empty; where all are equal it is 1.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.cs_quantile(np.array([[10.0, 40.0, 20.0, np.nan, 30.0]]), q=2)
    array([[ 1.,  2.,  1., nan,  2.]])
    """
    if q > MOST:
        raise ParameterError(f"cs_quantile: q must be an integer from 1 to {MOST}, got {q}")
    return across(quantile_row, x, group=group, mask=mask, q=float(q))
