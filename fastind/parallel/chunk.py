"""A chunk of tasks and the loop that runs it: the same here, in threads, in workers, on a cluster."""

import traceback
from collections.abc import Callable, Mapping, MutableSequence
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np

from fastind._types import IntArray
from fastind.parallel.interrupts import Abort
from fastind.parallel.tasks import Tasks
from fastind.parallel.values import Shape, packed

# A killed worker's tasks since its last block run again. Blocks of 5 ms cost under 1 % in packing.
BLOCK_SECONDS = 0.005
IDLE = -1  # what a slot says between tasks
LONGEST = 2_000  # characters of a message or traceback


class Failure(NamedTuple):
    """A task that has no result, and why."""

    k: int
    kind: str
    """exception, result, died, timeout or memory"""
    type: str
    message: str
    traceback: str
    attempts: int


class Chunk(NamedTuple):
    """Tasks `start` to `stop`, in the order of the job, for about so many seconds."""

    start: int
    stop: int
    seconds: float
    shape: Shape | None
    is_alone: bool = False
    """Its one task was running when a worker died."""


class Block(NamedTuple):
    """What became of tasks `start` to `stop`: the failed ones, and columns of the others' values."""

    start: int
    stop: int
    failures: list[Failure]
    columns: list[Any]
    shape: Shape | None

    def places(self) -> IntArray:
        """The tasks that have values."""
        ks = np.arange(self.start, self.stop)
        return np.delete(ks, [f.k - self.start for f in self.failures]) if self.failures else ks


@dataclass(frozen=True)
class Job:
    """All that a worker must know; it gets it once."""

    func: Callable[..., Any]
    tasks: Tasks
    order: IntArray | None
    """The places of the tasks that are to run; None: all of them."""
    data: Mapping[str, Any] = field(default_factory=dict)
    max_attempts: int = 1

    def __len__(self) -> int:
        return len(self.tasks) if self.order is None else len(self.order)

    def places(self, start: int, stop: int) -> IntArray:
        """Where in `args` these tasks are."""
        return np.arange(start, stop) if self.order is None else self.order[start:stop]

    def at(self, ks: IntArray) -> IntArray:
        """Where in `args` tasks are that are named by their number in this job."""
        return ks if self.order is None else self.order[ks]


class Runner:
    """Calls the function, chunk by chunk, and emits blocks; one for each thread."""

    def __init__(self, job: Job, slot: MutableSequence[int] | None = None) -> None:
        self._job, self._size = job, 1
        self._shape: Shape | None = None
        """As the driver has told it."""
        self._call = partial(job.func, **job.data) if job.data else job.func
        self._slot: MutableSequence[int] = [IDLE] if slot is None else slot
        """Its first number is the task in progress, for who watches."""

    def run(self, chunk: Chunk, emit: Callable[[Block], None]) -> int:
        """Run tasks until the chunk or its time ends, at least one; gives the first that did not run."""
        self._shape = chunk.shape or self._shape
        until, k, shape = perf_counter() + chunk.seconds, chunk.start, self._shape
        while k < chunk.stop:
            began = perf_counter()
            stop = min(chunk.stop, k + self._size)
            block = self._block(k, stop, shape, min(until, began + 2 * BLOCK_SECONDS))
            emit(block)
            now = perf_counter()
            rate = (block.stop - k) / max(1e-9, now - began)
            self._size = max(1, min(2 * self._size, int(rate * BLOCK_SECONDS)))
            k, shape = block.stop, shape or block.shape
            if now >= until:
                break
        self._slot[0] = IDLE
        return k

    def _block(self, start: int, stop: int, shape: Shape | None, until: float) -> Block:
        results: list[Any] = []
        failures: list[Failure] = []
        k = start
        tasks = zip(*self._job.tasks.values(self._job.places(start, stop)), strict=True)
        call, slot, add, clock = self._call, self._slot, results.append, perf_counter
        while True:
            task: Any = None
            try:
                for task in tasks:
                    slot[0] = k
                    add(call(*task))
                    k += 1
                    if clock() >= until:
                        break
                break
            except Abort:
                raise
            except BaseException as error:  # also SystemExit and KeyboardInterrupt of the function
                if task is None:
                    raise
                self._again(task, error, k, results, failures)
                k += 1
                if clock() >= until:
                    break
        return _block(start, k, results, failures, shape)

    def _again(
        self, task: Any, error: BaseException, k: int, results: list[Any], failures: list[Failure]
    ) -> None:
        """Try a task again as often as the job says, then it has failed."""
        for _ in range(1, self._job.max_attempts):
            try:
                results.append(self._call(*task))
                return
            except Abort:
                raise
            except BaseException as again:  # noqa: BLE001
                error = again
        failures.append(raised(k, error, self._job.max_attempts))


def _block(start: int, stop: int, results: list[Any], failures: list[Failure], shape: Shape | None) -> Block:
    failed = {failure.k for failure in failures}
    ks = range(start, stop) if not failed else [k for k in range(start, stop) if k not in failed]
    for result in results if shape is None else ():
        try:
            shape = Shape.of(result)
            break
        except ValueError:
            continue
    if shape is None:
        bad = [(k, _why(result)) for k, result in enumerate(results)]
        columns: list[Any] = []
    else:
        columns, bad = packed(results, shape)
    failures += [failure(ks[k], "result", "ValueError", why) for k, why in bad]
    return Block(start, stop, sorted(failures), columns, shape)


def _why(result: Any) -> str:
    try:
        Shape.of(result)
    except ValueError as error:
        return str(error)
    raise AssertionError("a result with a shape")


def failure(k: int, kind: str, error: str, message: str, text: str = "", attempts: int = 1) -> Failure:
    """A failure, of texts that a store can keep."""
    return Failure(k, kind, _clean(error), _clean(message), _clean(text), attempts)


def raised(k: int, error: BaseException, attempts: int) -> Failure:
    """A failure by what a task has raised."""
    kind = type(error)
    try:
        message = str(error)
    except Abort:
        raise
    except BaseException as broken:  # noqa: BLE001 - a user's __str__
        message = f"(its message raises {type(broken).__name__})"
    try:
        frames = traceback.extract_tb(error.__traceback__)[1:]  # the first frame is ours
        lines = [*traceback.format_list(frames[-3:]), *traceback.format_exception_only(error)]
        text = "".join(lines)
    except Abort:
        raise
    except BaseException:  # noqa: BLE001 - of a user's class
        text = ""
    name = (
        kind.__qualname__
        if kind.__module__ in ("builtins", "__main__")
        else f"{kind.__module__}.{kind.__qualname__}"
    )
    return failure(k, "exception", name, message, text, attempts)


def _clean(text: str) -> str:
    """Text that a store can keep, not too long."""
    return text[:LONGEST].encode(errors="replace").decode().replace("\0", "\\0")
