"""The store beside files that people keep tables in: Parquet by pandas and polars, SQLite, HDF5."""

import gzip
import io
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from itertools import count
from pathlib import Path
from typing import Any
from unittest import mock

import h5py
import numpy as np
import pandas as pd
import polars as pl
from contenders import Row, Thunk, child, walk
from tables import PRICES

import fastind as fi
from fastind.io.store import compaction, writer

DATES, CODES = 2000, 1000
FIELDS = ("open", "high", "low", "close", "volume")
_folder = tempfile.TemporaryDirectory(prefix="fastind-bench-")
ROOT = Path(_folder.name)
serial = count()


def fresh(suffix: str = "") -> Path:
    """A path that nothing has used."""
    return ROOT / f"{next(serial)}{suffix}"


@cache
def bars() -> pl.DataFrame:
    """2 M rows of five columns, prices in cents, by code and date."""
    close, volume = walk(DATES, CODES)
    days = np.arange("2016-01-01", "2040-01-01", dtype="datetime64[D]")[:DATES]
    prices = {
        name: np.round(close * k, 2).T.ravel()
        for name, k in zip(FIELDS, (0.99, 1.01, 0.98, 1.0), strict=False)
    }
    return pl.DataFrame(
        {
            "date": np.tile(days, CODES),
            "code": np.repeat([f"{k:06d}.SZ" for k in range(CODES)], DATES),
            **prices,
            "volume": volume.T.ravel(),
        }
    )


def day(k: int) -> pl.DataFrame:
    """1,000 rows of three columns."""
    rng = np.random.default_rng(k)
    return pl.DataFrame(
        {
            "date": np.full(CODES, 20_000 + k),
            "code": [f"{k:06d}.SZ" for k in range(CODES)],
            **{name: rng.random(CODES) for name in "abc"},
        }
    )


@cache
def days() -> list[pl.DataFrame]:
    """More of them than a benchmark has rounds."""
    return [day(k) for k in range(250)]


def synced(path: Path) -> None:
    """What acknowledged means for a file."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


# --- append ---------------------------------------------------------------------------------------


def ours_a_day() -> Thunk:
    store, left = fi.open_store(fresh(".fi"), mode="a"), iter(days())
    return lambda: store.append(next(left))


def sqlite_a_day() -> Thunk:
    connection, left = sqlite3.connect(fresh(".sqlite")), iter(days())
    connection.executescript("pragma journal_mode = truncate; pragma synchronous = extra;")
    connection.execute("create table bars (date, code, a, b, c, primary key (date, code)) without rowid")

    def append() -> None:
        connection.executemany("insert into bars values (?, ?, ?, ?, ?)", next(left).iter_rows())
        connection.commit()

    return append


def parquet_a_day(write: Any) -> Thunk:
    left = iter(days())

    def append() -> None:
        path = fresh(".parquet")
        write(next(left), path)
        synced(path)

    return append


def hdf5_a_day() -> Thunk:
    path, left = fresh(".h5"), iter(days())
    file = h5py.File(path, "w")
    for name, kind in (("date", "i8"), ("code", "S9"), *((name, "f8") for name in "abc")):
        file.create_dataset(name, shape=(0,), maxshape=(None,), dtype=kind, chunks=(10_000,))

    def append() -> None:
        frame = next(left)
        for name in frame.columns:
            n = len(file[name])
            file[name].resize((n + len(frame),))
            file[name][n:] = frame[name].to_numpy().astype(file[name].dtype)
        file.flush()
        synced(path)

    return append


# --- 2 M rows at once -----------------------------------------------------------------------------


def ours_at_once() -> Path:
    path = fresh(".fi")
    with fi.open_store(path, mode="a") as store:
        store.append(bars())
    return path


def polars_at_once() -> Path:
    path = fresh(".parquet")
    bars().write_parquet(path)
    synced(path)
    return path


def pandas_at_once() -> Path:
    path = fresh(".parquet")
    frame = bars().to_pandas()
    frame.to_parquet(path, compression="zstd")
    synced(path)
    return path


def sqlite_at_once() -> Path:
    path = fresh(".sqlite")
    connection = sqlite3.connect(path)
    fields = ", ".join(FIELDS)
    connection.execute(f"create table bars (date, code, {fields}, primary key (code, date)) without rowid")
    rows = bars().with_columns(pl.col("date").cast(pl.String)).iter_rows()
    connection.executemany("insert into bars values (?, ?, ?, ?, ?, ?, ?)", rows)
    connection.commit()
    connection.close()
    return path


def hdf5_at_once() -> Path:
    path = fresh(".h5")
    with h5py.File(path, "w") as file:
        for name in bars().columns:
            values = bars()[name].to_numpy()
            values = (
                values.astype("S9") if name == "code" else values.astype("i8" if name == "date" else "f8")
            )
            file.create_dataset(name, data=values, compression="gzip", compression_opts=1, chunks=(2**17,))
    synced(path)
    return path


def rate() -> float:
    """Rows a second of one append, sealed."""
    from time import perf_counter

    bars()
    with fi.open_store(fresh(".fi"), mode="a") as store:
        start = perf_counter()
        store.append(bars())
        return len(bars()) / (perf_counter() - start)


# --- a month of 20 codes ----------------------------------------------------------------------------


MONTH = pd.Timestamp("2019-03-01").date(), pd.Timestamp("2019-03-31").date()
SOME = [f"{k:06d}.SZ" for k in range(7, CODES, 50)]


def ours_query() -> Thunk:
    store = fi.open_store(ours_at_once())
    return lambda: store.query(dates=MONTH, codes=SOME, columns=["close"], kind="polars")


def panel_query() -> Thunk:
    store = fi.open_store(ours_at_once())
    return lambda: store.panel("close").sel(dates=MONTH, codes=SOME)["close"]


def polars_query() -> Thunk:
    path = polars_at_once()
    wanted = pl.col("date").is_between(*MONTH) & pl.col("code").is_in(SOME)
    return lambda: pl.scan_parquet(path).filter(wanted).select("date", "code", "close").collect()


def pandas_query() -> Thunk:
    path = pandas_at_once()
    filters = [
        ("date", ">=", pd.Timestamp(MONTH[0])),
        ("date", "<=", pd.Timestamp(MONTH[1])),
        ("code", "in", SOME),
    ]
    return lambda: pd.read_parquet(path, columns=["date", "code", "close"], filters=filters)


def sqlite_query() -> Thunk:
    connection = sqlite3.connect(sqlite_at_once())
    marks = ",".join("?" * len(SOME))
    text = f"select date, code, close from bars where code in ({marks}) and date between ? and ?"
    return lambda: connection.execute(text, (*SOME, *map(str, MONTH))).fetchall()


def hdf5_query() -> Thunk:
    file = h5py.File(hdf5_at_once())
    days = np.array(MONTH, "datetime64[D]").astype("i8")

    def query() -> Any:
        date, code = file["date"][:], file["code"][:]
        rows = (date >= days[0]) & (date <= days[1]) & np.isin(code, np.array(SOME, "S9"))
        return date[rows], code[rows], file["close"][:][rows]

    return query


# --- size, opening, memory --------------------------------------------------------------------------


def size() -> float:
    """Bytes of the sealed S&P 500 bars over those of their CSV by gzip."""
    frame = pl.read_parquet(PRICES).rename({"symbol": "code"}).with_columns(pl.col("code").cast(pl.String))
    text = io.BytesIO()
    frame.sort("code", "date").with_columns(pl.col("date").dt.date()).write_csv(text)
    with fi.open_store(fresh(".fi"), mode="a") as store:
        store.append(frame)
        store.seal()
        return store.info()["part_bytes"] / len(gzip.compress(text.getvalue(), 6))


@contextmanager
def unmerged() -> Iterator[None]:
    """Seal every 50 appends, and merge nothing."""
    with mock.patch.object(writer, "SEAL_BATCHES", 50), mock.patch.object(compaction, "FAN", 10**9):
        yield


def opening() -> Thunk:
    path = fresh(".fi")
    with unmerged(), fi.open_store(path, mode="a") as store:
        for k in range(10_000):
            store.append({"date": [k], "code": ["A"], "x": [1.0]})
    return lambda: fi.open_store(path).close()


SCATTERED = """
import numpy as np, pyarrow as pa
import fastind as fi
dates, codes = 5000, 2000
n, rng = dates * codes, np.random.default_rng(0)
names = pa.array([f"{k:06d}.SZ" for k in range(codes)])
with fi.open_store("PATH", mode="a") as store:
    for rows in np.array_split(rng.permutation(n), 7):
        values = {f"x{k}": np.round(100 * rng.random(rows.size), 2) for k in range(5)}
        store.append({"date": rows % dates, "code": names.take(pa.array(rows // dates)), **values})
print(n)
"""

COMPACT = """
import pathlib
import fastind as fi
with fi.open_store("PATH", mode="a") as store:
    store.compact()
    assert store.info()["part_rows"] == ROWS
print(int(pathlib.Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) * 1024)
"""


def compacting() -> float:
    """The peak memory of a process that merges 10 M rows in seven parts, each of all dates and codes."""
    path = str(fresh(".fi"))
    n = child(SCATTERED.replace("PATH", path))
    return child(COMPACT.replace("PATH", path).replace("ROWS", str(int(n))))


def rows() -> Iterator[Row]:
    return (replace(row, table="store") for row in (*appends(), *queries(), *others()))


def appends() -> Iterator[Row]:
    append = "append 1,000 rows x 3, acknowledged"
    yield Row(append, lambda: (ours_a_day(), None), "ms", 4, 2, scale=1e3)
    peers = {
        "SQLite, a row each": sqlite_a_day,
        "polars, a Parquet file each": partial(parquet_a_day, pl.DataFrame.write_parquet),
        "pandas, a Parquet file each": partial(
            parquet_a_day, lambda frame, path: frame.to_pandas().to_parquet(path)
        ),
        "HDF5 (h5py)": hdf5_a_day,
    }
    for name, peer in peers.items():
        yield Row("the same", lambda peer=peer: (ours_a_day(), peer()), f"x the time of {name}, synced")
    yield Row("append 2 M rows x 5, sealed", lambda: (rate, None), "M rows/s", 1.5, 5, more=True, scale=1e-6)
    for name, peer in {
        "polars": polars_at_once,
        "pandas": pandas_at_once,
        "SQLite": sqlite_at_once,
        "HDF5": hdf5_at_once,
    }.items():
        yield Row(
            "the same", lambda peer=peer: (ours_at_once, peer), f"x the time of {name}, synced", rounds=3
        )


def queries() -> Iterator[Row]:
    query = "a month x 20 codes x 1 column of 2 M rows"
    yield Row(f"{query}, parts", lambda: (ours_query(), None), "ms", 30, 10, scale=1e3)
    for name, peer in {
        "polars": polars_query,
        "pandas": pandas_query,
        "SQLite, indexed": sqlite_query,
        "HDF5": hdf5_query,
    }.items():
        yield Row("the same", lambda peer=peer: (ours_query(), peer()), f"x the time of {name}")
    yield Row(f"{query}, panel", lambda: (panel_query(), None), "ms", 1, 0.1, scale=1e3)


def others() -> Iterator[Row]:
    if PRICES.is_file():
        yield Row("S&P 500 bars, sealed", lambda: (size, None), "of the CSV by gzip", 0.85, 0.73, rounds=1)
    yield Row("open 10,000 commits, 200 parts", lambda: (opening(), None), "ms", 50, 10, scale=1e3)
    yield Row(
        "compact 10 M rows x 5", lambda: (compacting, None), "MB at the peak", 400, 150, scale=1e-6, rounds=1
    )
