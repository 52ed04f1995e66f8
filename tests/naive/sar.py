"""Parabolic stop and reverse, as one follows it by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.naive.core import skipping

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "sar": [{}, {"acceleration": 0.05, "maximum": 0.1, "nan": "propagate"}, {"nan": "reset", "max_gap": 1}],
    "sarext": [
        {},
        {"start": -40.0, "offset": 0.01, "short_step": 0.05, "long_maximum": 0.1},
        {"start": 40.0, "long_init": 0.3, "short_init": 0.04, "nan": "reset", "max_gap": 0},
    ],
}


def stops(high: list[Any], low: list[Any], start: float, offset: float, sides: dict[str, tuple]) -> list[Any]:
    """The stops with their side's sign; `sides` are the speeds: first, step, greatest."""
    if len(high) < 2:
        return [None] * len(high)
    falls = low[0] - low[1] > max(high[1] - high[0], 0)
    side = ("short" if falls else "long") if start == 0 else ("long" if start > 0 else "short")
    stop = (low[0] if side == "long" else high[0]) if start == 0 else abs(start)
    extreme = high[1] if side == "long" else low[1]
    speed = min(sides[side][0], sides[side][2])
    out: list[Any] = [None]
    for k in range(1, len(high)):
        last = [k] if k == 1 else [k - 1, k]
        floor, ceiling = min(low[i] for i in last), max(high[i] for i in last)
        if side == "long" and low[k] <= stop:
            side, stop = "short", max(extreme, ceiling)
            stop, extreme = stop + stop * offset, low[k]
            speed = min(sides[side][0], sides[side][2])
        elif side == "short" and high[k] >= stop:
            side, stop = "long", min(extreme, floor)
            stop, extreme = stop - stop * offset, high[k]
            speed = min(sides[side][0], sides[side][2])
        elif (high[k] > extreme) if side == "long" else (low[k] < extreme):
            extreme = high[k] if side == "long" else low[k]
            speed = min(speed + min(sides[side][1], sides[side][2]), sides[side][2])
        out.append((stop, side))
        stop = stop + speed * (extreme - stop)
        stop = min(stop, floor) if side == "long" else max(stop, ceiling)
    return out


@skipping
def sar(
    high: list[Any], low: list[Any], acceleration: float = 0.02, maximum: float = 0.2, *, number: Callable
) -> Any:
    both = dict.fromkeys(("long", "short"), (acceleration, acceleration, maximum))
    return [None if found is None else found[0] for found in stops(high, low, 0.0, 0.0, both)]


@skipping
def sarext(
    high: list[Any],
    low: list[Any],
    start: float = 0.0,
    offset: float = 0.0,
    long_init: float = 0.02,
    long_step: float = 0.02,
    long_maximum: float = 0.2,
    short_init: float = 0.02,
    short_step: float = 0.02,
    short_maximum: float = 0.2,
    *,
    number: Callable,
) -> Any:
    sides = {
        "long": (long_init, long_step, long_maximum),
        "short": (short_init, short_step, short_maximum),
    }
    found = stops(high, low, start, offset, sides)
    return [None if one is None else (one[0] if one[1] == "long" else -one[0]) for one in found]
