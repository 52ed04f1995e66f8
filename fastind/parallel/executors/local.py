"""In this process: one chunk after another in the calling thread, or side by side in threads."""

import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from time import perf_counter
from typing import Any

from fastind.parallel.chunk import Block, Chunk, Job
from fastind.parallel.executors.contract import Executor, Outcome
from fastind.parallel.runner import Runner

MakeRunner = Callable[[Job], Any]
"""Gives what has `run(chunk, emit)`: `Runner` for Python functions, another for compiled ones."""


class Serial(Executor):
    """Runs chunks in `poll`."""

    name = "serial"
    lanes = 1

    def __init__(self, make: MakeRunner = Runner) -> None:
        self._make, self._waiting, self._stopped = make, deque[Chunk](), False

    def start(self, job: Job) -> None:
        self._runner = self._make(job)

    def submit(self, chunk: Chunk) -> None:
        self._waiting.append(chunk)

    def poll(self, seconds: float) -> list[Outcome]:
        if self._stopped:
            unrun = [Outcome(chunk, [], chunk.start, 0.0) for chunk in self._waiting]
            self._waiting.clear()
            return unrun
        return [_outcome(self._runner, self._waiting.popleft())] if self._waiting else []

    def cancel(self) -> None:
        self._stopped = True

    def close(self) -> None:
        self._waiting.clear()


class Threads(Executor):
    """Runs chunks in threads; worth while for functions that wait, or that release the GIL."""

    name = "threads"

    def __init__(self, n: int, make: MakeRunner = Runner) -> None:
        self._n, self._make, self._stopped = n, make, False
        self._waiting: SimpleQueue[Chunk | None] = SimpleQueue()
        self._ended: SimpleQueue[Outcome | BaseException] = SimpleQueue()

    @property
    def lanes(self) -> int:
        return self._n

    def start(self, job: Job) -> None:
        for _ in range(self._n):  # daemons: after a second Ctrl-C nobody waits for them
            threading.Thread(target=self._work, args=(self._make(job),), daemon=True).start()

    def submit(self, chunk: Chunk) -> None:
        self._waiting.put(chunk)

    def poll(self, seconds: float) -> list[Outcome]:
        found: list[Outcome] = []
        with suppress(Empty):
            ended = self._ended.get(timeout=seconds)
            while True:
                if isinstance(ended, BaseException):
                    raise ended
                found.append(ended)
                ended = self._ended.get_nowait()
        return found

    def cancel(self) -> None:
        self._stopped = True

    def close(self) -> None:
        self._stopped = True
        for _ in range(self._n):
            self._waiting.put(None)

    def _work(self, runner: Any) -> None:
        while (chunk := self._waiting.get()) is not None:
            try:
                unrun = Outcome(chunk, [], chunk.start, 0.0)
                self._ended.put(unrun if self._stopped else _outcome(runner, chunk))
            except BaseException as error:  # noqa: BLE001 - ours: a task's own end in its block
                self._ended.put(error)


def _outcome(runner: Any, chunk: Chunk) -> Outcome:
    began, blocks = perf_counter(), list[Block]()
    reached = runner.run(chunk, blocks.append)
    return Outcome(chunk, blocks, reached, perf_counter() - began)
