"""Channels around an average."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tests.naive.core import by_rows, mean, seeded, skipping

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "accbands": [{"window": 5}, {"window": 2}],
    "keltner": [
        {"window": 5, "atr_window": 3, "multiplier": 1.5},
        {"window": 3, "atr_window": 5, "nan": "reset", "max_gap": 1},
        {"window": 5, "atr_window": 2, "price": "typical", "align": "talib"},
        {"window": 2, "atr_window": 4, "align": "talib", "nan": "reset", "max_gap": 1},
    ],
}
DIFFERENCES = {"accbands", "keltner"}


def accbands(
    high: Sequence[float], low: Sequence[float], close: Sequence[float], window: int = 20
) -> tuple[list[float], ...]:
    def wider(bar: tuple[float, ...], side: int) -> float:
        h, l, _ = bar  # noqa: E741
        share = 4 * (h - l) / (h + l) if h + l else 0
        return h * (1 + share) if side > 0 else l * (1 - share)

    return (
        by_rows(lambda bars: mean([wider(bar, 1) for bar in bars]), window, None, high, low, close),
        by_rows(lambda bars: mean([bar[2] for bar in bars]), window, None, high, low, close),
        by_rows(lambda bars: mean([wider(bar, -1) for bar in bars]), window, None, high, low, close),
    )


@skipping
def keltner(
    high: list[Any],
    low: list[Any],
    close: list[Any],
    window: int = 20,
    atr_window: int = 10,
    multiplier: float = 2.0,
    price: str = "close",
    align: str = "own",
    *,
    number: Callable,
) -> Any:
    ranges = [max(high[k], close[k - 1]) - min(low[k], close[k - 1]) for k in range(1, len(high))]
    centre = close
    if price == "typical":
        centre = [(h + lo + c) / 3 for h, lo, c in zip(high, low, close, strict=True)]
    first = max(window - 1, atr_window) if align == "talib" else 0
    wait, longer = max(0, first - window + 1), max(0, first - atr_window)
    distance = [None] * min(1 + longer, len(high)) + seeded(ranges[longer:], atr_window, 1 / atr_window)
    middle = [None] * min(wait, len(close)) + seeded(centre[wait:], window, 2 / (window + 1))
    return tuple(
        [None if m is None or d is None else m + times * d for m, d in zip(middle, distance, strict=True)]
        for times in (multiplier, 0, -multiplier)
    )
