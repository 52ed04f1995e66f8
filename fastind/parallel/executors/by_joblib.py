"""Chunks by joblib, wherever `joblib.parallel_config` says: its loky, threads, or a backend of a cluster.

joblib takes an iterable and gives results; chunks come one by one. So a thread feeds it in rounds: a round
goes on as long as there is a next chunk at the moment when joblib asks for it, which is nearly always. joblib
cannot say which task has killed a worker, and all that runs is lost with it.
"""

import io
import pickle
import signal
import threading
import warnings
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from contextlib import suppress
from itertools import count
from queue import Empty
from time import perf_counter
from typing import Any
from uuid import uuid4

import numpy as np
from joblib import Parallel, delayed, effective_n_jobs
from joblib.parallel import get_active_backend

from fastind.errors import GridError
from fastind.parallel.chunk import IDLE, Block, Chunk, Job
from fastind.parallel.executors.contract import Lost, Outcome
from fastind.parallel.executors.local import Threads
from fastind.parallel.machine import cores
from fastind.parallel.runner import Runner
from fastind.parallel.shipping import LARGE

SAID = 500  # characters of joblib's reason
DEATHS = 1  # of a worker, that may have been chance
PATIENCE = 1.0  # seconds for a round to end that has nothing to do
KEPT = 4  # jobs that a worker has ready: runs side by side share joblib's workers
_mine = threading.local()


class Joblib(Threads):
    """Runs chunks by `joblib.Parallel`; `n_jobs` goes before what `parallel_config` says."""

    name = "joblib"

    def __init__(self, n_jobs: int | None) -> None:
        backend, configured = get_active_backend()
        is_sequential = type(backend).__name__ == "SequentialBackend"
        if is_sequential:
            n_jobs = 1
        elif n_jobs is None and configured is None and backend.default_n_jobs == 1:
            n_jobs = cores()  # joblib's own default is one worker
        if not backend.supports_return_generator and not is_sequential:
            kind = type(backend).__name__
            raise GridError(
                f"{kind} cannot give results as they come, and waits for ever for a worker that has died: "
                'joblib.parallel_config(backend="loky") does not'
            )
        self._parallel = Parallel(n_jobs=n_jobs, return_as="generator_unordered", batch_size=1)
        super().__init__(effective_n_jobs(n_jobs))
        self._running: dict[int, Chunk] = {}
        self._numbers = count()
        self._deaths, self._is_open, self._lock = 0, False, threading.Lock()

    @property
    def capacity(self) -> int:
        return 4 * self.lanes  # joblib holds two for each worker, and asks for more in groups of one for each

    def start(self, job: Job) -> None:
        self._parcel = Parcel(job)
        self._parallel.__enter__()
        self._is_open = True
        self._thread = threading.Thread(target=self._serve, name="fastind-joblib", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stopped = True
        for _ in range(2):  # for the thread, also if its round takes one
            self._waiting.put(None)
        if self._is_open:
            # In a round that is just ending joblib would kill its workers, which other runs use too.
            if not self._running:
                self._thread.join(PATIENCE)
            self._is_open = False
            self._parallel.__exit__(None, None, None)

    def _serve(self) -> None:
        while (chunk := self._waiting.get()) is not None:
            if self._stopped:
                self._ended.put(Outcome(chunk, [], chunk.start, 0.0))
                continue
            try:
                self._round(chunk)
            except BrokenExecutor as error:
                self._lost(error)
            except BaseException as error:  # noqa: BLE001 - joblib's and its backends': a task's end in its block
                self._broken(error)

    def _round(self, first: Chunk) -> None:
        """Give joblib chunks as long as there are any; `running` are those of this round, by number."""
        number = next(self._numbers)
        running = self._running = {number: first}
        results = self._parallel(
            delayed(_run)(self._parcel, *sent) for sent in self._next(number, first, running)
        )
        try:
            for number, *rest in results:
                # joblib runs in this round what it had taken for one that broke off, and not yet sent.
                if number in running:
                    self._ended.put(Outcome(running.pop(number), *rest))
        finally:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # that it is closed early
                results.close()

    def _next(
        self, number: int, chunk: Chunk | None, running: dict[int, Chunk]
    ) -> Iterator[tuple[int, Chunk]]:
        """Give this chunk and the next ones, as long as there is one and the round has not broken off."""
        while chunk is not None:
            yield number, chunk
            chunk = None
            with self._lock, suppress(Empty):  # joblib asks in threads of its own
                if not self._stopped and running is self._running:
                    chunk = self._waiting.get_nowait()
                if chunk is not None:
                    number = next(self._numbers)
                    running[number] = chunk

    def _lost(self, error: BrokenExecutor) -> None:
        """Run again what a worker's death has taken along: once, for it may have been chance."""
        self._deaths += 1
        if self._deaths > DEATHS:
            self._broken(error)
            return
        with self._lock:
            running, self._running = self._running, {}
        for chunk in running.values():
            self._ended.put(Outcome(chunk, [], chunk.start, 0.0, Lost("died", IDLE, str(error))))

    def _broken(self, error: BaseException) -> None:
        if not self._is_open:  # closing ends what runs
            return
        told = GridError(
            f"joblib cannot run this: {_reason(error)} "
            '(backend="loky" names the task that ends a worker, and goes on with the others)'
        )
        told.__cause__ = error
        self._ended.put(told)


class Parcel:
    """A job on its way: pickled once, and only if joblib has to; threads take it as it is."""

    def __init__(self, job: Job) -> None:
        self.job, self.token = job, uuid4().hex
        self._lock, self._packed = threading.Lock(), tuple[Any, ...]()

    def __reduce__(self) -> Any:
        with self._lock:  # joblib maps arrays that are large into its workers
            self._packed = self._packed or _packed(self.job)
        return Opened, (self.token, *self._packed)


class Opened:
    """What has come to a worker."""

    def __init__(self, token: str, data: Any, *arrays: Any) -> None:
        self.token, self._data, self._arrays = token, data, arrays

    @property
    def job(self) -> Job:
        """Unpickle it; once for a worker."""
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal's Ctrl-C is for the driver
        job: Job = Unpickler(io.BytesIO(self._data), self._arrays).load()
        return job


class Unpickler(pickle.Unpickler):
    """Puts the large arrays back."""

    def __init__(self, file: Any, arrays: tuple[Any, ...]) -> None:
        super().__init__(file)
        self._arrays = arrays

    def persistent_load(self, k: int) -> Any:
        """An array by its number."""
        return self._arrays[k]


def _packed(job: Job) -> tuple[Any, ...]:
    """A job's bytes, as an array, and the large arrays in it."""
    import cloudpickle

    sink, arrays = io.BytesIO(), list[Any]()
    places: dict[int, int] = {}

    class Pickler(cloudpickle.Pickler):  # type: ignore[misc]
        def persistent_id(self, obj: Any) -> int | None:
            if type(obj) not in (np.ndarray, np.memmap) or obj.nbytes < LARGE or obj.dtype.hasobject:
                return None
            if id(obj) not in places:
                places[id(obj)] = len(arrays)
                arrays.append(obj)  # which keeps its id from being given again
            return places[id(obj)]

    Pickler(sink, protocol=pickle.HIGHEST_PROTOCOL).dump(job)
    return np.frombuffer(sink.getvalue(), np.uint8), *arrays


def _reason(error: BaseException) -> str:
    """What is the matter: the last line of what could not be pickled, else the first part."""
    if isinstance(error, pickle.PicklingError) and error.__cause__:
        return [line for line in str(error.__cause__).splitlines() if line.strip('" ')][-1][:SAID]
    return f"{type(error).__name__}: {error}".split("\n\n")[0][:SAID]


def _run(parcel: Parcel | Opened, number: int, chunk: Chunk) -> tuple[int, list[Block], int, float]:
    """Run a chunk where joblib has brought it."""
    runners: dict[str, Runner] = _mine.__dict__.setdefault("runners", {})
    if parcel.token not in runners:
        runners[parcel.token] = Runner(parcel.job)
        if len(runners) > KEPT:
            del runners[next(iter(runners))]
    began, blocks = perf_counter(), list[Block]()
    reached = runners[parcel.token].run(chunk, blocks.append)
    return number, blocks, reached, perf_counter() - began
