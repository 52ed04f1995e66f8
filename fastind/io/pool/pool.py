"""`SharedDataPool`: what users see of the shared pool."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal, Self

import numpy as np

from fastind.errors import ParameterError, PoolError, PoolKeyError
from fastind.frames.labels import near
from fastind.io.pool import arrays, frames, objects, place, preload
from fastind.io.pool.arrays import Held
from fastind.io.pool.control import Control
from fastind.io.pool.entry import Entry
from fastind.io.pool.files import Files, write_at
from fastind.io.pool.frames import Table
from fastind.io.pool.hold import Hold

LONGEST = 200  # letters of a key
Dtype = Literal["float32", "float64"]


@dataclass(frozen=True)
class SharedDataInfo:
    """What a pool has under a key: `size` is the array's bytes, `dtype` is object for plain objects."""

    key: str
    shape: tuple[int, ...]
    dtype: Any
    size: int
    columns: list[str] | None


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
        self._start(place.checked_name(pool_name), place.base(), create)

    def _start(self, name: str, base: str, create: bool | None) -> None:
        self.name, self._base = name, base
        folder = place.opened(base, name, create)
        if folder is None:
            raise PoolError(
                f"no process holds a pool {name!r}: it is gone, or was never made"
                f"{near(name, place.names(base))}. create_shared_pool(pool_name={name!r}) makes one"
            )
        self._hold = Hold(folder, base, name)
        path = place.path(base, name)
        try:
            self._control = Control(folder, path)
        except BaseException:
            self._hold.release()
            raise
        self._files = Files(folder, path, self._control)
        self._cache: dict[str, Held] = {}

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
            array = arrays.checked(key, data)
            names = _checked_columns(array.shape, columns)
            is_fortran = array.ndim > 1 and array.flags.f_contiguous and not array.flags.c_contiguous
            entry = Entry(
                _checked_key(key), array.shape, array.dtype.newbyteorder("="), "CF"[is_fortran], names
            )
            self._write(entry, arrays.filler(entry, array, None), replace)
        elif columns is not None:
            raise ParameterError(f"columns go with an array, and {key!r} is a {type(data).__name__}")
        elif frames.is_frame(data):
            self._put_table(key, frames.opened(key, data), None, replace)
        else:
            content = objects.encoded(key, data)
            entry = Entry(_checked_key(key), (len(content),), None)
            self._write(entry, lambda file, at: write_at(file, content, at), replace)

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
        held = self._held(key)
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
        times = self._held(key).times
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
        return frames.frame_over(self._held(key), columns)

    def list_keys(self) -> list[str]:
        """Every key, sorted."""
        return [entry.key for entry in self._table()]

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
        entry = self._held(key).stored.entry
        columns = None if entry.columns is None else list(entry.columns)
        if entry.dtype is None:
            return SharedDataInfo(key, (), np.dtype(object), entry.nbytes, columns)
        return SharedDataInfo(key, entry.shape, entry.dtype, entry.nbytes, columns)

    def get_total_size_mb(self) -> float:
        """The size of all that is in the pool, in MB of 2**20 bytes."""
        return sum(entry.nbytes for entry in self._table()) / 2**20

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

        Raises
        ------
        InputError, PoolError, PoolFull
            As of `create_shared_pool`; symbols before the one that is wrong stay.
        """
        for key, table in preload.ohlcv(data_dir, symbols, timeframes):
            self._put_table(key, table, preload.checked_dtype(dtype))

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
        keys = self.list_keys()
        for symbol, table in preload.funding(data_dir, symbols):
            self._put_table(f"{symbol}_funding", table, preload.checked_dtype(dtype))
            for timeframe in preload.timeframes_of(symbol, keys):
                bars = self._held(f"{symbol}_{timeframe}")
                aligned = preload.aligned(table, bars, timeframe)
                self._put_table(f"{symbol}_funding_{timeframe}", aligned, preload.checked_dtype(dtype))

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

        Raises
        ------
        InputError, StoreError
            As of `Store.query`; no row is in the range.
        PoolError, PoolFull
            As of `put`.
        """
        for name, table in preload.store(store, dates, codes, columns):
            self._put_table(prefix + name, table, preload.checked_dtype(dtype))

    def cleanup(self) -> None:
        """Let the pool go; the last process that does removes it. Arrays that were got stay valid."""
        self._hold.release()
        self._cache.clear()

    def __contains__(self, key: object) -> bool:
        with self._using() as files:
            return isinstance(key, str) and files.exists(key)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cleanup()

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        with self._hold:  # not one that has been released
            return _attached, (self.name, self._base)

    def __repr__(self) -> str:
        return f"SharedDataPool({self.name!r}{', released' if self._hold.is_released else ''})"

    def _held(self, key: str) -> Held:
        """The key as it is now; if nothing has changed, without asking the system."""
        held, count = self._cache.get(key), self._control.count
        if held is not None and held.count == count and not count % 2:
            return held
        with self._using() as files:
            opened = files.open(_checked_key(key))
            if opened is None:
                self._cache.pop(key, None)
                keys = [entry.key for entry in files.table()]
                raise PoolKeyError(f"pool {self.name!r} has no key {key!r}{near(key, keys)}")
            file, stored = opened
            try:
                if held is None or held.stored.generation != stored.generation:
                    held = arrays.held(file, stored, files.path)
            finally:
                os.close(file)
            held.count = count
            self._cache[key] = held
        return held

    def _put_table(self, key: str, table: Table, dtype: Any = None, replace: bool = False) -> None:
        names = tuple(table.columns)
        entry = Entry(_checked_key(key), table.shape, np.dtype(dtype or table.dtype), "F", names, table.time)
        self._write(entry, arrays.filler(entry, list(table.columns.values()), table.times), replace)

    def _write(self, entry: Entry, fill: Callable[[int, int], Any], replace: bool) -> None:
        def check() -> None:
            if not replace and files.exists(entry.key):
                raise PoolError(
                    f"pool {self.name!r} has {entry.key!r} already: say replace=True, or choose another key"
                )

        with self._using() as files:
            if entry.dtype is not None:
                check()  # before a large array is written for nothing
            files.write(entry, fill, check)

    def _table(self) -> list[Entry]:
        with self._using() as files:
            return files.table()

    @contextmanager
    def _using(self) -> Iterator[Files]:
        with self._hold:
            try:
                yield self._files
            except FileNotFoundError as error:
                raise PoolError(f"pool {self.name!r} is gone: somebody has removed its folder") from error


def _attached(name: str, base: str) -> SharedDataPool:
    pool = SharedDataPool.__new__(SharedDataPool)
    pool._start(name, base, create=False)
    return pool


def _checked_key(key: object) -> str:
    if not isinstance(key, str) or not 0 < len(key) <= LONGEST or any("\ud800" <= c <= "\udfff" for c in key):
        raise ParameterError(f"a key is text of 1 to {LONGEST} letters, got {key!r:.250}")
    return key


def _checked_columns(shape: tuple[int, ...], columns: Sequence[str] | None) -> tuple[str, ...] | None:
    if columns is None:
        return None
    names = () if isinstance(columns, str) else tuple(columns)
    is_text = all(isinstance(name, str) for name in names)
    if not is_text or len(shape) != 2 or len(set(names)) != len(names) or len(names) != shape[1]:
        raise ParameterError(
            "columns must be different names, one for each column of a two-dimensional array; "
            f"this one has the shape {shape}: got {columns!r:.200}"
        )
    return names
