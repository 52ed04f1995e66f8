"""The shared pool: memory of several processes, and the time until others see what was put."""

import os
import re
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from itertools import count
from multiprocessing import Pipe, get_context
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd
from contenders import Row, Thunk

import fastind as fi

SYMBOLS = [f"S{k}USDT" for k in range(10)]
HOURS = 6000
LARGE = 400 * 10**6  # bytes
WORKERS = 4
TURNS = 1000
TEXT = "x" * 950
"""With its number around it a message is 1 kB."""
_numbers = count()


def pool_name() -> str:
    return f"bench-{os.getpid()}-{next(_numbers)}"


# --- memory -----------------------------------------------------------------------------------------


def proportional(path: str) -> int:
    """Bytes of this process's share in the mappings of files below a path."""
    parts = re.split(r"(?m)^(?=[0-9a-f]+-[0-9a-f]+ )", Path("/proc/self/smaps").read_text())
    found = (re.search(r"\nPss: +(\d+) kB", part) for part in parts if path in part.partition("\n")[0])
    return sum(int(match[1]) * 1024 for match in found if match)


def read_all(name: str, barrier: Any, told: Any) -> None:
    """Read every byte, and say our share when all have."""
    with fi.attach_to_pool(name) as pool:
        total = sum(float(pool.get(key).sum()) for key in pool.list_keys())
        barrier.wait()
        told.put((total, proportional(f"/{name}/")))
        barrier.wait()


def share() -> float:
    """The workers' shares together, over the data."""
    context = get_context("spawn")
    barrier, told = context.Barrier(WORKERS), context.Queue()
    with fi.SharedDataPool(pool_name()) as pool:
        for k in range(4):
            pool.put(f"part{k}", np.ones((LARGE // 4 // 20, 5), np.float32))
        size = pool.get_total_size_mb() * 2**20
        workers = [context.Process(target=read_all, args=(pool.name, barrier, told)) for _ in range(WORKERS)]
        for worker in workers:
            worker.start()
        found = [told.get() for _ in workers]
        for worker in workers:
            worker.join()
    assert all(total == LARGE / 4 for total, _ in found)
    return sum(part for _, part in found) / size


# --- attach, preload --------------------------------------------------------------------------------


@cache
def data_dir() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="fastind-bench-"))
    (folder / "ohlcv").mkdir()
    rng = np.random.default_rng(7)
    for symbol in SYMBOLS:
        frame = pd.DataFrame({"timestamp": pd.date_range("2024-01-01", periods=HOURS, freq="h", tz="UTC")})
        for name in ("open", "high", "low", "close", "volume"):
            frame[name] = rng.lognormal(size=HOURS)
        frame.to_parquet(folder / "ohlcv" / f"{symbol}_1h.parquet", index=False)
    return folder


@contextmanager
def preloaded() -> Iterator[fi.SharedDataPool]:
    with fi.create_shared_pool(data_dir(), SYMBOLS, ["1h"], pool_name(), include_funding=False) as pool:
        yield pool


def preload() -> float:
    start = perf_counter()
    with preloaded():
        return perf_counter() - start


def by_shared_memory() -> float:
    """The same files by pandas, into blocks of the standard library."""
    start = perf_counter()
    blocks = []
    for symbol in SYMBOLS:
        frame = pd.read_parquet(data_dir() / "ohlcv" / f"{symbol}_1h.parquet")
        values = frame.drop(columns="timestamp").to_numpy(np.float32)
        block = SharedMemory(create=True, size=values.nbytes)
        np.ndarray(values.shape, values.dtype, block.buf)[...] = values
        blocks.append(block)
    taken = perf_counter() - start
    for block in blocks:
        block.close()
        block.unlink()
    return taken


def attach() -> float:
    """Attach, and the first array, with its first value read."""
    with preloaded() as pool:
        start = perf_counter()
        other = fi.attach_to_pool(pool.name)
        first = other.get("S7USDT_1h")[-1, 3]
        taken = perf_counter() - start
        assert first == pool.get("S7USDT_1h")[-1, 3]
        other.cleanup()
    return taken


# --- messages ---------------------------------------------------------------------------------------


def answer(name: str) -> None:
    with fi.attach_to_pool(name) as pool:
        pool.put("back", -1)
        for k in range(TURNS):
            while (message := pool.get("there"))["k"] != k:
                pass
            pool.put("back", message, replace=True)


def message() -> float:
    """Seconds one way: half of the median time there and back."""
    with fi.SharedDataPool(pool_name()) as pool:
        pool.put("there", {"k": -1, "text": TEXT})
        child = get_context("spawn").Process(target=answer, args=(pool.name,))
        child.start()
        while "back" not in pool:
            pass
        times = []
        for k in range(TURNS):
            start = perf_counter()
            pool.put("there", {"k": k, "text": TEXT}, replace=True)
            while (back := pool.get("back")) == -1 or back["k"] != k:
                pass
            times.append((perf_counter() - start) / 2)
        child.join()
    return statistics.median(times)


def echo(pipe: Any) -> None:
    for _ in range(TURNS):
        pipe.send(pipe.recv())


def by_pipe() -> float:
    ours, theirs = Pipe()
    child = get_context("spawn").Process(target=echo, args=(theirs,))
    child.start()
    times = []
    for k in range(TURNS):
        start = perf_counter()
        ours.send({"k": k, "text": TEXT})
        ours.recv()
        times.append((perf_counter() - start) / 2)
    child.join()
    for end in (ours, theirs):
        end.close()
    return statistics.median(times)


def unchanged() -> tuple[Thunk, None]:
    pool = fi.SharedDataPool(pool_name())
    pool.put("x", np.ones(1000))
    return partial(pool.get, "x"), None


def rows() -> Iterator[Row]:
    return (replace(row, table="pool") for row in _rows())


def _rows() -> Iterator[Row]:
    workers = f"{WORKERS} workers that read {LARGE // 10**6} MB, their shares together"
    yield Row(workers, lambda: (share, None), "x the data", 1.1, rounds=3)
    yield Row("attach and the first array", lambda: (attach, None), "ms", 5, 1, scale=1e3, rounds=21)
    work = f"{len(SYMBOLS)} symbols x {HOURS:,} hourly bars, preloaded"
    yield Row(work, lambda: (preload, None), "s", 0.3, 0.05, rounds=9)
    yield Row(
        "the same", lambda: (preload, by_shared_memory), "x the time of pandas and SharedMemory", rounds=9
    )
    yield Row("a message of 1 kB, one way", lambda: (message, None), "us", 100, 60, scale=1e6, rounds=5)
    yield Row(
        "the same", lambda: (message, by_pipe), "x the time of multiprocessing.Pipe, by pickle", rounds=5
    )
    yield Row("get of what has not changed", unchanged, "us", 2, 0.5, inner=1000, scale=1e6)
