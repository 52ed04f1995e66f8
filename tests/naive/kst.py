"""Sums of smoothed rates of change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.naive.averages import wma
from tests.naive.core import by_rows, mean
from tests.naive.lags import roc

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "kst": [
        {
            "window1": 2,
            "window2": 3,
            "window3": 4,
            "window4": 5,
            "mean1": 2,
            "mean2": 3,
            "mean3": 1,
            "signal": 3,
        }
        | {"mean4": 4}
    ],
    "coppock": [{"slow": 5, "fast": 3, "window": 4}, {"slow": 1, "fast": 2, "window": 1}],
}
SCALES = {"kst": 100.0, "coppock": 100.0}


def kst(
    close: Sequence[float],
    window1: int = 10,
    window2: int = 15,
    window3: int = 20,
    window4: int = 30,
    mean1: int = 10,
    mean2: int = 10,
    mean3: int = 10,
    mean4: int = 15,
    signal: int = 9,
) -> tuple[list[float], list[float]]:
    pairs = ((window1, mean1), (window2, mean2), (window3, mean3), (window4, mean4))
    parts = [by_rows(mean, m, None, roc(close, w)) for w, m in pairs]
    line = [a + 2 * b + 3 * c + 4 * d for a, b, c, d in zip(*parts, strict=True)]
    average = by_rows(mean, signal, None, line)
    return [v if a == a else a for v, a in zip(line, average, strict=True)], average


def coppock(close: Sequence[float], slow: int = 14, fast: int = 11, window: int = 10) -> list[float]:
    return wma([a + b for a, b in zip(roc(close, slow), roc(close, fast), strict=True)], window)
