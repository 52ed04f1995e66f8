"""pandas' exponentially weighted mean, variance and standard deviation."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

import numpy as np

from fastind.errors import ParameterError
from fastind.kernels.composition import Bound
from fastind.kernels.definition import Step, step
from fastind.kernels.parameters import Above, AtLeast
from fastind.kernels.spec import indicator

NAN = float("nan")
Span = Annotated[float, AtLeast(1)] | None
Alpha = Annotated[float, Above(0)] | None
Com = Annotated[float, AtLeast(0)] | None
Halflife = Annotated[float, Above(0)] | None
Needed = Annotated[int, AtLeast(0)]


# Weights are multiplied out row by row in the order in which pandas does it, so that the last digits agree.
@step(state={"mean": NAN, "weight": 1.0, "n": 0.0}, lookback=lambda needed: needed - 1)
def weighted_mean(
    s: Any, x: float, alpha: float = 0.5, adjust: float = 1.0, ignore_na: float = 0.0, needed: int = 1
) -> Any:
    """`weight` is that of all rows before, `take` that of a new one."""
    mean, weight, n = s
    is_here, is_begun = not np.isnan(x), not np.isnan(mean)
    take = 1.0 if adjust > 0.0 else alpha
    weight = weight * (1.0 - alpha) if is_begun and (is_here or ignore_na == 0.0) else weight
    both = weight + take
    moved = (weight * mean + take * x) / both if x != mean else mean
    mean = (moved if is_begun else x) if is_here else mean
    weight = (both if adjust > 0.0 else 1.0) if is_here and is_begun else weight
    n = n + 1.0 if is_here else n
    return (mean, weight, n), mean if n >= needed else NAN


@step(
    state={"mean": NAN, "square": 0.0, "weight": 1.0, "weights": 1.0, "squares": 1.0, "n": 0.0},
    lookback=lambda needed: needed - 1,
)
def weighted_spread(
    s: Any,
    x: float,
    alpha: float = 0.5,
    adjust: float = 1.0,
    ignore_na: float = 0.0,
    bias: float = 0.0,
    is_root: float = 0.0,
    needed: int = 2,
) -> Any:
    """`square` is the mean square around the mean; `weights` and `squares` are sums of theirs."""
    mean, square, weight, weights, squares, n = s
    is_here, is_begun = not np.isnan(x), not np.isnan(mean)
    fades, takes = is_begun and (is_here or ignore_na == 0.0), is_here and is_begun
    keep = 1.0 - alpha if fades else 1.0
    take = 1.0 if adjust > 0.0 else alpha
    weight, weights, squares = weight * keep, weights * keep, squares * (keep * keep)
    both = weight + take
    moved = (weight * mean + take * x) / both if x != mean else mean
    before, after = mean - moved, x - moved
    square = (weight * (square + before * before) + take * (after * after)) / both if takes else square
    mean = (moved if is_begun else x) if is_here else mean
    scale = both if takes and adjust == 0.0 else 1.0
    weights = (weights + take if takes else weights) / scale
    squares = (squares + take * take if takes else squares) / (scale * scale)
    weight = (both if adjust > 0.0 else 1.0) if takes else weight
    n = n + 1.0 if is_here else n
    top = weights * weights
    rest = top - squares
    value = square if bias > 0.0 else (top / rest * square if rest > 0.0 else NAN)
    value = np.sqrt(value) if is_root > 0.0 else value
    return (mean, square, weight, weights, squares, n), value if n >= needed else NAN


def alpha_of(name: str, given: Mapping[str, float | None]) -> float:
    """The weight of a new row, from the one that is given of span, alpha, com and halflife."""
    told = {key: value for key, value in given.items() if value is not None}
    if len(told) != 1:
        found = ", ".join(f"{key}={value}" for key, value in told.items()) or "none"
        raise ParameterError(f"{name} needs one of {', '.join(given)}, for example span=20; got {found}")
    ((key, value),) = told.items()
    if key == "alpha" and value > 1.0:
        raise ParameterError(f"{name}: alpha must be a number > 0 and <= 1, got {value}")
    if key == "halflife":
        rate = 1.0 - float(np.exp(np.log(0.5) / value))  # as pandas rounds it
        value = 1.0 / (rate if rate > 0.0 else np.log(2.0) / value) - 1.0
    com = {"span": (value - 1.0) / 2.0, "alpha": (1.0 - value) / value if value else 0.0}.get(key, value)
    return 1.0 / (1.0 + com)


def every_row(kind: Step, **values: float) -> Bound:
    """The step sees missing rows too: time passes in them."""
    return replace(kind.using(**values), policy="ends")


@indicator(family="statistics", gaps="rows", source="pandas, `ewm(...).mean()`")
def ewm_mean(
    x: Any,
    span: Span = None,
    *,
    alpha: Alpha = None,
    com: Com = None,
    halflife: Halflife = None,
    adjust: bool = True,
    ignore_na: bool = False,
    min_periods: Needed = 0,
) -> Bound:
    """Exponentially weighted mean, in the unit of the input: pandas' `x.ewm(...).mean()`.

    sum(w x) / sum(w) over all rows so far, w = (1 - alpha)^age. With adjust=False it is m = (1 - alpha) m +
    alpha x, from m = x in the first row. A flat input gives its value.

    Parameters
    ----------
    span, alpha, com, halflife : number
        How fast weights fall; one of them. alpha is 2 / (span + 1), 1 / (1 + com) or
        1 - exp(-ln 2 / halflife); span >= 1, 0 < alpha <= 1, com >= 0, halflife > 0.
    adjust
        False: the first row keeps the weight of all that might have been before it.
    ignore_na
        True: a row's age is counted in valid rows. By default in all: weights fall in missing ones, too.
    min_periods : int >= 0
        Valid rows so far that a value needs; at least one.

    Returns
    -------
    same kind and shape as `x`
        A value in each row from the first valid one on, in missing rows, too: there it stays as it was.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.ewm_mean(np.array([1.0, 2.0, np.nan, 4.0]), span=3)
    array([1.        , 1.66666667, 1.66666667, 3.36363636])
    """
    rate = alpha_of("ewm_mean", {"span": span, "alpha": alpha, "com": com, "halflife": halflife})
    return every_row(
        weighted_mean, alpha=rate, adjust=adjust, ignore_na=ignore_na, needed=max(min_periods, 1)
    )


@indicator(family="statistics", gaps="rows", source="pandas, `ewm(...).var()`")
def ewm_var(
    x: Any,
    span: Span = None,
    *,
    alpha: Alpha = None,
    com: Com = None,
    halflife: Halflife = None,
    adjust: bool = True,
    ignore_na: bool = False,
    min_periods: Needed = 0,
    bias: bool = False,
) -> Bound:
    """Exponentially weighted variance, in the unit of the input squared: pandas' `x.ewm(...).var()`.

    sum(w (x - m)^2) / sum(w), m = sum(w x) / sum(w), times sum(w)^2 / (sum(w)^2 - sum(w^2)) unless `bias`.
    The weights are those of `ewm_mean`. A flat input gives 0, a single value NaN.

    Parameters
    ----------
    span, alpha, com, halflife : number
        How fast weights fall; one of them. alpha is 2 / (span + 1), 1 / (1 + com) or
        1 - exp(-ln 2 / halflife); span >= 1, 0 < alpha <= 1, com >= 0, halflife > 0.
    adjust
        False: the first row keeps the weight of all that might have been before it.
    ignore_na
        True: a row's age is counted in valid rows. By default in all: weights fall in missing ones, too.
    min_periods : int >= 0
        Valid rows so far that a value needs; at least two, with `bias` one.
    bias
        True: the mean square itself, as of a population.

    Returns
    -------
    same kind and shape as `x`
        A value in each row from the second valid one on, in missing rows, too: there it stays as it was.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.ewm_var(np.array([1.0, 2.0, np.nan, 4.0]), span=3)
    array([       nan, 0.5       , 0.5       , 2.65384615])
    """
    rate = alpha_of("ewm_var", {"span": span, "alpha": alpha, "com": com, "halflife": halflife})
    needed = max(min_periods, 1 if bias else 2)
    given = {"alpha": rate, "adjust": adjust, "ignore_na": ignore_na, "bias": bias, "needed": needed}
    return every_row(weighted_spread, **given)


@indicator(family="statistics", gaps="rows", source="pandas, `ewm(...).std()`")
def ewm_std(
    x: Any,
    span: Span = None,
    *,
    alpha: Alpha = None,
    com: Com = None,
    halflife: Halflife = None,
    adjust: bool = True,
    ignore_na: bool = False,
    min_periods: Needed = 0,
    bias: bool = False,
) -> Bound:
    """Exponentially weighted standard deviation, in the unit of the input: pandas' `x.ewm(...).std()`.

    The square root of `ewm_var` with the same parameters. A flat input gives 0, a single value NaN.

    Parameters
    ----------
    span, alpha, com, halflife : number
        How fast weights fall; one of them. alpha is 2 / (span + 1), 1 / (1 + com) or
        1 - exp(-ln 2 / halflife); span >= 1, 0 < alpha <= 1, com >= 0, halflife > 0.
    adjust
        False: the first row keeps the weight of all that might have been before it.
    ignore_na
        True: a row's age is counted in valid rows. By default in all: weights fall in missing ones, too.
    min_periods : int >= 0
        Valid rows so far that a value needs; at least two, with `bias` one.
    bias
        True: the root of the mean square itself, as of a population.

    Returns
    -------
    same kind and shape as `x`
        A value in each row from the second valid one on, in missing rows, too: there it stays as it was.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.ewm_std(np.array([1.0, 2.0, np.nan, 4.0]), span=3)
    array([       nan, 0.70710678, 0.70710678, 1.62906297])
    """
    rate = alpha_of("ewm_std", {"span": span, "alpha": alpha, "com": com, "halflife": halflife})
    needed = max(min_periods, 1 if bias else 2)
    given = {"alpha": rate, "adjust": adjust, "ignore_na": ignore_na, "bias": bias, "needed": needed}
    return every_row(weighted_spread, **given, is_root=True)
