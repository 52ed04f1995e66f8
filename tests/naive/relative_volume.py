"""Volume, compared."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from tests.naive.core import NAN, valid_rows, volume_ratio

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "rvol": [{"window": 5}, {"window": 6, "min_periods": 2}, {"window": 1}],
    "liangbi": [{}, {"minutes": 90.0, "window": 3}, {"session": 390, "minutes": 1, "min_periods": 1}],
    "vr": [{}, {"window": 18}],
}


def rvol(volume: Sequence[float], window: int = 20, min_periods: int | None = None) -> list[float]:
    return volume_ratio(volume, window, include_current=False, min_periods=min_periods)


def liangbi(
    volume: Sequence[float],
    window: int = 5,
    minutes: float = 240.0,
    session: float = 240.0,
    min_periods: int | None = None,
) -> list[float]:
    usual = volume_ratio(volume, window, include_current=False, min_periods=min_periods)
    return [value * session / minutes for value in usual]


def vr(close: Sequence[float], volume: Sequence[float], window: int = 26) -> list[float]:
    there = set(valid_rows(close, volume))
    out = []
    for k in range(len(close)):
        rows = [r for r in range(max(1, k - window + 1), k + 1) if {r, r - 1} <= there]
        up = sum(volume[r] for r in rows if close[r] > close[r - 1])
        down = sum(volume[r] for r in rows if close[r] < close[r - 1])
        still = sum(volume[r] for r in rows if close[r] == close[r - 1])
        enough = len(rows) == window and down + still / 2 != 0
        out.append(100 * (up + still / 2) / (down + still / 2) if enough else NAN)
    return out


def turnover_rate(volume: Sequence[float], y: Sequence[float]) -> list[float]:
    return [
        v / shares if math.isfinite(v) and math.isfinite(shares) and shares else NAN
        for v, shares in zip(volume, y, strict=True)
    ]
