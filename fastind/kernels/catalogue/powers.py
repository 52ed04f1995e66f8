"""Powers, logarithms and whole numbers, row by row."""

from typing import Any

import numpy as np

from fastind.kernels.definition import step
from fastind.kernels.spec import indicator

NAN = float("nan")


@step(state={})
def power_of_e(s: Any, x: float) -> Any:
    return (), np.exp(x)


@step(state={})
def natural_logarithm(s: Any, x: float) -> Any:
    return (), np.log(x) if x > 0.0 else NAN


@step(state={})
def decimal_logarithm(s: Any, x: float) -> Any:
    return (), np.log10(x) if x > 0.0 else NAN


@step(state={})
def square_root(s: Any, x: float) -> Any:
    return (), np.sqrt(x)


@step(state={})
def rounded_up(s: Any, x: float) -> Any:
    return (), np.ceil(x)


@step(state={})
def rounded_down(s: Any, x: float) -> Any:
    return (), np.floor(x)


@indicator(family="maths", gaps="rows", talib="EXP", source="the exponential function")
def exp(x: Any) -> Any:
    """Exponential, a number.

    e^x. Above x = 709.7 it is inf.

    Returns
    -------
    same kind and shape as `x`
        A value in each row that has one; a missing row is NaN and touches no other.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.exp(np.array([0.0, 1.0, 1000.0]))
    array([1.        , 2.71828183,        inf])
    """
    return power_of_e.using()


@indicator(family="maths", gaps="rows", talib="LN", source="the inverse of the exponential function")
def ln(x: Any) -> Any:
    """Natural logarithm, a number.

    The power of e that gives x. NaN where x is 0 or negative (TA-Lib gives -inf for 0).

    Returns
    -------
    same kind and shape as `x`
        A value in each row that has one; a missing row is NaN and touches no other.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.ln(np.array([1.0, 10.0, 0.0, -1.0]))
    array([0.        , 2.30258509,        nan,        nan])
    """
    return natural_logarithm.using()


@indicator(family="maths", gaps="rows", talib="LOG10", source="the logarithm to the base 10")
def log10(x: Any) -> Any:
    """Decimal logarithm, a number.

    The power of 10 that gives x. NaN where x is 0 or negative (TA-Lib gives -inf for 0).

    Returns
    -------
    same kind and shape as `x`
        A value in each row that has one; a missing row is NaN and touches no other.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.log10(np.array([1.0, 10.0, 0.0, -1.0]))
    array([ 0.,  1., nan, nan])
    """
    return decimal_logarithm.using()


@indicator(family="maths", gaps="rows", talib="SQRT", source="the inverse of the square")
def sqrt(x: Any) -> Any:
    """Square root, a number.

    The number whose square is x. NaN where x is negative.

    Returns
    -------
    same kind and shape as `x`
        A value in each row that has one; a missing row is NaN and touches no other.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.sqrt(np.array([1.0, 9.0, -1.0]))
    array([ 1.,  3., nan])
    """
    return square_root.using()


@indicator(family="maths", gaps="rows", talib="CEIL", source="rounding")
def ceil(x: Any) -> Any:
    """Smallest whole number that is not below the value, in the unit of the input.

    Rounded up.

    Returns
    -------
    same kind and shape as `x`
        A value in each row that has one; a missing row is NaN and touches no other.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.ceil(np.array([1.2, -1.2, 3.0]))
    array([ 2., -1.,  3.])
    """
    return rounded_up.using()


@indicator(family="maths", gaps="rows", talib="FLOOR", source="rounding")
def floor(x: Any) -> Any:
    """Largest whole number that is not above the value, in the unit of the input.

    Rounded down.

    Returns
    -------
    same kind and shape as `x`
        A value in each row that has one; a missing row is NaN and touches no other.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.floor(np.array([1.2, -1.2, 3.0]))
    array([ 1., -2.,  3.])
    """
    return rounded_down.using()
