"""Stochastics and their kin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tests.naive.core import by_rows, skipping
from tests.naive.core import rsi as strength
from tests.naive.oscillators import averaged
from tests.naive.rises import neutral

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "willr": [{"window": 5}, {"window": 2, "flat": 7.0}],
    "stochf": [
        {"fastk": 4, "fastd": 2},
        {"fastk": 3, "fastd": 3, "fastd_ma": "ema", "flat": 7.0, "nan": "propagate"},
        {"fastk": 2, "fastd": 2, "nan": "reset", "max_gap": 1},
    ],
    "stoch": [
        {"fastk": 4, "slowk": 2, "slowd": 3},
        {"fastk": 3, "slowk": 3, "slowk_ma": "ema", "slowd": 2, "slowd_ma": "wma", "flat": "talib"},
    ],
    "stochrsi": [
        {"window": 5, "fastk": 4, "fastd": 2},
        {"window": 6, "fastk": 5, "fastd": 3, "fastd_ma": "ema", "flat": "talib"},
        {"window": 4, "nan": "reset", "max_gap": 1},
    ],
    "kdj": [
        {"window": 5},
        {"window": 3, "k": 2, "d": 4, "seed": "first", "flat": 0.0},
        {"window": 4, "nan": "reset", "max_gap": 2},
    ],
}
SCALES = {"stochrsi": 100.0}


def willr(
    high: Sequence[float],
    low: Sequence[float],
    close: Sequence[float],
    window: int = 14,
    flat: float | str = -50.0,
) -> list[float]:
    def value(rows: list[Any]) -> float:
        top, bottom, last = max(h for h, _, _ in rows), min(lo for _, lo, _ in rows), rows[-1][2]
        return -100 * (top - last) / (top - bottom) if top > bottom else neutral(flat, 0.0)

    return by_rows(value, window, None, high, low, close)


def raw_stochastic(
    high: list[Any], low: list[Any], close: list[Any], window: int, flat: float, least: float = 0
) -> list[Any]:
    """100 (close - lowest low) / (highest high - lowest low); None where there are too few rows."""
    out: list[Any] = []
    for k in range(len(close)):
        highs, lows = high[max(0, k - window + 1) : k + 1], low[max(0, k - window + 1) : k + 1]
        if len(highs) < window or None in highs:
            out.append(None)
        else:
            wide = max(highs) - min(lows)
            out.append(100 * (close[k] - min(lows)) / wide if wide > least else flat)
    return out


def where_both(values: list[Any], average: list[Any]) -> tuple[list[Any], list[Any]]:
    """The values from the average's first on, and the average."""
    return [None if a is None else v for v, a in zip(values, average, strict=True)], average


@skipping
def stochf(
    high: list[Any],
    low: list[Any],
    close: list[Any],
    fastk: int = 5,
    fastd: int = 3,
    fastd_ma: str = "sma",
    flat: float | str = 50.0,
    *,
    number: Callable,
) -> Any:
    raw = raw_stochastic(high, low, close, fastk, neutral(flat, 0.0))
    return where_both(raw, averaged(fastd_ma, raw, fastd))


@skipping
def stoch(
    high: list[Any],
    low: list[Any],
    close: list[Any],
    fastk: int = 5,
    slowk: int = 3,
    slowk_ma: str = "sma",
    slowd: int = 3,
    slowd_ma: str = "sma",
    flat: float | str = 50.0,
    *,
    number: Callable,
) -> Any:
    raw = raw_stochastic(high, low, close, fastk, neutral(flat, 0.0))
    slow = averaged(slowk_ma, raw, slowk)
    return where_both(slow, averaged(slowd_ma, slow, slowd))


@skipping
def stochrsi(
    close: list[Any],
    window: int = 14,
    fastk: int = 5,
    fastd: int = 3,
    fastd_ma: str = "sma",
    flat: float | str = 50.0,
    *,
    number: Callable,
) -> Any:
    index = [None if v != v else v for v in strength(close, window, flat=flat)]
    raw = raw_stochastic(index, index, index, fastk, neutral(flat, 0.0), least=1e-9)
    return where_both(raw, averaged(fastd_ma, raw, fastd))


@skipping
def kdj(
    high: list[Any],
    low: list[Any],
    close: list[Any],
    window: int = 9,
    k: int = 3,
    d: int = 3,
    seed: float | str = 50.0,
    flat: float | str = 50.0,
    *,
    number: Callable,
) -> Any:
    ks: list[Any] = []
    ds: list[Any] = []
    for raw in raw_stochastic(high, low, close, window, neutral(flat, 50.0)):
        if raw is None:
            ks.append(None)
            ds.append(None)
            continue
        first = raw if seed == "first" else seed
        before = (ks[-1], ds[-1]) if ks and ks[-1] is not None else (first, first)
        ks.append((1 - number(1) / k) * before[0] + raw / k)
        ds.append((1 - number(1) / d) * before[1] + ks[-1] / d)
    return ks, ds, [None if a is None else 3 * a - 2 * b for a, b in zip(ks, ds, strict=True)]
