"""Serialisation beside json and pickle, and the cache: hits of a replayed screen, callers, Redis."""

import asyncio
import atexit
import json
import pickle
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache, partial
from typing import Any

import numpy as np
import pandas as pd
from contenders import Row, Thunk, walk
from tables import PRICES

import fastind as fi

CALLERS = 64
CODES, DAYS, HISTORY = 505, 20, 252


@cache
def rows_of_json() -> list[dict[str, Any]]:
    """Rows that are 1 MB as JSON."""
    close, volume = walk(9000, 1)
    rows = [
        {
            "date": 20240101 + k % 28,
            "code": f"{k % 5000:06d}.SZ",
            "close": float(c),
            "volume": int(v),
            "name": None,
        }
        for k, (c, v) in enumerate(zip(close.ravel(), volume.ravel(), strict=True))
    ]
    while len(json.dumps(rows)) > 10**6:
        rows = rows[:-50]
    return rows


@cache
def frame() -> pd.DataFrame:
    close, volume = walk(10**6, 1)
    return pd.DataFrame({"close": close.ravel(), "volume": volume.ravel(), "code": "000001.SZ"})


def there_and_back(dump: Any, load: Any, value: Any) -> Thunk:
    return lambda: load(dump(value))


def frame_beside_pickle() -> tuple[Thunk, Thunk]:
    ours = there_and_back(fi.dumps, fi.loads, frame())
    return ours, there_and_back(partial(pickle.dumps, protocol=5), pickle.loads, frame())


# --- a screen over successive days --------------------------------------------------------------------


@cache
def prices() -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Closes by code, and the days."""
    if PRICES.is_file():
        wide = pd.read_parquet(PRICES).pivot(index="date", columns="symbol", values="close")
        return {str(code): wide[code].to_numpy() for code in wide}, wide.index.to_numpy("datetime64[D]")
    close, _ = walk(500, CODES)
    days = np.busday_offset("2016-01-01", np.arange(len(close)), roll="forward")
    return {f"{k:06d}": np.ascontiguousarray(close[:, k]) for k in range(CODES)}, days


def screen(kept: fi.Cache) -> float:
    """Rank all codes by a year's momentum on each of the last 20 days; the hit rate.

    What is kept is what comes from the source: a code's bars of a calendar month. A month that is over stays;
    the running one has another last day each day, and is fetched anew.
    """
    closes, days = prices()
    months = days.astype("datetime64[M]")

    @kept.memoize
    def bars(code: str, month: str, until: str) -> np.ndarray:
        return closes[code][(months == np.datetime64(month)) & (days <= np.datetime64(until))]

    for today in range(len(days) - DAYS, len(days)):
        wanted = months[today - HISTORY : today + 1]
        for code in closes:
            blocks = []
            for month in np.unique(wanted):
                until = min(days[today], days[months == month][-1])
                blocks.append(bars(code, str(month), str(until)))
            history = np.concatenate(blocks)[-HISTORY - 1 :]
            assert len(history) == HISTORY + 1
    return 100 * kept.stats()["hit_rate"]


def in_memory() -> float:
    with fi.Cache() as kept:
        return screen(kept)


# --- callers ------------------------------------------------------------------------------------------


def threads(make: Any) -> float:
    """Computations when so many threads want one value that is not there."""
    calls: list[int] = []
    together = threading.Barrier(CALLERS)
    with make() as kept:

        @kept.memoize
        def work() -> float:
            calls.append(1)
            return float(np.sort(np.random.default_rng(0).random(10**6))[0])

        def call() -> float:
            together.wait()
            return work()

        with ThreadPoolExecutor(CALLERS) as pool:
            assert len({each.result() for each in [pool.submit(call) for _ in range(CALLERS)]}) == 1
    return float(len(calls))


def tasks(make: Any) -> float:
    """The same of tasks in one event loop."""
    calls: list[int] = []

    async def run() -> None:
        async with make() as kept:

            @kept.memoize
            async def work() -> float:
                calls.append(1)
                await asyncio.sleep(0.01)
                return 5.0

            assert set(await asyncio.gather(*(work() for _ in range(CALLERS)))) == {5.0}

    asyncio.run(run())
    return float(len(calls))


# --- Redis --------------------------------------------------------------------------------------------


@cache
def url() -> str:
    """A server of our own on a free port, which ends with this process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tempfile.mkdtemp(prefix="fastind-bench-")
    options = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder]
    server = subprocess.Popen(
        ["redis-server", "--port", str(port), *options], stdout=subprocess.PIPE, text=True
    )
    atexit.register(lambda: (server.kill(), server.wait(), shutil.rmtree(folder)))
    assert any("eady to accept" in line for line in server.stdout or ())
    return f"redis://127.0.0.1:{port}"


def fresh_redis() -> fi.Cache:
    kept = fi.Cache(url())
    kept.clear()
    return kept


def redis_get(compressible: bool) -> tuple[Thunk, Thunk]:
    """400 kB from Redis, beside what Redis itself takes for as many bytes."""
    import redis

    array = walk(50_000, 1)[0].ravel()
    array = np.round(array, 2) if compressible else array
    assert array.nbytes == 400_000
    kept = fi.Cache(url())
    assert kept.set("a", array)
    client = redis.Redis.from_url(url())
    assert (client.strlen("fastind:v:a") < array.nbytes) == compressible
    client.set("plain", array.tobytes())
    return lambda: kept.get("a"), lambda: np.frombuffer(client.get("plain"))


def over_redis() -> float:
    with fresh_redis() as kept:
        return screen(kept)


def rows() -> Iterator[Row]:
    return (replace(row, table="cache") for row in (*serial(), *memory(), *remote()))


def serial() -> Iterator[Row]:
    ours = partial(fi.dumps, rows_of_json())
    work = "dumps of rows, 1 MB as JSON"
    yield Row(work, lambda: (ours, None), "ms", 5, 2, scale=1e3)
    yield Row("the same", lambda: (ours, partial(json.dumps, rows_of_json())), "x json", 3, 6, faster=True)
    data, text = fi.dumps(rows_of_json()), json.dumps(rows_of_json())
    yield Row(
        "loads of them", lambda: (partial(fi.loads, data), partial(json.loads, text)), "x json", faster=True
    )
    yield Row("a frame of 1 M rows, there and back", frame_beside_pickle, "x the time of pickle")


def memory() -> Iterator[Row]:
    work = f"a screen of {CODES} codes on {DAYS} days"
    yield Row(work, lambda: (in_memory, None), "% found", 80, 85, more=True, rounds=1)
    yield Row(
        f"{CALLERS} threads, a cold key",
        lambda: (partial(threads, fi.Cache), None),
        "computations",
        1,
        rounds=5,
    )
    yield Row(
        f"{CALLERS} tasks, a cold key", lambda: (partial(tasks, fi.Cache), None), "computations", 1, rounds=5
    )


def remote() -> Iterator[Row]:
    if shutil.which("redis-server") is None:
        return
    yield Row("the screen, Redis", lambda: (over_redis, None), "% found", 80, 85, more=True, rounds=1)
    for name, callers in (("threads", threads), ("tasks", tasks)):
        work = f"{CALLERS} {name}, a cold key, Redis"
        yield Row(work, lambda run=callers: (partial(run, fresh_redis), None), "computations", 1, rounds=5)
    for name, compressible in (("prices in cents", True), ("floats, not compressible", False)):
        work = f"get of 400 kB from Redis, {name}"
        yield Row(work, lambda c=compressible: (redis_get(c)[0], None), "ms", 2, 1, scale=1e3)
        yield Row("the same", lambda c=compressible: redis_get(c), "x the time of GET alone")
