"""Bodies and ranges of bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.naive.core import by_rows, mean
from tests.naive.rises import neutral

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "bop": [{}, {"flat": "nan"}],
    "qstick": [{"window": 4}, {"window": 1}],
}
DIFFERENCES = {"bop", "qstick"}


def bop(
    open: Sequence[float],
    high: Sequence[float],
    low: Sequence[float],
    close: Sequence[float],
    flat: float | str = 0.0,
) -> list[float]:
    def value(rows: list[Any]) -> float:
        o, h, lo, c = rows[0]
        return (c - o) / (h - lo) if h > lo else neutral(flat, 0.0)

    return by_rows(value, 1, None, open, high, low, close)


def qstick(open: Sequence[float], close: Sequence[float], window: int = 8) -> list[float]:
    return by_rows(lambda rows: mean([c - o for o, c in rows]), window, None, open, close)
