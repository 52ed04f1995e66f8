"""The loop that runs a chunk: the same in this process, in threads, in workers, on a cluster."""

from abc import ABC, abstractmethod
from collections.abc import Callable, MutableSequence
from functools import partial
from time import perf_counter
from typing import Any

from fastind.parallel.chunk import IDLE, Block, Chunk, Failure, Job, failure, raised
from fastind.parallel.interrupts import Abort
from fastind.parallel.values import Shape, packed

# What a killed worker has not put into a block runs again. Blocks of 5 ms cost under 1 % in packing.
BLOCK_SECONDS = 0.005


class ChunkRunner(ABC):
    """Runs chunks block by block; one for each thread."""

    growth = 2
    """A block has at most so many times the tasks of the one before."""

    def __init__(self) -> None:
        self._size = 1
        self._shape: Shape | None = None
        """As the driver has told it."""

    def run(self, chunk: Chunk, emit: Callable[[Block], None]) -> int:
        """Run tasks until the chunk or its time ends, at least one; gives the first that did not run."""
        self._shape = chunk.shape or self._shape
        until, k, shape = perf_counter() + chunk.seconds, chunk.start, self._shape
        while k < chunk.stop:
            began = perf_counter()
            stop = min(chunk.stop, k + self._size)
            block = self.block(k, stop, shape, min(until, began + 2 * BLOCK_SECONDS))
            emit(block)
            now = perf_counter()
            rate = (block.stop - k) / max(1e-9, now - began)
            self._size = max(1, min(self.growth * self._size, int(rate * BLOCK_SECONDS)))
            k, shape = block.stop, shape or block.shape
            if now >= until:
                break
        return k

    @abstractmethod
    def block(self, start: int, stop: int, shape: Shape | None, until: float) -> Block:
        """Run tasks, at least one, to `stop` or until it is so late."""


class Runner(ChunkRunner):
    """Calls a Python function."""

    def __init__(self, job: Job, slot: MutableSequence[int] | None = None) -> None:
        super().__init__()
        self._job = job
        self._call = partial(job.func, **job.data) if job.data else job.func
        self._slot: MutableSequence[int] = [IDLE] if slot is None else slot
        """Its first number is the task in progress, for who watches."""

    def run(self, chunk: Chunk, emit: Callable[[Block], None]) -> int:
        """Run tasks, and say at the end that none is in progress."""
        reached = super().run(chunk, emit)
        self._slot[0] = IDLE
        return reached

    def block(self, start: int, stop: int, shape: Shape | None, until: float) -> Block:
        """Call the function for each task."""
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
        shape, _ = _shape_of(result)
        if shape is not None:
            break
    if shape is None:
        bad = [(k, _shape_of(result)[1]) for k, result in enumerate(results)]
        columns: Any = []
    else:
        columns, bad = packed(results, shape)
    failures += [failure(ks[k], "result", "ValueError", why) for k, why in bad]
    return Block(start, stop, sorted(failures), columns, shape)


def _shape_of(result: Any) -> tuple[Shape | None, str]:
    """The shape of a first result, or why it has none."""
    try:
        return Shape.of(result), ""
    except Abort:
        raise
    except ValueError as error:
        return None, str(error)
    except BaseException as error:  # noqa: BLE001 - of a user's class
        return None, f"its result cannot be read: {type(error).__name__}"
