"""What runs in a worker process of a cluster: it takes chunks, and runs them in lanes of its own.

A lane is a child process of the cluster's worker. So a task that crashes, hangs or takes all memory ends its
lane, and is named; the cluster's worker, which may serve others too, lives on. And a worker with many threads
runs as many Python functions at once, whatever the GIL.
"""

import os
import pickle
import platform
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

from fastind.errors import GridError
from fastind.parallel.chunk import Chunk
from fastind.parallel.executors.contract import Outcome
from fastind.parallel.executors.lanes import TICK, Lanes
from fastind.parallel.machine import MemoryWatch
from fastind.parallel.shipping import Shipment, memory_of, search_path

KEPT = 30.0  # seconds that lanes wait for a chunk: a driver that was killed says no goodbye
ALIKE = {
    "Python": 2,
    "fastind": 3,
    "numpy": 1,
    "cloudpickle": 1,
}  # how many parts of each version must be equal
BOOT = Path("/proc/sys/kernel/random/boot_id")


class Held(NamedTuple):
    """Memory of a process, which others on its host may open too."""

    host: str
    pid: int
    file: int
    identity: tuple[int, int]

    @classmethod
    def of(cls, file: int) -> "Held":
        """A descriptor of this process."""
        facts = os.fstat(file)
        return cls(_host(), os.getpid(), file, (facts.st_dev, facts.st_ino))

    def opened(self) -> int:
        """Open it here; Away on another host."""
        try:
            file = os.open(f"/proc/{self.pid}/fd/{self.file}", os.O_RDONLY) if self.host == _host() else -1
        except OSError as error:
            raise Away from error
        if file < 0 or self != Held.of(file)._replace(pid=self.pid, file=self.file):
            raise Away
        return file


class Away(Exception):
    """The driver's memory is not on this host: the arrays must be sent."""


class Unwanted(Exception):
    """Nobody waits for this chunk any more."""


class Refusal(NamedTuple):
    """Why a worker has not run a chunk."""

    message: str
    worker: str = ""
    is_away: bool = False
    is_absent: bool = False
    """It has no parcel."""


class Parcel(NamedTuple):
    """All that a cluster's worker must know of a run; it gets it once."""

    token: str
    body: bytes
    arrays: list[Any]
    """Memory of the driver; or, for other hosts, the bytes as arrays."""
    versions: dict[str, str]
    path: list[str]
    """Where the driver finds modules."""
    task_timeout: float | None
    memory_limit: float


def versions() -> dict[str, str]:
    """What must be alike where functions are pickled and where they run."""
    import cloudpickle  # noqa: F401

    found = {name: sys.modules[name].__version__ for name in ALIKE if name in sys.modules}
    return {"Python": platform.python_version(), **found}


def deliver(parcel: Parcel) -> None:
    """Bring a parcel to this process, unless it has one that it can open."""
    with _lock:
        old = _stations.get(parcel.token)
        if old is not None:
            if not old.is_away:
                return
            old.close()
        _stations[parcel.token] = Station(parcel)
        if len(_stations) == 1:
            threading.Thread(target=_release_idle, name="fastind-release", daemon=True).start()


def run(token: str, chunk: bytes, worker: str = "", is_wanted: Callable[[], bool] = lambda: True) -> bytes:
    """Run a chunk, and give its outcome, or a refusal, pickled: few large bytes travel best."""
    ended: Outcome | Refusal
    station = _stations.get(token)
    try:
        if station is None:
            ended = Refusal("", worker, is_absent=True)
        else:
            with station.lanes() as lanes:
                ended = station.run(lanes, pickle.loads(chunk), is_wanted)
    except Unwanted:
        ended = Refusal("", worker, is_absent=True)
    except Away:
        ended = Refusal("", worker, is_away=True)
    except GridError as error:
        ended = Refusal(f"{error} (on {socket.gethostname()})")
    return pickle.dumps(ended, protocol=pickle.HIGHEST_PROTOCOL)


def release(token: str) -> None:
    """End the lanes of a run in this process."""
    with _lock:
        station = _stations.pop(token, None)
    if station is not None:
        station.close()


class Station:
    """What a process of a cluster has for one run: the job's memory, and lanes that wait for a chunk."""

    def __init__(self, parcel: Parcel) -> None:
        self._parcel = parcel
        self._files = list[int]()
        self._idle, self._at_work = list[Lanes](), 0
        self.is_closed = self.is_away = False
        self._used = monotonic()

    @property
    def idle_for(self) -> float:
        """Seconds since a chunk ran."""
        return 0.0 if self._at_work else monotonic() - self._used

    @contextmanager
    def lanes(self) -> Iterator[Lanes]:
        """A lane for one chunk; it is kept for the next one, unless something is the matter with it."""
        with _lock:
            self._at_work += 1
            lanes = self._idle.pop() if self._idle else None
        is_good = False
        try:
            lanes = lanes or self._begun()
            yield lanes
            is_good = True
        finally:
            with _lock:
                self._at_work, self._used = self._at_work - 1, monotonic()
                is_good = is_good and not self.is_closed
                if is_good and lanes:
                    self._idle.append(lanes)
            if not is_good and lanes:
                lanes.close()

    def run(self, lanes: Lanes, chunk: Chunk, is_wanted: Callable[[], bool]) -> Outcome:
        """Run a chunk, as long as somebody wants it."""
        lanes.submit(chunk)
        while not (found := lanes.poll(TICK)):
            if self.is_closed or not is_wanted():
                raise Unwanted
        return found[0]

    def close(self) -> None:
        """End the lanes; those that run end by themselves."""
        with _lock:
            self.is_closed = True
            idle, self._idle = self._idle, []
        for lanes in idle:
            lanes.close()
        for file in self._files:
            os.close(file)
        self._files = []

    def _begun(self) -> Lanes:
        with _lock:
            if not self._files:
                _check(self._parcel.versions)
                self.is_away = True  # until all is here
                for array in self._parcel.arrays:
                    self._files.append(array.opened() if isinstance(array, Held) else _kept(array))
                self.is_away = False
            files = [os.dup(file) for file in self._files]
        own = search_path()
        path = own + [path for path in self._parcel.path if path not in own]
        watch = MemoryWatch(self._parcel.memory_limit, counts_own=False)
        lanes = Lanes(1, self._parcel.task_timeout, watch)
        lanes.begin(Shipment(self._parcel.body, files, path))
        return lanes


_stations: dict[str, Station] = {}
_lock = threading.RLock()


def _release_idle() -> None:
    """Release what nobody has used for a while, until nothing is left."""
    clock = threading.Event()
    while True:
        clock.wait(KEPT / 10)
        with _lock:
            old = [token for token, station in _stations.items() if station.idle_for > KEPT]
        for token in old:
            release(token)
        with _lock:
            if not _stations:
                return


def _check(theirs: dict[str, str]) -> None:
    """GridError if the driver has other versions than this process."""
    ours = versions()
    odd = [
        f"{name} {ours[name]} there, {theirs[name]} here"
        for name, parts in ALIKE.items()
        if ours[name].split(".")[:parts] != theirs[name].split(".")[:parts]
    ]
    if odd:
        raise GridError(
            f"a worker differs from this process: {'; '.join(odd)}. Functions and results travel between "
            "equal versions only"
        )


def _kept(array: Any) -> int:
    """The bytes of an array in memory that lanes can map."""
    file = memory_of(array.nbytes)
    data = memoryview(array)
    while data:
        data = data[os.write(file, data) :]
    return file


def _host() -> str:
    """The kernel that runs here; empty where it does not say."""
    try:
        return BOOT.read_text()
    except OSError:
        return f"pid {os.getpid()}"
