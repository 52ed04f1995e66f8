"""How far volume moves the price."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tests.naive.core import NAN, mean, seeded, skipping, valid_rows

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "efi": [{"window": 5}, {"window": 1}, {"window": 3, "nan": "reset", "max_gap": 1}],
    "emv": [{"window": 5}, {"window": 1, "scale": 100.0}],
    "kvo": [
        {"fast": 3, "slow": 6, "signal": 4},
        {"fast": 1, "slow": 2, "signal": 1, "nan": "propagate"},
        {"fast": 2, "slow": 4, "signal": 2, "nan": "reset", "max_gap": 1},
    ],
}
DIFFERENCES = {"efi", "emv", "kvo"}
SCALED_BY = {"efi": "amount", "kvo": "amount"}  # of kvo: 100 times the volume


@skipping
def efi(close: list[Any], volume: list[Any], window: int = 13, *, number: Callable) -> Any:
    forces = [(close[k] - close[k - 1]) * volume[k] for k in range(1, len(close))]
    return [None] * min(1, len(close)) + seeded(forces, window, number(2) / (window + 1))


def emv(
    high: Sequence[float],
    low: Sequence[float],
    volume: Sequence[float],
    window: int = 14,
    scale: float = 1e8,
) -> list[float]:
    there = set(valid_rows(high, low, volume))
    eases: list[Any] = [
        ((high[k] - high[k - 1]) + (low[k] - low[k - 1])) / 2 * (high[k] - low[k]) / volume[k]
        if {k, k - 1} <= there and volume[k] > 0
        else None
        for k in range(len(high))
    ]
    out = []
    for k in range(len(high)):
        rows = eases[max(0, k - window + 1) : k + 1]
        whole = len(rows) == window and None not in rows
        out.append(scale * mean(rows) if whole else NAN)
    return out


@skipping
def kvo(
    high: list[Any],
    low: list[Any],
    close: list[Any],
    volume: list[Any],
    fast: int = 34,
    slow: int = 55,
    signal: int = 13,
    *,
    number: Callable,
) -> Any:
    forces: list[Any] = []
    ranges = before = 0
    for k in range(1, len(high)):
        rise = (high[k] - high[k - 1]) + (low[k] - low[k - 1]) + (close[k] - close[k - 1])
        trend = 1 if rise > 0 else -1
        if trend != before:
            ranges = high[k - 1] - low[k - 1]
        span = high[k] - low[k]
        ranges, before = ranges + span, trend
        forces.append(100 * volume[k] * trend * abs(2 * span / ranges - 1) if ranges else number(0))
    quick, calm = (seeded(forces, n, number(2) / (n + 1)) for n in (fast, slow))
    line = [a - b for a, b in zip(quick, calm, strict=True) if b is not None]
    average = seeded(line, signal, number(2) / (signal + 1))
    empty = [None] * (len(high) - len(line))
    return empty + [a if b is not None else None for a, b in zip(line, average, strict=True)], empty + average
