"""Is there a trend at all."""

from typing import Any

from fastind.kernels.catalogue.extremes import CHANNEL, twice
from fastind.kernels.catalogue.neutral import Flat, level, share
from fastind.kernels.catalogue.smoothed_changes import path
from fastind.kernels.definition import fold
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator, windowed


@fold(CHANNEL, term=twice)
def spread(n: float, acc: Any, window: int = 28) -> float:
    return acc[0] - acc[1]


@indicator(
    family="momentum",
    gaps="rows",
    talib="VHF",
    source="White, The Vertical Horizontal Filter, Futures magazine (1991)",
)
def vhf(close: Any, window: Window = 28, *, flat: Flat = 0.0) -> Any:
    """Vertical horizontal filter, 0 to 1: high in a trend, low where the price goes to and fro.

    (max - min of the last `window` closes) / sum of the last `window` |changes|. Where nothing has moved it
    is 0, or what `flat` says.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.vhf(np.array([1.0, 2.0, 4.0, 3.0]), window=2)
    array([       nan,        nan, 0.66666667, 0.33333333])
    """
    way = windowed("vhf", path, window).on(close)
    return share.using(times=1.0, flat=level(flat, 0.0)).on(windowed("vhf", spread, window).on(close), way)
