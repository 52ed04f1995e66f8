"""Angles and their functions, row by row."""

from typing import Any

import numpy as np

from fastind.kernels.definition import step
from fastind.kernels.spec import indicator


@step(state={})
def arc_cosine(s: Any, x: float) -> Any:
    return (), np.arccos(x)


@step(state={})
def arc_sine(s: Any, x: float) -> Any:
    return (), np.arcsin(x)


@step(state={})
def arc_tangent(s: Any, x: float) -> Any:
    return (), np.arctan(x)


@step(state={})
def cosine(s: Any, x: float) -> Any:
    return (), np.cos(x)


@step(state={})
def sine(s: Any, x: float) -> Any:
    return (), np.sin(x)


@step(state={})
def tangent(s: Any, x: float) -> Any:
    return (), np.tan(x)


@step(state={})
def hyperbolic_cosine(s: Any, x: float) -> Any:
    return (), np.cosh(x)


@step(state={})
def hyperbolic_sine(s: Any, x: float) -> Any:
    return (), np.sinh(x)


@step(state={})
def hyperbolic_tangent(s: Any, x: float) -> Any:
    return (), np.tanh(x)


@indicator(family="maths", gaps="rows", talib="ACOS", source="the inverse of the cosine")
def acos(x: Any) -> Any:
    """Arc cosine, in radians from 0 to pi.

    The angle whose cosine is x. NaN where x is not from -1 to 1.

    Returns
    -------
    same kind and shape as `x`
        A value in each row that has one; a missing row is NaN and touches no other.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.acos(np.array([1.0, 0.0, 2.0]))
    array([0.        , 1.57079633,        nan])
    """
    return arc_cosine.using()


@indicator(family="maths", gaps="rows", talib="ASIN", source="the inverse of the sine")
def asin(x: Any) -> Any:
    """Arc sine, in radians from -pi / 2 to pi / 2.

    The angle whose sine is x. NaN where x is not from -1 to 1.

    Returns
    -------
    same kind and shape as `x`
        A value in each row that has one; a missing row is NaN and touches no other.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.asin(np.array([1.0, 0.0, 2.0]))
    array([1.57079633, 0.        ,        nan])
    """
    return arc_sine.using()


@indicator(family="maths", gaps="rows", talib="ATAN", source="the inverse of the tangent")
def atan(x: Any) -> Any:
    """Arc tangent, in radians from -pi / 2 to pi / 2.

    The angle whose tangent is x.

    Returns
    -------
    same kind and shape as `x`
        A value in each row that has one; a missing row is NaN and touches no other.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.atan(np.array([1.0, 0.0, -1.0]))
    array([ 0.78539816,  0.        , -0.78539816])
    """
    return arc_tangent.using()


@indicator(family="maths", gaps="rows", talib="COS", source="the trigonometric function")
def cos(x: Any) -> Any:
    """Cosine of an angle in radians, a number from -1 to 1.

    cos(x).

    Returns
    -------
    same kind and shape as `x`
        A value in each row that has one; a missing row is NaN and touches no other.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.cos(np.array([0.0, 1.0]))
    array([1.        , 0.54030231])
    """
    return cosine.using()


@indicator(family="maths", gaps="rows", talib="SIN", source="the trigonometric function")
def sin(x: Any) -> Any:
    """Sine of an angle in radians, a number from -1 to 1.

    sin(x).

    Returns
    -------
    same kind and shape as `x`
        A value in each row that has one; a missing row is NaN and touches no other.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.sin(np.array([0.0, 1.0]))
    array([0.        , 0.84147098])
    """
    return sine.using()


@indicator(family="maths", gaps="rows", talib="TAN", source="the trigonometric function")
def tan(x: Any) -> Any:
    """Tangent of an angle in radians, a number.

    sin(x) / cos(x). Near odd multiples of pi / 2 it is as large as rounding lets it be.

    Returns
    -------
    same kind and shape as `x`
        A value in each row that has one; a missing row is NaN and touches no other.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.tan(np.array([0.0, 1.0]))
    array([0.        , 1.55740772])
    """
    return tangent.using()


@indicator(family="maths", gaps="rows", talib="COSH", source="the hyperbolic function")
def cosh(x: Any) -> Any:
    """Hyperbolic cosine, a number from 1 on.

    (e^x + e^-x) / 2. Above |x| = 710.4 it is inf.

    Returns
    -------
    same kind and shape as `x`
        A value in each row that has one; a missing row is NaN and touches no other.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.cosh(np.array([0.0, 1.0, 1000.0]))
    array([1.        , 1.54308063,        inf])
    """
    return hyperbolic_cosine.using()


@indicator(family="maths", gaps="rows", talib="SINH", source="the hyperbolic function")
def sinh(x: Any) -> Any:
    """Hyperbolic sine, a number.

    (e^x - e^-x) / 2. Beyond |x| = 710.4 it is inf or -inf.

    Returns
    -------
    same kind and shape as `x`
        A value in each row that has one; a missing row is NaN and touches no other.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.sinh(np.array([0.0, 1.0, 1000.0]))
    array([0.        , 1.17520119,        inf])
    """
    return hyperbolic_sine.using()


@indicator(family="maths", gaps="rows", talib="TANH", source="the hyperbolic function")
def tanh(x: Any) -> Any:
    """Hyperbolic tangent, a number from -1 to 1.

    sinh(x) / cosh(x).

    Returns
    -------
    same kind and shape as `x`
        A value in each row that has one; a missing row is NaN and touches no other.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.tanh(np.array([0.0, 1.0, 1000.0]))
    array([0.        , 0.76159416, 1.        ])
    """
    return hyperbolic_tangent.using()
