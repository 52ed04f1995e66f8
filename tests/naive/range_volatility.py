"""Volatility from the whole bar."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests.naive.core import NAN, by_rows, mean

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "vol_parkinson": [{"window": 5}, {"window": 1, "periods_per_year": 252}],
    "vol_garman_klass": [{"window": 5}, {"window": 1, "periods_per_year": 252}],
    "vol_rogers_satchell": [{"window": 5}, {"window": 1, "periods_per_year": 252}],
    "vol_yang_zhang": [{"window": 5}, {"window": 2, "periods_per_year": 252}],
}


def log_of(above: float, below: float) -> float:
    """ln(above / below), without the digits that a quotient near 1 loses."""
    if not (0 < above < math.inf and 0 < below < math.inf):
        return NAN
    return math.log1p(float((Fraction(above) - Fraction(below)) / Fraction(below)))


def shadow(o: float, h: float, l: float, c: float) -> float:  # noqa: E741
    return log_of(h, c) * log_of(h, o) + log_of(l, c) * log_of(l, o)


def averaged(values: list[float], window: int) -> list[float]:
    return by_rows(lambda rows: math.fsum(rows) / len(rows), window, None, values)


def sample(values: list[float], window: int) -> list[float]:
    def value(rows: list[float]) -> Any:
        exact = [Fraction(v) for v in rows]
        centre = mean(exact)
        return sum((v - centre) ** 2 for v in exact) / (len(exact) - 1)

    return by_rows(value, window, None, values)


def rooted(squares: list[float], periods_per_year: float | None) -> list[float]:
    return [math.sqrt(v * (periods_per_year or 1)) if v >= 0 else NAN for v in squares]


def vol_parkinson(
    high: Sequence[float], low: Sequence[float], window: int = 20, periods_per_year: float | None = None
) -> list[float]:
    squares = [log_of(h, v) ** 2 / (4 * math.log(2)) for h, v in zip(high, low, strict=True)]
    return rooted(averaged(squares, window), periods_per_year)


def vol_garman_klass(
    open: Sequence[float],
    high: Sequence[float],
    low: Sequence[float],
    close: Sequence[float],
    window: int = 20,
    periods_per_year: float | None = None,
) -> list[float]:
    squares = [
        0.5 * log_of(h, v) ** 2 - (2 * math.log(2) - 1) * log_of(c, o) ** 2
        for o, h, v, c in zip(open, high, low, close, strict=True)
    ]
    return rooted(averaged(squares, window), periods_per_year)


def vol_rogers_satchell(
    open: Sequence[float],
    high: Sequence[float],
    low: Sequence[float],
    close: Sequence[float],
    window: int = 20,
    periods_per_year: float | None = None,
) -> list[float]:
    squares = [shadow(*bar) for bar in zip(open, high, low, close, strict=True)]
    return rooted(averaged(squares, window), periods_per_year)


def vol_yang_zhang(
    open: Sequence[float],
    high: Sequence[float],
    low: Sequence[float],
    close: Sequence[float],
    window: int = 20,
    periods_per_year: float | None = None,
) -> list[float]:
    bars = list(zip(open, high, low, close, strict=True))
    bars = [bar if all(map(math.isfinite, bar)) else (NAN,) * 4 for bar in bars]
    gaps = [NAN] + [log_of(now[0], before[3]) for before, now in pairwise(bars)]
    k = 0.34 / (1.34 + (window + 1) / (window - 1))
    squares = [
        gap + k * body + (1 - k) * shadows
        for gap, body, shadows in zip(
            sample(gaps[: len(bars)], window),
            sample([log_of(c, o) for o, _, _, c in bars], window),
            averaged([shadow(*bar) for bar in bars], window),
            strict=True,
        )
    ]
    return rooted(squares, periods_per_year)
