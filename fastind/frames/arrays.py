"""numpy arrays: what may come in, and where results may be put."""

from typing import Any

import numpy as np

from fastind._types import AnyArray
from fastind.errors import InputError


def readable(array: Any, name: str) -> AnyArray:
    """The array as float64 or float32 that the loops can read where it lies, copied only if it must be."""
    if isinstance(array, np.ma.MaskedArray):
        raise InputError(f"{name} is a masked array: pass {name}.filled(np.nan)")
    if not isinstance(array, np.ndarray):
        raise InputError(
            f"{name} must be an array, a Series or a wide frame of numpy, pandas, polars or pyarrow, or a "
            f"fastind.Panel; got {_kind(array)}"
        )
    if array.ndim not in (1, 2):
        raise InputError(
            f"{name} must be 1-D (dates) or 2-D (dates x codes), got {array.ndim}-D of shape {array.shape}"
        )
    return numeric(array, name)


def numeric(array: AnyArray, name: str) -> AnyArray:
    """Native, aligned float64 or float32; integers and booleans become float64."""
    dtype = array.dtype
    if dtype.kind in "biu" or dtype == np.float16:
        return array.astype(np.float64)
    if dtype.kind != "f" or dtype.itemsize > 8:
        raise InputError(
            f"{name} has dtype {dtype}: fastind computes on float64, float32, integers and booleans"
            + ("; numbers kept as objects become numbers by .astype(float)" if dtype.kind == "O" else "")
        )
    if not dtype.isnative or not array.flags.aligned:
        return array.astype(dtype.newbyteorder("="))
    return np.asarray(array)


def writable(out: Any, shape: tuple[int, ...], inputs: list[AnyArray], name: str = "out") -> AnyArray:
    """Check an array that a result is to be put into."""
    if not isinstance(out, np.ndarray) or isinstance(out, np.ma.MaskedArray):
        raise InputError(f"{name} must be a numpy array, got {_kind(out)}")
    if out.shape != shape:
        raise InputError(f"{name} has shape {out.shape}, the result has {shape}")
    if out.dtype not in (np.float64, np.float32) or not out.dtype.isnative:
        raise InputError(f"{name} must be float64 or float32, got {out.dtype}")
    if not out.flags.writeable or not out.flags.aligned:
        raise InputError(f"{name} cannot be written to: it is read-only or not aligned")
    if _overlaps_itself(out):
        raise InputError(f"{name} overlaps itself: two of its elements share memory (strides {out.strides})")
    if any(np.shares_memory(out, x) for x in inputs if x.size and out.size):
        raise InputError(f"{name} overlaps an input or another output: give it memory of its own")
    return out


def _overlaps_itself(array: AnyArray) -> bool:
    reach = array.itemsize
    for step, n in sorted((abs(s), n) for s, n in zip(array.strides, array.shape, strict=True) if n > 1):
        if step < reach:
            return True
        reach = step * (n - 1) + reach
    return False


PIECE, BLOCK = 2**22, 2**25  # bytes


def empty_like(array: AnyArray, shape: tuple[int, ...], single: bool) -> AnyArray:
    """Room for a result, in the memory order of the input."""
    dtype = np.float32 if single else np.float64
    if len(shape) >= 2 and array.ndim == 2 and abs(array.strides[0]) < abs(array.strides[1]):
        *front, rows, codes = shape
        return np.empty((*front, codes, rows), dtype).swapaxes(-1, -2)
    return np.empty(shape, dtype)


class Rooms:
    """Room for several results of one shape, in blocks of 32 MB at most, which live as long as one of theirs.

    Memory that is taken in pieces below 4 MiB comes in pages of 4 KiB: to get them takes as long as to fill
    them (150 columns of 4 MB: 140,000 pages, 0.1 s of 0.2 s).
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._left: dict[bool, list[AnyArray]] = {}

    def like(self, array: AnyArray, single: bool) -> AnyArray:
        """Room for one result, in the shape and memory order of the input."""
        left = self._left.setdefault(single, [])
        if not left:
            size = array.size * (4 if single else 8)
            pieces = 1 if size >= PIECE else max(1, min(self._count, BLOCK // max(size, 1)))
            left.extend(empty_like(array, (pieces, *array.shape), single))
        return left.pop()


def table(array: AnyArray) -> AnyArray:
    """As dates x codes: one series is a table of one code."""
    return array if array.ndim == 2 else array[:, None]


def _kind(value: Any) -> str:
    what = f"{type(value).__module__}.{type(value).__name__}".removeprefix("builtins.")
    return (
        f"{what}: pass np.asarray(...) of numbers, one row a date"
        if isinstance(value, (list, tuple))
        else what
    )
