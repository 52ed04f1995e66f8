"""The price against its mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.naive.core import NAN, by_rows, mean

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "dpo": [{"window": 6}, {"window": 1}],
    "bias": [{"window": 5}, {"window": 1}],
}
DIFFERENCES = {"dpo"}
SCALES = {"bias": 1.0}


def dpo(close: Sequence[float], window: int = 20) -> list[float]:
    back = window // 2 + 1
    means = by_rows(mean, window, None, close)
    return [
        float(close[k - back]) - means[k] if k >= back and abs(close[k - back]) < float("inf") else NAN
        for k in range(len(close))
    ]


def bias(close: Sequence[float], window: int = 6) -> list[float]:
    def value(rows: list[float]) -> float | None:
        middle = mean(rows)
        return 100 * (rows[-1] - middle) / middle if middle else None

    return by_rows(value, window, None, close)
