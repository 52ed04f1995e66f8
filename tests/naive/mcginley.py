"""McGinley's dynamic average."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.naive.core import mean, skipping

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "mcginley": [{}, {"window": 5, "factor": 1.0}, {"window": 1, "nan": "reset", "max_gap": 2}],
}
DIFFERENCES = {"mcginley"}


@skipping
def mcginley(x: list[Any], window: int = 10, factor: float = 0.6, *, number: Callable) -> Any:
    if len(x) < window:
        return [None] * len(x)
    out = [None] * (window - 1) + [mean(x[:window])]
    for value in x[window:]:
        m = out[-1]
        divisor = factor * window * (value / m) ** 4 if m else 0
        out.append(m + (value - m) / max(divisor, 1))
    return out
