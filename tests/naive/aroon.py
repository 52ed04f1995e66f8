"""Aroon."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.naive.core import by_rows

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "aroon": [{"window": 5}, {"window": 1}],
    "aroonosc": [{"window": 5}, {"window": 2}],
}
DIFFERENCES = {"aroonosc"}


def recency(values: list[float], extreme: float) -> float:
    """100 where the last of these is the newest that equals the extreme, 0 where the first one is."""
    return 100 * max(k for k, v in enumerate(values) if v == extreme) / (len(values) - 1)


def aroon(high: Sequence[float], low: Sequence[float], window: int = 14) -> tuple[list[float], list[float]]:
    def down(rows: list[Any]) -> float:
        lows = [lo for _, lo in rows]
        return recency(lows, min(lows))

    def up(rows: list[Any]) -> float:
        highs = [h for h, _ in rows]
        return recency(highs, max(highs))

    return by_rows(down, window + 1, None, high, low), by_rows(up, window + 1, None, high, low)


def aroonosc(high: Sequence[float], low: Sequence[float], window: int = 14) -> list[float]:
    return [up - down for down, up in zip(*aroon(high, low, window), strict=True)]
