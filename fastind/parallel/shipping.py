"""The job as bytes for worker processes: functions by value where they must be, arrays once.

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
_files: list[int] = []  # in a worker: the memory that its job refers to


class Shipment:
    """A pickled job in memory, and the descriptors of the memory that it refers to."""

    def __init__(self, body: bytes, arrays: list[int], path: list[str] | None = None) -> None:
        """`packed` gives the first two, or they have come from elsewhere; `path` is where modules are."""
        self.path = path or search_path()
        self.files = list(arrays)
        try:
            self.files.insert(0, memory_file())
            with open(self.file, "wb", closefd=False) as out:
                pickle.dump(arrays, out)
                out.write(body)
        except BaseException:
            self.close()
            raise

    @property
    def file(self) -> int:
        """The memory that has the job itself."""
        return self.files[0]

    def close(self) -> None:
        """Let the memory go; workers keep what they have mapped."""
        for file in self.files:
            os.close(file)
        self.files = []


def search_path() -> list[str]:
    """Where this process finds modules."""
    return [path or str(Path.cwd()) for path in sys.path]


def packed(job: Any) -> tuple[bytes, list[int]]:
    """A job as bytes, and descriptors of the memory that its large arrays are in; GridError if it cannot."""
    name = getattr(job.func, "__qualname__", None) or repr(job.func)
    arrays = Arrays()
    try:
        return _pickled(job, arrays), arrays.files
    except BaseException as error:
        for file in arrays.files:
            os.close(file)
        if isinstance(error, GridError) or not isinstance(error, Exception):
            raise
        raise GridError(
            f"{name} cannot be sent to worker processes: {type(error).__name__}: {error}. What it refers "
            'to must be picklable: open files and connections inside it, or use backend="threads"'
        ) from error


def unpacked(file: int) -> Any:
    """The job of a shipment, in a worker that has its descriptors."""
    with mmap.mmap(file, 0, access=mmap.ACCESS_READ) as memory:
        _files[:] = pickle.load(memory)
        return pickle.load(memory)


def _pickled(job: Any, arrays: "Arrays") -> bytes:
    import cloudpickle

    class Pickler(cloudpickle.Pickler):  # type: ignore[misc]
        def reducer_override(self, obj: Any) -> Any:
            if type(obj) in (np.ndarray, np.memmap) and obj.nbytes >= LARGE and not obj.dtype.hasobject:
                return arrays.placed(obj)
            return super().reducer_override(obj)

    if "__mp_main__" in sys.modules:  # what multiprocessing's children call the user's script
        cloudpickle.register_pickle_by_value(sys.modules["__mp_main__"])
    sink = io.BytesIO()
    Pickler(sink, protocol=pickle.HIGHEST_PROTOCOL).dump(job)
    return sink.getvalue()


class Arrays:
    """Large arrays on their way: each is put into memory once."""

    def __init__(self) -> None:
        self.files: list[int] = []
        self._placed: dict[int, tuple[Any, ...]] = {}
        self._keep: list[Any] = []  # so that no id is given twice

    def placed(self, array: Any) -> tuple[Any, ...]:
        """How a worker gets it: a function and its arguments."""
        if id(array) not in self._placed:
            self._placed[id(array)] = self._put(array)
            self._keep.append(array)
        return self._placed[id(array)]

    def _put(self, array: Any) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        source = _file_of(array)
        if source is not None:
            return _mapped_file, (*source, array.dtype, array.shape, array.strides)
        is_fortran = array.ndim > 1 and array.flags.f_contiguous and not array.flags.c_contiguous
        whole = array.T if is_fortran else np.ascontiguousarray(array)
        self.files.append(memory_of(whole.nbytes))
        with mmap.mmap(self.files[-1], whole.nbytes) as memory:
            np.frombuffer(memory, whole.dtype).reshape(whole.shape)[...] = whole
        return _mapped, (len(self.files) - 1, whole.dtype, whole.shape, is_fortran)


def memory_of(size: int) -> int:
    """A descriptor of so many bytes of memory; GridError if there are none."""
    file = memory_file()
    try:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(file, 0, size)  # no room is an error here, not a crash there
        else:
            os.ftruncate(file, size)
    except OSError as error:
        os.close(file)
        raise GridError(f"there is no memory for {size / 2**20:,.0f} MB of data: {error}") from error
    return file


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


def _mapped(k: int, dtype: Any, shape: Any, is_fortran: bool) -> Any:
    size = int(np.prod(shape, dtype=object)) * dtype.itemsize
    whole = np.frombuffer(mmap.mmap(_files[k], size, access=mmap.ACCESS_READ), dtype).reshape(shape)
    return whole.T if is_fortran else whole
