"""Straight lines by the normal equations, without rounding."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from tests.naive.core import by_rows, mean

Rows = Sequence[float]

NAMES = ("linreg", "linreg_slope", "linreg_intercept", "linreg_angle", "tsf", "linreg_r2")
VARIANTS: dict[str, list[dict[str, Any]]] = {name: [{"window": 5}, {"window": 2}] for name in NAMES}
VARIANTS["linreg"] = [{}, {"window": 2}]
VARIANTS["linreg_r2"] = [{}, {"window": 3}]
DIFFERENCES = set(NAMES) - {"linreg_r2"}


def lines(value: Callable[[Any, Any, list[Any]], Any], x: Rows, window: int) -> list[float]:
    """`value(slope, intercept, rows)` of each window."""

    def of(rows: list[float]) -> Any:
        ks, ys = range(len(rows)), [Fraction(v) for v in rows]
        k, y = Fraction(sum(ks), len(ys)), mean(ys)
        slope = sum((a - k) * (b - y) for a, b in zip(ks, ys, strict=True)) / sum((a - k) ** 2 for a in ks)
        return value(slope, y - slope * k, ys)

    return by_rows(of, window, None, x)


def linreg(x: Rows, window: int = 14) -> list[float]:
    return lines(lambda slope, start, rows: start + slope * (window - 1), x, window)


def linreg_slope(x: Rows, window: int = 14) -> list[float]:
    return lines(lambda slope, start, rows: slope, x, window)


def linreg_intercept(x: Rows, window: int = 14) -> list[float]:
    return lines(lambda slope, start, rows: start, x, window)


def linreg_angle(x: Rows, window: int = 14) -> list[float]:
    return lines(lambda slope, start, rows: math.degrees(math.atan(slope)), x, window)


def tsf(x: Rows, window: int = 14) -> list[float]:
    return lines(lambda slope, start, rows: start + slope * window, x, window)


def linreg_r2(x: Rows, window: int = 14) -> list[float]:
    def share(slope: Any, start: Any, rows: list[Any]) -> Any:
        left = sum((v - start - slope * k) ** 2 for k, v in enumerate(rows))
        total = sum((v - mean(rows)) ** 2 for v in rows)
        return 1 - left / total if total else None

    return lines(share, x, window)
