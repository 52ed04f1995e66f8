"""Highest and lowest values, and their channels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.naive.core import by_rows

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "midpoint": [{"window": 5}, {"window": 1}],
    "midprice": [{"window": 5}, {"window": 2}],
    "donchian": [{"window": 5}, {"window": 1}],
}


def midpoint(x: Sequence[float], window: int = 14) -> list[float]:
    return by_rows(lambda rows: (max(rows) + min(rows)) / 2, window, None, x)


def channel(high: Sequence[float], low: Sequence[float], window: int, which: str) -> list[float]:
    def value(bars: list[Any]) -> Any:
        upper, lower = max(bar[0] for bar in bars), min(bar[1] for bar in bars)
        return {"upper": upper, "middle": (upper + lower) / 2, "lower": lower}[which]

    return by_rows(value, window, None, high, low)


def midprice(high: Sequence[float], low: Sequence[float], window: int = 14) -> list[float]:
    return channel(high, low, window, "middle")


def donchian(high: Sequence[float], low: Sequence[float], window: int = 20) -> tuple[list[float], ...]:
    return tuple(channel(high, low, window, which) for which in ("upper", "middle", "lower"))
