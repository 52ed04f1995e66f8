"""True range and its averages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.naive.core import seeded, skipping

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "trange": [{}, {"nan": "reset", "max_gap": 1}],
    "atr": [{"window": 5}, {"window": 3, "nan": "propagate"}],
    "natr": [{"window": 4}],
}


@skipping
def trange(high: list[Any], low: list[Any], close: list[Any], number: Callable) -> Any:
    return [None] * min(1, len(high)) + [
        max(high[k], close[k - 1]) - min(low[k], close[k - 1]) for k in range(1, len(high))
    ]


@skipping
def atr(high: list[Any], low: list[Any], close: list[Any], window: int = 14, *, number: Callable) -> Any:
    ranges = [max(high[k], close[k - 1]) - min(low[k], close[k - 1]) for k in range(1, len(high))]
    return [None] * min(1, len(high)) + seeded(ranges, window, number(1) / window)


@skipping
def natr(high: list[Any], low: list[Any], close: list[Any], window: int = 14, *, number: Callable) -> Any:
    ranges = [max(high[k], close[k - 1]) - min(low[k], close[k - 1]) for k in range(1, len(high))]
    smooth = [None] * min(1, len(high)) + seeded(ranges, window, number(1) / window)
    return [None if a is None or not c else 100 * a / c for a, c in zip(smooth, close, strict=True)]
