"""Elder's rays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.naive.core import skipping
from tests.naive.oscillators import averaged, less

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "eri": [{"window": 5}, {"window": 1, "nan": "propagate"}, {"window": 3, "nan": "reset", "max_gap": 1}],
}
DIFFERENCES = {"eri"}


@skipping
def eri(high: list[Any], low: list[Any], close: list[Any], window: int = 13, *, number: Callable) -> Any:
    average = averaged("ema", close, window)
    return less(high, average), less(low, average)
