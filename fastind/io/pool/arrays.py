"""Arrays into files, and files as arrays: mapped, read-only, without a copy."""

import mmap
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fastind._types import AnyArray
from fastind.errors import InputError
from fastind.io.pool.entry import FIRST, KINDS, Entry, Stored, file_name
from fastind.io.pool.mapping import mapped


@dataclass
class Held:
    """What a process has of a key: a mapped array and its timestamps, or the bytes of a plain object."""

    stored: Stored
    array: Any = None
    times: Any = None
    data: bytes = b""
    count: int = -1
    """When the pool's counter says this, the key is as it was."""


def held(file: int, stored: Stored, path: str) -> Held:
    """Map a file, or read it if it is a plain object."""
    entry, data_at = stored.entry, stored.data_at
    if entry.dtype is None:
        end = data_at + entry.nbytes
        data = stored.first[data_at:end] if end <= FIRST else os.pread(file, entry.nbytes, data_at)
        return Held(stored, data=data)
    whole = _whole(file, entry.size(data_at), f"{path}/{file_name(entry.key)}.{stored.generation}")
    order: Any = entry.order
    array = np.ndarray(entry.shape, entry.dtype, whole, data_at, order=order)
    times = None
    if entry.time is not None:
        times = np.ndarray(entry.shape[:1], np.int64, whole, entry.times_at(data_at))
    return Held(stored, array, times)


def _whole(file: int, size: int, path: str) -> Any:
    """A file as a memmap that says by which name another process finds these very bytes, or nothing."""
    memory = mapped(file, size)
    whole: Any = np.ndarray.__new__(np.memmap, (size,), np.uint8, memory)
    whole._mmap, whole.offset, whole.mode, whole.filename = memory, 0, "r", path
    return whole


def checked(key: str, array: AnyArray) -> AnyArray:
    """The array, if it is nothing but its bytes."""
    if isinstance(array, np.ma.MaskedArray):
        raise InputError(f"{key!r} is a masked array: a pool has no masks; array.filled(np.nan) has NaN")
    if array.dtype.kind not in KINDS:
        raise InputError(
            f"{key!r} is an array of {array.dtype}: a pool takes numbers, bools, dates and fixed-length text"
        )
    return array


def filler(
    entry: Entry, values: AnyArray | Sequence[AnyArray], times: AnyArray | None
) -> Callable[[int, int], None]:
    """What writes an array, or columns of a two-dimensional one, behind a header."""

    def fill(file: int, data_at: int) -> None:
        with mmap.mmap(file, entry.size(data_at)) as memory:
            _fill(memory, entry, data_at, values, times)

    return fill


def _fill(
    memory: mmap.mmap,
    entry: Entry,
    data_at: int,
    values: AnyArray | Sequence[AnyArray],
    times: AnyArray | None,
) -> None:
    order: Any = entry.order
    target: AnyArray = np.ndarray(entry.shape, entry.dtype, memory, data_at, order=order)
    if isinstance(values, np.ndarray):
        target[...] = values
    else:
        for k, column in enumerate(values):
            _cast(column, target[:, k], entry, k)
    if times is not None:
        np.ndarray(entry.shape[:1], np.int64, memory, entry.times_at(data_at))[...] = times


def _cast(column: AnyArray, target: AnyArray, entry: Entry, k: int) -> None:
    try:
        with np.errstate(over="raise"):
            target[...] = column
    except FloatingPointError as error:
        raise _beyond(entry, k, "too large") from error
    if target.dtype.itemsize < column.dtype.itemsize and np.count_nonzero(target) < np.count_nonzero(column):
        raise _beyond(entry, k, "so small that they would be 0")


def _beyond(entry: Entry, k: int, what: str) -> InputError:
    name = entry.columns[k] if entry.columns else k
    return InputError(
        f"column {name!r} of {entry.key!r} has values that {entry.dtype} cannot hold, {what}: say "
        "dtype='float64'"
    )
