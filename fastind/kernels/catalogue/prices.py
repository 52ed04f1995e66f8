"""One price for a bar."""

from typing import Any

from fastind.kernels.definition import step
from fastind.kernels.spec import indicator

SOURCE = "a mean of the prices of one bar"


@step(state={})
def mean_of_four(s: Any, a: float, b: float, c: float, d: float) -> Any:
    return (), 0.25 * (a + b + c + d)


@step(state={})
def mean_of_three(s: Any, a: float, b: float, c: float) -> Any:
    return (), (a + b + c) / 3.0


@step(state={})
def mean_of_two(s: Any, a: float, b: float) -> Any:
    return (), 0.5 * (a + b)


@step(state={})
def close_twice(s: Any, high: float, low: float, close: float) -> Any:
    return (), 0.25 * (high + low + 2.0 * close)


@indicator(family="price", gaps="rows", talib="AVGPRICE", source=SOURCE)
def avgprice(open: Any, high: Any, low: Any, close: Any) -> Any:
    """Average price of a bar, in the unit of the price.

    (open + high + low + close) / 4. A flat input gives its value.

    Returns
    -------
    same kind and shape as `open`
        A value in each row that has all four; a missing row is NaN and touches no other.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0])
    >>> fi.avgprice(low + 1, low + 3, low, low + 2)
    array([2.5, 3.5])
    """
    return mean_of_four.using()


@indicator(family="price", gaps="rows", talib="MEDPRICE", source=SOURCE)
def medprice(high: Any, low: Any) -> Any:
    """Median price of a bar, in the unit of the price: the middle of its range.

    (high + low) / 2. A flat input gives its value.

    Returns
    -------
    same kind and shape as `high`
        A value in each row that has both; a missing row is NaN and touches no other.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0])
    >>> fi.medprice(low + 3, low)
    array([2.5, 3.5])
    """
    return mean_of_two.using()


@indicator(family="price", gaps="rows", talib="TYPPRICE", source=SOURCE)
def typprice(high: Any, low: Any, close: Any) -> Any:
    """Typical price of a bar, in the unit of the price.

    (high + low + close) / 3. A flat input gives its value.

    Returns
    -------
    same kind and shape as `high`
        A value in each row that has all three; a missing row is NaN and touches no other.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0])
    >>> fi.typprice(low + 4, low, low + 2)
    array([3., 4.])
    """
    return mean_of_three.using()


@indicator(family="price", gaps="rows", talib="WCLPRICE", source=SOURCE)
def wclprice(high: Any, low: Any, close: Any) -> Any:
    """Weighted close of a bar, in the unit of the price: the close counts twice.

    (high + low + 2 close) / 4. A flat input gives its value.

    Returns
    -------
    same kind and shape as `high`
        A value in each row that has all three; a missing row is NaN and touches no other.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0])
    >>> fi.wclprice(low + 4, low, low + 2)
    array([3., 4.])
    """
    return close_twice.using()
