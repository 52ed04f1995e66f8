"""The deviation of losses alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests.naive.core import NAN, by_rows, mean, one_return
from tests.naive.range_volatility import log_of

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "downside_dev": [
        {"window": 5},
        {"window": 1, "target": 0.001, "periods_per_year": 252},
        {"window": 4, "returns": "log"},
    ]
}


def downside_dev(
    close: Sequence[float],
    window: int = 20,
    target: float = 0.0,
    returns: str = "simple",
    periods_per_year: float | None = None,
) -> list[float]:
    changes = [NAN]
    for before, now in pairwise(close):
        change = log_of(now, before) if returns == "log" else one_return(before, now, returns, Fraction)
        changes.append(NAN if change is None else float(change))
    short = [c if math.isnan(c) else min(c - target, 0.0) for c in changes[: len(close)]]
    squares = by_rows(lambda rows: mean([s * s for s in rows]), window, None, short)
    return [math.sqrt(v * (periods_per_year or 1)) for v in squares]
