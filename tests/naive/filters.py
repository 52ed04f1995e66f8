"""Is there a trend at all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from tests.naive.core import by_rows
from tests.naive.rises import neutral

VARIANTS: dict[str, list[dict[str, Any]]] = {"vhf": [{"window": 5}, {"window": 2, "flat": 7.0}]}


def vhf(close: Sequence[float], window: int = 28, flat: float | str = 0.0) -> list[float]:
    def value(rows: list[float]) -> float:
        way = sum(abs(b - a) for a, b in pairwise(rows))
        return (max(rows[1:]) - min(rows[1:])) / way if way else neutral(flat, 0.0)

    return by_rows(value, window + 1, None, close)
