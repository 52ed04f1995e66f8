"""Wilder's directional movement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.naive.core import mean, seeded, skipping

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "plus_dm": [{"window": 5}, {"window": 1}, {"window": 2, "nan": "reset", "max_gap": 1}],
    "minus_dm": [{"window": 5}, {"window": 1}, {"window": 2, "nan": "propagate"}],
    "plus_di": [{"window": 5}, {"window": 1}, {"window": 3, "flat": "nan"}],
    "minus_di": [{"window": 5}, {"window": 1, "flat": 7.0}, {"window": 2, "nan": "reset", "max_gap": 0}],
    "dx": [{"window": 5}, {"window": 1}, {"window": 2, "flat": 10.0, "nan": "reset", "max_gap": 1}],
    "adx": [{"window": 5}, {"window": 1}, {"window": 3, "flat": 10.0, "nan": "propagate"}],
    "adxr": [{"window": 5}, {"window": 1}, {"window": 2, "nan": "reset", "max_gap": 2}],
}

Bars = list[Any]


def moves(high: Bars, low: Bars, number: Callable) -> tuple[Bars, Bars]:
    """What each row but the first moved up, and down."""
    up = [number(0) for _ in high[1:]]
    down = list(up)
    for k in range(1, len(high)):
        higher, lower = high[k] - high[k - 1], low[k - 1] - low[k]
        if higher > 0 and higher > lower:
            up[k - 1] = higher
        elif lower > 0 and lower > higher:
            down[k - 1] = lower
    return up, down


def wilder_sum(values: Bars, window: int) -> Bars:
    """The sum of the first `window - 1`, then less its share and more by the new one; from the first on."""
    out: Bars = []
    for k, value in enumerate(values, 1):
        before = out[-1] if out else 0
        out.append(before + value if k < window else before - before / window + value)
    return out


def placed(values: Bars, lookback: int, rows: int) -> Bars:
    """Values of changes in the rows where they belong, without those before the first that counts."""
    whole = ([None, *values])[:rows]
    return [None if k < lookback else value for k, value in enumerate(whole)]


@skipping
def plus_dm(high: Bars, low: Bars, window: int = 14, *, number: Callable) -> Any:
    return placed(wilder_sum(moves(high, low, number)[0], window), max(window - 1, 1), len(high))


@skipping
def minus_dm(high: Bars, low: Bars, window: int = 14, *, number: Callable) -> Any:
    return placed(wilder_sum(moves(high, low, number)[1], window), max(window - 1, 1), len(high))


def directions(
    high: Bars, low: Bars, close: Bars, window: int, flat: Any, number: Callable
) -> tuple[Bars, Bars, Bars]:
    """+DI, -DI and DX of every change."""
    level = {"nan": None, "talib": 0.0}.get(flat, flat)
    up, down = (wilder_sum(values, window) for values in moves(high, low, number))
    ranges = [max(high[k], close[k - 1]) - min(low[k], close[k - 1]) for k in range(1, len(high))]
    ranges = wilder_sum(ranges, window)
    plus = [100 * a / r if r else level for a, r in zip(up, ranges, strict=True)]
    minus = [100 * a / r if r else level for a, r in zip(down, ranges, strict=True)]
    apart = [100 * abs(a - b) / (a + b) if a + b else level for a, b in zip(up, down, strict=True)]
    return plus, minus, apart


@skipping
def plus_di(
    high: Bars, low: Bars, close: Bars, window: int = 14, flat: Any = 0.0, *, number: Callable
) -> Any:
    return placed(directions(high, low, close, window, flat, number)[0], window, len(high))


@skipping
def minus_di(
    high: Bars, low: Bars, close: Bars, window: int = 14, flat: Any = 0.0, *, number: Callable
) -> Any:
    return placed(directions(high, low, close, window, flat, number)[1], window, len(high))


@skipping
def dx(high: Bars, low: Bars, close: Bars, window: int = 14, flat: Any = 0.0, *, number: Callable) -> Any:
    return placed(directions(high, low, close, window, flat, number)[2], window, len(high))


def averaged(high: Bars, low: Bars, close: Bars, window: int, flat: Any, number: Callable) -> Bars:
    """ADX in every row."""
    start = directions(high, low, close, window, flat, number)[2][window - 1 :]
    return ([None] * window + seeded(start, window, number(1) / window))[: len(high)]


@skipping
def adx(high: Bars, low: Bars, close: Bars, window: int = 14, flat: Any = 0.0, *, number: Callable) -> Any:
    return averaged(high, low, close, window, flat, number)


@skipping
def adxr(high: Bars, low: Bars, close: Bars, window: int = 14, flat: Any = 0.0, *, number: Callable) -> Any:
    values = averaged(high, low, close, window, flat, number)
    return [
        mean([value, values[k - window + 1]]) if k >= 3 * window - 2 else None
        for k, value in enumerate(values)
    ]
