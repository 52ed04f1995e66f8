"""Wilder's average."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.naive.core import seeded, skipping

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "rma": [{"window": 5}, {"window": 3, "nan": "reset", "max_gap": 1}]
}


@skipping
def rma(x: list[Any], window: int = 30, *, number: Callable) -> Any:
    return seeded(x, window, number(1) / window)
