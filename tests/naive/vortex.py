"""Vortex indicator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.naive.core import NAN, valid_rows

VARIANTS: dict[str, list[dict[str, Any]]] = {"vortex": [{"window": 5}, {"window": 1}]}


def vortex(
    high: Sequence[float], low: Sequence[float], close: Sequence[float], window: int = 14
) -> tuple[list[float], list[float]]:
    there = set(valid_rows(high, low, close))
    plus, minus = [NAN] * len(high), [NAN] * len(high)
    for k in range(window, len(high)):
        rows = range(k - window + 1, k + 1)
        if not set(range(k - window, k + 1)) <= there:
            continue
        ranges = sum(max(high[r], close[r - 1]) - min(low[r], close[r - 1]) for r in rows)
        plus[k] = sum(abs(high[r] - low[r - 1]) for r in rows) / ranges if ranges > 0 else 0.0
        minus[k] = sum(abs(low[r] - high[r - 1]) for r in rows) / ranges if ranges > 0 else 0.0
    return plus, minus
