"""The job as bytes for workers on this machine: functions by value where they must be, arrays once.

A large array anywhere in the job (in `data`, in a Panel, in a closure, in the tasks) is put into memory
without a name, of which each worker maps the same pages read-only. The kernel frees it with the last process
that has it open, whatever kills them. An array that is mapped from a file is mapped from that file.
"""

import io
import mmap
import os
import pickle
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from fastind.errors import GridError

LARGE = 2**20  # bytes


class Shipment:
    """A pickled job in memory, and the descriptors of the memory that it refers to."""

    def __init__(self, job: Any) -> None:
        import cloudpickle

        self.file = memory_file()
        self.files = [self.file]
        sink = io.BytesIO()
        placed: dict[int, tuple[Any, ...]] = {}
        keep: list[Any] = []  # so that no id is given twice

        class Pickler(cloudpickle.Pickler):  # type: ignore[misc]
            def reducer_override(_, obj: Any) -> Any:
                if type(obj) in (np.ndarray, np.memmap) and obj.nbytes >= LARGE and not obj.dtype.hasobject:
                    if id(obj) not in placed:
                        placed[id(obj)] = self._placed(obj)
                        keep.append(obj)
                    return placed[id(obj)]
                return super().reducer_override(obj)

        if "__mp_main__" in sys.modules:  # what multiprocessing's children call the user's script
            cloudpickle.register_pickle_by_value(sys.modules["__mp_main__"])
        try:
            Pickler(sink, protocol=pickle.HIGHEST_PROTOCOL).dump(job)
        except BaseException:
            self.close()
            raise
        with open(self.file, "wb", closefd=False) as out:
            out.write(sink.getbuffer())

    def close(self) -> None:
        """Let the memory go; workers keep what they have mapped."""
        for file in self.files:
            os.close(file)
        self.files = []

    def _placed(self, array: Any) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        source = _file_of(array)
        if source is not None:
            return _mapped_file, (*source, array.dtype, array.shape, array.strides)
        is_fortran = array.ndim > 1 and array.flags.f_contiguous and not array.flags.c_contiguous
        whole = array.T if is_fortran else np.ascontiguousarray(array)
        file = memory_file()
        self.files.append(file)
        try:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(file, 0, whole.nbytes)  # no room is an error here, not a crash there
            else:
                os.ftruncate(file, whole.nbytes)
        except OSError as error:
            raise GridError(
                f"there is no memory for {whole.nbytes / 2**20:,.0f} MB of data: {error}"
            ) from error
        with mmap.mmap(file, whole.nbytes) as memory:
            np.frombuffer(memory, whole.dtype).reshape(whole.shape)[...] = whole
        return _mapped, (file, whole.dtype, whole.shape, is_fortran)


def memory_file() -> int:
    """A descriptor of memory that can be mapped and that has no name anywhere."""
    make = getattr(os, "memfd_create", None)
    if make is not None:
        return int(make("fastind"))
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def _file_of(array: Any) -> tuple[str, int] | None:
    """The file that an array is mapped from, and where in it the array begins."""
    base: Any = array
    while isinstance(base, np.ndarray) and isinstance(base.base, np.ndarray):
        base = base.base
    if not isinstance(base, np.memmap):
        return None
    memory: Any = base.base
    if not isinstance(memory, mmap.mmap) or base.filename is None:
        return None
    is_in_file = base.mode in ("r", "r+")  # of "c", what was changed is in this process alone
    if not is_in_file or min(array.strides, default=0) < 0:
        return None
    start = array.__array_interface__["data"][0] - base.__array_interface__["data"][0]
    return (str(base.filename), int(base.offset + start)) if Path(base.filename).exists() else None


def _mapped_file(path: str, offset: int, dtype: Any, shape: Any, strides: Any) -> Any:
    size = sum((n - 1) * step for n, step in zip(shape, strides, strict=True)) + dtype.itemsize
    whole = np.memmap(path, np.uint8, mode="r", offset=offset, shape=(size,))
    return np.ndarray(shape, dtype, whole, 0, strides)


def _mapped(file: int, dtype: Any, shape: Any, is_fortran: bool) -> Any:
    size = int(np.prod(shape, dtype=object)) * dtype.itemsize
    whole = np.frombuffer(mmap.mmap(file, size, access=mmap.ACCESS_READ), dtype).reshape(shape)
    return whole.T if is_fortran else whole
