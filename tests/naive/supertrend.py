"""Supertrend."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.naive.core import seeded, skipping

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "supertrend": [
        {"window": 5, "multiplier": 1.5},
        {"window": 2, "multiplier": 0.7, "nan": "reset", "max_gap": 1},
        {"window": 3, "multiplier": 1.0, "start": "rise", "nan": "propagate"},
    ]
}


@skipping
def supertrend(
    high: list[Any],
    low: list[Any],
    close: list[Any],
    window: int = 10,
    multiplier: float = 3.0,
    start: str = "fall",
    *,
    number: Callable,
) -> Any:
    ranges = [max(high[k], close[k - 1]) - min(low[k], close[k - 1]) for k in range(1, len(high))]
    distances = [None] * min(1, len(high)) + seeded(ranges, window, 1 / window)
    lines: list[Any] = [None] * len(close)
    sides: list[Any] = [None] * len(close)
    upper = lower = side = None
    for k, distance in enumerate(distances):
        if distance is None:
            continue
        top = (high[k] + low[k]) / 2 + multiplier * distance
        bottom = (high[k] + low[k]) / 2 - multiplier * distance
        if side is None:
            upper, lower, side = top, bottom, start
        else:
            upper = top if close[k - 1] > upper else min(top, upper)
            lower = bottom if close[k - 1] < lower else max(bottom, lower)
            if side == "fall" and close[k] > upper:
                side = "rise"
            elif side == "rise" and close[k] < lower:
                side = "fall"
        lines[k], sides[k] = (lower, 1) if side == "rise" else (upper, -1)
    return lines, sides
