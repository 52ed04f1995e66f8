"""Variance, standard deviation and mean absolute deviation, without rounding until the end."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from tests.naive.core import by_rows, mean, root

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "var": [{"window": 5}, {"window": 1}],
    "stddev": [{"window": 5, "deviations": 2.5}, {"window": 2}],
    "avgdev": [{"window": 5}, {"window": 2}],
}
DIFFERENCES = {"var", "stddev"}


def mean_square(rows: list[float]) -> Fraction:
    values = [Fraction(v) for v in rows]
    centre = mean(values)
    return mean([(v - centre) ** 2 for v in values])


def mean_distance(rows: list[float]) -> Fraction:
    values = [Fraction(v) for v in rows]
    centre = mean(values)
    return mean([abs(v - centre) for v in values])


def var(x: Sequence[float], window: int = 5, deviations: float = 1.0) -> list[float]:
    return by_rows(mean_square, window, None, x)


def stddev(x: Sequence[float], window: int = 5, deviations: float = 1.0) -> list[float]:
    return by_rows(lambda rows: deviations * root(float(mean_square(rows))), window, None, x)


def avgdev(x: Sequence[float], window: int = 14) -> list[float]:
    return by_rows(mean_distance, window, None, x)
