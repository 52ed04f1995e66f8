"""What is in a pool: keys are found, written and listed as long as this process holds it."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from fastind.errors import ParameterError, PoolError, PoolKeyError
from fastind.frames.labels import near
from fastind.io.pool import arrays, objects, place
from fastind.io.pool.arrays import Held
from fastind.io.pool.control import Control
from fastind.io.pool.entry import Entry
from fastind.io.pool.files import Files, write_at
from fastind.io.pool.frames import Table
from fastind.io.pool.hold import Hold

LONGEST = 200  # letters of a key
AGAIN = "say replace=True, or choose another key"


class Contents:
    """A pool's keys, by its folder; what this process has of them is kept, as long as it is what is there."""

    def __init__(self, name: str, base: str, create: bool | None) -> None:
        self.name, self.base = name, base
        folder = place.opened(base, name, create)
        if folder is None:
            raise PoolError(
                f"no process holds a pool {name!r}: it is gone, or was never made"
                f"{near(name, place.names(base))}. create_shared_pool(pool_name={name!r}) makes one"
            )
        self.hold = Hold(folder, base, name)
        path = place.path(base, name)
        try:
            with place.told():
                self._control = Control(folder, path)
        except BaseException:
            self.hold.release()
            raise
        self._files = Files(folder, path, self._control)
        self._cache: dict[str, Held] = {}

    def held(self, key: str) -> Held:
        """The key as it is now; if nothing has changed, without asking the system."""
        try:
            held, count = self._cache.get(key), self._control.count
        except TypeError:  # it cannot be hashed
            _checked_key(key)
            raise
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

    def has(self, key: object) -> bool:
        """Is there such a key."""
        with self._using() as files:
            return isinstance(key, str) and files.exists(key)

    def entries(self) -> list[Entry]:
        """Every key and what it is, by name."""
        with self._using() as files:
            return files.table()

    def put_array(self, key: str, data: Any, columns: Sequence[str] | None, replace: bool) -> None:
        """Write an array."""
        array = arrays.checked(key, data)
        names = _checked_columns(array.shape, columns)
        is_fortran = array.ndim > 1 and array.flags.f_contiguous and not array.flags.c_contiguous
        entry = Entry(_checked_key(key), array.shape, array.dtype.newbyteorder("="), "CF"[is_fortran], names)
        self._write(entry, arrays.filler(entry, array, None), replace)

    def put_table(self, key: str, table: Table, dtype: Any = None, replace: bool = False) -> None:
        """Write columns of one dtype, with their times."""
        names = tuple(table.columns)
        entry = Entry(_checked_key(key), table.shape, np.dtype(dtype or table.dtype), "F", names, table.time)
        fill = arrays.filler(entry, list(table.columns.values()), table.times)
        self._write(
            entry, fill, replace, AGAIN if dtype is None else "a preload replaces nothing, make another pool"
        )

    def put_object(self, key: str, data: Any, replace: bool) -> None:
        """Write a plain object."""
        content = objects.encoded(key, data)
        entry = Entry(_checked_key(key), (len(content),), None)
        self._write(entry, lambda file, at: write_at(file, content, at), replace)

    def release(self) -> None:
        """Let the pool go."""
        self.hold.release()
        self._cache.clear()

    def _write(
        self, entry: Entry, fill: Callable[[int, int], Any], replace: bool, advice: str = AGAIN
    ) -> None:
        if not isinstance(replace, bool):
            raise ParameterError(f"replace must be True or False, got {replace!r:.80}")

        def check() -> None:
            if not replace and files.exists(entry.key):
                raise PoolError(f"pool {self.name!r} has {entry.key!r} already: {advice}")

        with self._using() as files:
            if entry.dtype is not None:
                check()  # before a large array is written for nothing
            files.write(entry, fill, check)

    @contextmanager
    def _using(self) -> Iterator[Files]:
        with self.hold, place.told():
            try:
                yield self._files
            except FileNotFoundError as error:
                raise PoolError(f"pool {self.name!r} is gone: somebody has removed its folder") from error


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
