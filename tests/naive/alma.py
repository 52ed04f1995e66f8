"""Arnaud Legoux moving average."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from tests.naive.core import by_rows

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "alma": [{"window": 5}, {"window": 1}, {"window": 12, "offset": 0.5, "sigma": 3.0}],
}
DIFFERENCES = {"alma"}


def alma(x: Sequence[float], window: int = 9, offset: float = 0.85, sigma: float = 6.0) -> list[float]:
    m, s = offset * (window - 1), window / sigma
    weights = [math.exp(-((k - m) ** 2) / (2 * s**2)) for k in range(window)]

    def value(rows: list[Any]) -> Any:
        return sum(w * v for w, v in zip(weights, rows, strict=True)) / sum(weights)

    return by_rows(value, window, None, x)
