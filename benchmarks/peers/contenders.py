"""The table of contenders: one row is one piece of work, ours and what it is measured against."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import bottleneck as bn
import numba
import numbagg
import numpy as np
import pandas as pd
import polars as pl
import talib

import fastind as fi

Thunk = Callable[[], Any]
Prepare = Callable[[Any], Thunk]

SHAPE = [2500, 5000]  # dates, codes
FIVE = {
    "rsi14": fi.rsi.bind(window=14),
    "ema7": fi.ema.bind(window=7),
    "ema25": fi.ema.bind(window=25),
    "volatility20": fi.volatility.bind(window=20),
    "ratio20": fi.volume_ratio.bind(window=20),
}


@dataclass(frozen=True)
class Row:
    """`prepare` gives our side and, where there is one, the other side. What is shown is their ratio (with
    `faster` the other way round), or else the time of ours in `unit`. A side that returns a float has
    measured itself: in a process of its own, or something else than time. `more`: more is better.
    """

    work: str
    prepare: Callable[[], tuple[Thunk, Thunk | None]]
    unit: str
    must: float | None = None
    aim: float | None = None
    inner: int = 1
    faster: bool = False
    more: bool = False
    scale: float = 1.0
    table: str = "latest"
    rounds: int | None = None  # of what takes long; else as many as two seconds hold


# --- data -------------------------------------------------------------------------------------------


def walk(dates: int, codes: int, holes: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Make closes and volumes, rows contiguous."""
    rng = np.random.default_rng(7)
    close = 100 * np.exp(np.cumsum(rng.normal(0, 0.02, (dates, codes)), axis=0))
    volume = np.floor(1e6 * rng.lognormal(0, 0.5, (dates, codes)))
    gone = rng.random((dates, codes)) < holes
    close[gone] = volume[gone] = np.nan
    return close, volume


@cache
def panel(order: str = "C") -> tuple[np.ndarray, np.ndarray]:
    if order == "F":
        return tuple(np.asfortranarray(x) for x in panel())
    return walk(*SHAPE, holes=0.02)


def series(points: int) -> np.ndarray:
    return walk(points, 1)[0].ravel()


# --- what the bytes cost ----------------------------------------------------------------------------


@numba.njit(parallel=True)
def _copy(source, target):
    for t in numba.prange(source.shape[0]):
        for j in range(source.shape[1]):
            target[t, j] = source[t, j]


@numba.njit(parallel=True)
def _copy_2_to_5(a, b, c, d, e, f, g):
    for t in numba.prange(a.shape[0]):
        for j in range(a.shape[1]):
            x, y = a[t, j], b[t, j]
            c[t, j], d[t, j], e[t, j], f[t, j], g[t, j] = x, x, x, x, y


# --- our side ---------------------------------------------------------------------------------------


def on_panel(indicator: Any, order: str = "C", volume: bool = False, **params: Any) -> Any:
    def prepare() -> tuple[Thunk, Thunk]:
        x = panel(order)[volume]
        sweep = (len(params["window"]),) if isinstance(params.get("window"), list) else ()
        out = np.empty((*sweep, *x.shape), order=order)
        target = np.empty_like(panel()[0])
        return partial(indicator, x, out=out, **params), partial(_copy, panel()[0], target)

    return prepare


def five_on_panel() -> Thunk:
    close, volume = panel()
    out = {name: np.empty_like(close) for name in FIVE}
    return partial(fi.compute, {"close": close, "volume": volume}, FIVE, out=out)


def five_beside_copy() -> tuple[Thunk, Thunk]:
    return five_on_panel(), partial(_copy_2_to_5, *panel(), *(np.empty_like(panel()[0]) for _ in range(5)))


def five_beside_polars(by_date: bool) -> tuple[Thunk, Thunk]:
    """Polars on the frame as markets deliver it (by date, codes as text), or as polars likes it best."""
    frame = long_frame(*panel())
    if by_date:
        frame = frame.with_columns(pl.col("code").cast(pl.String).str.zfill(6)).sort("date", "code")
    return five_on_panel(), partial(frame.with_columns, **{k: e.over("code") for k, e in POLARS.items()})


def rank_beside_pandas() -> tuple[Thunk, Thunk]:
    frame = pd.DataFrame(panel()[0])
    return partial(fi.cs_rank, frame), partial(frame.rank, axis=1, pct=True)


def on_series(ours: Any, theirs: Any, points: int, window: int, kind: Any = np.asarray) -> Any:
    def prepare() -> tuple[Thunk, Thunk]:
        x = kind(series(points))
        return partial(ours, x, window=window), partial(theirs, x, timeperiod=window)

    return prepare


def streaming() -> tuple[Thunk, None]:
    closes = walk(100, 5000, holes=0.02)[0]
    stream = fi.rsi.stream(codes=5000, window=14)
    stream.warm(closes)
    return partial(stream.update, closes[50]), None


# --- in processes of their own ----------------------------------------------------------------------

IMPORT = "import time; t = time.perf_counter(); import fastind; print(time.perf_counter() - t)"
FIRST = """
import time
t = time.perf_counter()
import numpy as np
import fastind as fi
fi.rsi(np.arange(1000.0))
print(time.perf_counter() - t)
"""
# Writing 5 to clear_refs makes the peak start again at what is in use now.
PEAK = """
import pathlib
import numpy as np
import fastind as fi
proc = pathlib.Path("/proc/self")
def kilobytes(key):
    return int(proc.joinpath("status").read_text().split(key + ":")[1].split()[0])
dates, codes, order = {dates}, {codes}, "{order}"
x = np.empty((dates, codes), order=order)
x[:] = np.linspace(10, 20, codes)
x[::7] += 1
fi.rsi(x[:300].copy(order))
proc.joinpath("clear_refs").write_text("5")
before = kilobytes("VmRSS")
out = fi.rsi(x)
print((kilobytes("VmHWM") - before) * 1024 - out.nbytes)
"""


def child(script: str, **environment: str) -> float:
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return float(done.stdout)


def in_child(script: str) -> Any:
    return lambda: (partial(child, script), None)


def first_ever() -> tuple[Thunk, None]:
    def run() -> float:
        with tempfile.TemporaryDirectory() as folder:
            return child(FIRST, FASTIND_CACHE_DIR=folder, NUMBA_CACHE_DIR=folder)

    return run, None


def peak(order: str) -> Any:
    return lambda: in_child(PEAK.format(dates=SHAPE[0], codes=SHAPE[1], order=order))()


# --- the peers, each on the memory order that suits it best -----------------------------------------


def rsi_of_means(up: Any, down: Any) -> Any:
    return 100 * up / (up + down)


def pandas_rsi(frame: pd.DataFrame) -> pd.DataFrame:
    change = frame.diff()
    up, down = change.clip(lower=0), -change.clip(upper=0)
    return rsi_of_means(*(x.ewm(alpha=1 / 14, adjust=False, ignore_na=True).mean() for x in (up, down)))


def numbagg_rsi(x: np.ndarray) -> np.ndarray:
    change = np.diff(x, prepend=np.nan)
    up, down = np.maximum(change, 0), np.maximum(-change, 0)
    return rsi_of_means(*(numbagg.move_exp_nanmean(side, alpha=1 / 14) for side in (up, down)))


def returns(x: np.ndarray) -> np.ndarray:
    return np.diff(x, prepend=np.nan) / np.roll(x, 1, axis=1)


CHANGE = pl.col("close").diff()
WILDER = {"alpha": 1 / 14, "adjust": False, "ignore_nulls": True}
POLARS = {
    "rsi14": rsi_of_means(
        CHANGE.clip(lower_bound=0).ewm_mean(**WILDER), (-CHANGE).clip(lower_bound=0).ewm_mean(**WILDER)
    ),
    "ema7": pl.col("close").ewm_mean(span=7, adjust=False, ignore_nulls=True),
    "ema25": pl.col("close").ewm_mean(span=25, adjust=False, ignore_nulls=True),
    "volatility20": pl.col("close").pct_change().rolling_std(20),
    "ratio20": pl.col("volume") / pl.col("volume").rolling_mean(20),
}


def long_frame(close: np.ndarray, volume: np.ndarray) -> pl.DataFrame:
    """Build the frame that polars likes best: sorted by code and date, codes as integers, nulls for NaN."""
    dates, codes = close.shape
    columns = {
        "code": np.repeat(np.arange(codes, dtype=np.int32), dates),
        "date": np.tile(np.arange(dates, dtype=np.int32), codes),
        "close": close.T.ravel(),
        "volume": volume.T.ravel(),
    }
    return pl.DataFrame(columns).with_columns(pl.col("close", "volume").fill_nan(None)).set_sorted("code")


def by_talib(function: Any, window: int) -> Prepare:
    def prepare(x: np.ndarray) -> Thunk:
        x, out = np.asfortranarray(x), np.empty_like(x, order="F")

        def run() -> np.ndarray:
            for j in range(x.shape[1]):
                out[:, j] = function(x[:, j], window)
            return out

        return run

    return prepare


def by_frame(expression: Callable[[pd.DataFrame], pd.DataFrame]) -> Prepare:
    return lambda x: partial(expression, pd.DataFrame(x))


def by_rows_of_codes(function: Callable[[np.ndarray], np.ndarray]) -> Prepare:
    def prepare(x: np.ndarray) -> Thunk:
        codes = np.ascontiguousarray(x.T)
        return lambda: function(codes).T

    return prepare


def by_polars(key: str) -> Prepare:
    def prepare(x: np.ndarray) -> Thunk:
        frame, expression = long_frame(x, x), POLARS[key].over("code")
        return lambda: frame.select(expression).to_series().to_numpy().reshape(x.shape[::-1]).T

    return prepare


JOBS = {
    "rsi": partial(fi.rsi, window=14),
    "ema": partial(fi.ema, window=25),
    "volatility": partial(fi.volatility, window=20),
    "volume_ratio": partial(fi.volume_ratio, window=20),
}
STD, MEAN = {"window": 20, "axis": 1, "ddof": 1}, {"window": 20, "axis": 1}
PEERS: list[tuple[str, str, Prepare]] = [
    ("rsi", "TA-Lib", by_talib(talib.RSI, 14)),
    ("rsi", "pandas", by_frame(pandas_rsi)),
    ("rsi", "polars", by_polars("rsi14")),
    ("rsi", "numbagg", by_rows_of_codes(numbagg_rsi)),
    ("ema", "TA-Lib", by_talib(talib.EMA, 25)),
    ("ema", "pandas", by_frame(lambda f: f.ewm(span=25, adjust=False, ignore_na=True).mean())),
    ("ema", "polars", by_polars("ema25")),
    ("ema", "numbagg", by_rows_of_codes(lambda x: numbagg.move_exp_nanmean(x, alpha=2 / 26))),
    ("volatility", "pandas", by_frame(lambda f: f.pct_change(fill_method=None).rolling(20).std())),
    ("volatility", "polars", by_polars("volatility20")),
    ("volatility", "numbagg", by_rows_of_codes(lambda x: numbagg.move_std(returns(x), window=20))),
    ("volatility", "bottleneck", by_rows_of_codes(lambda x: bn.move_std(returns(x), **STD))),
    ("volume_ratio", "pandas", by_frame(lambda f: f / f.rolling(20).mean())),
    ("volume_ratio", "polars", by_polars("ratio20")),
    ("volume_ratio", "numbagg", by_rows_of_codes(lambda x: x / numbagg.move_mean(x, window=20))),
    ("volume_ratio", "bottleneck", by_rows_of_codes(lambda x: x / bn.move_mean(x, **MEAN))),
]


def beside_peer(job: str, prepare_peer: Prepare) -> Any:
    def prepare() -> tuple[Thunk, Thunk]:
        x = panel()[job == "volume_ratio"]
        return partial(JOBS[job], x, out=np.empty_like(x)), prepare_peer(x)

    return prepare


# --- the table --------------------------------------------------------------------------------------


def rows() -> Iterator[Row]:
    windows = [5, 7, 9, 14, 21, 28, 42, 63]
    same, talibs = "x copying the same bytes", "x TA-Lib's time"
    yield Row("rsi, rows contiguous", on_panel(fi.rsi, window=14), "copies", 1.7, 1.1)
    yield Row("rsi, codes contiguous", on_panel(fi.rsi, "F", window=14), "copies", 3.0, 1.5)
    yield Row("ema, rows contiguous", on_panel(fi.ema, window=25), "copies", 1.4, 1.1)
    yield Row("ema, codes contiguous", on_panel(fi.ema, "F", window=25), "copies", 2.2, 1.3)
    ratio = on_panel(fi.volume_ratio, volume=True, window=20)
    yield Row("volume_ratio, rows contiguous", ratio, "copies", 2.5, 1.4)
    yield Row("volatility, rows contiguous", on_panel(fi.volatility, window=20), "copies", 3.5, 2.0)
    yield Row("five by compute", five_beside_copy, same, 2.0, 1.3)
    beside = "five by compute, beside polars .over"
    yield Row(beside, partial(five_beside_polars, True), "x faster", 40, faster=True)
    best = f"{beside} (sorted, codes as integers)"
    yield Row(best, partial(five_beside_polars, False), "x faster", faster=True)
    yield Row("sweep of 8 rsi windows", on_panel(fi.rsi, window=windows), "copies", 8.5, 5)
    short = partial(on_series, fi.rsi, talib.RSI, 1000, 14)
    yield Row("rsi, 1,000 points, numpy", short(), talibs, 1.0, 0.5, inner=1000)
    yield Row("rsi, 1,000 points, pandas Series", short(pd.Series), talibs, 1.0, 0.5, inner=200)
    yield Row("rsi, 1,000,000 points", on_series(fi.rsi, talib.RSI, 10**6, 14), talibs, 0.9, 0.6)
    yield Row("ema, 1,000,000 points", on_series(fi.ema, talib.EMA, 10**6, 25), talibs, 0.75, 0.5)
    yield Row("cs_rank", rank_beside_pandas, "x pandas' time", 0.2, 0.12)
    yield Row("stream update, 5000 codes", streaming, "us", 25, 10, inner=500, scale=1e6)
    yield Row("import fastind", in_child(IMPORT), "s", 0.15, 0.1)
    yield Row("first rsi, warm disk cache", in_child(FIRST), "s", 1.0, 0.7)
    yield Row("first rsi ever", first_ever, "s", 4.0, 2.5)
    for order, name in (("C", "rows"), ("F", "codes")):
        work = f"rsi, {name} contiguous: peak memory"
        yield Row(work, peak(order), "MB over input + output", 16, scale=1e-6)
    for job, peer, prepare in PEERS:
        yield Row(f"{job}, beside {peer}", beside_peer(job, prepare), "x faster", faster=True)
