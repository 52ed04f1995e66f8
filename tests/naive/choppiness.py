"""Choppiness."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from tests.naive.core import skipping

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "chop": [{"window": 5}, {"window": 2, "flat": "nan"}, {"window": 4, "nan": "reset", "max_gap": 1}]
}
DIFFERENCES = {"chop"}


@skipping
def chop(
    high: list[Any],
    low: list[Any],
    close: list[Any],
    window: int = 14,
    *,
    flat: float | str = 50.0,
    number: Callable,
) -> Any:
    out: list[Any] = []
    for k in range(len(high)):
        rows = range(k - window + 1, k + 1)
        if k < window:
            out.append(None)
            continue
        total = sum(max(high[i], close[i - 1]) - min(low[i], close[i - 1]) for i in rows)
        span = max(high[i] for i in rows) - min(low[i] for i in rows)
        if span > 0 and total > 0:
            out.append(100 * math.log(total / span) / math.log(window))
        else:
            out.append(flat if total == span and flat != "nan" else None)
    return out
