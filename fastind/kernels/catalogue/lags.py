"""Changes against a row some rows before. Both rows are needed, those between them are not."""

from dataclasses import replace
from typing import Any

from fastind.kernels.accumulators import FIRST
from fastind.kernels.catalogue.elementary import itself
from fastind.kernels.composition import Bound
from fastind.kernels.definition import Fold, fold
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator

NAN = float("nan")


@fold(FIRST, term=itself)
def change_of(n: float, acc: Any, x: float, window: int = 11) -> float:
    return x - acc[0]


@fold(FIRST, term=itself)
def relative_change(n: float, acc: Any, x: float, window: int = 11, times: float = 1.0) -> float:
    return times * ((x - acc[0]) / acc[0]) if acc[0] != 0.0 else NAN


@fold(FIRST, term=itself)
def quotient(n: float, acc: Any, x: float, window: int = 11, times: float = 1.0) -> float:
    return times * (x / acc[0]) if acc[0] != 0.0 else NAN


def against(kind: Fold, rows: int, policy: str = "ends", **values: float) -> Bound:
    """A fold over the row now and the one so many rows before."""
    return replace(kind.using(window=rows + 1, **values), policy=policy)


@indicator(family="momentum", gaps="rows", talib="MOM", source="the change over some rows")
def mom(x: Any, window: Window = 10) -> Any:
    """Momentum, in the unit of the input: the change over `window` rows.

    x - x of `window` rows before. 0 where nothing has moved.

    Returns
    -------
    same kind and shape as `x`
        The first value stands in row `window`. NaN where one of the two rows is missing; rows between them
        do not matter.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.mom(np.array([1.0, 2.0, np.nan, 7.0, 8.0]), window=2)
    array([nan, nan, nan,  5., nan])
    """
    return against(change_of, window)


@indicator(family="momentum", gaps="rows", talib="ROC", source="the change over some rows in percent")
def roc(x: Any, window: Window = 10) -> Any:
    """Rate of change, in percent: the change over `window` rows.

    100 (x - p) / p, p the value of `window` rows before. 0 where nothing has moved. NaN where p is 0.

    Returns
    -------
    same kind and shape as `x`
        The first value stands in row `window`. NaN where one of the two rows is missing; rows between them
        do not matter.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.roc(np.array([1.0, 2.0, np.nan, 7.0, 8.0]), window=2)
    array([ nan,  nan,  nan, 250.,  nan])
    """
    return against(relative_change, window, times=100.0)


@indicator(family="momentum", gaps="rows", talib="ROCP", source="the change over some rows as a fraction")
def rocp(x: Any, window: Window = 10) -> Any:
    """Rate of change as a fraction: the change over `window` rows.

    (x - p) / p, p the value of `window` rows before. 0 where nothing has moved. NaN where p is 0.

    Returns
    -------
    same kind and shape as `x`
        The first value stands in row `window`. NaN where one of the two rows is missing; rows between them
        do not matter.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.rocp(np.array([1.0, 2.0, np.nan, 7.0, 8.0]), window=2)
    array([nan, nan, nan, 2.5, nan])
    """
    return against(relative_change, window)


@indicator(family="momentum", gaps="rows", talib="ROCR", source="the ratio of a value to an earlier one")
def rocr(x: Any, window: Window = 10) -> Any:
    """Rate of change as a ratio: the value over that of `window` rows before.

    x / p, p the value of `window` rows before. 1 where nothing has moved. NaN where p is 0.

    Returns
    -------
    same kind and shape as `x`
        The first value stands in row `window`. NaN where one of the two rows is missing; rows between them
        do not matter.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.rocr(np.array([1.0, 2.0, np.nan, 7.0, 8.0]), window=2)
    array([nan, nan, nan, 3.5, nan])
    """
    return against(quotient, window)


@indicator(
    family="momentum",
    gaps="rows",
    talib="ROCR100",
    source="the ratio of a value to an earlier one in percent",
)
def rocr100(x: Any, window: Window = 10) -> Any:
    """Rate of change as a ratio times 100: the value in percent of that of `window` rows before.

    100 x / p, p the value of `window` rows before. 100 where nothing has moved. NaN where p is 0.

    Returns
    -------
    same kind and shape as `x`
        The first value stands in row `window`. NaN where one of the two rows is missing; rows between them
        do not matter.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.rocr100(np.array([1.0, 2.0, np.nan, 7.0, 8.0]), window=2)
    array([ nan,  nan,  nan, 350.,  nan])
    """
    return against(quotient, window, times=100.0)
