"""Volume, counted by where the close stands."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import Any

from tests.naive.core import by_rows, skipping

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "obv": [{}, {"nan": "reset", "max_gap": 1}],
    "ad": [{}, {"nan": "propagate"}],
    "adosc": [{}, {"fast": 1, "slow": 2}, {"fast": 2, "slow": 5, "nan": "reset", "max_gap": 1}],
    "cmf": [{"window": 5}, {"window": 1}],
}
DIFFERENCES = {"ad", "adosc", "cmf"}
SCALED_BY = {"ad": "volume", "adosc": "volume"}


def flow(high: Any, low: Any, close: Any, volume: Any) -> Any:
    return ((close - low) - (high - close)) / (high - low) * volume if high > low else 0


@skipping
def obv(close: list[Any], volume: list[Any], *, number: Callable) -> Any:
    out = volume[:1]
    for k in range(1, len(close)):
        rose, fell = close[k] > close[k - 1], close[k] < close[k - 1]
        out.append(out[-1] + (volume[k] if rose else -volume[k] if fell else 0))
    return out


@skipping
def ad(high: list[Any], low: list[Any], close: list[Any], volume: list[Any], *, number: Callable) -> Any:
    return list(accumulate(map(flow, high, low, close, volume)))


@skipping
def adosc(
    high: list[Any],
    low: list[Any],
    close: list[Any],
    volume: list[Any],
    fast: int = 3,
    slow: int = 10,
    *,
    number: Callable,
) -> Any:
    """The average of ad is behind ad by each flow so far, faded: (1 - alpha)^rows since then, the row itself
    included. So the two averages differ by the difference of these weights, and ad is not needed."""
    flows = list(map(flow, high, low, close, volume))
    fades = [1 - number(2) / (slow + 1), 1 - number(2) / (fast + 1)]
    weights = [fades[0] ** age - fades[1] ** age for age in range(1, len(flows) + 1)]
    return [
        total(flows[j] * weights[k - j] for j in range(1, k + 1)) if k >= slow - 1 else None
        for k in range(len(flows))
    ]


def total(values: Iterable[Any]) -> Any:
    """The sum, rounded once."""
    values = list(values)
    return math.fsum(values) if all(isinstance(v, float | int) for v in values) else sum(values)


def cmf(
    high: Sequence[float],
    low: Sequence[float],
    close: Sequence[float],
    volume: Sequence[float],
    window: int = 20,
) -> list[float]:
    def value(rows: list[Any]) -> Any:
        total = sum(row[3] for row in rows)
        return sum(flow(*row) for row in rows) / total if total > 0 else 0.0

    return by_rows(value, window, None, high, low, close, volume)
