"""Averages from which the lag is taken out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tests.naive.averages import wma
from tests.naive.core import seeded, skipping

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "hma": [{"window": 5}, {"window": 2}, {"window": 10}],
    "zlema": [{"window": 5}, {"window": 2}, {"window": 4, "nan": "reset", "max_gap": 1}],
}
DIFFERENCES = {"hma", "zlema"}


def hma(x: Sequence[float], window: int = 16) -> list[float]:
    halves, wholes = wma(x, window // 2), wma(x, window)
    return wma([2 * a - b for a, b in zip(halves, wholes, strict=True)], int(window**0.5))


@skipping
def zlema(x: list[Any], window: int = 20, *, number: Callable) -> Any:
    lag = (window - 1) // 2
    ahead = [2 * x[row] - x[row - lag] for row in range(lag, len(x))]
    return [None] * (len(x) - len(ahead)) + seeded(ahead, window, number(2) / (window + 1))
