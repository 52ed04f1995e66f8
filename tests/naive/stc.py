"""Schaff trend cycle."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath

from tests.naive.core import EXACT_BITS, seeded, skipping
from tests.naive.oscillators import on_known

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "stc": [
        {"window": 5, "fast": 3, "slow": 6},
        {"window": 2, "fast": 2, "slow": 4, "factor": 0.3, "nan": "reset", "max_gap": 1},
    ]
}
SCALES = {"stc": 100.0}


def cycle(values: list[Any], window: int, factor: float) -> list[Any]:
    """The averaged place of each value among the last ones."""
    out: list[Any] = [None] * min(window - 1, len(values))
    place = 50.0
    for k in range(window - 1, len(values)):
        seen = values[k - window + 1 : k + 1]
        if max(seen) > min(seen):
            place = 100 * ((values[k] - min(seen)) / (max(seen) - min(seen)))  # 100 is exactly 100
        out.append(place if k == window - 1 else out[-1] + factor * (place - out[-1]))
    return out


@skipping
def stc(
    close: list[Any],
    window: int = 10,
    fast: int = 23,
    slow: int = 50,
    factor: float = 0.5,
    *,
    number: Callable,
) -> Any:
    with mpmath.workprec(EXACT_BITS):  # where the price rests a difference of averages loses all its digits
        exact = [mpmath.mpf(v) for v in close]
        quick, calm = (seeded(exact, w, mpmath.mpf(2) / (w + 1)) for w in (fast, slow))
        line = [None if b is None else float(a - b) for a, b in zip(quick, calm, strict=True)]
    for _ in range(2):
        line = on_known(lambda known: cycle(known, window, factor), line)
    return line
