"""What a fresh process waits for: the most used indicators from a warm cache, and all from nothing."""

import tempfile
from collections.abc import Iterator

from contenders import Row, Thunk, child, in_child

MOST_USED = (
    "sma", "ema", "wma", "rsi", "macd", "bbands", "atr", "stoch", "adx", "cci", "obv", "mfi", "willr", "roc",
    "mom", "stddev", "dema", "kama", "volatility", "volume_ratio",
)  # fmt: skip
TWENTY = f"""
import time
t = time.perf_counter()
import numpy as np
import fastind as fi
for name in {MOST_USED}:
    indicator = getattr(fi, name)
    given = {{"window": 20}} if name == "ema" else {{}}
    for shape in (400, (400, 80)):
        indicator(*[np.ones(shape) for _ in indicator.inputs], **given)
print(time.perf_counter() - t)
"""
ALL = "import fastind as fi; print(fi.warmup().seconds)"


def from_nothing() -> tuple[Thunk, None]:
    def run() -> float:
        with tempfile.TemporaryDirectory() as folder:
            return child(ALL, FASTIND_CACHE_DIR=folder, NUMBA_CACHE_DIR="")

    return run, None


def rows() -> Iterator[Row]:
    yield Row("the 20 most used, warm disk cache", in_child(TWENTY), "s", 1.5, 1.0)
    yield Row("all indicators, compiled from nothing", from_nothing, "s", 360, 120, rounds=1)
