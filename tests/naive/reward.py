"""Returns per risk."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from tests.naive.core import NAN, deviation, mean, one_return

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "sharpe": [
        {},
        {"window": 9, "risk_free": 0.05},
        {"window": 12, "min_periods": 4, "periods_per_year": 12},
    ],
    "sortino": [{}, {"window": 18, "risk_free": 0.05}],
    "calmar": [{}, {"window": 20}, {"window": 25, "periods_per_year": 12}],
}


def of_returns(
    value: Callable[[list[Any]], Any], close: Sequence[float], window: int, min_periods: int | None
) -> list[float]:
    """A value of the returns in the last rows."""
    changes = [None] + [one_return(a, b, "simple", float) for a, b in pairwise(close)]
    out = []
    for row in range(len(close)):
        seen = [r for r in changes[max(0, row - window + 1) : row + 1] if r is not None]
        found = value(seen) if len(seen) >= (min_periods or window) else None
        out.append(NAN if found is None else found)
    return out


def sharpe(
    close: Sequence[float],
    window: int = 252,
    risk_free: float = 0.0,
    periods_per_year: float = 252.0,
    min_periods: int | None = None,
) -> list[float]:
    def value(returns: list[float]) -> Any:
        spread = deviation(returns, 1)
        less = risk_free / periods_per_year
        return (mean(returns) - less) / spread * math.sqrt(periods_per_year) if spread else None

    return of_returns(value, close, window, min_periods)


def sortino(
    close: Sequence[float],
    window: int = 252,
    risk_free: float = 0.0,
    periods_per_year: float = 252.0,
    min_periods: int | None = None,
) -> list[float]:
    def value(returns: list[float]) -> Any:
        excess = [r - risk_free / periods_per_year for r in returns]
        losses = math.sqrt(mean([min(e, 0.0) ** 2 for e in excess]))
        return mean(excess) / losses * math.sqrt(periods_per_year) if losses else None

    return of_returns(value, close, window, min_periods)


def calmar(close: Sequence[float], window: int = 756, periods_per_year: float = 252.0) -> list[float]:
    out = []
    for row in range(len(close)):
        prices = close[max(0, row - window) : row + 1]
        if len(prices) <= window or not all(0 < p < math.inf for p in prices):
            out.append(NAN)
            continue
        drop = max((a - b) / a for i, a in enumerate(prices) for b in prices[i:])
        growth = (prices[-1] / prices[0]) ** (periods_per_year / window) - 1
        out.append(growth / drop if drop > 0 else NAN)
    return out
