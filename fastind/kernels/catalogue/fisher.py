"""Fisher transform."""

from typing import Any

import numpy as np

from fastind.kernels.catalogue.extremes import highest, lowest
from fastind.kernels.catalogue.prices import medprice
from fastind.kernels.definition import step
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator

NAN = float("nan")
NEAR, LIMIT = 0.99, 0.999  # Ehlers: what is above 0.99 counts as 0.999, for the logarithm of 1 is none


@step(state={"place": 0.0, "fish": 0.0, "n": 0.0}, outputs=("fisher", "trigger"), lookback=lambda: 1)
def transformed(s: Any, x: float, high: float, low: float) -> Any:
    place, before, n = s
    now = (x - low) / (high - low) - 0.5 if high > low else 0.0
    place = 0.66 * now + 0.67 * place
    place = LIMIT if place > NEAR else (-LIMIT if place < -NEAR else place)
    fish = 0.5 * np.log((1.0 + place) / (1.0 - place)) + 0.5 * before
    return (place, fish, n + 1.0), (fish if n > 0.0 else NAN, before if n > 0.0 else NAN)


@indicator(
    family="momentum",
    gaps="skip",
    outputs=("fisher", "trigger"),
    source="Ehlers, Using the Fisher Transform, Technical Analysis of Stocks & Commodities (November 2002)",
)
def fisher(high: Any, low: Any, window: Window = 10) -> Any:
    """Fisher transform of the price's place in its range, without unit: sharp turns at extremes.

    place = 0.66 ((p - min p) / (max p - min p) - 0.5) + 0.67 place, p = (high + low) / 2, over the last
    `window` rows; fisher = ln((1 + place) / (1 - place)) / 2 + fisher / 2; trigger is fisher of one row
    before. Both begin with 0, and a place beyond 0.99 counts as 0.999. A flat input gives 0.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> price = np.array([1.0, 2.0, 4.0, 3.0])
    >>> fi.fisher(price, price, window=2).fisher
    array([       nan,        nan, 0.79137387, 0.43494409])
    """
    price = medprice(high, low)
    return transformed.using().on(price, highest(price, window), lowest(price, window))
