"""What executors of clusters share: one or two chunks for each lane are with the engine.

More of them wait here. The engine neither tries again nor keeps anything: what became of a chunk is decided
in this process alone.
"""

import mmap
import os
import pickle
import socket
from abc import abstractmethod
from collections import deque
from collections.abc import Iterable
from time import monotonic
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import uuid4

import numpy as np

from fastind.errors import GridError, ParameterError
from fastind.parallel.chunk import UNKNOWN, Chunk, Job
from fastind.parallel.executors.contract import Executor, Lost, Outcome
from fastind.parallel.executors.remote import Held, Parcel, Refusal, versions
from fastind.parallel.machine import cores
from fastind.parallel.shipping import packed, search_path

BREATH = 2.0  # seconds between looks at the workers
PATIENCE = 10.0  # seconds for a cluster to answer
SHORT = 1.0  # seconds of a chunk for which another one waits at the worker: the way there takes some
LONELY = 60.0  # seconds that a cluster may be without any worker
DEATHS = 50  # of workers one after another, while no chunk came back
SAID = 500  # characters of an engine's reason


class Gone(NamedTuple):
    """A chunk's worker has died."""

    message: str


class NotRun(NamedTuple):
    """The engine has not come to it."""


Ended = bytes | Gone | NotRun | BaseException
"""What an engine says of a chunk: what `remote.run` gave, or else."""


class Cluster(Executor):
    """An engine says how many chunks it can run now, takes one, and gives what has ended."""

    least = 0.05

    def __init__(
        self, n_jobs: int | None, task_timeout: float | None, memory_limit: float, address: str | None
    ) -> None:
        self._n_jobs, self._task_timeout, self._memory_limit = n_jobs, task_timeout, memory_limit
        self._address = address
        self._token = uuid4().hex
        self._files: list[int] = []
        self._waiting, self._running = deque[Chunk](), dict[Any, Chunk]()
        self._cores, self._alone, self._looked = 1, 0.0, monotonic()
        self._is_cancelled, self._deaths, self._is_short = False, 0, False

    @property
    def lanes(self) -> int:
        return max(1, min(self._room(), self._n_jobs or self._room()))

    @property
    def capacity(self) -> int:
        return 3 * self.lanes

    def start(self, job: Job) -> None:
        self._body, self._files = packed(job)
        self._open(self._n_jobs or cores())
        self._parcel = self._packed([Held.of(file) for file in self._files])
        self._place()

    def submit(self, chunk: Chunk) -> None:
        self._waiting.append(chunk)
        self._feed()

    def poll(self, seconds: float) -> list[Outcome]:
        found: list[Outcome] = []
        if self._is_cancelled:
            if not self._cores:  # Ctrl-C has ended its workers too
                self._waiting.extend(self._running.values())
                self._running.clear()
            found = [Outcome(chunk, [], chunk.start, 0.0) for chunk in self._waiting]
            self._waiting.clear()
        if monotonic() - self._looked > BREATH:
            self._looked = monotonic()
            self._look()
            self._alone = 0.0 if self._cores else self._alone + BREATH
            if self._alone > LONELY:
                raise GridError(f"the cluster has had no workers for {LONELY:g} seconds")
        seconds = 0.0 if found else seconds
        ended = [(self._running.pop(key), how) for key, how in self._ended(seconds) if key in self._running]
        self._feed()
        for chunk, how in ended:
            found += self._outcomes(chunk, how)
        self._feed()
        return found

    def cancel(self) -> None:
        self._is_cancelled = True

    def close(self) -> None:
        self._waiting.clear()
        self._running.clear()
        try:
            self._close()
        finally:
            for file in self._files:
                os.close(file)
            self._files = []

    # --- what an engine says -------------------------------------------------------------------------

    @abstractmethod
    def _open(self, n: int) -> None:
        """Find the cluster, or start one for so many chunks at a time."""

    @abstractmethod
    def _place(self, worker: str = "") -> None:
        """Bring the parcel to a worker, or to all that there are."""

    @abstractmethod
    def _room(self) -> int:
        """How many chunks can run at a time, as it was seen last."""

    @abstractmethod
    def _look(self) -> None:
        """See how many cores there are, who has joined and left; GridError if the cluster is gone."""

    @abstractmethod
    def _send(self, chunk: bytes) -> Any:
        """Have a chunk run; gives its key, or None if there is no room."""

    @abstractmethod
    def _ended(self, seconds: float) -> Iterable[tuple[Any, Ended]]:
        """Which have ended, after at most so many seconds."""

    @abstractmethod
    def _close(self) -> None:
        """Let the run's workers go, and what this object has started."""

    # --- what all do alike ---------------------------------------------------------------------------

    @property
    def _each(self) -> int:
        """Chunks that a lane may have."""
        return 2 if self._is_short else 1

    def _feed(self) -> None:
        while self._waiting and not self._is_cancelled and len(self._running) < self._each * self.lanes:
            key = self._send(pickle.dumps(self._waiting[0]))
            if key is None:
                return
            self._running[key] = self._waiting.popleft()

    def _packed(self, arrays: list[Any]) -> Parcel:
        return Parcel(
            self._token, self._body, arrays, versions(), search_path(), self._task_timeout, self._memory_limit
        )

    def _outcomes(self, chunk: Chunk, how: Ended) -> list[Outcome]:
        if isinstance(how, bytes):
            ended: Outcome | Refusal = pickle.loads(how)
            if isinstance(ended, Outcome):
                self._deaths, self._is_short = 0, ended.seconds < SHORT
                return [ended]
            if ended.message:
                raise GridError(ended.message)
            if ended.is_away:
                self._parcel = self._packed([_content(file) for file in self._files])
            self._place(ended.worker)
            how = NotRun()
        if isinstance(how, NotRun):
            self._waiting.appendleft(chunk)
            return []
        if isinstance(how, Gone):
            self._deaths += 1
            if self._deaths > DEATHS:
                raise GridError(f"{self._deaths} workers died and no chunk came back: {how.message}")
            return [Outcome(chunk, [], chunk.start, 0.0, Lost("died", UNKNOWN, how.message, True))]
        raise GridError(f"{self.name} cannot run this: {reason(how)}") from how


def reason(error: BaseException) -> str:
    """An engine's error, in short."""
    return f"{type(error).__name__}: {error}".split("\n\n")[0][:SAID]


def reached(address: str) -> str:
    """An address at which something answers; GridError if nothing does, at once and not after minutes."""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or not port or "@" in address:
        raise ParameterError(
            'address must be like "tcp://host:8786" or "host:6379", with neither a user nor a password; '
            "a client that knows how to identify itself is given by client="
        )
    try:
        socket.create_connection((host, port), PATIENCE).close()
    except OSError as error:
        raise GridError(f"nobody answers at {host}:{port}: {error}. Is the cluster running?") from error
    return address


def is_there(address: str) -> bool:
    """Does something listen at host:port."""
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host, int(port)), BREATH).close()
    except (OSError, ValueError):
        return False
    return True


def _content(file: int) -> Any:
    return np.frombuffer(mmap.mmap(file, 0, access=mmap.ACCESS_READ), np.uint8)
