"""Contenders on frames: what a user's own table costs beside the kernels on bare arrays."""

import os
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
from contenders import FIVE, POLARS, SHAPE, Row, Thunk, child, long_frame, pandas_rsi, panel, walk

import fastind as fi

PRICES = Path(os.environ.get("FASTIND_DATA", ""), "sp500_daily_2013_2018.parquet")


@cache
def by_code(codes: int) -> pl.DataFrame:
    """Make the long frame with text codes and real dates, sorted by code and date."""
    dates = SHAPE[0]
    days = np.arange("2010-01-01", "2040-01-01", dtype="datetime64[D]")[:dates]
    names = [f"{k:06d}.SZ" for k in range(codes)]
    return long_frame(*(panel() if codes == SHAPE[1] else walk(dates, codes, holes=0.02))).with_columns(
        code=pl.Series(np.repeat(names, dates)), date=pl.Series(np.tile(days, codes))
    )


def shuffled(codes: int) -> pl.DataFrame:
    return by_code(codes).sample(fraction=1.0, shuffle=True, seed=1)


def sorted_beside_over() -> tuple[Thunk, Thunk]:
    frame = by_code(SHAPE[1])
    over = {key: expression.over("code") for key, expression in POLARS.items()}
    return partial(fi.compute, frame, FIVE), partial(frame.with_columns, **over)


def shuffled_beside_sort() -> tuple[Thunk, Thunk]:
    frame = shuffled(SHAPE[1])
    over = {key: expression.over("code") for key, expression in POLARS.items()}
    return partial(fi.compute, frame, FIVE), lambda: frame.sort("code", "date").with_columns(**over)


def five_of_one(frame: pd.DataFrame) -> pd.DataFrame:
    close, volume = frame["close"], frame["volume"]
    return pd.DataFrame(
        {
            "rsi14": pandas_rsi(close),
            "ema7": close.ewm(span=7, adjust=False, ignore_na=True).mean(),
            "ema25": close.ewm(span=25, adjust=False, ignore_na=True).mean(),
            "volatility20": close.pct_change(fill_method=None).rolling(20).std(),
            "ratio20": volume / volume.rolling(20).mean(),
        }
    )


def pandas_beside_apply() -> tuple[Thunk, Thunk]:
    frame = by_code(SHAPE[1] // 20).to_pandas()
    groups = frame.groupby("code", group_keys=False)[["close", "volume"]]
    return partial(fi.compute, frame, FIVE), partial(groups.apply, five_of_one)


def from_long_beside_pivot() -> tuple[Thunk, Thunk]:
    frame = shuffled(SHAPE[1] // 20).select("date", "code", "close")
    return partial(fi.Panel.from_long, frame), partial(frame.pivot, "code", index="date", values="close")


def wide_beside_kernel(order: str) -> Any:
    def prepare() -> tuple[Thunk, Thunk]:
        x = panel(order)[0]
        return partial(fi.rsi, pd.DataFrame(x, copy=False)), partial(fi.rsi, x)

    return prepare


def bars() -> pd.DataFrame:
    close, volume = (a.ravel() for a in walk(10**6, 1))
    return pd.DataFrame({"open": close, "high": close, "low": close, "close": close, "volume": volume})


def one_security() -> tuple[Thunk, None]:
    return partial(fi.compute, bars(), FIVE), None


MEMORY = """
import pathlib, sys
sys.path.insert(0, {here!r})
import fastind as fi
from tables import FIVE, bars
proc = pathlib.Path("/proc/self")
def kilobytes(key):
    return int(proc.joinpath("status").read_text().split(key + ":")[1].split()[0])
frame = bars()
fi.compute(frame[:300], FIVE)
proc.joinpath("clear_refs").write_text("5")
before = kilobytes("VmRSS")
out = fi.compute(frame, FIVE)
print((kilobytes("VmHWM") - before) * 1024 - 5 * 8 * len(frame))
"""


def memory_of_one() -> tuple[Thunk, None]:
    return partial(child, MEMORY.format(here=str(Path(__file__).parent))), None


def saved(tolerance: float | None) -> Any:
    def work() -> float:
        frame = pd.read_parquet(PRICES).astype({"symbol": "str"})
        return 100 * fi.compact_dtypes(frame, tolerance=tolerance, report=True)[1].saved

    return lambda: (work, None)


def rows() -> Iterator[Row]:
    few = SHAPE[0] * (SHAPE[1] // 20)
    yield Row(
        "long polars, by code and date: five", sorted_beside_over, "x polars' .over", 5, 15, faster=True
    )
    yield Row(
        "long polars, any order: five", shuffled_beside_sort, "x polars' sort and .over", 2, 5, faster=True
    )
    yield Row(f"long pandas, {few:,} rows: five", pandas_beside_apply, "x groupby + apply", 10, faster=True)
    pivot = f"Panel.from_long, {few:,} rows, any order"
    yield Row(pivot, from_long_beside_pivot, "x the time of polars' pivot", 1.5)
    for order, name in (("C", "rows"), ("F", "codes")):
        work = f"rsi of a wide pandas frame, {name} contiguous"
        yield Row(work, wide_beside_kernel(order), "x the kernel on its memory", 1.15)
    yield Row("one security, 1,000,000 bars: five", one_security, "s", 0.3)
    yield Row("the same: peak memory", memory_of_one, "MB over input + output", 100, scale=1e-6)
    if PRICES.is_file():
        yield Row("compact_dtypes, S&P 500 long", saved(None), "% saved", 20, more=True)
        yield Row("the same, tolerance=1e-6", saved(1e-6), "% saved", 45, more=True)
