"""Choppiness: movement against its range."""

from typing import Annotated, Any, Literal

import numpy as np

from fastind.kernels.accumulators import TOTAL
from fastind.kernels.catalogue.elementary import itself
from fastind.kernels.catalogue.extremes import highest, lowest
from fastind.kernels.catalogue.ranges import trange
from fastind.kernels.definition import fold, step
from fastind.kernels.parameters import AtLeast
from fastind.kernels.spec import indicator, windowed

NAN = float("nan")


@fold(TOTAL, term=itself)
def way(n: float, acc: Any, window: int = 14) -> float:
    return acc[0]


@step(state={})
def chopped(s: Any, total: float, top: float, bottom: float, window: float = 14.0, flat: float = 50.0) -> Any:
    span = top - bottom
    share = total / span if span > 0.0 and total > 0.0 else 1.0
    value = 100.0 * np.log(share) / np.log(window)
    return (), value if span > 0.0 and total > 0.0 else (flat if total == span else NAN)


@indicator(family="volatility", gaps="skip", source="E. W. Dreiss, the choppiness index (1990s)")
def chop(
    high: Any,
    low: Any,
    close: Any,
    window: Annotated[int, AtLeast(2)] = 14,
    *,
    flat: float | Literal["nan"] = 50.0,
) -> Any:
    """Choppiness index, some 0 to 100: high where the price goes to and fro, low where it goes one way.

    100 log(sum of true ranges / (highest high - lowest low)) / log(window), all over the last `window` rows.
    Flat bars give `flat`; a gap between the bars may lead beyond 100.

    Parameters
    ----------
    flat
        The value where nothing has moved, 0 / 0; "nan" for none.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 3.0, 2.0])
    >>> fi.chop(low + 1, low, low + 0.5, window=2)
    array([        nan,         nan, 58.49625007, 58.49625007])
    """
    total = windowed("chop", way, window).on(trange(high, low, close))
    level = NAN if isinstance(flat, str) else flat
    bound = chopped.using(window=window, flat=level)
    return bound.on(total, highest(high, window), lowest(low, window))
