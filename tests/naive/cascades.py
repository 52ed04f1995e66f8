"""Averages of averages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.naive.core import seeded, skipping

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "dema": [{"window": 3}, {"window": 1}, {"window": 4, "nan": "reset", "max_gap": 1}],
    "tema": [{"window": 3}, {"window": 2, "nan": "propagate"}],
    "t3": [{"window": 2}, {"window": 1}, {"window": 2, "vfactor": 0.3, "nan": "reset", "max_gap": 2}],
}
DIFFERENCES = {"dema", "tema", "t3"}


def averages(x: list[Any], window: int, times: int, number: Callable) -> list[list[Any]]:
    """The average, its average and so on, each with None in front."""
    out = [x]
    for _ in range(times):
        known = [v for v in out[-1] if v is not None]
        out.append([None] * (len(x) - len(known)) + seeded(known, window, number(2) / (window + 1)))
    return out


@skipping
def dema(x: list[Any], window: int = 30, *, number: Callable) -> Any:
    _, one, two = averages(x, window, 2, number)
    return [None if b is None else 2 * a - b for a, b in zip(one, two, strict=True)]


@skipping
def tema(x: list[Any], window: int = 30, *, number: Callable) -> Any:
    _, one, two, three = averages(x, window, 3, number)
    return [None if c is None else 3 * a - 3 * b + c for a, b, c in zip(one, two, three, strict=True)]


@skipping
def t3(x: list[Any], window: int = 5, vfactor: float = 0.7, *, number: Callable) -> Any:
    v = number(vfactor)
    weights = 1 + 3 * v + 3 * v**2 + v**3, -3 * v - 6 * v**2 - 3 * v**3, 3 * v**2 + 3 * v**3, -(v**3)
    rows = zip(*averages(x, window, 6, number)[3:], strict=True)
    return [None if row[3] is None else sum(w * e for w, e in zip(weights, row, strict=True)) for row in rows]
