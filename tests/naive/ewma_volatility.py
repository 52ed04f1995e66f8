"""Volatility that forgets."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from tests.naive.core import skipping
from tests.naive.range_volatility import log_of

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "vol_ewma": [
        {},
        {"decay": 0.5, "periods_per_year": 252, "nan": "propagate"},
        {"decay": 0.8, "nan": "reset", "max_gap": 1},
    ]
}


@skipping
def vol_ewma(
    close: list[Any], decay: float = 0.94, *, periods_per_year: float | None = None, number: Callable
) -> Any:
    out: list[Any] = [None] * min(1, len(close))
    square = None
    for before, now in pairwise(close):
        change = log_of(now, before)
        if math.isnan(change):
            out.append(None)
            continue
        square = change**2 if square is None else decay * square + (1 - decay) * change**2
        out.append(math.sqrt(square * (periods_per_year or 1)))
    return out
