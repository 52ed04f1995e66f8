"""Rows before, and changes against them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from tests.naive.core import NAN, logarithm, skipping

Rows = Sequence[float]

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "shift": [{}, {"periods": 0}, {"periods": 4}],
    "diff": [{}, {"periods": 3}],
    "pct_change": [{}, {"periods": 3}],
    "log_returns": [{}, {"periods": 3}],
    "cum_returns": [{}, {"nan": "propagate"}, {"nan": "reset", "max_gap": 1}],
    "momentum_12_1": [{"window": 12, "skip": 2}, {"window": 2, "skip": 0}],
}
DIFFERENCES = {"diff"}
INFINITE = {"shift", "diff", "pct_change"}


def pairs(value: Callable[[Any, Any], Any], x: Rows, older: int, newer: int = 0) -> list[float]:
    """`value` of the rows so far before, where both are there."""
    out = []
    for k in range(len(x)):
        both = [x[k - back] if k >= back else NAN for back in (older, newer)]
        found = value(*map(Fraction, both)) if all(map(math.isfinite, both)) else None
        out.append(NAN if found is None else float(found))
    return out


def shift(x: Rows, periods: int = 1) -> list[float]:
    return [float(x[k - periods]) if k >= periods else NAN for k in range(len(x))]


def diff(x: Rows, periods: int = 1) -> list[float]:
    return [float(x[k]) - float(x[k - periods]) if k >= periods else NAN for k in range(len(x))]


def pct_change(x: Rows, periods: int = 1) -> list[float]:
    changes = pairs(lambda before, now: now / before - 1 if before else None, x, periods)
    for k in range(periods, len(x)):
        before, now = float(x[k - periods]), float(x[k])
        if math.isinf(before) and math.isfinite(now):
            changes[k] = -1.0
        elif (math.isinf(now) and math.isfinite(before)) or (before == 0 != now and not math.isnan(now)):
            changes[k] = math.copysign(math.inf, now) * math.copysign(1.0, before)
    return changes


def log_returns(close: Rows, periods: int = 1) -> list[float]:
    return pairs(
        lambda before, now: logarithm(now / before) if before > 0 and now > 0 else None, close, periods
    )


@skipping
def cum_returns(close: list[Any], *, number: Callable) -> Any:
    first = next((k for k, price in enumerate(close) if price != 0), len(close))
    return [None] * first + [(price - close[first]) / close[first] for price in close[first:]]


def momentum_12_1(close: Rows, window: int = 252, skip: int = 21) -> list[float]:
    return pairs(lambda before, now: now / before - 1 if before else None, close, window, skip)
