"""Sums, products and quotients of two inputs, row by row, and the sum so far."""

from typing import Any

from fastind.kernels.definition import step
from fastind.kernels.spec import indicator

NAN = float("nan")
SOURCE = "arithmetic, row by row"


@step(state={})
def sum_of(s: Any, x: float, y: float) -> Any:
    return (), x + y


@step(state={})
def difference_of(s: Any, x: float, y: float) -> Any:
    return (), x - y


@step(state={})
def product_of(s: Any, x: float, y: float) -> Any:
    return (), x * y


@step(state={})
def quotient_of(s: Any, x: float, y: float) -> Any:
    return (), x / y if y != 0.0 else NAN


@step(state={"total": 0.0})
def sum_so_far(s: Any, x: float) -> Any:
    (total,) = s
    total = total + x
    return (total,), total


@indicator(family="maths", gaps="rows", talib="ADD", source=SOURCE)
def add(x: Any, y: Any) -> Any:
    """Sum of two inputs, in their unit.

    x + y.

    Returns
    -------
    same kind and shape as `x`
        A value in each row that has both; a missing row is NaN and touches no other.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.add(np.array([1.0, 2.0, np.nan]), np.array([3.0, 4.0, 5.0]))
    array([ 4.,  6., nan])
    """
    return sum_of.using()


@indicator(family="maths", gaps="rows", talib="SUB", source=SOURCE)
def sub(x: Any, y: Any) -> Any:
    """Difference of two inputs, in their unit.

    x - y.

    Returns
    -------
    same kind and shape as `x`
        A value in each row that has both; a missing row is NaN and touches no other.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.sub(np.array([1.0, 2.0, np.nan]), np.array([3.0, 4.0, 5.0]))
    array([-2., -2., nan])
    """
    return difference_of.using()


@indicator(family="maths", gaps="rows", talib="MULT", source=SOURCE)
def mult(x: Any, y: Any) -> Any:
    """Product of two inputs, in the product of their units.

    x y.

    Returns
    -------
    same kind and shape as `x`
        A value in each row that has both; a missing row is NaN and touches no other.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.mult(np.array([1.0, 2.0, np.nan]), np.array([3.0, 4.0, 5.0]))
    array([ 3.,  8., nan])
    """
    return product_of.using()


@indicator(family="maths", gaps="rows", talib="DIV", source=SOURCE)
def div(x: Any, y: Any) -> Any:
    """Quotient of two inputs, in the quotient of their units.

    x / y. NaN where y is 0, for 0 / 0 and for any other x / 0 (TA-Lib gives inf or -inf for these).

    Returns
    -------
    same kind and shape as `x`
        A value in each row that has both; a missing row is NaN and touches no other.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.div(np.array([1.0, 2.0, 0.0]), np.array([4.0, 0.0, 0.0]))
    array([0.25,  nan,  nan])
    """
    return quotient_of.using()


@indicator(family="maths", gaps="skip", talib="CUMSUM", source=SOURCE)
def cumsum(x: Any) -> Any:
    """Sum of all values so far, in the unit of the input.

    total = total + x.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.cumsum(np.array([1.0, 2.0, np.nan, 4.0]))
    array([ 1.,  3., nan,  7.])
    """
    return sum_so_far.using()
