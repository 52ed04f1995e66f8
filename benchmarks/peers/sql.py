"""`write_sql` beside pandas, polars and executemany by hand: 10,000 bars into a file of SQLite, committed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache, partial
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
from contenders import Row, Thunk, walk
from stores import FIELDS, fresh

import fastind as fi

DAYS, CODES = 10, 1000
KEYS = ["date", "code"]
COLUMNS = (*KEYS, *FIELDS)


@cache
def bars() -> pd.DataFrame:
    """10,000 rows of two keys and five columns."""
    close, volume = walk(DAYS, CODES)
    prices = {name: close.ravel() * k for name, k in zip(FIELDS, (0.99, 1.01, 0.98, 1.0), strict=False)}
    return pd.DataFrame(
        {
            "date": np.repeat(np.arange("2024-01-01", "2024-01-11", dtype="datetime64[D]"), CODES),
            "code": [f"{k:06d}.SZ" for k in range(CODES)] * DAYS,
            **prices,
            "volume": volume.ravel(),
        }
    )


def ours(frame: Any, mode: str = "append") -> Thunk:
    keys = KEYS if mode == "upsert" else None
    return lambda: fi.write_sql(frame, f"sqlite:///{fresh('.db')}", "bars", mode=mode, keys=keys)


def ours_again() -> Thunk:
    uri = f"sqlite:///{fresh('.db')}"
    write = partial(fi.write_sql, bars(), uri, "bars", mode="upsert", keys=KEYS)
    write()
    return write


def by_pandas() -> None:
    with closing(sqlite3.connect(fresh(".db"))) as connection:
        bars().to_sql("bars", connection, index=False)


def by_polars(frame: pl.DataFrame) -> None:
    frame.write_database("bars", f"sqlite:///{fresh('.db')}", engine="adbc")


def by_hand(connection: sqlite3.Connection, conflict: str = "") -> None:
    marks = ", ".join("?" * len(COLUMNS))
    rows = bars().assign(date=bars()["date"].astype(str)).itertuples(index=False, name=None)
    connection.executemany(f"insert into bars values ({marks}) {conflict}", rows)
    connection.commit()


def by_hand_new() -> None:
    with closing(sqlite3.connect(fresh(".db"))) as connection:
        connection.execute(f"create table bars ({', '.join(COLUMNS)})")
        by_hand(connection)


def by_hand_again() -> Thunk:
    connection = sqlite3.connect(fresh(".db"))
    connection.execute(f"create table bars ({', '.join(COLUMNS)}, primary key (date, code))")
    changes = ", ".join(f"{name} = excluded.{name}" for name in FIELDS)
    write = partial(by_hand, connection, f"on conflict (date, code) do update set {changes}")
    write()
    return write


def rows() -> Iterator[Row]:
    work = "write_sql, 10,000 rows x 7, a new table"
    yield Row(work, lambda: (ours(bars()), None), "ms", 60, scale=1e3, table="sql")
    polars = pl.from_pandas(bars())
    peers = {
        "pandas.to_sql": lambda: (ours(bars()), by_pandas),
        "a loop of executemany": lambda: (ours(bars()), by_hand_new),
        "polars by ADBC": lambda: (ours(polars), partial(by_polars, polars)),
    }
    for name, prepare in peers.items():
        yield Row("the same", prepare, f"x the time of {name}", table="sql")
    again = "upsert of 10,000 rows x 7 that are there"
    yield Row(again, lambda: (ours_again(), None), "ms", scale=1e3, table="sql")
    yield Row(
        "the same",
        lambda: (ours_again(), by_hand_again()),
        "x the time of a loop of executemany",
        table="sql",
    )
