"""Changes over some rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from tests.naive.core import NAN

VARIANTS: dict[str, list[dict[str, Any]]] = {"mom": [{"window": 3}, {"window": 1}]}
DIFFERENCES = {"mom"}


def mom(x: Sequence[float], window: int = 10) -> list[float]:
    return [
        float(v) - float(x[k - window])
        if k >= window and math.isfinite(v) and math.isfinite(x[k - window])
        else NAN
        for k, v in enumerate(x)
    ]
