"""Returns, counted by volume."""

from typing import Any

from fastind.kernels.definition import step
from fastind.kernels.spec import indicator

START = 1000.0
FOSBACK = "Fosback, Stock Market Logic (1976); Dysart"


def change_of_price(close: float, close_prev: float) -> float:
    """The return since the last row; 0 where it has none."""
    change = (close - close_prev) / close_prev if close_prev != 0.0 else 0.0
    return change if abs(change) < float("inf") else 0.0


@step(state={"total": 0.0})
def priced_volume(s: Any, close: float, volume: float, close_prev: float) -> Any:
    (total,) = s
    total = total + change_of_price(close, close_prev) * volume
    return (total,), total


@step(state={"index": START})
def on_less_volume(s: Any, close: float, volume: float, close_prev: float, volume_prev: float) -> Any:
    (index,) = s
    moved = index + change_of_price(close, close_prev) * index if volume < volume_prev else index
    index = moved if abs(moved) < float("inf") else index
    return (index,), index


@step(state={"index": START})
def on_more_volume(s: Any, close: float, volume: float, close_prev: float, volume_prev: float) -> Any:
    (index,) = s
    moved = index + change_of_price(close, close_prev) * index if volume > volume_prev else index
    index = moved if abs(moved) < float("inf") else index
    return (index,), index


@indicator(family="volume", gaps="skip", talib="PVT", source="price and volume trend, a refinement of obv")
def pvt(close: Any, volume: Any) -> Any:
    """Price and volume trend, in the unit of the volume: volume times return, so far.

    0 in the first row, then pvt + volume (close - previous close) / previous close. A row after a close of 0
    adds nothing. Only its changes mean something.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.pvt(np.array([1.0, 2.0, 1.0]), np.array([10.0, 20.0, 30.0]))
    array([ 0., 20.,  5.])
    """
    return priced_volume.using()


@indicator(family="volume", gaps="skip", talib="NVI", source=FOSBACK)
def nvi(close: Any, volume: Any) -> Any:
    """Negative volume index: an index of the price, from 1000, that moves in rows with less volume only.

    nvi + nvi (close - previous close) / previous close where the volume is less than in the row before, else
    nvi as it was. So it stays after a close of 0, and where a step would leave the range of numbers.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.nvi(np.array([1.0, 2.0, 3.0]), np.array([10.0, 20.0, 15.0]))
    array([1000., 1000., 1500.])
    """
    return on_less_volume.using()


@indicator(family="volume", gaps="skip", talib="PVI", source=FOSBACK)
def pvi(close: Any, volume: Any) -> Any:
    """Positive volume index: an index of the price, from 1000, that moves in rows with more volume only.

    pvi + pvi (close - previous close) / previous close where the volume is more than in the row before, else
    pvi as it was. So it stays after a close of 0, and where a step would leave the range of numbers.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.pvi(np.array([1.0, 2.0, 3.0]), np.array([10.0, 20.0, 15.0]))
    array([1000., 2000., 2000.])
    """
    return on_more_volume.using()
