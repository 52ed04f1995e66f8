"""What is told of a key."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from fastind.io.pool.entry import Entry


@dataclass(frozen=True)
class SharedDataInfo:
    """What a pool has under a key: `size` is the array's bytes, `dtype` is object for plain objects."""

    key: str
    shape: tuple[int, ...]
    dtype: Any
    size: int
    columns: list[str] | None


def info(entry: Entry) -> SharedDataInfo:
    """The same of what a file holds."""
    columns = None if entry.columns is None else list(entry.columns)
    if entry.dtype is None:
        return SharedDataInfo(entry.key, (), np.dtype(object), entry.nbytes, columns)
    return SharedDataInfo(entry.key, entry.shape, entry.dtype, entry.nbytes, columns)
