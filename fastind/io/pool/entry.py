"""One key's file: a prefix, a header as JSON, the data, and the int64 timestamps.

The header alone says what is in the file; it is checked against the file's size whenever it is read.
"""

import json
import os
import stat
import struct
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from math import prod
from typing import Any

import numpy as np

from fastind.errors import PoolError

PREFIX = struct.Struct("<8sIIQ")  # magic, version, bytes of the header, generation
MAGIC, VERSION = b"fi-pool\0", 1
GENERATION_AT = 16
ALIGNED = 64
FIRST = 4096  # bytes that are read at once: all of a message
KINDS = "biufcmMSU"  # of arrays that are nothing but their bytes
TIMES = (None, "UTC", "naive", "integer")


@dataclass(frozen=True)
class Entry:
    """What a file holds: an array, or with `dtype` None a plain object of `shape[0]` bytes."""

    key: str
    shape: tuple[int, ...]
    dtype: Any
    order: str = "C"
    columns: tuple[str, ...] | None = None
    time: str | None = None
    """Of the timestamps: nanoseconds since 1970 ("UTC" or "naive"), or whole numbers as they were given."""

    @property
    def nbytes(self) -> int:
        """Bytes of the data."""
        return prod(self.shape) * (1 if self.dtype is None else self.dtype.itemsize)

    def header(self) -> bytes:
        """Everything before the data but the generation."""
        about = {
            "key": self.key,
            "shape": self.shape,
            "dtype": None if self.dtype is None else self.dtype.str,
            "order": self.order,
            "columns": self.columns,
            "time": self.time,
        }
        text = json.dumps(about).encode()
        text += b" " * (-(PREFIX.size + len(text)) % ALIGNED)
        return PREFIX.pack(MAGIC, VERSION, len(text), 0) + text

    def times_at(self, data_at: int) -> int:
        """Where the timestamps begin, if there are any."""
        return data_at + -(-self.nbytes // ALIGNED) * ALIGNED

    def size(self, data_at: int) -> int:
        """Bytes of the whole file."""
        if self.time is None:
            return data_at + self.nbytes
        return self.times_at(data_at) + 8 * self.shape[0]


@dataclass(frozen=True)
class Stored:
    """A file as it was found."""

    entry: Entry
    generation: int
    data_at: int
    first: bytes
    """Its first bytes."""


@lru_cache(4096)  # 4 us of a message's 60
def file_name(key: str) -> str:
    """The name of a key's file: no key ever is a part of a path."""
    return sha256(key.encode()).hexdigest()[:40]


def read(file: int, name: str, told: str) -> Stored:
    """Read and check a file's header."""
    about = os.fstat(file)
    if not stat.S_ISREG(about.st_mode) or about.st_uid != os.geteuid():
        raise PoolError(f"{told}/{name} is no file of this pool")
    first = os.pread(file, FIRST, 0)
    try:
        magic, version, length, generation = PREFIX.unpack_from(first)
        data_at = PREFIX.size + length
        if magic != MAGIC or version != VERSION or data_at > about.st_size:
            raise ValueError("its first bytes are not a header")
        text = first[PREFIX.size : data_at] if data_at <= FIRST else os.pread(file, length, PREFIX.size)
        entry = _checked(json.loads(text))
        if entry.size(data_at) != about.st_size or file_name(entry.key) != name:
            raise ValueError("its size or name is another one than its header says")
    except (ValueError, TypeError, KeyError, struct.error, RecursionError) as error:
        raise PoolError(f"{told}/{name} is damaged ({error}): release the pool and make it again") from error
    return Stored(entry, generation, data_at, first)


def _checked(about: dict[str, Any]) -> Entry:
    shape, columns, dtype = about["shape"], about["columns"], about["dtype"]
    _demand(isinstance(about["key"], str), "key")
    _demand(
        type(shape) is list and len(shape) <= 32 and all(type(n) is int and n >= 0 for n in shape), "shape"
    )
    _demand(about["order"] in ("C", "F"), "order")
    _demand(about["time"] in TIMES and (about["time"] is None or len(shape) > 0), "time")
    if dtype is None:
        _demand(len(shape) == 1, "shape")
    else:
        _demand(isinstance(dtype, str), "dtype")
        dtype = np.dtype(dtype)
        _demand(dtype.kind in KINDS, "dtype")
    if columns is not None:
        _demand(type(columns) is list and all(isinstance(name, str) for name in columns), "columns")
        _demand(len(set(columns)) == len(columns) and (1, len(columns)) == (1, *shape[1:]), "columns")
        columns = tuple(columns)
    return Entry(about["key"], tuple(shape), dtype, about["order"], columns, about["time"])


def _demand(holds: bool, field: str) -> None:
    if not holds:
        raise ValueError(f"its {field} is none")
