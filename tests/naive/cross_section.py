"""What a code is among the others: each function takes one date, a list of the codes' values."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

import numpy as np

from tests.naive.core import NAN

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "cs_rank": [{}, {"scale": "dense01"}],
    "cs_zscore": [{}, {"ddof": 0}],
    "cs_demean": [{}],
    "cs_group_demean": [{}],
    "cs_scale": [{}, {"to": 100.0}],
    "cs_winsorize": [{}, {"limit": 0.5}],
    "cs_quantile": [{}, {"q": 3}, {"q": 1}],
    "cs_neutralize": [{}],
    "cs_corr": [{}, {"method": "spearman"}],
}


def among(
    formula: Callable[..., list[float]],
    inputs: list[Sequence[float]],
    group: Sequence[Any] | None = None,
    mask: Sequence[Any] | None = None,
    infinite: bool = False,
) -> list[float]:
    """The formula on each group's codes that have every value and are not masked; NaN for the others."""
    n = len(inputs[0])
    labels = [0.0] * n if group is None else group
    kept = [1.0] * n if mask is None else mask

    def counts(j: int) -> bool:
        fine = all(not math.isnan(x[j]) and (infinite or not math.isinf(x[j])) for x in inputs)
        return fine and not math.isnan(labels[j]) and not math.isnan(kept[j]) and kept[j] != 0

    members: dict[Any, list[int]] = {}
    for j in filter(counts, range(n)):
        members.setdefault(labels[j], []).append(j)
    out = [NAN] * n
    for codes in members.values():
        for j, value in zip(codes, formula(*([x[j] for j in codes] for x in inputs)), strict=True):
            out[j] = value
    return out


def exact_mean(x: Sequence[float]) -> float:
    return math.fsum(x) / len(x)


def rank(x: list[float]) -> list[float]:
    return [sum(b < a for b in x) + (sum(b == a for b in x) + 1) / 2 for a in x]


def cs_rank(x: Sequence[float], scale: str = "pct", group: Any = None, mask: Any = None) -> list[float]:
    def formula(x: list[float]) -> list[float]:
        n = len(x)
        if scale == "pct":
            return [r / n for r in rank(x)]
        return [(r - 1) / (n - 1) if n > 1 else NAN for r in rank(x)]

    return among(formula, [x], group, mask, infinite=True)


def cs_demean(x: Sequence[float], group: Any = None, mask: Any = None) -> list[float]:
    return among(lambda x: [a - exact_mean(x) for a in x], [x], group, mask)


def cs_group_demean(x: Sequence[float], group: Any, mask: Any = None) -> list[float]:
    return cs_demean(x, group, mask)


def cs_zscore(x: Sequence[float], ddof: int = 1, group: Any = None, mask: Any = None) -> list[float]:
    def formula(x: list[float]) -> list[float]:
        middle = exact_mean(x)
        squares = math.fsum((a - middle) ** 2 for a in x)
        if len(x) <= ddof or min(x) == max(x):
            return [NAN] * len(x)
        return [(a - middle) / math.sqrt(squares / (len(x) - ddof)) for a in x]

    return among(formula, [x], group, mask)


def cs_scale(x: Sequence[float], to: float = 1.0, group: Any = None, mask: Any = None) -> list[float]:
    def formula(x: list[float]) -> list[float]:
        total = math.fsum(map(abs, x))
        return [a * to / total if total else NAN for a in x]

    return among(formula, [x], group, mask)


def cs_winsorize(x: Sequence[float], limit: float = 3.0, group: Any = None, mask: Any = None) -> list[float]:
    def formula(x: list[float]) -> list[float]:
        middle = median(x)
        reach = limit * 1.4826 * median(abs(a - middle) for a in x)
        return [min(max(a, middle - reach), middle + reach) for a in x]

    return among(formula, [x], group, mask)


def cs_quantile(x: Sequence[float], q: int = 5, group: Any = None, mask: Any = None) -> list[float]:
    def formula(x: list[float]) -> list[float]:
        ascending = sorted(x)
        edges = []
        for k in range(1, q):
            whole, rest = divmod(k * (len(x) - 1), q)
            beyond = ascending[whole + 1] - ascending[whole] if rest else 0.0
            edges.append(ascending[whole] + beyond * (rest / q))
        return [1.0 + sum(edge < a for edge in edges) for a in x]

    return among(formula, [x], group, mask)


def cs_neutralize(
    x: Sequence[float], exposures: Any = None, group: Any = None, mask: Any = None
) -> list[float]:
    """By numpy's least squares, on all dummies at once."""
    labels = [0.0] * len(x) if group is None else group

    def formula(x: list[float], labels: list[float], *exposures: list[float]) -> list[float]:
        dummies = [[float(a == label) for a in labels] for label in dict.fromkeys(labels)]
        scaled = [[a / max(map(abs, e), default=1.0) if any(e) else 0.0 for a in e] for e in exposures]
        matrix = np.array([*dummies, *scaled]).T
        left = np.array(x) - matrix @ np.linalg.lstsq(matrix, np.array(x), rcond=None)[0]
        return list(map(float, left))

    return among(formula, [x, labels, *(exposures or [])], None, mask)


def cs_corr(
    x: Sequence[float], y: Sequence[float], method: str = "pearson", group: Any = None, mask: Any = None
) -> list[float]:
    def formula(x: list[float], y: list[float]) -> list[float]:
        if method == "spearman":
            x, y = rank(x), rank(y)
        dx, dy = ([a - exact_mean(one) for a in one] for one in (x, y))
        scale = math.sqrt(math.fsum(a * a for a in dx) * math.fsum(b * b for b in dy))
        if min(x) == max(x) or min(y) == max(y):
            return [NAN] * len(x)
        return [math.fsum(a * b for a, b in zip(dx, dy, strict=True)) / scale] * len(x)

    return among(formula, [x, y], group, mask)
