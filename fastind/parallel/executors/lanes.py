"""Worker processes of this machine, each in a lane of its own: the end of one touches no other.

Started as loky starts them, a fresh interpreter each, with functions by cloudpickle, but with what loky's
executors lack: the name of the task in progress, and the finished results of a worker that was killed.
"""

from collections.abc import Callable
from multiprocessing.connection import wait
from time import monotonic

from fastind.errors import GridError
from fastind.parallel.chunk import IDLE, Chunk, Job
from fastind.parallel.executors.contract import Executor, Outcome
from fastind.parallel.executors.lane import Lane
from fastind.parallel.machine import MemoryWatch
from fastind.parallel.shipping import Shipment, packed

TICK = 0.05  # seconds between looks at the workers
PATIENCE = 5.0  # seconds after which a worker that somebody has stopped is replaced
BREATH = 2.0  # seconds between changes of the number of lanes
STARTS = 20  # workers that may die one after another without having begun a task


class Lanes(Executor):
    """`n` workers at first; `wanted` may say another number later, as the machine's load changes."""

    name = "loky"

    def __init__(
        self,
        n: int,
        task_timeout: float | None,
        memory: MemoryWatch,
        wanted: Callable[[list[int]], int] | None = None,
    ) -> None:
        self._n, self._task_timeout, self._memory, self._wanted = n, task_timeout, memory, wanted
        self._lanes: list[Lane] = []
        self._deaths, self._looked, self._adapted, self._is_cancelled = 0, 0.0, 0.0, False

    @property
    def lanes(self) -> int:
        return max(1, sum(not lane.retiring for lane in self._lanes)) if self._lanes else self._n

    def start(self, job: Job) -> None:
        self.begin(Shipment(*packed(job)))

    def begin(self, shipment: Shipment) -> None:
        """Get ready for a job that is packed already; it is closed with the lanes."""
        self._shipment = shipment
        try:
            for _ in range(self._n):
                self._lanes.append(Lane(self._shipment))
        except OSError as error:
            started = len(self._lanes)
            self.close()
            raise GridError(
                f"{started} of {self._n} workers could be started: {error}. Say a smaller n_jobs"
            ) from error
        self._looked = self._adapted = monotonic()

    def submit(self, chunk: Chunk) -> None:
        lanes = [lane for lane in self._lanes if not lane.retiring] or self._lanes
        min(lanes, key=lambda lane: (len(lane.chunks), not lane.is_ready)).submit(chunk)

    def poll(self, seconds: float) -> list[Outcome]:
        found: list[Outcome] = []
        lanes = {lane.connection: lane for lane in self._lanes}
        for connection in wait(list(lanes), min(seconds, TICK)):
            found += self._heard(lanes[connection])  # type: ignore[index]
        now = monotonic()
        if now - self._looked >= TICK:
            # A driver that was stopped itself must not take the time for its workers'.
            found += self._looked_after(min(now - self._looked, 4 * TICK))
            self._looked = now
        return found

    def cancel(self) -> None:
        self._is_cancelled = True
        for lane in self._lanes:
            lane.stop()

    def close(self) -> None:
        for lane in self._lanes:
            lane.process.kill()  # all of them first, then wait for each
        for lane in self._lanes:
            lane.close()
        self._lanes.clear()
        if hasattr(self, "_shipment"):
            self._shipment.close()

    def memory(self) -> int:
        return self._memory.used

    def _heard(self, lane: Lane) -> list[Outcome]:
        try:
            found = lane.received()
        except EOFError:
            return self._replaced(lane, "died", "")
        if found:
            self._deaths = 0
        if lane.retiring and not lane.chunks:
            self._lanes.remove(lane)
            lane.close()
        return found

    def _looked_after(self, passed: float) -> list[Outcome]:
        found: list[Outcome] = []
        for lane in list(self._lanes):
            lane.look(passed)
            if lane.process.poll() is not None:
                found += self._replaced(lane, "died", "")
            elif lane.stopped_for > PATIENCE:
                found += self._replaced(lane, "died", "its worker was stopped by a signal")
            elif self._task_timeout is not None and lane.in_task_for > self._task_timeout:
                told = f"it took longer than task_timeout={self._task_timeout:g} seconds"
                found += self._replaced(lane, "timeout", told)
        pids = {lane.process.pid: lane for lane in self._lanes}
        state = self._memory.look(list(pids))
        if state.is_over and state.worst not in pids:
            raise GridError(
                f"the results take {state.message}: give a store, then they are not kept in memory"
            )
        if state.is_over:
            found += self._replaced(pids[state.worst], "memory", f"its worker had {state.message}")
        if monotonic() - self._adapted >= BREATH:
            self._adapt(state.is_tight)
        return found

    def _adapt(self, is_tight: bool) -> None:
        """Fewer lanes when memory is short, or as many as the machine has room for."""
        self._adapted = monotonic()
        serving = [lane for lane in self._lanes if not lane.retiring]
        wanted = self._wanted([lane.process.pid for lane in serving]) if self._wanted else self._n
        if (is_tight or len(serving) > wanted) and len(serving) > 1:
            serving[-1].retiring = True
            if not serving[-1].chunks:
                self._lanes.remove(serving[-1])
                serving[-1].close()
        elif len(serving) < wanted and not is_tight and not self._is_cancelled:
            self._lanes.append(Lane(self._shipment))

    def _replaced(self, lane: Lane, kind: str, message: str) -> list[Outcome]:
        found = lane.lost(kind, message or lane.end())
        is_at_work = any(o.blocks or (o.lost is not None and o.lost.k != IDLE) for o in found)
        self._deaths = 0 if is_at_work else self._deaths + 1
        if self._deaths > STARTS:
            raise GridError(
                f"{self._deaths} workers died one after another before they began a task: {lane.end()}"
            )
        try:
            lane.restart()
        except OSError as error:
            self._lanes.remove(lane)
            lane.close()
            if not self._lanes:
                raise GridError(f"no worker can be started: {error}") from error
            return found
        if self._is_cancelled:
            lane.stop()
        return found
