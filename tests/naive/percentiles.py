"""Places by size in a window, in percent."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from tests.naive.core import by_rows

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "percentile": [{"window": 5}, {"window": 4, "percentile": 90.0}, {"window": 3, "percentile": 0.0}],
    "percentrank": [{"window": 5}, {"window": 1}],
}


def percentile(x: Sequence[float], window: int = 30, percentile: float = 50.0) -> list[float]:
    rank = max(1, math.ceil(Fraction(percentile) * window / 100))
    return by_rows(lambda rows: sorted(rows)[rank - 1], window, None, x)


def percentrank(x: Sequence[float], window: int = 100) -> list[float]:
    def value(rows: list[float]) -> float:
        return 100 * len([v for v in rows[:-1] if v < rows[-1]]) / window

    return by_rows(value, window + 1, None, x)
