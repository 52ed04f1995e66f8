"""Four workers on one pool: a year of hourly bars in memory once, read by every process without a copy.

python examples/shared_pool_example.py
python examples/shared_pool_example.py --data-dir data --symbols BTCUSDT,ETHUSDT

Without --data-dir it makes three symbols' bars and funding rates up.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd

import fastind as fi

WORKERS, HOURS = 4, 8760
MADE_UP = ["BTCUSDT", "ETHUSDT", "SOLUSDT"]


def make_up(folder: Path) -> None:
    """Random walks, and a funding rate every eight hours, up to 16 ms late as exchanges have them."""
    rng = np.random.default_rng(7)
    for part in ("ohlcv", "funding"):
        (folder / part).mkdir(parents=True)
    hours = pd.date_range("2024-01-01", periods=HOURS, freq="h", tz="UTC")
    for symbol in MADE_UP:
        close = 100 * np.exp(rng.normal(0, 0.005, HOURS).cumsum())
        opened = np.r_[100.0, close[:-1]]
        bars = pd.DataFrame({"timestamp": hours, "open": opened, "close": close})
        bars["high"], bars["low"] = np.maximum(opened, close) * 1.001, np.minimum(opened, close) * 0.999
        bars["volume"] = rng.lognormal(8, 0.5, HOURS)
        bars.to_parquet(folder / "ohlcv" / f"{symbol}_1h.parquet", index=False)
        late = pd.to_timedelta(rng.integers(0, 17, HOURS // 8), unit="ms")
        rates = pd.DataFrame({"timestamp": hours[::8] + late})
        rates["funding_rate"] = rng.normal(1e-4, 5e-5, HOURS // 8)
        rates.to_parquet(folder / "funding" / f"{symbol}_funding.parquet", index=False)


def hold(window: int, symbol: str, pool: fi.SharedDataPool) -> dict[str, float]:
    """Hold the symbol while its RSI is above 50, paying funding: the return and the hours held."""
    bars = pool.get_dataframe(f"{symbol}_1h")  # over the pool's memory
    funding = pool.get(f"{symbol}_funding_1h")[:, 0]
    is_held = np.r_[False, fi.rsi(bars["close"], window).to_numpy()[:-1] > 50]
    returns = bars["close"].pct_change().to_numpy(dtype="f8") - np.nan_to_num(funding) / 8
    return {"return": float(np.sum(returns[is_held])), "hours": int(is_held.sum())}


def worker(name: str, number: int) -> None:
    """A process that knows the pool's name: reads everything, and leaves a message."""
    with fi.attach_to_pool(name) as pool:
        keys = [key for key in pool.list_keys() if not key.startswith("worker")]
        total = sum(float(np.nansum(pool.get(key))) for key in keys)
        pool.put(f"worker {number}", {"sum": total, "keys": len(keys), "shared": shared_bytes(name)})


def shared_bytes(name: str) -> int:
    """How many bytes of the pool's files this process maps."""
    text = Path("/proc/self/smaps").read_text()
    parts = re.split(r"(?m)^(?=[0-9a-f]+-[0-9a-f]+ )", text)
    sizes = (re.search(r"\nRss: +(\d+) kB", part) for part in parts if f"/{name}/" in part.partition("\n")[0])
    return sum(int(size[1]) * 1024 for size in sizes if size)


def main() -> None:
    """Put the data into a pool, read it in four processes, run a grid on it, let it go."""
    parser = argparse.ArgumentParser(description="Four workers on one pool.")
    parser.add_argument("--data-dir", type=Path)
    parser.add_argument("--symbols", default=",".join(MADE_UP))
    given = parser.parse_args()
    symbols, name = given.symbols.split(","), f"example-{os.getpid()}"
    with tempfile.TemporaryDirectory() as scratch:
        if given.data_dir is None:
            make_up(Path(scratch) / "data")
        folder = given.data_dir or Path(scratch) / "data"
        pool = fi.create_shared_pool(folder, symbols, ["1h"], name)
    with pool:
        say(f"one pool: {len(pool.list_keys())} keys, {pool.get_total_size_mb():.2f} MB")
        for key in pool.list_keys():
            info = pool.get_info(key)
            say(f"  {key}: {' x '.join(map(str, info.shape))} {info.dtype}, {', '.join(info.columns or [])}")

        workers = [get_context("spawn").Process(target=worker, args=(name, k)) for k in range(WORKERS)]
        for process in workers:
            process.start()
        for process in workers:
            process.join()
        told = [pool.get(f"worker {k}") for k in range(WORKERS)]
        are_same = len({message["sum"] for message in told}) == 1
        say(f"{WORKERS} workers read {told[0]['keys']} keys each; the same sums: {yes(are_same)}")
        say(f"each maps the pool's own memory: {yes(all(message['shared'] for message in told))}")

        grid = fi.grid(window=[7, 14, 28], symbol=symbols)
        result = fi.run_grid(hold, grid, data={"pool": pool}, n_jobs=WORKERS, progress=False)
        say(f"a grid of {len(result)} tasks on the pool, {len(result.failures)} failed")
        say(result.to_pandas().to_string(index=False, float_format="{:+.3f}".format))
    is_gone = False
    try:
        fi.attach_to_pool(name)
    except fi.errors.PoolError:
        is_gone = True
    say(f"after cleanup the memory is gone: {yes(is_gone)}")


def yes(holds: bool) -> str:
    """Whether it is as it should be."""
    return "yes" if holds else "NO"


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    main()
