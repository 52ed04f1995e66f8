"""Wilder's average: a mean at first, then 1 / window of each new row."""

from typing import Any

from fastind.kernels.definition import Source, Value, step
from fastind.kernels.primitives import fma

NAN = float("nan")


@step(state={"average": 0.0, "n": 0.0}, lookback=lambda window: window - 1)
def wilder_smoothed(s: Any, x: float, window: int = 14) -> Any:
    average, n = s
    n = n + 1.0
    keep = 1.0 - 1.0 / window if n > window else 1.0
    average = fma(keep, average, x / window)
    return (average, n), average if n >= window else NAN


def smoothed(x: Source, window: int) -> Value:
    """Wilder's average of this."""
    return wilder_smoothed.using(window=window).on(x)
