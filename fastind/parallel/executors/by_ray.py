"""Chunks by Ray: on a running cluster, or on one of this machine that ends with the run."""

from collections.abc import Iterator
from contextlib import suppress
from time import sleep
from typing import Any

import ray
from ray.exceptions import RayActorError, RayError

from fastind.errors import GridError
from fastind.parallel.executors import ray_here, remote
from fastind.parallel.executors.cluster import (
    BREATH,
    PATIENCE,
    Cluster,
    Ended,
    Gone,
    NotRun,
    is_there,
    reason,
)
from fastind.parallel.executors.remote import Parcel


class Seat:
    """An actor: a core of the cluster, which runs one chunk after another."""

    def take(self, parcel: Parcel) -> None:
        """Know the job."""
        remote.deliver(parcel)

    def run(self, token: str, chunk: bytes) -> bytes:
        """Run a chunk."""
        return remote.run(token, chunk)


class Ray(Cluster):
    """The Ray that this process has initialised, one at an address, or one of its own."""

    name = "ray"

    def __init__(
        self, n_jobs: int | None, task_timeout: float | None, memory_limit: float, address: str | None = None
    ) -> None:
        super().__init__(n_jobs, task_timeout, memory_limit, address)
        self._is_ours, self._head, self._silent = False, "", 0.0
        self._starting: dict[Any, Any] = {}
        """Actors that are not there yet, by what they will say then."""
        self._seats: dict[Any, list[Any]] = {}
        """Those that are, and the chunks that each has, oldest first."""

    def _open(self, n: int) -> None:
        self._is_ours = ray_here.join(n, self._address)
        self._head = ray_here.seen_head()
        self._actor = ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(Seat)

    def _place(self, worker: str = "") -> None:
        self._placed = ray.put(self._parcel)
        for seat in [*self._starting.values(), *self._seats]:
            seat.take.remote(self._placed)
        self._look()
        if not self._seats and not self._running:  # the first one is waited for: often it cannot begin
            list(self._ended(PATIENCE))

    def _room(self) -> int:
        return len(self._seats)

    def _send(self, chunk: bytes) -> Any:
        seat = min(self._seats, key=lambda seat: len(self._seats[seat]), default=None)
        if seat is None or len(self._seats[seat]) >= self._each:
            return None
        ref = seat.run.remote(self._token, chunk)
        self._seats[seat].append(ref)
        return ref

    def _ended(self, seconds: float) -> Iterator[tuple[Any, Ended]]:
        refs = [*self._starting, *self._running]
        if not refs:
            sleep(seconds)
        ready = ray.wait(refs, timeout=seconds)[0] if refs else []
        if len(refs) > 1 and ready:
            ready = ray.wait(refs, num_returns=len(refs), timeout=0)[0]
        # What has come back before a worker's death goes first: it is not lost.
        for ref, result in sorted(map(_got, ready), key=lambda got: isinstance(got[1], RayError)):
            seat = self._starting.get(ref) or next((s for s, at in self._seats.items() if ref in at), None)
            if isinstance(result, RayActorError):
                yield from self._dead(seat, reason(result))
            elif ref not in self._starting:
                self._seats[seat].remove(ref)
                yield ref, result
            elif isinstance(result, RayError):
                raise GridError(f"no worker of Ray can begin: {reason(result)}") from result
            else:
                self._seats[self._starting.pop(ref)] = []

    def _dead(self, seat: Any, why: str) -> Iterator[tuple[Any, Ended]]:
        """Its oldest chunk may have killed it; the next ones have not begun."""
        self._starting = {ref: other for ref, other in self._starting.items() if other is not seat}
        for k, ref in enumerate(self._seats.pop(seat, [])):
            yield ref, NotRun() if k else Gone(why)
        self._look()

    def _look(self) -> None:
        """An actor for each core of the cluster: new nodes are used, dead actors are replaced."""
        if self._head and not is_there(self._head):
            self._silent += BREATH
            if self._silent > PATIENCE:  # soon Ray ends this process
                raise GridError(f"the head of Ray at {self._head} is gone")
            return
        self._silent = 0.0
        self._cores = int(ray.cluster_resources().get("CPU", 0))
        for _ in range(
            min(self._cores, self._n_jobs or self._cores) - len(self._seats) - len(self._starting)
        ):
            seat = self._actor.remote()
            self._starting[seat.take.remote(self._placed)] = seat

    def _close(self) -> None:
        with suppress(RayError):
            for seat in [] if self._silent else [*self._starting.values(), *self._seats]:
                ray.kill(seat)
        self._starting.clear()
        self._seats.clear()
        if self._is_ours:
            self._is_ours = False
            ray_here.leave()


def _got(ref: Any) -> tuple[Any, Any]:
    """What there is at a reference, or the error."""
    try:
        return ref, ray.get(ref)
    except RayError as error:
        return ref, error
