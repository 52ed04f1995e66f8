"""A call on a panel takes no more memory than its input, its output and 16 MB."""

from __future__ import annotations

import json
import sys

import pytest

from tests.processes import run_python

MEASURE = """
import json
import numpy as np
import fastind as fi


def megabytes(name):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name)) / 1024


def taken(call):
    with open("/proc/self/clear_refs", "w") as control:
        control.write("5")  # the high-water mark begins again
    before = megabytes("VmRSS")
    call()
    return megabytes("VmHWM") - before


close = np.random.default_rng(1).uniform(1.0, 2.0, (1000, 4001))
turned, small, series = np.asfortranarray(close), close.astype("f4"), close.ravel()[:1_000_000].copy()
out, narrow, line = np.ones_like(close), np.ones_like(small), np.ones_like(series)
two = {"r": np.ones_like(close), "v": np.ones_like(close)}
fields = {"close": close, "volume": close}
pair = {"r": fi.rsi.bind(), "v": fi.volume_ratio.bind(window=250)}
calls = {
    "rsi": lambda: fi.rsi(close, out=out),
    "rsi, other order": lambda: fi.rsi(turned, out=out),
    "rsi, float32": lambda: fi.rsi(small, out=narrow),
    "rsi, every second row": lambda: fi.rsi(close[::2], out=out[::2]),
    "cutler": lambda: fi.rsi(close, method="cutler", out=out),
    "volatility, a year": lambda: fi.volatility(close, window=250, min_periods=20, out=out),
    "two in one pass": lambda: fi.compute(fields, pair, out=two),
    "a series": lambda: fi.rsi(series, out=line),
    "a series with a long window": lambda: fi.volatility(series, window=5000, out=line),
}
for call in calls.values():
    call()
print(json.dumps({name: taken(call) for name, call in calls.items()}))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells the high-water mark on Linux")
def test_nothing_takes_more_than_16_megabytes_beside_its_output() -> None:
    # Freed memory goes back to the system at once: what one call has left must not hide what the next takes.
    taken = json.loads(run_python(MEASURE, MALLOC_MMAP_THRESHOLD_="65536", MALLOC_TRIM_THRESHOLD_="0"))
    assert len(taken) == 9
    assert {name: size for name, size in taken.items() if size > 16} == {}
