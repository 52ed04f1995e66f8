"""Bollinger bands."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from tests.naive.core import mean, rolling, root, seeded, skipping
from tests.naive.deviation import mean_square

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "bbands": [
        {"window": 5},
        {"window": 3, "up": 1.0, "down": 2.5, "ma": "ema"},
        {"window": 2, "nan": "reset", "max_gap": 1},
    ],
    "bbands_percent": [
        {"window": 5},
        {"window": 3, "up": 1.0, "down": 2.5, "ma": "ema"},
        {"window": 4, "flat": "nan", "nan": "propagate"},
    ],
    "bbands_width": [{"window": 5}, {"window": 3, "up": 1.0, "ma": "ema"}],
}
DIFFERENCES = {"bbands", "bbands_width"}


def parts(close: list[Any], window: int, ma: str) -> list[Any]:
    """Average and deviation of each row, None before there are both."""
    middle = rolling(close, window) if ma == "sma" else seeded(close, window, 2 / (window + 1))
    return [
        None if m is None else (m, root(float(mean_square(close[k - window + 1 : k + 1]))))
        for k, m in enumerate(middle)
    ]


@skipping
def bbands(
    close: list[Any],
    window: int = 20,
    up: float = 2.0,
    down: float = 2.0,
    ma: str = "sma",
    *,
    number: Callable,
) -> Any:
    rows = parts(close, window, ma)
    return tuple(
        [None if row is None else row[0] + times * row[1] for row in rows] for times in (up, 0.0, -down)
    )


@skipping
def bbands_percent(
    close: list[Any],
    window: int = 20,
    up: float = 2.0,
    down: float = 2.0,
    ma: str = "sma",
    *,
    flat: float | str = 0.5,
    number: Callable,
) -> Any:
    out: list[Any] = []
    for k, row in enumerate(parts(close, window, ma)):
        if row is None:
            out.append(None)
        elif row[1] == 0:
            out.append(None if flat == "nan" else flat)
        else:
            rows = [Fraction(v) for v in close[k - window + 1 : k + 1]]
            away = float(rows[-1] - mean(rows)) if ma == "sma" else close[k] - row[0]
            out.append((away + down * row[1]) / ((up + down) * row[1]))
    return out


@skipping
def bbands_width(
    close: list[Any],
    window: int = 20,
    up: float = 2.0,
    down: float = 2.0,
    ma: str = "sma",
    *,
    number: Callable,
) -> Any:
    return [
        None if row is None or row[0] == 0 else (up + down) * row[1] / row[0]
        for row in parts(close, window, ma)
    ]
