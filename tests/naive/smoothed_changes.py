"""Changes from row to row, smoothed and against each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from tests.naive.core import by_rows, skipping
from tests.naive.oscillators import averaged
from tests.naive.rises import neutral

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "trix": [{"window": 4}, {"window": 1, "nan": "propagate"}, {"window": 2, "nan": "reset", "max_gap": 1}],
    "tsi": [{"slow": 5, "fast": 3}, {"slow": 2, "fast": 4, "flat": 7.0, "nan": "reset", "max_gap": 2}],
    "er": [{"window": 5}, {"window": 1, "flat": 7.0}],
}
SCALES = {"trix": 1.0, "tsi": 1.0}


@skipping
def trix(close: list[Any], window: int = 30, *, number: Callable) -> Any:
    smooth = close
    for _ in range(3):
        smooth = averaged("ema", smooth, window)
    changes = [
        None if before is None or not before else 100 * (now - before) / before
        for before, now in pairwise(smooth)
    ]
    return [None] * min(1, len(close)) + changes


@skipping
def tsi(
    close: list[Any], slow: int = 25, fast: int = 13, flat: float | str = 0.0, *, number: Callable
) -> Any:
    changes = [b - a for a, b in pairwise(close)]
    up = averaged("ema", averaged("ema", changes, slow), fast)
    moved = averaged("ema", averaged("ema", [abs(d) for d in changes], slow), fast)
    return [None] * min(1, len(close)) + [
        None if u is None else 100 * u / m if m else neutral(flat, 0.0)
        for u, m in zip(up, moved, strict=True)
    ]


def er(close: Sequence[float], window: int = 10, flat: float | str = 0.0) -> list[float]:
    def value(rows: list[float]) -> float:
        way = sum(abs(b - a) for a, b in pairwise(rows))
        return abs(rows[-1] - rows[0]) / way if way else neutral(flat, 1.0)

    return by_rows(value, window + 1, None, close)
