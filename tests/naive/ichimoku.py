"""Ichimoku's lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.naive.core import NAN
from tests.naive.extremes import channel

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "ichimoku": [
        {"tenkan": 3, "kijun": 5, "senkou": 8},
        {"tenkan": 4, "kijun": 2, "senkou": 1},
        {"tenkan": 9, "kijun": 26, "senkou": 52 - 9},
    ]
}


def ichimoku(
    high: Sequence[float],
    low: Sequence[float],
    close: Sequence[float],
    tenkan: int = 9,
    kijun: int = 26,
    senkou: int = 52,
) -> tuple[list[float], ...]:
    whole = [all(v - v == 0 for v in bar) for bar in zip(high, low, close, strict=True)]
    highs = [h if ok else NAN for h, ok in zip(high, whole, strict=True)]
    lows = [v if ok else NAN for v, ok in zip(low, whole, strict=True)]
    a, b, c = (channel(highs, lows, rows, "middle") for rows in (tenkan, kijun, senkou))
    rows = [
        (p, q, (p + q) / 2, r, s) if all(v == v for v in (p, q, r)) else (NAN,) * 5
        for p, q, r, s in zip(a, b, c, close, strict=True)
    ]
    return tuple([float(row[k]) for row in rows] for k in range(5))
