"""Every indicator once more, slow and obvious, by its formula, on one sequence: tools, and the first ones.

Nothing of fastind is imported. `number=float` is the plain reference; `number=Fraction` runs the same formula
without rounding, with roots and logarithms taken by mpmath to 200 bits.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import mpmath

NAN = math.nan
EXACT_BITS = 200


# Numbers


def root(value: Any) -> Any:
    """The square root in the number type that came in."""
    return by_mpmath(mpmath.sqrt, value) if isinstance(value, Fraction) else math.sqrt(value)


def logarithm(value: Any) -> Any:
    """The natural logarithm in the number type that came in."""
    return by_mpmath(mpmath.log, value) if isinstance(value, Fraction) else math.log(value)


def by_mpmath(function: Callable[[Any], Any], value: Fraction) -> Fraction:
    """`function(value)` to `EXACT_BITS` bits, as a fraction."""
    with mpmath.workprec(EXACT_BITS):
        result = function(mpmath.mpf(value.numerator) / value.denominator)
        return Fraction(int(result.man) * (-1 if result < 0 else 1)) * Fraction(2) ** int(result.exp)


def mean(values: Sequence[Any]) -> Any:
    """The plain mean."""
    return sum(values) / len(values)


def deviation(values: Sequence[Any], ddof: int) -> Any:
    """The standard deviation in two passes, None where it is not defined."""
    if len(values) <= ddof:
        return None
    centre = mean(values)
    return root(sum((v - centre) ** 2 for v in values) / (len(values) - ddof))


# Missing rows


def valid_rows(*inputs: Sequence[float]) -> list[int]:
    """Rows where every input is finite."""
    return [row for row, values in enumerate(zip(*inputs, strict=True)) if all(map(math.isfinite, values))]


def runs(rows: list[int], nan: str = "skip", max_gap: int | None = None) -> list[list[int]]:
    """The valid rows, split where the rule `nan` starts the indicator again."""
    limit = {"skip": math.inf, "reset": max_gap}.get(nan, 0)
    parts: list[list[int]] = [[]]
    for row in rows:
        if parts[-1] and row - parts[-1][-1] - 1 > limit:
            parts.append([])
        parts[-1].append(row)
    if nan == "raise" and len(parts) > 1:
        raise ValueError("a hole")
    return parts[:1] if nan == "propagate" else parts


def on_valid(
    formula: Callable[..., Iterable[Any]],
    *inputs: Sequence[float],
    nan: str,
    max_gap: int | None,
    number: Callable,
) -> list[float]:
    """`formula` on the valid rows only, its values put back where they belong."""
    out = [NAN] * len(inputs[0])
    for run in runs(valid_rows(*inputs), nan, max_gap):
        columns = [[number(float(values[row])) for row in run] for values in inputs]
        for row, value in zip(run, formula(*columns), strict=True):
            out[row] = NAN if value is None else float(value)
    return out


def skipping(formula: Callable[..., Any]) -> Callable[..., Any]:
    """A recursion's twin from its formula on clean sequences: `formula(*inputs, **params, number)` gives a
    list, or a tuple of lists, with None where there is no value. It gets `nan`, `max_gap` and `number`."""
    parameters = list(inspect.signature(formula).parameters.values())
    inputs = [p.name for p in parameters if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD]

    def twin(
        *given: Any, nan: str = "skip", max_gap: int | None = None, number: Callable = float, **params: Any
    ):
        columns, more = given[: len(inputs)], given[len(inputs) :]
        outputs: list[list[float]] = []
        for run in runs(valid_rows(*columns), nan, max_gap):
            made = formula(
                *([number(float(c[r])) for r in run] for c in columns), *more, **params, number=number
            )
            made = made if isinstance(made, tuple) else (made,)
            outputs = outputs or [[NAN] * len(columns[0]) for _ in made]
            for output, values in zip(outputs, made, strict=True):
                for row, value in zip(run, values, strict=True):
                    output[row] = NAN if value is None else float(value)
        return tuple(outputs) if len(outputs) > 1 else outputs[0]

    more = {"nan": "skip", "max_gap": None, "number": float}
    kind = inspect.Parameter.KEYWORD_ONLY
    own = [p for p in parameters if p.name != "number"]
    extra = [inspect.Parameter(name, kind, default=value) for name, value in more.items()]
    twin.__module__ = formula.__module__
    twin.__signature__ = inspect.Signature([*own, *extra])  # type: ignore[attr-defined]
    return twin


def by_rows(
    value: Callable[[list[Any]], Any], window: int, min_periods: int | None, *inputs: Any
) -> list[float]:
    """`value` of the valid rows among the last `window` ones, each a number or a tuple of several inputs'."""
    ok = set(valid_rows(*inputs))
    out = [NAN] * len(inputs[0])
    for row in range(len(out)):
        seen = [r for r in range(max(0, row - window + 1), row + 1) if r in ok]
        if len(seen) >= (min_periods or window):
            rows = [tuple(float(c[r]) for c in inputs) for r in seen]
            found = value([r[0] for r in rows] if len(inputs) == 1 else rows)
            out[row] = NAN if found is None else float(found)
    return out


# Averages of a clean sequence; None before the first value


def seeded(values: Sequence[Any], window: int, alpha: Any) -> list[Any]:
    """Exponential average that starts with the mean of the first `window` values."""
    out: list[Any] = [None] * len(values)
    for i in range(window - 1, len(values)):
        out[i] = mean(values[:window]) if i == window - 1 else alpha * values[i] + (1 - alpha) * out[i - 1]
    return out


def from_first(values: Sequence[Any], alpha: Any) -> list[Any]:
    """Exponential average that starts with the first value."""
    out = list(values[:1])
    for value in values[1:]:
        out.append(alpha * value + (1 - alpha) * out[-1])
    return out


def adjusted(values: Sequence[Any], alpha: Any) -> list[Any]:
    """Mean of all values so far with the weights 1, 1 - alpha, (1 - alpha)**2, ... from the last back."""
    out, top, bottom = [], 0, 0
    for value in values:
        top, bottom = (1 - alpha) * top + value, (1 - alpha) * bottom + 1
        out.append(top / bottom)
    return out


def rolling(values: Sequence[Any], window: int) -> list[Any]:
    """Mean of the last `window` values."""
    return [mean(values[i - window + 1 : i + 1]) if i >= window - 1 else None for i in range(len(values))]


def average_of_changes(values: Sequence[Any], window: int, method: str, number: Callable) -> list[Any]:
    """The four averages of `rsi`, each with its first value at the change number `window`."""
    if method == "cutler":
        return rolling(values, window)
    if method == "ewm":
        warm = window - 1
        return [None] * min(warm, len(values)) + from_first(values, number(1) / window)[warm:]
    alpha = {"wilder": number(1) / window, "ema": number(2) / (window + 1)}[method]
    return seeded(values, window, alpha)


# Indicators


def rsi(
    close: Sequence[float],
    window: int = 14,
    method: str = "wilder",
    flat: float | str = 50.0,
    nan: str = "skip",
    max_gap: int | None = None,
    number: Callable = float,
) -> list[float]:
    """100 * up / (up + down) of the average rise and the average fall."""
    if_flat = {"nan": NAN, "talib": 0.0}.get(flat, flat)  # type: ignore[arg-type]

    def formula(prices: list[Any]) -> list[Any]:
        changes = [b - a for a, b in pairwise(prices)]
        ups = average_of_changes([max(d, number(0)) for d in changes], window, method, number)
        downs = average_of_changes([max(-d, number(0)) for d in changes], window, method, number)
        return [None] * min(1, len(prices)) + [strength(u, d) for u, d in zip(ups, downs, strict=True)]

    def strength(up: Any, down: Any) -> Any:
        if up is None:
            return None
        return 100 * up / (up + down) if up + down else if_flat

    return on_valid(formula, close, nan=nan, max_gap=max_gap, number=number)


def ema(
    x: Sequence[float],
    window: int,
    seed: str = "sma",
    nan: str = "skip",
    max_gap: int | None = None,
    number: Callable = float,
) -> list[float]:
    """Exponential average with alpha = 2 / (window + 1)."""
    alpha = number(2) / (window + 1)
    formula = {
        "sma": lambda values: seeded(values, window, alpha),
        "first": lambda values: from_first(values, alpha),
        "adjust": lambda values: adjusted(values, alpha),
    }[seed]
    return on_valid(formula, x, nan=nan, max_gap=max_gap, number=number)


def macd(
    close: Sequence[float],
    fast: int = 12,
    slow: int = 26,
    signal: int = 9,
    align: str = "own",
    nan: str = "skip",
    max_gap: int | None = None,
    number: Callable = float,
) -> tuple[list[float], ...]:
    """Two averages, their difference, its average, and the difference of the last two."""

    def formula(prices: list[Any]) -> list[Any]:
        skip = min(len(prices), slow - fast) if align == "talib" else 0
        one = [None] * skip + seeded(prices[skip:], fast, number(2) / (fast + 1))
        two = seeded(prices, slow, number(2) / (slow + 1))
        line = [a - b for a, b in zip(one, two, strict=True) if b is not None]
        average = seeded(line, signal, number(2) / (signal + 1))
        rows = [None if b is None else (a, b, a - b) for a, b in zip(line, average, strict=True)]
        return [None] * (len(prices) - len(rows)) + rows

    return tuple(
        on_valid(
            lambda prices, k=k: [None if row is None else row[k] for row in formula(prices)],
            close,
            nan=nan,
            max_gap=max_gap,
            number=number,
        )
        for k in range(3)
    )


def one_return(before: float, after: float, kind: str, number: Callable) -> Any:
    """The return from one row to the next, None where there is none."""
    if not (math.isfinite(before) and math.isfinite(after)) or before == 0:
        return None
    if kind == "log" and not (before > 0 and after > 0):
        return None
    ratio = number(float(after)) / number(float(before))
    return logarithm(ratio) if kind == "log" else ratio - 1


def volatility(
    close: Sequence[float],
    window: int = 20,
    returns: str = "simple",
    ddof: int = 1,
    min_periods: int | None = None,
    periods_per_year: float | None = None,
    number: Callable = float,
) -> list[float]:
    """Standard deviation of the returns in the last `window` rows."""
    changes = [None] + [one_return(a, b, returns, number) for a, b in pairwise(close)]
    needed = window if min_periods is None else min_periods
    out = []
    for row in range(len(close)):
        seen = [r for r in changes[max(0, row - window + 1) : row + 1] if r is not None]
        value = deviation(seen, ddof) if len(seen) >= needed else None
        out.append(NAN if value is None else float(value) * math.sqrt(periods_per_year or 1))
    return out


def volume_ratio(
    volume: Sequence[float],
    window: int = 20,
    include_current: bool = True,
    min_periods: int | None = None,
    number: Callable = float,
) -> list[float]:
    """Volume over the mean volume of the last `window` rows."""
    needed = window if min_periods is None else min_periods
    out = []
    for row, today in enumerate(volume):
        end = row + 1 if include_current else row
        seen = [number(float(v)) for v in volume[max(0, end - window) : end] if math.isfinite(v)]
        usable = math.isfinite(today) and len(seen) >= max(needed, 1) and sum(seen) != 0
        out.append(float(number(float(today)) / mean(seen)) if usable else NAN)
    return out


# The user's step of tests/steps.py


def money_flow(
    close: Sequence[float], volume: Sequence[float], window: int = 5
) -> tuple[list[float], list[float]]:
    """Damped flow of money and the share of rising rows, over all valid rows so far."""
    flows, shares = [NAN] * len(close), [NAN] * len(close)
    flow = rises = 0.0
    before = NAN
    for count, row in enumerate(valid_rows(close, volume), start=1):
        rose = float(close[row]) > before
        flow = 0.9 * flow + (1.0 if rose else -1.0) * float(close[row]) * float(volume[row]) / 1e6
        rises += rose
        before = float(close[row])
        if count >= window:
            flows[row], shares[row] = flow, rises / count
    return flows, shares


# Parameters that an indicator's laws run with; one that is absent runs with its defaults.
VARIANTS: dict[str, list[dict[str, Any]]] = {
    "rsi": [
        {},
        {"window": 1},
        {"window": 5, "method": "ema", "flat": "nan"},
        {"window": 6, "method": "ewm", "flat": 0.0},
        {"window": 5, "method": "cutler"},
        {"window": 3, "nan": "propagate"},
        {"window": 3, "nan": "reset", "max_gap": 2},
        {"window": 4, "method": "cutler", "nan": "reset", "max_gap": 0},
    ],
    "ema": [
        {"window": 1},
        {"window": 10},
        {"window": 7, "seed": "first"},
        {"window": 7, "seed": "adjust"},
        {"window": 4, "nan": "propagate"},
        {"window": 4, "nan": "reset", "max_gap": 2},
        {"window": 4, "seed": "adjust", "nan": "reset", "max_gap": 1},
    ],
    "macd": [
        {"fast": 3, "slow": 6, "signal": 4},
        {"fast": 1, "slow": 2, "signal": 1, "nan": "propagate"},
        {"fast": 3, "slow": 5, "signal": 2, "align": "talib"},
        {"fast": 2, "slow": 4, "signal": 2, "align": "talib", "nan": "reset", "max_gap": 0},
        {"fast": 2, "slow": 3, "signal": 3, "nan": "reset", "max_gap": 2},
    ],
    "volatility": [
        {},
        {"window": 2},
        {"window": 5, "ddof": 0, "min_periods": 1},
        {"window": 6, "returns": "log", "min_periods": 3, "periods_per_year": 252},
    ],
    "volume_ratio": [
        {},
        {"window": 1},
        {"window": 5, "include_current": False},
        {"window": 6, "min_periods": 2},
        {"window": 6, "include_current": False, "min_periods": 1},
    ],
}

DIFFERENCES = {"macd"}
