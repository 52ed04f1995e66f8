"""Ultimate oscillator."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from tests.naive.core import NAN, by_rows
from tests.naive.rises import neutral

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "ultosc": [
        {"window1": 2, "window2": 4, "window3": 6},
        {"window1": 9, "window2": 1, "window3": 4, "flat": "talib"},
    ],
}


def ultosc(
    high: Sequence[float],
    low: Sequence[float],
    close: Sequence[float],
    window1: int = 7,
    window2: int = 14,
    window3: int = 28,
    flat: float | str = 50.0,
) -> list[float]:
    ranges, pressures = [NAN] * len(close), [NAN] * len(close)
    for k in range(1, len(close)):
        now, before = (high[k], low[k], close[k]), (high[k - 1], low[k - 1], close[k - 1])
        if all(map(math.isfinite, (*now, *before))):
            bottom = min(low[k], close[k - 1])
            ranges[k], pressures[k] = max(high[k], close[k - 1]) - bottom, close[k] - bottom

    def value(rows: list[Any]) -> float:
        moved = sum(r for _, r in rows)
        return sum(p for p, _ in rows) / moved if moved > 0 else neutral(flat, 0.0) / 100

    a, b, c = (by_rows(value, w, None, pressures, ranges) for w in sorted((window1, window2, window3)))
    return [100 * (4 * p + 2 * q + r) / 7 for p, q, r in zip(a, b, c, strict=True)]
