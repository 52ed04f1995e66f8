"""The price against its forecast."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.naive.core import by_rows, mean

VARIANTS: dict[str, list[dict[str, Any]]] = {"fosc": [{"window": 5}, {"window": 2}]}
SCALES = {"fosc": 100.0}


def fosc(close: Sequence[float], window: int = 5) -> list[float]:
    def value(rows: list[float]) -> float | None:
        *before, last = rows
        centre = mean(before)
        places = [k - (window - 1) / 2 for k in range(window)]
        products = sum(k * (v - centre) for k, v in zip(places, before, strict=True))
        slope = products / sum(k * k for k in places)
        return 100 * (last - (centre + slope * (window + 1) / 2)) / last if last else None

    return by_rows(value, window + 1, None, close)
