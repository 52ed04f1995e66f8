"""One price for a bar."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

VARIANTS: dict[str, list[dict[str, Any]]] = {}
DIFFERENCES = {"avgprice", "medprice", "typprice", "wclprice"}


def weighted(*parts: tuple[int, Sequence[float]]) -> list[float]:
    """The mean of these with these weights."""
    total = sum(weight for weight, _ in parts)
    rows = zip(*(values for _, values in parts), strict=True)
    sums = [sum(w * v for (w, _), v in zip(parts, row, strict=True)) / total for row in rows]
    return [value if math.isfinite(value) else math.nan for value in sums]


def avgprice(
    open: Sequence[float],
    high: Sequence[float],
    low: Sequence[float],
    close: Sequence[float],
) -> list[float]:
    return weighted((1, open), (1, high), (1, low), (1, close))


def medprice(high: Sequence[float], low: Sequence[float]) -> list[float]:
    return weighted((1, high), (1, low))


def typprice(high: Sequence[float], low: Sequence[float], close: Sequence[float]) -> list[float]:
    return weighted((1, high), (1, low), (1, close))


def wclprice(high: Sequence[float], low: Sequence[float], close: Sequence[float]) -> list[float]:
    return weighted((1, high), (1, low), (2, close))
