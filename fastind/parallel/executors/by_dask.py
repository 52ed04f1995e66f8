"""Chunks by Dask: on a running cluster, or on one in this process that ends with the run."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from itertools import count
from queue import Empty, SimpleQueue
from typing import Any

from distributed import CancelledError, Client, KilledWorker, LocalCluster, Security, get_worker
from distributed.comm import connect

from fastind.errors import GridError
from fastind.parallel.executors import remote
from fastind.parallel.executors.cluster import PATIENCE, Cluster, Ended, Gone, NotRun, reached, reason


class Dask(Cluster):
    """On the cluster of `client`, on that at an address, or on a worker in this process."""

    name = "dask"

    def __init__(
        self,
        n_jobs: int | None,
        task_timeout: float | None,
        memory_limit: float,
        address: str | None = None,
        client: Any = None,
    ) -> None:
        super().__init__(n_jobs, task_timeout, memory_limit, address)
        self._client = client
        self._done: SimpleQueue[Any] = SimpleQueue()
        self._futures: dict[str, Any] = {}
        self._own, self._numbers = ExitStack(), count()

    def _open(self, n: int) -> None:
        if self._client is not None:
            self._look()
            return
        where: Any = reached(self._address) if self._address else None
        if where is None:
            where = self._own.enter_context(
                LocalCluster(
                    n_workers=1,
                    threads_per_worker=n,
                    processes=False,
                    dashboard_address=None,
                    memory_limit=0,  # no task runs in these workers themselves
                )
            )
        try:
            if self._address is not None:
                with ThreadPoolExecutor(1) as aside:  # a notebook's thread has a loop that runs
                    aside.submit(asyncio.run, _greet(where)).result()
            client = Client(where, timeout=PATIENCE, set_as_default=False)
        except OSError as error:
            raise GridError(
                f"{self._address} is no Dask scheduler, or none of this version: {reason(error)}"
            ) from error
        self._client = self._own.enter_context(client)
        self._look()

    def _place(self, worker: str = "") -> None:
        where = [worker] if worker else None
        self._client.run(remote.deliver, self._parcel, workers=where, on_error="ignore")

    def _room(self) -> int:
        return self._cores

    def _look(self) -> None:
        self._check()
        with suppress(OSError):  # of a scheduler that is just going
            self._cores = sum(self._client.nthreads().values())

    def _send(self, chunk: bytes) -> str:
        key = f"fastind-chunk-{self._token}-{next(self._numbers)}"
        future = self._client.submit(run_chunk, self._token, chunk, key=key, pure=False, retries=0)
        self._futures[key] = future
        future.add_done_callback(self._done.put)
        return key

    def _ended(self, seconds: float) -> Iterator[tuple[str, Ended]]:
        with suppress(Empty):
            future = self._done.get(timeout=seconds)
            while True:
                if self._futures.pop(future.key, None) is not None:
                    yield future.key, self._how(future)
                future = self._done.get_nowait()
        self._check()

    def _how(self, future: Any) -> Ended:
        try:
            result: bytes = future.result()
        except KilledWorker as error:
            return Gone(reason(error))
        except CancelledError:
            self._check()
            return NotRun()
        except Exception as error:  # noqa: BLE001 - Dask's: a task's is in its block
            return error
        return result

    def _check(self) -> None:
        if self._client.status != "running":
            raise GridError(f"the Dask scheduler is gone: the client is {self._client.status}")

    def _close(self) -> None:
        with self._own, suppress(Exception):  # what cannot be reached any more is gone already
            if self._client is not None and self._client.status == "running":
                self._client.cancel(list(self._futures.values()))
                self._client.run(remote.release, self._token, on_error="ignore")
        self._futures.clear()


async def _greet(address: str) -> None:
    """See whether something there speaks as Dask does; a Client would wait for it for ever."""
    async with asyncio.timeout(PATIENCE):
        comm = await connect(address, timeout=PATIENCE, **Security().get_connection_args("client"))
        await comm.close()


def run_chunk(token: str, chunk: bytes) -> bytes:
    """Run a chunk in a worker, until Dask says that nobody wants it."""
    worker = get_worker()
    key, tasks = worker.get_current_task(), worker.state.tasks

    def is_wanted() -> bool:
        return key in tasks and tasks[key].state != "cancelled"

    return remote.run(token, chunk, worker.address, is_wanted)
