"""Relative volatility index."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.naive.core import root, seeded, skipping
from tests.naive.deviation import mean_square

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "rvi": [
        {"window": 4, "smooth": 5},
        {"window": 2, "smooth": 4, "flat": "nan"},
        {"window": 3, "smooth": 3, "nan": "reset", "max_gap": 1},
    ]
}


@skipping
def rvi(
    close: list[Any],
    window: int = 10,
    smooth: int = 14,
    *,
    flat: float | str = 50.0,
    number: Callable,
) -> Any:
    rows = range(window - 1, len(close))
    deviations = [root(float(mean_square(close[k - window + 1 : k + 1]))) for k in rows]
    ups = [d if close[k] > close[k - 1] else 0.0 for k, d in zip(rows, deviations, strict=True)]
    downs = [d if close[k] < close[k - 1] else 0.0 for k, d in zip(rows, deviations, strict=True)]
    out: list[Any] = [None] * min(window - 1, len(close))
    for up, down in zip(seeded(ups, smooth, 1 / smooth), seeded(downs, smooth, 1 / smooth), strict=True):
        if up is None or (up + down == 0 and flat == "nan"):
            out.append(None)
        else:
            out.append(100 * up / (up + down) if up + down else flat)
    return out
