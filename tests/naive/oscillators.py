"""Differences of two averages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tests.naive.core import by_rows, mean, seeded, skipping
from tests.naive.ma import of_kind

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "apo": [{"fast": 2, "slow": 5}, {"fast": 3, "slow": 4, "ma": "sma", "nan": "reset", "max_gap": 1}],
    "ppo": [{"fast": 2, "slow": 5}, {"fast": 1, "slow": 4, "ma": "wma", "nan": "propagate"}],
    "pvo": [{"fast": 2, "slow": 5, "signal": 3}, {"fast": 2, "slow": 3, "signal": 1, "nan": "propagate"}],
    "macdext": [
        {"fast": 2, "slow": 5, "signal": 3},
        {"fast": 3, "slow": 4, "signal": 2, "fast_ma": "dema", "slow_ma": "ema", "align": "talib"},
        {"fast": 3, "slow": 6, "signal": 2, "fast_ma": "ema", "signal_ma": "ema", "align": "talib"},
    ],
    "macdfix": [{"signal": 3}, {"signal": 1, "align": "talib", "nan": "reset", "max_gap": 2}],
    "ao": [{"fast": 2, "slow": 5}],
    "ac": [{"fast": 2, "slow": 5, "signal": 3}],
}
DIFFERENCES = {"apo", "macdext", "macdfix", "ao", "ac"}


def on_known(formula: Callable[[list[Any]], list[Any]], values: list[Any]) -> list[Any]:
    """`formula` of the values that are there, put back where they belong."""
    found = iter(formula([v for v in values if v is not None]))
    return [None if v is None else next(found) for v in values]


def averaged(kind: str, values: list[Any], window: int) -> list[Any]:
    """The average of that kind of the values that are there."""
    return on_known(lambda known: of_kind(kind, known, window), values)


def less(one: list[Any], other: list[Any]) -> list[Any]:
    return [None if a is None or b is None else a - b for a, b in zip(one, other, strict=True)]


def with_signal(line: list[Any], signal: list[Any]) -> tuple[list[Any], list[Any], list[Any]]:
    return [None if s is None else v for v, s in zip(line, signal, strict=True)], signal, less(line, signal)


def percent(part: list[Any], whole: list[Any]) -> list[Any]:
    return [None if p is None or not w else 100 * p / w for p, w in zip(part, whole, strict=True)]


@skipping
def apo(close: list[Any], fast: int = 12, slow: int = 26, ma: str = "ema", *, number: Callable) -> Any:
    return less(averaged(ma, close, fast), averaged(ma, close, slow))


@skipping
def ppo(close: list[Any], fast: int = 12, slow: int = 26, ma: str = "ema", *, number: Callable) -> Any:
    slower = averaged(ma, close, slow)
    return percent(less(averaged(ma, close, fast), slower), slower)


@skipping
def pvo(volume: list[Any], fast: int = 12, slow: int = 26, signal: int = 9, *, number: Callable) -> Any:
    slower = averaged("ema", volume, slow)
    line = percent(less(averaged("ema", volume, fast), slower), slower)
    return with_signal(line, averaged("ema", line, signal))


@skipping
def macdext(
    close: list[Any],
    fast: int = 12,
    fast_ma: str = "sma",
    slow: int = 26,
    slow_ma: str = "sma",
    signal: int = 9,
    signal_ma: str = "sma",
    align: str = "own",
    *,
    number: Callable,
) -> Any:
    one, two = averaged(fast_ma, close, fast), averaged(slow_ma, close, slow)
    if align == "talib":
        wait = [of_kind(kind, range(500), w).count(None) for kind, w in ((fast_ma, fast), (slow_ma, slow))]
        later = [max(wait) - rows for rows in wait]
        one = begun_later(close, later[0], lambda x: averaged(fast_ma, x, fast))
        two = begun_later(close, later[1], lambda x: averaged(slow_ma, x, slow))
    line = less(one, two)
    return with_signal(line, averaged(signal_ma, line, signal))


def begun_later(x: list[Any], rows: int, formula: Callable[[list[Any]], list[Any]]) -> list[Any]:
    """`formula` of all but the first rows."""
    return [None] * min(rows, len(x)) + formula(x[rows:])


@skipping
def macdfix(close: list[Any], signal: int = 9, align: str = "own", *, number: Callable) -> Any:
    skip = 14 if align == "talib" else 0
    quick = begun_later(close, skip, lambda x: seeded(x, 12, 0.15))
    line = less(quick, seeded(close, 26, 0.075))
    return with_signal(line, averaged("ema", line, signal))


def ao(high: Sequence[float], low: Sequence[float], fast: int = 5, slow: int = 34) -> list[float]:
    def value(rows: list[Any]) -> float:
        middles = [(h + lo) / 2 for h, lo in rows]
        return mean(middles[-fast:]) - mean(middles)

    return by_rows(value, slow, None, high, low)


def ac(
    high: Sequence[float], low: Sequence[float], fast: int = 5, slow: int = 34, signal: int = 5
) -> list[float]:
    line = ao(high, low, fast, slow)
    return [a - b for a, b in zip(line, by_rows(mean, signal, None, line), strict=True)]
