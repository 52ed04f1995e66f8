"""Stochastic momentum."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.naive.core import skipping
from tests.naive.oscillators import averaged
from tests.naive.rises import neutral

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "smi": [
        {"window": 5, "slow": 4, "signal": 3},
        {"window": 2, "fast": 3, "slow": 2, "signal": 2, "flat": 7.0, "nan": "propagate"},
        {"window": 3, "fast": 1, "slow": 3, "signal": 2, "nan": "reset", "max_gap": 1},
    ],
}
SCALES = {"smi": 100.0}


@skipping
def smi(
    high: list[Any],
    low: list[Any],
    close: list[Any],
    window: int = 13,
    fast: int = 2,
    slow: int = 25,
    signal: int = 9,
    flat: float | str = 0.0,
    *,
    number: Callable,
) -> Any:
    above: list[Any] = [None] * min(window - 1, len(close))
    half = list(above)
    for k in range(window - 1, len(close)):
        top, bottom = max(high[k - window + 1 : k + 1]), min(low[k - window + 1 : k + 1])
        above.append(close[k] - (top + bottom) / 2)
        half.append((top - bottom) / 2)
    one, other = (averaged("ema", averaged("ema", part, slow), fast) for part in (above, half))
    line = [
        None if a is None else 100 * a / b if b > 0 else neutral(flat, 0.0)
        for a, b in zip(one, other, strict=True)
    ]
    average = averaged("ema", line, signal)
    return [None if a is None else v for v, a in zip(line, average, strict=True)], average
