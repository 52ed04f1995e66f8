"""`run_grid` on Dask and Ray beside its own lanes: local clusters of two workers that run already."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import cache, partial
from statistics import median
from time import perf_counter
from typing import Any

from contenders import Row, Thunk
from grid_tasks import three, work
from grids import CODES, MILLION, turns_of

import fastind as fi
from fastind.parallel.chunk import Chunk, Job
from fastind.parallel.executors.contract import Executor
from fastind.parallel.tasks import tasks_of

WORKERS = 2
SLOW = fi.grid(range(20240101, 20240141), CODES)  # 200,000
CHUNKS = 100
MEGABYTES = 4


@cache
def options(backend: str) -> dict[str, Any]:
    """Start a cluster, which stays until the end of the process, and say how `run_grid` uses it."""
    if backend == "dask":
        from distributed import Client, LocalCluster

        made = LocalCluster(n_workers=WORKERS, threads_per_worker=1, dashboard_address=None)
        return {"backend": "dask", "client": Client(made, set_as_default=False)}
    import ray

    ray.init(num_cpus=WORKERS, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    return {"backend": "ray"}


def executor(backend: str) -> Executor:
    """One that is at work: with a lane that has run something."""
    from fastind.parallel.choice import chosen

    return chosen(func=three, tasks=2, n_jobs=1, task_timeout=None, memory_limit=0.8, **options(backend))


def run(func: Any, tasks: Any, **how: Any) -> None:
    assert len(fi.run_grid(func, tasks, n_jobs=WORKERS, progress=False, **how)) == len(tasks)


def beside_lanes(backend: str, func: Any, tasks: Any) -> tuple[Thunk, Thunk]:
    run(three, SLOW, **options(backend))
    return partial(run, func, tasks, **options(backend)), partial(run, func, tasks)


def slow_beside_lanes(backend: str) -> tuple[Thunk, Thunk]:
    return beside_lanes(backend, partial(work, turns_of(50)), SLOW)


def a_chunk(backend: str, func: Any, n: int = 1) -> Thunk:
    """Seconds from the driver to a worker and back, for a chunk that waits for nothing."""

    def timed() -> float:
        with closing(executor(backend)) as made:
            made.start(Job(func, tasks_of(fi.grid(range(n * CHUNKS)))[0], None))
            taken = []
            for k in range(CHUNKS):
                start = perf_counter()
                made.submit(Chunk(k * n, k * n + n, 60.0, None))
                while not made.poll(1.0):
                    pass
                taken.append(perf_counter() - start)
            return median(taken[CHUNKS // 2 :])

    return timed


def one(k: int) -> float:
    return k * 0.5


def wide(k: int) -> Any:
    """A row of 80 kB."""
    import numpy as np

    return np.zeros(10_000)


def a_megabyte(backend: str) -> Thunk:
    """Seconds that a megabyte of results takes, over an empty chunk."""
    rows = MEGABYTES * 2**20 // 80_000
    small, large = a_chunk(backend, wide), a_chunk(backend, wide, rows)
    return lambda: (large() - small()) / MEGABYTES


def rows() -> Iterator[Row]:
    return (replace(row, table="clusters") for backend in ("dask", "ray") for row in of(backend))


def of(backend: str) -> Iterator[Row]:
    name = backend.capitalize()
    yield Row(
        f"200,000 tasks of 50 us, {name}",
        partial(slow_beside_lanes, backend),
        "of the lanes' rate",
        0.8,
        0.95,
        faster=True,
        rounds=5,
    )
    trivial = f"1 M trivial tasks, {name}"
    yield Row(trivial, partial(beside_lanes, backend, three, MILLION), "x the lanes' time", 3, 1.5, rounds=5)
    there = f"a chunk of one task, there and back, {name}"
    yield Row(there, lambda: (a_chunk(backend, one), None), "ms", 20, 2, scale=1e3, rounds=3)
    more = f"a megabyte of results, {name}"
    yield Row(more, lambda: (a_megabyte(backend), None), "ms", 30, 3, scale=1e3, rounds=3)
