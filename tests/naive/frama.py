"""Ehlers' fractal adaptive average."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from tests.naive.core import skipping

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "frama": [
        {"window": 6},
        {"window": 5},
        {"window": 2, "nan": "propagate"},
        {"window": 4, "nan": "reset", "max_gap": 1},
    ],
}
DIFFERENCES = {"frama"}


@skipping
def frama(high: list[Any], low: list[Any], window: int = 16, *, number: Callable) -> Any:
    half, dimension = (window + 1) // 2, 1.0
    out: list[Any] = [None] * len(high)
    for row in range(window - 1, len(high)):
        price = (high[row] + low[row]) / 2
        a, b, c = row + 1 - window, row + 1 - half, row + 1
        n1 = (max(high[a : a + half]) - min(low[a : a + half])) / half
        n2 = (max(high[b:c]) - min(low[b:c])) / half
        n3 = (max(high[a:c]) - min(low[a:c])) / window
        if n1 > 0 and n2 > 0:
            dimension = (math.log(n1 + n2) - math.log(n3)) / math.log(2)
        speed = min(max(math.exp(-4.6 * (dimension - 1)), 0.01), 1.0)
        out[row] = out[row - 1] + speed * (price - out[row - 1]) if row >= window else price
    return out
