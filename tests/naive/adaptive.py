"""Averages that adapt."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from tests.naive.core import skipping

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "kama": [{"window": 4}, {"window": 1}, {"window": 3, "nan": "reset", "max_gap": 1}],
    "vidya": [{"window": 4, "cmo": 3}, {"window": 1, "cmo": 1, "nan": "propagate"}],
}
DIFFERENCES = {"kama", "vidya"}


def straightness(x: list[Any], window: int, row: int, flat: Any) -> Any:
    rows = x[row - window : row + 1]
    way = sum(abs(b - a) for a, b in pairwise(rows))
    return abs(rows[-1] - rows[0]) / way if way else flat


@skipping
def kama(x: list[Any], window: int = 30, *, number: Callable) -> Any:
    out: list[Any] = [None] * len(x)
    for row in range(window, len(x)):
        before = x[row - 1] if row == window else out[row - 1]
        e = straightness(x, window, row, number(1))
        s = number(2) / 31 + e * (number(2) / 3 - number(2) / 31)
        out[row] = before + s * s * (x[row] - before)
    return out


@skipping
def vidya(x: list[Any], window: int = 12, cmo: int = 9, *, number: Callable) -> Any:
    out: list[Any] = [None] * len(x)
    start = cmo + window - 1
    for row in range(start, len(x)):
        before = x[row - 1] if row == start else out[row - 1]
        speed = number(2) / (window + 1) * straightness(x, cmo, row, 0)
        out[row] = before + speed * (x[row] - before)
    return out
