"""`fi.open_mmap`: an array in a file, without reading it."""

import math
import os
import stat
from pathlib import Path
from typing import Any, Literal

import numpy as np

from fastind._types import AnyArray
from fastind.errors import InputError, ParameterError

MODES = ("r", "r+", "c")
MAGIC = b"\x93NUMPY"


def open_mmap(
    path: Any,
    dtype: Any = None,
    shape: int | tuple[int, ...] | None = None,
    mode: Literal["r", "r+", "c"] = "r",
) -> AnyArray:
    """Map a file as an array: only what is used is read, and processes share it.

    Parameters
    ----------
    path : str or path
        A `.npy` file, which is known by its heading and says itself what it holds, or plain numbers.
    dtype : dtype, optional
        Of plain numbers; of a `.npy` only checked.
    shape : int or tuple of int, optional
        Of plain numbers, in C order, by default one row of all; one length may be -1. Of a `.npy` only
        checked.
    mode : {"r", "r+", "c"}
        Read only; changes go to the file; changes stay in this process.

    Returns
    -------
    numpy array
        A memmap; an empty array where the file holds no value.

    Raises
    ------
    InputError
        The file has another size than dtype and shape say, its heading is damaged or speaks of objects, or it
        is no file but a pipe or a device.
    ParameterError
        A dtype of objects or without bytes, a shape that is none, another mode; no dtype for plain numbers.
    FileNotFoundError
        There is no such file.

    Examples
    --------
    >>> import fastind as fi, numpy as np, tempfile, pathlib
    >>> folder = tempfile.TemporaryDirectory()
    >>> path = pathlib.Path(folder.name, "close.npy")
    >>> np.save(path, np.arange(6.0).reshape(2, 3))
    >>> close = fi.open_mmap(path)
    >>> close.shape, close.flags.writeable
    ((2, 3), False)
    >>> folder.cleanup()
    """
    if mode not in MODES:
        raise ParameterError(f"mode must be one of {', '.join(MODES)}, got {mode!r}")
    path = Path(path)
    wanted = None if dtype is None else _dtype(dtype)
    with open(path, "rb", opener=_opened) as file:
        about = os.fstat(file.fileno())
        size = about.st_size
        if not stat.S_ISREG(about.st_mode):
            raise InputError(f"{path} is no file but a pipe or a device, which cannot be mapped")
        if file.read(len(MAGIC)) == MAGIC:
            found, whole, is_fortran = _heading(file, path)
            _refuse_other(path, found, whole, wanted, shape)
            start = file.tell()
        elif wanted is None:
            raise ParameterError(f"{path} has no heading of .npy: say what it holds by dtype= and shape=")
        else:
            found, is_fortran, start = wanted, False, 0
            whole = _shape(path, size, wanted, shape)
    needed = math.prod(whole) * found.itemsize
    if start + needed != size:
        raise InputError(
            f"{path} has {size - start:,} bytes of data; {found} of shape {whole} has {needed:,}"
        )
    order: Literal["C", "F"] = "F" if is_fortran else "C"
    if not needed:
        array = np.empty(whole, found, order)
        array.flags.writeable = mode != "r"
        return array
    return np.memmap(path, found, mode, start, whole, order)


def _opened(path: str, flags: int) -> int:
    """Without waiting for whoever writes to it, if it is a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _heading(file: Any, path: Path) -> tuple[Any, tuple[int, ...], bool]:
    """What a .npy says of itself."""
    file.seek(0)
    try:
        version = np.lib.format.read_magic(file)
        read = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
        if version not in read:
            raise ValueError(f"its version {version} is not known")
        shape, is_fortran, dtype = read[version](file)
        if any(n < 0 for n in shape):
            raise ValueError(f"its shape is {shape}")
    except Exception as error:  # numpy parses it as Python's literals, which can fail in many ways
        raise InputError(f"{path} has a damaged heading of .npy: {error}") from error
    if dtype.hasobject or not dtype.itemsize:
        raise InputError(f"{path} holds {dtype}: objects are not read, save numbers or text")
    return dtype, shape, is_fortran


def _refuse_other(path: Path, dtype: Any, shape: tuple[int, ...], wanted: Any, lengths: Any) -> None:
    if wanted is not None and wanted != dtype:
        raise InputError(f"{path} holds {dtype}, and dtype={wanted} was asked for")
    if lengths is not None:
        asked = _lengths(lengths)
        if len(asked) != len(shape) or any(n not in (-1, m) for n, m in zip(asked, shape, strict=True)):
            raise InputError(f"{path} has shape {shape}, and shape={lengths} was asked for")


def _shape(path: Path, size: int, dtype: Any, shape: Any) -> tuple[int, ...]:
    """The shape with the length that was left open."""
    lengths = (-1,) if shape is None else _lengths(shape)
    if -1 not in lengths:
        return lengths
    row = dtype.itemsize * math.prod(n for n in lengths if n != -1)
    if not row or size % row:
        raise InputError(f"{path} has {size:,} bytes, which are not whole rows of {row:,} bytes")
    return tuple(size // row if n == -1 else n for n in lengths)


def _lengths(shape: Any) -> tuple[int, ...]:
    lengths = shape if isinstance(shape, tuple | list) else (shape,)
    are_whole = all(isinstance(n, int | np.integer) and not isinstance(n, bool) and n >= -1 for n in lengths)
    if not are_whole or list(lengths).count(-1) > 1:
        raise ParameterError(f"shape must be whole numbers >= 0, of which one may be -1, got {shape!r}")
    return tuple(int(n) for n in lengths)


def _dtype(dtype: Any) -> Any:
    try:
        found = np.dtype(dtype)
    except TypeError as error:
        raise ParameterError(f"dtype={dtype!r} is none of numpy") from error
    if found.hasobject or not found.itemsize:
        raise ParameterError(
            f"dtype={dtype!r} cannot be mapped: it must be numbers, dates or text of one length"
        )
    return found
