"""Triangular moving average, by its weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.naive.core import by_rows

VARIANTS: dict[str, list[dict[str, Any]]] = {"trima": [{"window": 5}, {"window": 6}, {"window": 1}]}
DIFFERENCES = {"trima"}


def trima(x: Sequence[float], window: int = 30) -> list[float]:
    def value(rows: list[Any]) -> Any:
        weights = [min(k + 1, window - k) for k in range(window)]
        return sum(w * v for w, v in zip(weights, rows, strict=True)) / sum(weights)

    return by_rows(value, window, None, x)
