"""Rises against falls."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from tests.naive.core import NAN, by_rows, seeded, skipping

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "cmo": [
        {"window": 5},
        {"window": 1, "flat": 3.0},
        {"window": 3, "nan": "propagate"},
        {"window": 3, "nan": "reset", "max_gap": 2},
    ],
    "cmou": [
        {"window": 5},
        {"window": 1, "flat": 3.0, "nan": "propagate"},
        {"window": 3, "nan": "reset", "max_gap": 2},
    ],
    "imi": [{"window": 5}, {"window": 2, "flat": 7.0}],
    "mfi": [{"window": 5}, {"window": 2, "flat": "talib"}],
    "psy": [{"window": 5}, {"window": 1}],
}
DIFFERENCES = {"cmo", "cmou"}


def neutral(flat: float | str, talib: float) -> float:
    """What `flat` stands for."""
    return {"nan": NAN, "talib": talib}.get(flat, flat)  # type: ignore[arg-type, return-value]


@skipping
def cmo(close: list[Any], window: int = 14, flat: float | str = 0.0, *, number: Callable) -> list[Any]:
    changes = [b - a for a, b in pairwise(close)]
    ups = seeded([max(d, number(0)) for d in changes], window, number(1) / window)
    downs = seeded([max(-d, number(0)) for d in changes], window, number(1) / window)
    out: list[Any] = [None] * min(1, len(close))
    for up, down in zip(ups, downs, strict=True):
        if up is None:
            out.append(None)
        else:
            out.append(100 * (up - down) / (up + down) if up + down else neutral(flat, 0.0))
    return out


@skipping
def cmou(close: list[Any], window: int = 14, flat: float | str = 0.0, *, number: Callable) -> list[Any]:
    changes = [b - a for a, b in pairwise(close)]
    out: list[Any] = [None] * min(window, len(close))
    for k in range(window, len(close)):
        rows = changes[k - window : k]
        moved = sum(abs(d) for d in rows)
        out.append(100 * sum(rows) / moved if moved else neutral(flat, 0.0))
    return out


def rising_share(terms: Sequence[float], window: int, flat: float) -> list[float]:
    """100 * the sum of positive terms over the sum of all without their signs."""

    def value(rows: list[float]) -> float:
        up, down = sum(v for v in rows if v > 0), sum(-v for v in rows if v < 0)
        return 100 * up / (up + down) if up + down else flat

    return by_rows(value, window, None, terms)


def imi(
    open: Sequence[float],
    close: Sequence[float],
    window: int = 14,
    flat: float | str = 50.0,
) -> list[float]:
    bodies = [c - o for o, c in zip(open, close, strict=True)]
    return rising_share(bodies, window, neutral(flat, 50.0))


def mfi(
    high: Sequence[float],
    low: Sequence[float],
    close: Sequence[float],
    volume: Sequence[float],
    window: int = 14,
    flat: float | str = 50.0,
) -> list[float]:
    price = [(h + lo + c) / 3 for h, lo, c in zip(high, low, close, strict=True)]
    flows = [NAN] * len(price)
    for k in range(1, len(price)):
        there = all(math.isfinite(v) for v in (price[k - 1], price[k], volume[k], volume[k - 1]))
        if there:
            change = price[k] - price[k - 1]
            sign = math.copysign(abs(change) > 1e-14 * abs(price[k]), change)  # 0 for rounding
            flows[k] = sign * price[k] * volume[k]
    return rising_share(flows, window, neutral(flat, 0.0))


def psy(close: Sequence[float], window: int = 12) -> list[float]:
    risen = [NAN] + [
        float(b > a) if math.isfinite(a) and math.isfinite(b) else NAN for a, b in pairwise(close)
    ]
    return by_rows(lambda rows: 100 * sum(rows) / window, window, None, risen[: len(close)])
