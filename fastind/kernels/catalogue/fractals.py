"""Williams' fractals: bars that stand out among their neighbours."""

from typing import Any

from fastind.kernels.catalogue.elementary import itself
from fastind.kernels.composition import Source, Value
from fastind.kernels.definition import window as over_all
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator, windowed

NONE = float("-inf")


def begin_peak(n: float, window: float = 5, right: float = 2, sign: float = 1.0) -> Any:
    return NONE, 0.0


def each_peak(
    acc: Any, other: float, k: float, n: float, window: float = 5, right: float = 2, sign: float = 1.0
) -> Any:
    most, middle = acc
    is_middle = k == right
    value = sign * other
    return most if is_middle or most > value else value, value if is_middle else middle


@over_all("most", "middle", begin=begin_peak, each=each_peak, term=itself)
def peak(n: float, acc: Any, window: float = 5, right: float = 2, sign: float = 1.0) -> float:
    """100 where the row of `right` rows before is above all others of the window."""
    most, middle = acc
    return 100.0 if middle > most else 0.0


def swing(x: Source, left: int, right: int, sign: float) -> Value:
    """Does the row of `right` rows before stand out."""
    found: Value = windowed("fractal", peak, left + right + 1, right=right, sign=sign).on(x)
    return found


@indicator(
    family="momentum",
    gaps="rows",
    outputs=("high", "low"),
    source="Williams, Trading Chaos (1995); TA-Lib, FRACTAL",
)
def fractal(high: Any, low: Any, left: Window = 2, right: Window = 2) -> Any:
    """Williams' fractals, 100 or 0: was the bar of `right` rows before a peak or a trough.

    `high` is 100 where the high of `right` rows before is greater than those of the `left` rows before it and
    of the `right` rows after it, `low` where the low is less than those. Else they are 0, as for flat bars.
    A value stands in the row in which it is known, `right` rows after its bar.

    Parameters
    ----------
    left
        Rows before the bar.
    right
        Rows after the bar.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 3.0, 2.0, 4.0])
    >>> fi.fractal(low + 1, low, left=1, right=1)
    fractal(high=array([ nan,  nan, 100.,   0.]), low=array([ nan,  nan,   0., 100.]))
    """
    return swing(high, left, right, 1.0), swing(low, left, right, -1.0)
