"""Functions of tasks. Each notes its calls in a file, so that they can be counted whatever dies."""

from __future__ import annotations

import ctypes
import math
import os
import threading
from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import Any, NoReturn

import numpy as np

LENGTH = 8  # bytes of a call in the file
CALLS = "FASTIND_TEST_CALLS"


def value(k: int) -> tuple[float, int, str]:
    """What every task of this number gives: floats of any bits, whole numbers, text."""
    return math.sin(k) / 3, k * k - 2**40, f"{k}:ü"


def rows(ks: Any) -> list[list[Any]]:
    """The rows of these tasks, as a loop would make them."""
    return [[k, *value(k)] for k in ks]


def count_in(calls: Path) -> None:
    """Say where this process, and the workers that it starts, note their calls."""
    os.environ[CALLS] = str(calls)


def noted(k: int) -> tuple[float, int, str]:
    """Note the call, and give the value."""
    note(k)
    return value(k)


def busy(seconds: float, k: int) -> tuple[float, int, str]:
    """The same, after being busy for so long."""
    note(k)
    until = perf_counter() + seconds
    while perf_counter() < until:
        pass
    return value(k)


def note(k: int) -> None:
    """Append a call; whole, or not at all."""
    file = os.open(os.environ[CALLS], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    try:
        os.write(file, k.to_bytes(LENGTH, "little"))
    finally:
        os.close(file)


def calls_in(calls: Path) -> Counter[int]:
    """How often each task was called."""
    return Counter(np.fromfile(calls, np.int64).tolist() if calls.exists() else [])


def for_ever() -> NoReturn:
    """Wait until killed."""
    threading.Event().wait()
    raise AssertionError("unreachable")


def segfault() -> None:
    """Read where nothing is."""
    ctypes.string_at(0)


def eat(size: int) -> NoReturn:
    """Take so many bytes and keep them."""
    held = [bytearray(os.urandom(1)) * 2**24 for _ in range(size >> 24)]
    for_ever()
    raise AssertionError(held)
