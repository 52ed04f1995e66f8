"""pandas' exponentially weighted statistics, by the weight of each row."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from tests.naive.core import NAN

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "ewm_mean": [
        {"span": 5},
        {"alpha": 0.3, "adjust": False, "min_periods": 3},
        {"com": 2.0, "ignore_na": True},
        {"halflife": 4.0, "adjust": False, "ignore_na": True},
    ],
    "ewm_var": [
        {"span": 5},
        {"alpha": 0.3, "adjust": False, "min_periods": 3, "bias": True},
        {"com": 2.0, "ignore_na": True},
    ],
    "ewm_std": [{"halflife": 3.0, "adjust": False, "ignore_na": True}, {"span": 2, "bias": True}],
}
DIFFERENCES = {"ewm_mean"}


def weights_of_rows(
    x: Sequence[float],
    span: float | None,
    alpha: float | None,
    com: float | None,
    halflife: float | None,
    adjust: bool,
    ignore_na: bool,
) -> list[tuple[list[float], list[float]]]:
    """The valid values so far and their weights, in each row."""
    if span is not None:
        alpha = 2 / (span + 1)
    elif com is not None:
        alpha = 1 / (1 + com)
    elif halflife is not None:
        alpha = 1 - math.exp(-math.log(2) / halflife)
    out: list[tuple[list[float], list[float]]] = []
    values: list[float] = []
    weights: list[float] = []
    age = 0  # rows since the last valid one
    for value in x:
        age += not ignore_na or math.isfinite(value)
        if math.isfinite(value):
            weights = [w * (1 - alpha) ** age for w in weights] + [1.0 if adjust or not weights else alpha]
            if not adjust:
                weights = [w / sum(weights) for w in weights]
            values, age = [*values, float(value)], 0
        out.append((values, weights))
    return out


def ewm_mean(
    x: Sequence[float],
    span: float | None = None,
    alpha: float | None = None,
    com: float | None = None,
    halflife: float | None = None,
    adjust: bool = True,
    ignore_na: bool = False,
    min_periods: int = 0,
) -> list[float]:
    rows = weights_of_rows(x, span, alpha, com, halflife, adjust, ignore_na)
    return [
        sum(a * w for a, w in zip(v, ws, strict=True)) / sum(ws) if len(v) >= max(min_periods, 1) else NAN
        for v, ws in rows
    ]


def ewm_var(
    x: Sequence[float],
    span: float | None = None,
    alpha: float | None = None,
    com: float | None = None,
    halflife: float | None = None,
    adjust: bool = True,
    ignore_na: bool = False,
    min_periods: int = 0,
    bias: bool = False,
) -> list[float]:
    out = []
    for v, ws in weights_of_rows(x, span, alpha, com, halflife, adjust, ignore_na):
        if len(v) < max(min_periods, 1 if bias else 2):
            out.append(NAN)
            continue
        centre = sum(a * w for a, w in zip(v, ws, strict=True)) / sum(ws)
        square = sum(w * (a - centre) ** 2 for a, w in zip(v, ws, strict=True)) / sum(ws)
        rest = sum(ws) ** 2 - sum(w * w for w in ws)
        out.append(square if bias else square * sum(ws) ** 2 / rest)
    return out


def ewm_std(
    x: Sequence[float],
    span: float | None = None,
    alpha: float | None = None,
    com: float | None = None,
    halflife: float | None = None,
    adjust: bool = True,
    ignore_na: bool = False,
    min_periods: int = 0,
    bias: bool = False,
) -> list[float]:
    return [
        math.sqrt(v) for v in ewm_var(x, span, alpha, com, halflife, adjust, ignore_na, min_periods, bias)
    ]
