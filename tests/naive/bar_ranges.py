"""How wide the bars are."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from tests.naive.core import NAN, by_rows, skipping
from tests.naive.oscillators import averaged
from tests.naive.rises import neutral

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "adr": [{"window": 5}, {"window": 1}],
    "cvi": [
        {"window": 4, "lag": 3},
        {"window": 2, "lag": 1, "flat": 7.0, "nan": "propagate"},
        {"window": 3, "lag": 2, "nan": "reset", "max_gap": 1},
    ],
    "massi": [
        {"window": 4, "smooth": 3},
        {"window": 2, "smooth": 4, "nan": "reset", "max_gap": 1},
        {"window": 1, "smooth": 2, "nan": "propagate"},
    ],
    "marketfi": [{}, {"flat": 7.0}],
}
DIFFERENCES = {"adr"}
SCALES = {"cvi": 100.0, "massi": 1.0}


def adr(high: Sequence[float], low: Sequence[float], window: int = 14) -> list[float]:
    return by_rows(lambda bars: sum(h - lo for h, lo in bars) / window, window, None, high, low)


@skipping
def cvi(
    high: list[Any],
    low: list[Any],
    window: int = 10,
    lag: int = 10,
    flat: float | str = 0.0,
    *,
    number: Callable,
) -> list[Any]:
    mean = averaged("ema", [h - lo for h, lo in zip(high, low, strict=True)], window)
    out: list[Any] = []
    for k, now in enumerate(mean):
        before = mean[k - lag] if k >= lag else None
        if before is None or (now and not before):
            out.append(None)
        else:
            out.append(100 * (now - before) / before if before else neutral(flat, 0.0))
    return out


@skipping
def massi(
    high: list[Any], low: list[Any], window: int = 25, smooth: int = 9, *, number: Callable
) -> list[Any]:
    once = averaged("ema", [h - lo for h, lo in zip(high, low, strict=True)], smooth)
    twice = averaged("ema", once, smooth)
    parts = [None if b is None else a / b if b else 1 for a, b in zip(once, twice, strict=True)]
    seen = [parts[max(0, k - window + 1) : k + 1] for k in range(len(parts))]
    return [None if len(rows) < window or None in rows else sum(rows) for rows in seen]


def marketfi(
    high: Sequence[float], low: Sequence[float], volume: Sequence[float], flat: float | str = NAN
) -> list[float]:
    rows = zip(high, low, volume, strict=True)
    none = neutral(flat, 0.0)
    return [
        ((h - lo) / v if v else none) if all(map(math.isfinite, (h, lo, v))) else NAN for h, lo, v in rows
    ]
