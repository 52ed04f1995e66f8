"""Changes over some rows."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from tests.naive.core import NAN

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "mom": [{"window": 3}, {"window": 1}],
    "roc": [{"window": 3}, {"window": 1}],
    "rocp": [{"window": 4}, {"window": 1}],
    "rocr": [{"window": 3}, {"window": 1}],
    "rocr100": [{"window": 4}, {"window": 1}],
}
DIFFERENCES = {"mom", "roc", "rocp"}


def lagged(x: Sequence[float], window: int, value: Callable[[float, float], float]) -> list[float]:
    """`value` of each row and the one so many rows before, where both are there."""
    out = [NAN] * len(x)
    for k in range(window, len(x)):
        if math.isfinite(x[k]) and math.isfinite(x[k - window]):
            out[k] = value(float(x[k]), float(x[k - window]))
    return out


def mom(x: Sequence[float], window: int = 10) -> list[float]:
    return lagged(x, window, lambda now, before: now - before)


def roc(x: Sequence[float], window: int = 10) -> list[float]:
    return lagged(x, window, lambda now, before: 100 * (now - before) / before if before else NAN)


def rocp(x: Sequence[float], window: int = 10) -> list[float]:
    return lagged(x, window, lambda now, before: (now - before) / before if before else NAN)


def rocr(x: Sequence[float], window: int = 10) -> list[float]:
    return lagged(x, window, lambda now, before: now / before if before else NAN)


def rocr100(x: Sequence[float], window: int = 10) -> list[float]:
    return lagged(x, window, lambda now, before: 100 * now / before if before else NAN)
