"""Functions for tasks, apart from the tests: a worker that imports them needs nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np


def three(a: int, b: int) -> tuple[int, int, float]:
    return a * 10 + b, a - b, a * b / 4


def thirds(a: int, b: int) -> int:
    if a % 3 == 0:
        raise ValueError("a third")
    return a + b


def scaled(a: int, b: int, table: Any, by: int = 1) -> float:
    return float(table[a] * b * by)


def powers(a: int, b: int) -> Any:
    return a ** np.arange(1.0, 4.0) + b


def held(a: int, started: str, release: str) -> int:
    """A task that says that it runs, and then waits."""
    with open(started, "w"), open(release):  # noqa: PTH123
        return a
