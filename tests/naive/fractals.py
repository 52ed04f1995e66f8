"""Williams' fractals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.naive.core import by_rows

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "fractal": [{}, {"left": 1, "right": 3}, {"left": 3, "right": 1}]
}


def fractal(
    high: Sequence[float], low: Sequence[float], left: int = 2, right: int = 2
) -> tuple[list[float], list[float]]:
    def stands_out(rows: list[float]) -> float:
        return 100.0 if all(rows[left] > v for k, v in enumerate(rows) if k != left) else 0.0

    rows = left + right + 1
    return (
        by_rows(lambda bars: stands_out([h for h, _ in bars]), rows, None, high, low),
        by_rows(lambda bars: stands_out([-lo for _, lo in bars]), rows, None, high, low),
    )
