"""Averages of a kind that is asked for."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from tests.naive import adaptive, averages, cascades, core, triangular, wilder
from tests.naive.core import skipping

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "ma": [
        {"window": 3},
        {"window": 1, "ma": "kama"},
        {"window": 4, "ma": "dema"},
        {"window": 3, "ma": "trima"},
        {"window": 4, "ma": "rma"},
    ],
    "mavp": [
        {"longest": 5},
        {"longest": 6, "ma": "trima", "nan": "reset", "max_gap": 1},
        {"shortest": 3, "longest": 4, "ma": "ema", "nan": "reset", "max_gap": 1},
    ],
}
DIFFERENCES = {"ma", "mavp"}
KINDS: dict[str, Callable[..., Any]] = {
    "sma": averages.sma,
    "ema": core.ema,
    "wma": averages.wma,
    "dema": cascades.dema,
    "tema": cascades.tema,
    "trima": triangular.trima,
    "kama": adaptive.kama,
    "t3": cascades.t3,
    "rma": wilder.rma,
}


def of_kind(kind: str, x: Sequence[Any], window: int) -> list[Any]:
    values = list(x) if window == 1 else KINDS[kind](x, window)
    return [None if math.isnan(v) else v for v in values]


def warm_up(kind: str, window: int) -> int:
    """Rows before the first value."""
    return of_kind(kind, [1.0] * (10 * window + 10), window).count(None)


@skipping
def ma(x: list[Any], window: int = 30, ma: str = "sma", *, number: Callable) -> Any:
    return of_kind(ma, x, window)


@skipping
def mavp(
    x: list[Any],
    periods: list[Any],
    shortest: int = 2,
    longest: int = 30,
    ma: str = "sma",
    *,
    number: Callable,
) -> Any:
    before = warm_up(ma, longest)
    made = {}
    for window in range(shortest, longest + 1):
        skip = min(len(x), before - warm_up(ma, window))
        made[window] = [None] * skip + of_kind(ma, x[skip:], window)
    return [
        None if row < before else made[min(max(int(periods[row]), shortest), longest)][row]
        for row in range(len(x))
    ]
