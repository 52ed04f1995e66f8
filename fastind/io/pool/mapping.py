"""Files as memory, without a descriptor for each.

Python's mmap keeps a descriptor open for every mapping (until 3.13, where it may be told not to): a process
that has a thousand arrays of a pool would run out of them. So the memory is made first, and the file then put
in its place.
"""

import ctypes
import mmap
import os
from functools import cache
from typing import Any

import numpy as np

FIXED = 0x10  # MAP_FIXED: Python has no name for it


def mapped(file: int, size: int, write: bool = False) -> mmap.mmap:
    """The first bytes of a file as memory that all who map it share; it is unmapped with the object."""
    access = mmap.PROT_READ | (mmap.PROT_WRITE if write else 0)
    memory = mmap.mmap(-1, size, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, access)
    place = np.frombuffer(memory, np.uint8).ctypes.data
    if _mmap()(place, size, access, mmap.MAP_SHARED | FIXED, file, 0) != place:
        number = ctypes.get_errno()
        raise OSError(number, f"a file of {size:,} bytes cannot be mapped: {os.strerror(number)}")
    return memory


@cache
def _mmap() -> Any:
    function = ctypes.CDLL(None, use_errno=True).mmap
    function.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
    function.restype = ctypes.c_void_p
    return function
