"""`SharedDataPool`: what users see of the shared pool."""

import os
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Literal, Self

import numpy as np

from fastind.errors import ParameterError
from fastind.io.pool import frames, objects, place, preload
from fastind.io.pool.contents import Contents
from fastind.io.pool.info import SharedDataInfo, info

Dtype = Literal["float32", "float64"]


class SharedDataPool:
    """Arrays, frames and plain objects under keys, in memory that any process of this user may map.

    Parameters
    ----------
    pool_name : str
        1 to 100 letters, digits, ".", "_" and "-".
    create : bool, optional
        True: make it, there must be none. False: attach to it, a process must hold it. If not said: attach
        to it, or make it.

    Notes
    -----
    The memory is a private folder on /dev/shm, or on FASTIND_POOL_DIR. A pool is there as long as a process
    holds it, and processes that are killed hold nothing: `cleanup` of the last one removes it; what is left
    of killed ones is removed when the next pool is made, or by `fastind pool gc`. Pickled, it attaches in the
    other process. It may be used by several threads, and in forked processes.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> with fi.SharedDataPool("doctest_pool") as pool:
    ...     pool.put("close", np.array([[1.0, 2.0], [3.0, 4.0]]), columns=["A", "B"])
    ...     pool.put("job", {"window": 14})
    ...     pool.get("close")[1], pool.get("job"), pool.list_keys()
    (array([3., 4.]), {'window': 14}, ['close', 'job'])
    """

    def __init__(self, pool_name: str, *, create: bool | None = None) -> None:
        self._contents = Contents(place.checked_name(pool_name), place.base(), create)

    @property
    def name(self) -> str:
        """As it was given."""
        return self._contents.name

    def put(self, key: str, data: Any, columns: Sequence[str] | None = None, replace: bool = False) -> None:
        """Put an array, a frame or a plain object under a key; other processes see it at once, and whole.

        Parameters
        ----------
        key : str
            1 to 200 letters of any kind.
        data : numpy array, frame of pandas, polars or pyarrow, or plain object
            A frame's columns are numbers, their names become text; its column `timestamp`, or pandas' index
            of dates, is kept as int64 beside it. Plain are text, numbers, bools, None, lists, and dicts with
            keys of text.
        columns : list of names, optional
            Of a two-dimensional array's columns.
        replace : bool
            Put it in the place of what is there. Who has the earlier array keeps it.

        Raises
        ------
        PoolError
            The key exists, and replace is False.
        PoolFull
            There is no memory for it; nothing was written.
        InputError
            Data of another kind; a frame's times that do not ascend, each once; an index of other labels;
            whole numbers that the dtype of all columns cannot hold.
        """
        if isinstance(data, np.ndarray):
            self._contents.put_array(key, data, columns, replace)
        elif columns is not None:
            raise ParameterError(f"columns go with an array, and {key!r} is a {type(data).__name__}")
        elif frames.is_frame(data):
            self._contents.put_table(key, frames.opened(key, data), None, replace)
        else:
            self._contents.put_object(key, data, replace)

    def get(self, key: str) -> Any:
        """What is under a key: an array over the pool's memory, read-only, or a fresh plain object.

        Parameters
        ----------
        key : str

        Returns
        -------
        array or object
            The array stays what it is when the key gets another one, and when the pool is released. A frame
            gives the array of its columns, dates x columns.

        Raises
        ------
        PoolKeyError
            There is no such key; a KeyError that names near ones.
        PoolError
            The pool has been released, or the file is damaged.
        """
        held = self._contents.held(key)
        return objects.decoded(held.data) if held.array is None else held.array.view()

    def get_timestamps(self, key: str) -> Any:
        """The times of a key's rows: int64 nanoseconds since 1970 over the pool's memory, or None.

        Parameters
        ----------
        key : str

        Returns
        -------
        int64 array or None
            Read-only. Whole numbers, like 20240102, where a store was preloaded that has such dates.

        Raises
        ------
        PoolKeyError
            There is no such key.
        """
        times = self._contents.held(key).times
        return None if times is None else times.view()

    def get_dataframe(self, key: str, columns: Sequence[str] | None = None) -> Any:
        """A pandas frame over the pool's memory, indexed by its timestamps; it cannot be written to.

        Parameters
        ----------
        key : str
        columns : list of names, optional
            All if not said.

        Returns
        -------
        pandas.DataFrame
            `frame.copy()` is one that can be changed.

        Raises
        ------
        PoolKeyError
            There is no such key or column; a KeyError that names near ones.
        InputError
            It is no table.
        """
        return frames.frame_over(self._contents.held(key), columns)

    def list_keys(self) -> list[str]:
        """Every key, sorted."""
        return [entry.key for entry in self._contents.entries()]

    def get_info(self, key: str) -> SharedDataInfo:
        """Shape, dtype, bytes and columns of what is under a key.

        Parameters
        ----------
        key : str

        Returns
        -------
        SharedDataInfo

        Raises
        ------
        PoolKeyError
            There is no such key.
        """
        return info(self._contents.held(key).stored.entry)

    def get_total_size_mb(self) -> float:
        """The size of all that is in the pool, in MB of 2**20 bytes."""
        return sum(entry.nbytes for entry in self._contents.entries()) / 2**20

    def preload_ohlcv(
        self,
        data_dir: str | os.PathLike[str],
        symbols: Sequence[str],
        timeframes: Sequence[str],
        dtype: Dtype = "float32",
    ) -> None:
        """Put bars under keys like `BTCUSDT_1h`: open, high, low, close and volume by time.

        Parameters
        ----------
        data_dir : path
            Has `ohlcv/{SYMBOL}_{TIMEFRAME}.parquet`.
        symbols, timeframes : lists of names
        dtype : "float32" or "float64"
            With float32 values are rounded to 24 bits (see `create_shared_pool`).

        Raises
        ------
        InputError, PoolError, PoolFull
            As of `create_shared_pool`; symbols before the one that is wrong stay.
        """
        preload.put_all(self._contents, preload.ohlcv(data_dir, symbols, timeframes), dtype)

    def preload_funding_rates(
        self, data_dir: str | os.PathLike[str], symbols: Sequence[str], dtype: Dtype = "float32"
    ) -> None:
        """Put funding rates under `BTCUSDT_funding`, and aligned to bars under `BTCUSDT_funding_1h`.

        Parameters
        ----------
        data_dir : path
            Has `funding/{SYMBOL}_funding.parquet`.
        symbols : list of names
        dtype : "float32" or "float64"
            With float32 values are rounded to 24 bits (see `create_shared_pool`).

        Raises
        ------
        InputError, PoolError, PoolFull
            As of `create_shared_pool`; symbols before the one that is wrong stay.

        Notes
        -----
        `BTCUSDT_funding_1h` has for each bar of `BTCUSDT_1h` the last rate whose stamp is not after the bar's
        close, which is its own stamp and one timeframe; NaN before the first rate. Stamps are taken as they
        are: a rate of 08:00:00.005 is not known at 08:00.
        """
        tables = preload.funding(data_dir, symbols, self.list_keys(), self._contents.held)
        preload.put_all(self._contents, tables, dtype)

    def preload_store(
        self,
        store: Any,
        dates: tuple[Any, Any] | None = None,
        codes: Sequence[Any] | None = None,
        columns: Sequence[str] | None = None,
        prefix: str = "",
        dtype: Dtype = "float32",
    ) -> None:
        """Put a range of a store under the names of its columns, each a table of dates x codes.

        Parameters
        ----------
        store : Store or path
        dates : (first, last), optional
            Both ends are included, None leaves one open.
        codes : list, optional
        columns : list of names, optional
            All columns of numbers if not said.
        prefix : str
            Comes before the names of the columns.
        dtype : "float32" or "float64"
            With float32 values are rounded to 24 bits (see `create_shared_pool`).

        Raises
        ------
        InputError, StoreError
            As of `Store.query`; no row is in the range.
        PoolError, PoolFull
            As of `put`.
        """
        tables = preload.store(store, dates, codes, columns, prefix)
        preload.put_all(self._contents, tables, dtype)

    def cleanup(self) -> None:
        """Let the pool go; the last process that does removes it. Arrays that were got stay valid."""
        self._contents.release()

    def __contains__(self, key: object) -> bool:
        return self._contents.has(key)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cleanup()

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        with self._contents.hold:  # not one that has been released
            return _attached, (self.name, self._contents.base)

    def __repr__(self) -> str:
        return f"SharedDataPool({self.name!r}{', released' if self._contents.hold.is_released else ''})"


def _attached(name: str, base: str) -> SharedDataPool:
    pool = SharedDataPool.__new__(SharedDataPool)
    pool._contents = Contents(name, base, create=False)
    return pool
