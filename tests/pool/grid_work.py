"""Functions for worker processes."""

from __future__ import annotations

import os
from typing import Any


def close_sum(row: int, symbol: str, pool: Any) -> float:
    return float(pool.get(symbol)[row].sum())


def file_of(k: int, array: Any) -> str:
    """The file behind an array, as the kernel shows it."""
    at = array.__array_interface__["data"][0]
    for line in open("/proc/self/maps"):  # noqa: PTH123, SIM115
        span, *_, path = line.split(maxsplit=5)
        start, end = (int(part, 16) for part in span.split("-"))
        if start <= at < end:
            return f"{os.getpid()} {path.strip()}"
    raise AssertionError("it is not mapped")


def many_pages(k: int, pool: Any) -> float:
    """Reads every page of a large array."""
    return float(pool.get("large")[k % 7 :: 512].sum())


def hold_until_told(folder: str, name: str, ready: Any, go: Any) -> None:
    """A process that attaches, says so, and waits; a fork server has the folder of the test that began it."""
    import fastind as fi

    os.environ["FASTIND_POOL_DIR"] = folder

    with fi.attach_to_pool(name) as pool:
        ready.send(float(pool.get("x").sum()))
        go.recv()
