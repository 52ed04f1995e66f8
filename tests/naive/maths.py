"""Functions of a row, by Python's own mathematics; and the sum so far."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

from tests.naive.core import NAN, skipping

VARIANTS: dict[str, list[dict[str, Any]]] = {"cumsum": [{}, {"nan": "reset", "max_gap": 1}]}
DIFFERENCES = {"sin", "cos", "tan", "sub", "cumsum"}
PARTIAL = {"acos", "asin"}


def value(function: Callable, *x: float) -> float:
    """The function's value, infinite where it is too large, or NaN where it has none."""
    try:
        return float(function(*x)) if all(map(math.isfinite, x)) else NAN
    except OverflowError:
        return -math.inf if function is math.sinh and x[0] < 0 else math.inf
    except (ArithmeticError, ValueError):
        return NAN


def of_one(function: Callable) -> Callable[[Sequence[float]], list[float]]:
    def twin(x: Sequence[float]) -> list[float]:
        return [value(function, v) for v in x]

    return twin


def of_two(function: Callable) -> Callable[[Sequence[float], Sequence[float]], list[float]]:
    def twin(x: Sequence[float], y: Sequence[float]) -> list[float]:
        return [value(function, v, w) for v, w in zip(x, y, strict=True)]

    return twin


acos, asin, atan = of_one(math.acos), of_one(math.asin), of_one(math.atan)
cos, sin, tan = of_one(math.cos), of_one(math.sin), of_one(math.tan)
cosh, sinh, tanh = of_one(math.cosh), of_one(math.sinh), of_one(math.tanh)
exp, ln, log10, sqrt = of_one(math.exp), of_one(math.log), of_one(math.log10), of_one(math.sqrt)
ceil, floor = of_one(math.ceil), of_one(math.floor)
add, sub = of_two(operator.add), of_two(operator.sub)
mult, div = of_two(operator.mul), of_two(operator.truediv)


@skipping
def cumsum(x: list[Any], *, number: Callable) -> Any:
    return list(accumulate(x))
