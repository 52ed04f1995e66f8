"""Williams' accumulation and distribution."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.naive.core import skipping

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "wad": [{}, {"nan": "propagate"}, {"nan": "reset", "max_gap": 1}],
}
DIFFERENCES = {"wad"}


@skipping
def wad(high: list[Any], low: list[Any], close: list[Any], *, number: Callable) -> list[Any]:
    out: list[Any] = []
    for k in range(len(close)):
        if not k:
            out.append(number(0))
        elif close[k] > close[k - 1]:
            out.append(out[-1] + close[k] - min(low[k], close[k - 1]))
        elif close[k] < close[k - 1]:
            out.append(out[-1] + close[k] - max(high[k], close[k - 1]))
        else:
            out.append(out[-1])
    return out
