"""The driver: cuts chunks, keeps lanes busy, blames the task that killed a worker, stops when told."""

from collections import Counter, deque
from collections.abc import Callable
from math import inf
from time import monotonic
from typing import Any, NamedTuple

from fastind.parallel.chunk import IDLE, UNKNOWN, Block, Chunk, Failure, Job, failure
from fastind.parallel.executors.contract import Executor, Outcome
from fastind.parallel.interrupts import Interrupts
from fastind.parallel.progress import Meter, say
from fastind.parallel.sinks import Sink
from fastind.parallel.values import Shape

SECONDS = 0.25  # a chunk's
TICK = 0.1
# Workers that a task must have seen die to have failed; the third when it may not have begun.
DEATHS, DEATHS_BY_OTHERS, DEATHS_UNKNOWN = 2, 3, 6
PATIENCE = 0.5  # seconds after which who has pressed Ctrl-C is told what is waited for
CHUNK_BYTES = 2**22  # of results, at most


class Part(NamedTuple):
    """Tasks that wait."""

    start: int
    stop: int
    deaths: int = 0


class Driver:
    """One run."""

    def __init__(
        self,
        job: Job,
        executor: Executor,
        sink: Sink,
        meter: Meter,
        interrupts: Interrupts,
        shape: Shape | None,
        on_shape: Callable[[Shape], None],
        stop_at_failure: bool,
    ) -> None:
        self.job, self._executor, self._sink, self._meter = job, executor, sink, meter
        self._interrupts, self._on_shape, self._stop_at_failure = interrupts, on_shape, stop_at_failure
        self.shape = shape
        self._waiting = deque([Part(0, len(job))] if len(job) else [])
        self._unsent = len(job)
        self._last: deque[Part] = deque()
        """Tasks that ran when memory ran out: they run again when nothing else does."""
        self._sent, self._is_stopping, self._told_at = 0, False, inf
        self._seconds = 0.0
        """That a task takes."""
        self.failed: Failure | None = None
        """The first failure."""
        self.kinds: Counter[str] = Counter()
        """Failures by the error's type."""
        self.workers_lost = 0

    @property
    def has_tasks(self) -> bool:
        """Is there anything to run."""
        return bool(self._waiting)

    def task(self, k: int) -> tuple[Any, ...]:
        """A task as the function gets it."""
        return self.job.tasks.task(int(self.job.places(k, k + 1)[0]))

    def run(self) -> None:
        """Run all tasks, or until a signal or a failure stops it."""
        while True:
            self._send()
            if self._sent:
                for outcome in self._executor.poll(TICK):
                    self._take(outcome)
            elif self._is_stopping or not (self._waiting or self._last):
                break
            else:
                self._sink.wait(TICK)
            self.update()
            if self._is_to_stop():
                self._stop()

    def _stop(self) -> None:
        """Send nothing any more; if what is in progress takes long, say so."""
        now = monotonic()
        if not self._is_stopping:
            self._is_stopping, self._told_at = True, now + PATIENCE
            self._executor.cancel()
        elif now >= self._told_at and self._sent:
            self._told_at = inf
            if self._interrupts.signal:
                say("run_grid: tasks in progress are finished first; Ctrl-C again stops at once")

    def _is_to_stop(self) -> bool:
        return bool(self._interrupts.signal) or (self._stop_at_failure and self.failed is not None)

    def update(self, is_last: bool = False) -> None:
        """Show how far it is."""
        sink, executor = self._sink, self._executor
        self._meter.update(sink.completed, sink.failed, executor.memory(), executor.lanes, is_last)

    def _send(self) -> None:
        if self._is_stopping:
            return
        # Until the first task has come back nobody knows how long one takes, or whether any can run.
        capacity = self._executor.capacity if self._seconds else 1
        while self._waiting and self._sent < capacity and not self._sink.is_full:
            part = self._waiting.popleft()
            stop = min(part.stop, part.start + (self._size() if self._seconds else 1))
            if stop < part.stop:
                self._waiting.appendleft(Part(stop, part.stop))
            self._submit(part.start, stop, part.deaths)
        if self._last and not self._waiting and not self._sent:
            self._submit(*self._last.popleft())

    def _submit(self, start: int, stop: int, deaths: int) -> None:
        self._executor.submit(Chunk(start, stop, SECONDS, self.shape, deaths))
        self._sent += 1
        self._unsent -= stop - start

    def _size(self) -> int:
        """Tasks of the next chunk: what its time allows, fewer near the end so that all end together."""
        fair = self._unsent // (2 * self._executor.capacity)
        width = len(self.shape.names) if self.shape else 1
        fair = max(fair, int(self._executor.least / self._seconds))
        return max(1, min(int(SECONDS / self._seconds), fair, CHUNK_BYTES // (8 * width)))

    def _take(self, outcome: Outcome) -> None:
        self._sent -= 1
        chunk, lost = outcome.chunk, outcome.lost
        for block in outcome.blocks:
            if block.shape in (None, self.shape) or self.shape is None:
                self._add(block)
            else:  # made before the first result had come back; now each task is compared with it
                self._again(block.start, block.stop)
        if outcome.reached > chunk.start and outcome.seconds:
            self._seconds = max(1e-9, outcome.seconds / (outcome.reached - chunk.start))
        if lost is not None and lost.k == UNKNOWN:
            self.workers_lost += 1
            self._divide(outcome)
        elif lost is not None and lost.k != IDLE:
            self.workers_lost += 1
            self._again(lost.k + 1, chunk.stop)
            self._blame(outcome)
            self._again(outcome.reached, lost.k)
        else:
            self._again(outcome.reached, chunk.stop, chunk.deaths)

    def _again(self, start: int, stop: int, deaths: int = 0) -> None:
        if start < stop:
            self._waiting.appendleft(Part(start, stop, deaths))
            self._unsent += stop - start

    def _divide(self, outcome: Outcome) -> None:
        """One of these tasks may have ended the worker and whoever knew which: it is looked for by halves."""
        start, stop, lost = outcome.chunk.start, outcome.chunk.stop, outcome.lost
        if stop - start == 1 and lost is not None:
            self._blame(outcome._replace(lost=lost._replace(k=start)), DEATHS_UNKNOWN)
        else:
            middle = (start + stop) // 2
            self._again(middle, stop)
            self._again(start, middle)

    def _blame(self, outcome: Outcome, most: int = DEATHS) -> None:
        """A task whose worker died runs once more, alone; then, or if it took too long, it has failed.

        Once more still if somebody has killed the worker: among many kills two may hit one task by chance.
        """
        kind, k, message, is_from_outside = outcome.lost  # type: ignore[misc]
        deaths = outcome.chunk.deaths + 1
        if kind != "timeout" and deaths < max(most, DEATHS_BY_OTHERS if is_from_outside else 0):
            if kind == "memory":
                self._last.append(Part(k, k + 1, deaths))
                self._unsent += 1
            else:
                self._again(k, k + 1, deaths)
            return
        error = {"timeout": "TimeoutError", "memory": "MemoryError"}.get(kind, "WorkerDied")
        self._add(Block(k, k + 1, [failure(k, kind, error, message, attempts=deaths)], [], None))

    def _add(self, block: Block) -> None:
        if block.shape is not None and self.shape is None:  # what all results are like
            self._on_shape(block.shape)
            self.shape = block.shape
        for failed in block.failures:
            self.failed = self.failed or failed
            self.kinds[failed.type] += 1
        self._sink.add(block)
