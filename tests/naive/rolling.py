"""Statistics of the last rows, exactly, by their formulas."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests.naive.core import NAN, by_rows, mean, root

Rows = Sequence[float]

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "rolling_mean": [{"window": 5}, {"window": 6, "min_periods": 2}, {"window": 3, "min_periods": 0}],
    "rolling_sum": [{"window": 5}, {"window": 6, "min_periods": 2}],
    "rolling_var": [
        {"window": 5},
        {"window": 6, "ddof": 0, "min_periods": 1},
        {"window": 4, "min_periods": 0},
    ],
    "rolling_std": [{"window": 5}, {"window": 6, "ddof": 0, "min_periods": 1}],
    "rolling_zscore": [{"window": 5}, {"window": 6, "ddof": 0, "min_periods": 1}],
    "rolling_min": [{"window": 5}, {"window": 1}, {"window": 6, "min_periods": 2}],
    "rolling_max": [{"window": 5}, {"window": 1}, {"window": 6, "min_periods": 2}],
    "rolling_argmin": [{"window": 5}, {"window": 1}],
    "rolling_argmax": [{"window": 5}, {"window": 1}],
    "minmax": [{}, {"window": 4}],
    "rolling_median": [{"window": 5}, {"window": 6, "min_periods": 2}],
    "rolling_quantile": [
        {"window": 5, "q": 0.3},
        {"window": 6, "q": 0.5, "interpolation": "nearest", "min_periods": 2},
        {"window": 4, "q": 1.0, "interpolation": "higher", "min_periods": 1},
    ],
    "rolling_rank": [
        {"window": 5},
        {"window": 6, "min_periods": 2, "pct": True},
        {"window": 4, "method": "max", "ascending": False},
    ],
    "rolling_cov": [{"window": 5}, {"window": 6, "ddof": 0, "min_periods": 2}],
    "rolling_corr": [{"window": 5}, {"window": 6, "min_periods": 2}],
    "correl": [{"window": 5}],
    "beta": [{}, {"window": 3}],
    "rolling_skew": [{"window": 5}, {"window": 7, "min_periods": 1}],
    "rolling_kurt": [{"window": 5}, {"window": 7, "min_periods": 1}],
    "decay_linear": [{"window": 4}],
}
DIFFERENCES = {"rolling_sum", "rolling_cov", "rolling_corr", "correl", "beta"}


def exactly(formula: Callable[[list[Fraction]], Any]) -> Callable[[list[float]], Any]:
    """A formula without rounding, on the numbers of a window."""
    return lambda rows: formula([Fraction(x) for x in rows])


def powers(rows: Sequence[Any], power: int) -> Any:
    """The sum of the distances from the mean, to this power."""
    centre = mean(rows)
    return sum((x - centre) ** power for x in rows)


def products(pairs: Sequence[tuple[Any, Any]]) -> tuple[Any, Any, Any]:
    """Sums of squares of both, and of the products, around the means."""
    xs, ys = zip(*pairs, strict=True)
    a, b = mean(xs), mean(ys)
    return powers(xs, 2), powers(ys, 2), sum((x - a) * (y - b) for x, y in pairs)


def exact_pairs(rows: Sequence[tuple[float, float]]) -> list[tuple[Fraction, Fraction]]:
    return [(Fraction(x), Fraction(y)) for x, y in rows]


def rolling_mean(x: Rows, window: int, min_periods: int | None = None) -> list[float]:
    return by_rows(exactly(mean), window, min_periods if min_periods is None else max(min_periods, 1), x)


def rolling_sum(x: Rows, window: int, min_periods: int | None = None) -> list[float]:
    return by_rows(exactly(sum), window, min_periods, x)


def rolling_var(x: Rows, window: int, ddof: int = 1, min_periods: int | None = None) -> list[float]:
    def value(rows: list[Any]) -> Any:
        return powers(rows, 2) / (len(rows) - ddof) if len(rows) > ddof else None

    return by_rows(exactly(value), window, min_periods if min_periods is None else max(min_periods, 1), x)


def rolling_std(x: Rows, window: int, ddof: int = 1, min_periods: int | None = None) -> list[float]:
    return [math.sqrt(v) for v in rolling_var(x, window, ddof, min_periods)]


def rolling_zscore(x: Rows, window: int, ddof: int = 1, min_periods: int | None = None) -> list[float]:
    spread = rolling_std(x, window, ddof, min_periods)
    out = []
    for k, (v, deviation) in enumerate(zip(x, spread, strict=True)):
        usable = math.isfinite(v) and deviation > 0
        rows = [Fraction(u) for u in x[max(0, k - window + 1) : k + 1] if math.isfinite(u)]
        out.append(float(Fraction(v) - mean(rows)) / deviation if usable else NAN)
    return out


def rolling_min(x: Rows, window: int, min_periods: int | None = None) -> list[float]:
    return by_rows(min, window, min_periods, x)


def rolling_max(x: Rows, window: int, min_periods: int | None = None) -> list[float]:
    return by_rows(max, window, min_periods, x)


def rolling_argmin(x: Rows, window: int) -> list[float]:
    return by_rows(lambda rows: rows.index(min(rows)), window, None, x)


def rolling_argmax(x: Rows, window: int) -> list[float]:
    return by_rows(lambda rows: rows.index(max(rows)), window, None, x)


def minmax(x: Rows, window: int = 30) -> tuple[list[float], list[float]]:
    return by_rows(min, window, None, x), by_rows(max, window, None, x)


def rolling_median(x: Rows, window: int, min_periods: int | None = None) -> list[float]:
    return rolling_quantile(x, window, 0.5, "linear", min_periods)


def rolling_quantile(
    x: Rows, window: int, q: float, interpolation: str = "linear", min_periods: int | None = None
) -> list[float]:
    def value(rows: list[Any]) -> Any:
        place = q * (len(rows) - 1)
        low, high = sorted(rows)[math.floor(place)], sorted(rows)[math.ceil(place)]
        return {
            "linear": low + Fraction(place % 1) * (high - low),
            "lower": low,
            "higher": high,
            "midpoint": (low + high) / 2,
            "nearest": sorted(rows)[round(place)],
        }[interpolation]

    return by_rows(exactly(value), window, min_periods, x)


def rolling_rank(
    x: Rows,
    window: int,
    method: str = "average",
    ascending: bool = True,
    pct: bool = False,
    min_periods: int | None = None,
) -> list[float]:
    def value(rows: list[Any]) -> Any:
        places = [k for k, v in enumerate(sorted(rows, reverse=not ascending), 1) if v == rows[-1]]
        found = {"average": mean(places), "min": places[0], "max": places[-1]}[method]
        return found / len(rows) if pct else found

    ranks = by_rows(value, window, min_periods, x)
    return [rank if math.isfinite(v) else NAN for rank, v in zip(ranks, x, strict=True)]


def rolling_cov(x: Rows, y: Rows, window: int, ddof: int = 1, min_periods: int | None = None) -> list[float]:
    def value(rows: list[Any]) -> Any:
        return products(exact_pairs(rows))[2] / (len(rows) - ddof) if len(rows) > ddof else None

    return by_rows(value, window, min_periods, x, y)


def rolling_corr(x: Rows, y: Rows, window: int, min_periods: int | None = None) -> list[float]:
    return correlations(x, y, window, min_periods, None)


def correl(x: Rows, y: Rows, window: int = 30) -> list[float]:
    return correlations(x, y, window, None, 0.0)


def correlations(x: Rows, y: Rows, window: int, min_periods: int | None, if_flat: Any) -> list[float]:
    def value(rows: list[Any]) -> Any:
        xx, yy, xy = products(exact_pairs(rows))
        return xy / root(xx * yy) if xx and yy else if_flat

    return by_rows(value, window, min_periods, x, y)


def beta(x: Rows, y: Rows, window: int = 5) -> list[float]:
    def returns(prices: Rows) -> list[float]:
        return [NAN] + [
            (b - a) / a if math.isfinite(a) and math.isfinite(b) and a else NAN for a, b in pairwise(prices)
        ]

    def value(rows: list[Any]) -> Any:
        xx, _, xy = products(exact_pairs(rows))
        return xy / xx if xx else 0

    return by_rows(value, window, None, returns(x), returns(y))


def rolling_skew(x: Rows, window: int, min_periods: int | None = None) -> list[float]:
    def value(rows: list[Any]) -> Any:
        n = len(rows)
        if n < 3 or not powers(rows, 2):
            return None
        return n * root(Fraction(n - 1)) / (n - 2) * powers(rows, 3) / root(powers(rows, 2) ** 3)

    return by_rows(exactly(value), window, min_periods, x)


def rolling_kurt(x: Rows, window: int, min_periods: int | None = None) -> list[float]:
    def value(rows: list[Any]) -> Any:
        n = len(rows)
        if n < 4 or not powers(rows, 2):
            return None
        scaled = n * (n + 1) * (n - 1) * powers(rows, 4) / powers(rows, 2) ** 2
        return (scaled - 3 * (n - 1) ** 2) / ((n - 2) * (n - 3))

    return by_rows(exactly(value), window, min_periods, x)


def decay_linear(x: Rows, window: int) -> list[float]:
    weights = range(1, window + 1)
    return by_rows(
        lambda rows: sum(w * v for w, v in zip(weights, rows, strict=True)) / sum(weights), window, None, x
    )
