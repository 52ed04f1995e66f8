"""Commodity channel index."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from tests.naive.core import by_rows, mean
from tests.naive.rises import neutral

VARIANTS: dict[str, list[dict[str, Any]]] = {"cci": [{"window": 5}, {"window": 3, "flat": 7.0}]}
DIFFERENCES = {"cci"}


def cci(
    high: Sequence[float],
    low: Sequence[float],
    close: Sequence[float],
    window: int = 14,
    flat: float | str = 0.0,
) -> list[float]:
    def value(rows: list[Any]) -> Any:
        prices = [Fraction((h + lo + c) / 3) for h, lo, c in rows]
        middle = mean(prices)
        distance = mean([abs(p - middle) for p in prices])
        if distance <= Fraction(1e-14) * abs(prices[-1]):  # nothing but rounding
            return neutral(flat, 0.0)
        return (prices[-1] - middle) / (Fraction(0.015) * distance)

    return by_rows(value, window, None, high, low, close)
