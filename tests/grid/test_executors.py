"""Every executor keeps the contract, and gives what a list comprehension gives."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numba

from fastind.parallel.executors.by_joblib import Joblib
from fastind.parallel.executors.compiled import Compiled
from fastind.parallel.executors.contract import Executor
from fastind.parallel.executors.lanes import Lanes
from fastind.parallel.executors.local import Serial, Threads
from fastind.parallel.machine import MemoryWatch
from tests.grid.executor_suite import ExecutorTests, PythonTests, WorkerTests

compiled = cache(numba.njit)


class TestSerial(PythonTests):
    backend = "serial"

    def make(self) -> Executor:
        return Serial()


class TestThreads(WorkerTests):
    backend = "threads"

    def make(self) -> Executor:
        return Threads(2)


class TestLanes(WorkerTests):
    backend = "loky"

    def make(self) -> Executor:
        return Lanes(2, None, MemoryWatch(0.8))

    def let_go(self, path: str) -> None:
        """Its process has ended."""


class TestJoblib(WorkerTests):
    backend = "joblib"

    def make(self) -> Executor:
        return Joblib(2)

    def let_go(self, path: str) -> None:
        """Its process has ended."""


class TestCompiled(ExecutorTests):
    backend = "numba"
    is_compiled = True

    def make(self) -> Executor:
        return Compiled(2)

    def of(self, func: Callable[..., Any]) -> Any:
        return compiled(func)
