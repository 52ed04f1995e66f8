"""`run_grid` beside joblib, multiprocessing.Pool and concurrent.futures."""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numba
from contenders import Row, Thunk, child
from grid_tasks import three, timed, work
from joblib import Parallel, delayed
from stores import fresh

import fastind as fi

HERE = str(Path(__file__).parent)
CORES = len(os.sched_getaffinity(0))
CODES = [f"{k:06d}.SZ" for k in range(5000)]
MILLION = fi.grid(range(20240101, 20240301), CODES)
WIDE = fi.grid(range(20240101, 20242101), CODES)
FEWER = 200_000  # tasks of peers that would take a minute for a million; rates are compared


@numba.njit
def three_compiled(date, code):
    x = date * 0.5
    return x, x + code, x * 2.0


def tasks(n: int) -> list[tuple[int, str]]:
    return [(20240101 + k // len(CODES), CODES[k % len(CODES)]) for k in range(n)]


def a_task(run: Any, n: int) -> Thunk:
    """Seconds that a task takes."""

    def timed() -> float:
        start = perf_counter()
        found = run()
        taken = perf_counter() - start
        assert len(found) == n
        return taken / n

    return timed


# --- ours ------------------------------------------------------------------------------------------


def ours(store: bool = False, grid: Any = MILLION, func: Any = three) -> Thunk:
    return a_task(lambda: fi.run_grid(func, grid, store=fresh(".fi") if store else None), len(grid))


def rate(side: Thunk) -> Thunk:
    return lambda: 1 / side()


def compiled(store: bool, grid: Any) -> Thunk:
    fi.run_grid(three_compiled, fi.grid(range(2), CODES))
    return rate(ours(store, grid, three_compiled))


# --- peers -----------------------------------------------------------------------------------------


def by_joblib() -> Thunk:
    given = tasks(FEWER)
    return a_task(lambda: Parallel(CORES)(delayed(three)(*task) for task in given), FEWER)


def by_pool() -> Thunk:
    given = tasks(len(MILLION))

    def run() -> Any:
        with multiprocessing.get_context("spawn").Pool(CORES) as pool:
            return pool.starmap(three, given)

    return a_task(run, len(MILLION))


def by_futures(chunk: int, n: int) -> Thunk:
    dates, codes = zip(*tasks(n), strict=True)

    def run() -> Any:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(CORES, mp_context=context) as pool:
            return list(pool.map(three, dates, codes, chunksize=chunk))

    return a_task(run, n)


# --- how much of the cores ---------------------------------------------------------------------------

BARE = """
import sys
from time import perf_counter
sys.path.insert(0, {here!r})
from functools import partial
from grid_tasks import work
turns, n = {turns}, {n}
call, tasks = partial(work, turns), [(k, "A") for k in range(1000)]
print("ready", flush=True)
sys.stdin.readline()
start = perf_counter()
for _ in range(n // 1000):
    kept = [call(*task) for task in tasks]
print(perf_counter() - start)
"""


def turns_of(microseconds: float) -> int:
    start = perf_counter()
    work(10**7, 0, "")
    return round(microseconds * 1e-6 / ((perf_counter() - start) / 10**7))


def bare(turns: int, n: int) -> float:
    """Seconds that a loop without anything around it takes for `n` tasks, on all cores at once.

    Like every loop of use it keeps some results: to free each at once makes the next call 4 % faster.
    """
    script = BARE.format(here=HERE, turns=turns, n=n // CORES)
    loops = [
        subprocess.Popen([sys.executable, "-c", script], stdin=-1, stdout=-1, text=True) for _ in range(CORES)
    ]
    for loop in loops:
        loop.stdout.readline()
    for loop in loops:
        loop.stdin.write("go\n")
        loop.stdin.flush()
    return max(float(loop.communicate()[0]) for loop in loops)


def beside_bare() -> tuple[Thunk, Thunk]:
    turns, n = turns_of(50), len(MILLION)
    run = partial(fi.run_grid, partial(work, turns), MILLION)
    return a_task(run, n), lambda: bare(turns, n) / n


def use_of_cores() -> tuple[Thunk, None]:
    """The share of the cores' time that is spent inside the function, as the function sees it.

    What the driver computes counts against it, as if it all had interrupted the function.
    """
    func = partial(timed, turns_of(50))

    def used() -> float:
        began, start = process_time(), perf_counter()
        result = fi.run_grid(func, MILLION)
        wall, own = perf_counter() - start, process_time() - began
        inside = float(result.to_numpy()[:, 0].sum())
        return (inside - own) / (CORES * wall)

    return used, None


# --- memory and the first result ---------------------------------------------------------------------

PEAK = """
import pathlib, sys
sys.path.insert(0, {here!r})
import fastind as fi
import pyarrow.compute, pyarrow.parquet
from grids import WIDE
status = pathlib.Path("/proc/self/status")
kilobytes = lambda key: int(status.read_text().split(key + ":")[1].split()[0])
def ten(date, code):
    x = date * 0.5
    return x, x + 1, x + 2, x + 3, x + 4, x + 5, x + 6, x + 7, x + 8, x + 9
before = kilobytes("VmRSS")
result = fi.run_grid(ten, WIDE, store={path!r})
assert len(result) == len(WIDE)
print((kilobytes("VmHWM") - before) * 1024)
"""
AGAIN = """
import sys
from time import perf_counter
sys.path.insert(0, {here!r})
import fastind as fi
from grids import WIDE
def ten(date, code):
    x = date * 0.5
    return x, x + 1, x + 2, x + 3, x + 4, x + 5, x + 6, x + 7, x + 8, x + 9
start = perf_counter()
result = fi.run_grid(ten, WIDE, store={path!r}, resume=True)
assert len(result) == result.summary()["resumed"] == len(WIDE)
print(perf_counter() - start)
"""
FIRST = """
from time import perf_counter
import fastind as fi
def three(date, code):
    return date * 0.5, date * 1.0, date * 2.0
start = perf_counter()
assert len(fi.run_grid(three, [(20240101, "A"), (20240102, "A")])) == 2
print(perf_counter() - start)
"""
LARGE = str(fresh(".fi"))


def in_script(script: str) -> Thunk:
    return partial(child, script.format(here=HERE, path=LARGE))


def rows() -> Iterator[Row]:
    return (replace(row, table="grid") for row in (*plain(), *others()))


def plain() -> Iterator[Row]:
    million = "1 M tasks"
    yield Row(million, lambda: (rate(ours()), None), "M tasks/s", 0.8, 2, more=True, scale=1e-6)
    peers = {
        "joblib, automatic batches": (by_joblib, 5),
        "Pool.starmap": (by_pool, None),
        "ProcessPoolExecutor.map, chunks of 5,000": (partial(by_futures, 5000, len(MILLION)), None),
        "ProcessPoolExecutor.map, as it comes": (partial(by_futures, 1, FEWER // 10), None),
    }
    for name, (peer, must) in peers.items():
        unit = f"x the tasks/s of {name}"
        yield Row("the same", lambda peer=peer: (ours(), peer()), unit, must, faster=True, rounds=3)
    yield Row(
        f"{million}, durable store",
        lambda: (rate(ours(True)), None),
        "M tasks/s",
        0.5,
        1.5,
        more=True,
        scale=1e-6,
    )
    yield Row(
        "10 M tasks, @njit",
        lambda: (compiled(False, WIDE), None),
        "M tasks/s",
        20,
        100,
        more=True,
        scale=1e-6,
    )
    stored = "10 M tasks, @njit, durable store"
    yield Row(
        stored, lambda: (compiled(True, WIDE), None), "M tasks/s", 3, 10, more=True, scale=1e-6, rounds=3
    )


def others() -> Iterator[Row]:
    slow = "1 M tasks of 50 us"
    yield Row(slow, use_of_cores, "of the cores' time inside the function", 0.92, 0.97, more=True, rounds=3)
    yield Row(slow, beside_bare, "of bare loops on each core", 0.92, 0.97, faster=True, rounds=5)
    product = "10 M tasks x 10 values, durable"
    yield Row(product, lambda: (in_script(PEAK), None), "MB over the start", 500, 200, scale=1e-6, rounds=1)
    yield Row("the same, resumed when finished", lambda: (in_script(AGAIN), None), "s", 3, 1, rounds=1)
    yield Row("2 tasks in a fresh process, the whole call", lambda: (in_script(FIRST), None), "s", 1.5, 0.5)
