"""`open_store`: how users come to a store."""

import os
from collections.abc import Sequence
from typing import Literal

from fastind.errors import ParameterError, StoreError
from fastind.io.store import places
from fastind.io.store.encoding import Encodings
from fastind.io.store.manifest import script
from fastind.io.store.schema import DEFAULT_KEYS, checked_keys
from fastind.io.store.store import Store
from fastind.io.store.writer import Writer


def open_store(
    path: str | os.PathLike[str],
    mode: Literal["r", "a"] = "r",
    keys: Sequence[str] = DEFAULT_KEYS,
    compression: str = "auto",
    level: int | None = None,
) -> Store:
    """Open a store: one table that is keyed by (date, code), or by any tuple of scalars.

    Parameters
    ----------
    path : path
        A folder, which nothing else writes to; `memory://name`, which lives as long as the process; or
        `s3://bucket/path`, an object store through fsspec, of which `docs/store.md` tells more.
    mode : "r" or "a"
        "r" reads, at any time, whoever writes. "a" appends and makes the store if there is none; one process
        at a time may hold it.
    keys : names
        Of the columns that name a row. Of a store that is there already they are known.
    compression : "auto", "zstd", "lz4" or "none"
        Of what this writer seals; "auto" tries each column and takes the fastest that is no larger than it
        is worth.
    level : int, optional
        zstd's, 1 to 22; 3 by default.

    Returns
    -------
    Store
        A context manager.

    Raises
    ------
    StoreError
        There is no store to read, something else lies there, a newer fastind made it, it has other keys, the
        folder cannot be written to, or anybody may write to it.
    StoreLocked
        Another process writes to it; the message says which, on which host, since when.
    StoreCorrupt
        It is damaged.
    StoreUnreachable
        An object store does not answer, or refuses; the message says why, within seconds.
    MissingExtraError
        `s3://` needs s3fs: `pip install "fastind[s3]"`; other schemes what fsspec names.

    Examples
    --------
    >>> import fastind as fi, pandas as pd
    >>> bars = pd.DataFrame({"date": [20240102, 20240103], "code": ["A", "A"], "close": [1.0, 2.0]})
    >>> with fi.open_store("memory://bars", mode="a") as store:
    ...     store.append(bars)
    ...     store.query(dates=(20240103, None), kind="rows")
    2
    [(20240103, 'A', 2.0)]
    """
    place = places.place(path)
    names = checked_keys(keys)
    if mode not in ("r", "a"):
        raise ParameterError(f'mode must be "r" to read or "a" to append, which makes a store; got {mode!r}')
    Encodings(compression, level)  # what is wrong is said before a store is made
    if not place.exists():
        if mode == "r":
            raise StoreError(f'there is no store at {place.name}; mode="a" makes one')
        place.make(script(names))
    return Store(place, names, Writer(place, compression, level) if mode == "a" else None)
