"""Fisher transform."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from tests.naive.core import skipping

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "fisher": [{"window": 5}, {"window": 2, "nan": "reset", "max_gap": 1}]
}


@skipping
def fisher(high: list[Any], low: list[Any], window: int = 10, *, number: Callable) -> Any:
    middles = [(h + lo) / 2 for h, lo in zip(high, low, strict=True)]
    place, fish = 0.0, [0.0]
    for k in range(window - 1, len(middles)):
        seen = middles[k - window + 1 : k + 1]
        wide = max(seen) - min(seen)
        place = 0.33 * 2 * ((middles[k] - min(seen)) / wide - 0.5 if wide else 0.0) + 0.67 * place
        if abs(place) > 0.99:
            place = math.copysign(0.999, place)
        fish.append(math.atanh(place) + 0.5 * fish[-1])
    shown = fish[2:]
    start = [None] * (len(middles) - len(shown))
    return [*start, *shown], [*start, *fish[1 : 1 + len(shown)]]
