"""Average prices of what was traded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tests.naive.core import by_rows, skipping

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "vwma": [{"window": 5}, {"window": 1}, {"window": 6, "min_periods": 2}],
    "vwap": [{}, {"window": 4}, {"nan": "reset", "max_gap": 1}, {"window": 3, "nan": "propagate"}],
}
DIFFERENCES = {"vwma", "vwap"}


def of_pairs(pairs: Sequence[tuple[Any, Any]]) -> Any:
    """The mean of prices weighted by volumes."""
    volume = sum(v for _, v in pairs)
    return sum(p * v for p, v in pairs) / volume if volume else None


def vwma(
    close: Sequence[float], volume: Sequence[float], window: int = 20, min_periods: int | None = None
) -> list[float]:
    return by_rows(of_pairs, window, min_periods, close, volume)


@skipping
def vwap(
    high: list[Any],
    low: list[Any],
    close: list[Any],
    volume: list[Any],
    window: int | None = None,
    *,
    number: Callable,
) -> Any:
    prices = [(h + lo + c) / 3 for h, lo, c in zip(high, low, close, strict=True)]
    pairs = list(zip(prices, volume, strict=True))
    if window is None:
        return [of_pairs(pairs[: row + 1]) for row in range(len(pairs))]
    return [
        of_pairs(pairs[row + 1 - window : row + 1]) if row + 1 >= window else None
        for row in range(len(pairs))
    ]
