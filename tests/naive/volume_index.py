"""Returns, counted by volume."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from tests.naive.core import skipping

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "pvt": [{}, {"nan": "reset", "max_gap": 1}],
    "nvi": [{}, {"nan": "propagate"}],
    "pvi": [{}, {"nan": "reset", "max_gap": 0}],
}


def change(before: Any, after: Any) -> Any:
    found = (after - before) / before if before else 0
    return found if math.isfinite(found) else 0


@skipping
def pvt(close: list[Any], volume: list[Any], *, number: Callable) -> Any:
    out = [number(0) for _ in close]
    for k in range(1, len(close)):
        out[k] = out[k - 1] + change(close[k - 1], close[k]) * volume[k]
    return out


def index(close: list[Any], volume: list[Any], moves: Callable, number: Callable) -> list[Any]:
    """An index of the price that moves where these two volumes say so."""
    out = [number(1000) for _ in close]
    for k in range(1, len(close)):
        moved = out[k - 1] + change(close[k - 1], close[k]) * out[k - 1]
        out[k] = moved if moves(volume[k - 1], volume[k]) and math.isfinite(moved) else out[k - 1]
    return out


@skipping
def nvi(close: list[Any], volume: list[Any], *, number: Callable) -> Any:
    return index(close, volume, lambda before, now: now < before, number)


@skipping
def pvi(close: list[Any], volume: list[Any], *, number: Callable) -> Any:
    return index(close, volume, lambda before, now: now > before, number)
