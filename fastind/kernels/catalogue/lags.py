"""Changes against a row some rows before. Both rows are needed, those between them are not."""

from dataclasses import replace
from typing import Any

from fastind.kernels.accumulators import FIRST
from fastind.kernels.catalogue.elementary import itself
from fastind.kernels.definition import Bound, Fold, fold
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator

NAN = float("nan")


@fold(FIRST, term=itself)
def change_of(n: float, acc: Any, x: float, window: int = 11) -> float:
    return x - acc[0]


@fold(FIRST, term=itself)
def relative_change(n: float, acc: Any, x: float, window: int = 11, times: float = 1.0) -> float:
    return times * ((x - acc[0]) / acc[0]) if acc[0] != 0.0 else NAN


def against(kind: Fold, rows: int, **values: float) -> Bound:
    """A fold over the row now and the one so many rows before."""
    return replace(kind.using(window=rows + 1, **values), policy="ends")


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
