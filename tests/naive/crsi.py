"""Connors' RSI."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from tests.naive.core import rsi, skipping
from tests.naive.oscillators import on_known

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "crsi": [
        {"window": 3, "streak_window": 2, "rank": 10},
        {"window": 2, "streak_window": 4, "rank": 1, "nan": "reset", "max_gap": 1},
    ]
}


def streaks(close: list[Any]) -> list[Any]:
    """How many rises, or falls as a negative number, lie behind each row without another change between."""
    signs = [0] + [(b > a) - (b < a) for a, b in pairwise(close)]
    out = []
    for k in range(len(close)):
        back = k
        while signs[back] != 0 and signs[back - 1] == signs[k]:
            back -= 1
        out.append(signs[k] * (k - back + 1))
    return out


def rank_among_earlier(values: list[Any], rank: int) -> list[Any]:
    return [
        100 * sum(v < values[k] for v in values[k - rank : k]) / rank if k >= rank else None
        for k in range(len(values))
    ]


@skipping
def crsi(
    close: list[Any], window: int = 3, streak_window: int = 2, rank: int = 100, *, number: Callable
) -> Any:
    first = [None] * min(1, len(close))
    returns = first + [(b - a) / a if a else None for a, b in pairwise(close)]
    ranks = on_known(lambda known: rank_among_earlier(known, rank), returns)
    rows = zip(rsi(close, window), rsi(streaks(close), streak_window), ranks, strict=True)
    return [None if a != a or b != b or c is None else (a + b + c) / 3 for a, b, c in rows]
