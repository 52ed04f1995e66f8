"""Losses since the last peak."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from tests.naive.core import NAN, by_rows, mean, skipping

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "drawdown": [{}, {"nan": "reset", "max_gap": 1}, {"nan": "propagate"}],
    "max_drawdown": [{"window": 6}, {"window": 1}, {"window": 7, "min_periods": 3}],
    "ulcer": [{"window": 5}, {"window": 1}],
}


@skipping
def drawdown(x: list[Any], *, number: Callable) -> Any:
    out: list[Any] = []
    peak = 0.0
    for value in x:
        peak = max(peak, value)
        out.append((value - peak) / peak if value >= 0 and peak > 0 else None)
    return out


def max_drawdown(x: Sequence[float], window: int = 252, min_periods: int | None = None) -> list[float]:
    def worst(rows: list[float]) -> Any:
        losses = [
            (later - earlier) / earlier for k, earlier in enumerate(rows) for later in rows[k:] if earlier > 0
        ]
        return min(losses, default=None)

    return by_rows(worst, window, min_periods, [v if v >= 0 else NAN for v in x])


def ulcer(close: Sequence[float], window: int = 14) -> list[float]:
    peaks = by_rows(max, window, None, close)
    depths = [100 * (v - p) / p if p > 0 else NAN for v, p in zip(close, peaks, strict=True)]
    return by_rows(lambda rows: math.sqrt(mean([d * d for d in rows])), window, None, depths)
