"""The catalogue beside TA-Lib looped over the columns, on as many threads; and what has other peers."""

import os
import statistics
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache, partial
from time import perf_counter
from typing import Any

import bottleneck as bn
import numpy as np
import pandas as pd
import talib
from contenders import Row, Thunk, walk
from talib import abstract

import fastind as fi
from fastind.api import catalogue
from fastind.compat.talib.names import PARAMETERS

SHAPE = (2500, 1000)
CORES = len(os.sched_getaffinity(0))
LIBRARY = "a call of the C library's function for each value, as in TA-Lib"
TRANSCENDENTAL = ("sin", "cos", "tan", "acos", "asin", "atan", "sinh", "cosh", "ln", "log10")
SLOWER = dict.fromkeys(TRANSCENDENTAL, LIBRARY) | {
    "percentrank": "a look at all rows of the window, in both",
    "mavp": "an average of each length, of which every row takes one",
}
"""Why an indicator takes about as long as TA-Lib, or longer."""
RATIOS: dict[str, float] = {}
WINDOWS = range(5, 65, 2)


@cache
def fields() -> dict[str, np.ndarray]:
    close, volume = walk(*SHAPE)
    span = close * np.random.default_rng(1).uniform(0.001, 0.02, SHAPE)
    bars = {"close": close, "open": close + span / 3, "high": close + span, "low": close - span}
    periods = np.full(SHAPE, 10.0)
    return bars | {"volume": volume, "x": close, "y": bars["open"], "periods": periods}


@cache
def columns() -> dict[str, list[np.ndarray]]:
    """Each code's series in memory of its own, as TA-Lib likes it."""
    return {name: [np.ascontiguousarray(a[:, k]) for k in range(SHAPE[1])] for name, a in fields().items()}


# --- beside TA-Lib -----------------------------------------------------------------------------------


def ours_of(of: Any) -> Thunk:
    inputs = [fields()[name] for name in of.inputs]
    shape = inputs[0].shape
    out = tuple(np.empty(shape) for _ in of.outputs)
    given = {key: value for key, value in required(of).items() if key in of.params}
    return partial(of, *inputs, **given, out=out if len(out) > 1 else out[0])


def required(of: Any) -> dict[str, Any]:
    """TA-Lib's defaults under our names."""
    defaults = abstract.Function(of.talib).info["parameters"]
    return {PARAMETERS[key]: v for key, v in defaults.items() if not key.endswith("matype")}


def theirs_of(of: Any) -> Thunk:
    function = getattr(talib, of.talib)
    data = list(zip(*(columns()[name] for name in of.inputs), strict=True))
    parts = [data[k::CORES] for k in range(CORES)]
    pool = ThreadPoolExecutor(CORES)
    return lambda: list(pool.map(lambda part: [function(*series) for series in part], parts))


def beside_talib(of: Any) -> Callable[[], tuple[Thunk, Thunk]]:
    def prepare() -> tuple[Thunk, Thunk]:
        seconds: dict[str, list[float]] = {"ours": [], "theirs": []}

        def timed(side: str, run: Thunk) -> Thunk:
            def loop() -> float:
                start = perf_counter()
                run()
                seconds[side].append(perf_counter() - start)
                ours, theirs = (statistics.median(seconds[k] or [np.nan]) for k in ("ours", "theirs"))
                RATIOS[of.name] = ours / theirs
                return seconds[side][-1]

            return loop

        return timed("ours", ours_of(of)), timed("theirs", theirs_of(of))

    return prepare


def median() -> tuple[Thunk, None]:
    return lambda: float(statistics.median(RATIOS.values())), None


# --- other peers -------------------------------------------------------------------------------------


def features() -> tuple[Thunk, Thunk]:
    """150 rolling features of five fields: 30 windows each."""
    data = {name: fields()[name] for name in ("open", "high", "low", "close", "volume")}
    entries = {f"{name}{w}": fi.rolling_mean.bind(x=name, window=w) for name in data for w in WINDOWS}
    out = {key: np.empty(SHAPE) for key in entries}

    def singly() -> None:
        for key, entry in entries.items():
            fi.rolling_mean(data[entry.fields["x"]], entry.params["window"], out=out[key])

    return partial(fi.compute, data, entries, out=out), singly


def features_of_a_frame() -> tuple[Thunk, Thunk]:
    """The same of a long frame of 200 codes, as markets deliver it."""
    data = {name: fields()[name][:, :200] for name in ("open", "high", "low", "close", "volume")}
    frame = fi.Panel.from_wide({name: pd.DataFrame(values) for name, values in data.items()}).to_long(
        "polars"
    )
    entries = {f"{name}{w}": fi.rolling_mean.bind(x=name, window=w) for name in data for w in WINDOWS}

    def singly() -> None:
        for key, entry in entries.items():
            fi.compute(frame, {key: entry})

    return partial(fi.compute, frame, entries), singly


def beside_peers() -> Iterator[Row]:
    x = fields()["close"]
    by_code = np.ascontiguousarray(x.T)
    frame = pd.DataFrame(x)
    peers = {
        "rolling_median": (partial(bn.move_median, by_code, 20), frame.rolling(20).median),
        "rolling_rank": (partial(bn.move_rank, by_code, 20), frame.rolling(20).rank),
    }
    for name, (bottleneck, pandas) in peers.items():
        run = partial(getattr(fi, name), x, 20)
        for peer, other in (("bottleneck", bottleneck), ("pandas", pandas)):
            yield Row(name, lambda run=run, other=other: (run, other), f"of {peer}'s time", 0.5, rounds=3)
    wide = pd.DataFrame(walk(2500, 5000)[0])
    ranks = partial(fi.cs_rank, wide.to_numpy()), partial(wide.rank, axis=1, pct=True)
    yield Row("cs_rank, 2500 x 5000", lambda: ranks, "of pandas' time", 0.2, rounds=3)
    every = "compute of 150 rolling means"
    yield Row(f"{every}, arrays", features, "of the sum of single calls", rounds=3)
    yield Row(f"{every}, long frame", features_of_a_frame, "of the sum of single calls", 0.3, rounds=7)
    params = {"fast": range(4, 16), "slow": range(20, 32)}
    last = partial(fi.sweep, fi.macd, x, params, reduce="last")

    def singly() -> None:
        for fast in params["fast"]:
            for slow in params["slow"]:
                fi.macd(x, fast, slow)

    yield Row(
        "sweep of 12 x 12 macd, last rows", lambda: (last, singly), "of the sum of single calls", rounds=3
    )


def rows() -> Iterator[Row]:
    named = [of for of in catalogue.values() if of.talib]
    for of in named:
        yield Row(
            f"{of.name}, beside {of.talib}",
            beside_talib(of),
            "of TA-Lib's time",
            None if of.name in SLOWER else 1.0,
            rounds=5,
            table="catalogue",
        )
    yield Row("median of these", median, "of TA-Lib's time", 0.35, rounds=1, table="catalogue")
    for row in beside_peers():
        yield replace(row, table="catalogue")
