"""Averages over windows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.naive.core import by_rows, mean

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "sma": [{"window": 5}, {"window": 1}, {"window": 6, "min_periods": 2}],
    "wma": [{"window": 5}],
}


def sma(x: Sequence[float], window: int = 30, min_periods: int | None = None) -> list[float]:
    return by_rows(mean, window, min_periods, x)


def wma(x: Sequence[float], window: int = 30) -> list[float]:
    def value(rows: list[Any]) -> Any:
        return sum(k * v for k, v in enumerate(rows, 1)) / sum(range(1, len(rows) + 1))

    return by_rows(value, window, None, x)
