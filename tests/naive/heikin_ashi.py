"""Heikin-Ashi bars."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.naive.core import skipping

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "ha": [{}, {"nan": "propagate"}, {"nan": "reset", "max_gap": 1}],
}
DIFFERENCES = {"ha"}


@skipping
def ha(open: list[Any], high: list[Any], low: list[Any], close: list[Any], *, number: Callable) -> Any:
    bars: list[Any] = []
    for o, h, lo, c in zip(open, high, low, close, strict=True):
        begins = (bars[-1][0] + bars[-1][3]) / 2 if bars else (o + c) / 2
        ends = (o + h + lo + c) / 4
        bars.append((begins, max(h, begins, ends), min(lo, begins, ends), ends))
    return tuple([bar[k] for bar in bars] for k in range(4))
