"""numpy arrays and scalars as a few plain values and a buffer."""

import math
import re
from typing import Any

import numpy as np

from fastind._types import AnyArray
from fastind.errors import InputError, ParameterError

# Numbers, text, dates of one size each; neither objects nor structures.
DTYPE = re.compile(r"[<>|][biufcmMSU][0-9]{1,8}(\[[0-9]{0,6}(Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)\])?")


def array_parts(array: AnyArray) -> list[Any]:
    """The dtype, the shape, whether in Fortran's order, and the memory."""
    is_fortran = array.flags.f_contiguous and not array.flags.c_contiguous
    whole = np.asarray(array.T if is_fortran else array, order="C")
    return [dtype_text(array.dtype), list(array.shape), is_fortran, whole]


def array_from(dtype: Any, shape: Any, is_fortran: Any, memory: memoryview) -> AnyArray:
    """A read-only array over this memory, if it is as large as the shape says."""
    kind = dtype_from(dtype)
    if not isinstance(shape, list) or not all(type(n) is int and n >= 0 for n in shape) or len(shape) > 64:
        raise InputError(f"an array's shape is {str(shape)[:80]}")
    size = math.prod(shape) * kind.itemsize
    if size != memory.nbytes:
        raise InputError(f"an array of {size} bytes has {memory.nbytes}")
    array: AnyArray = np.ndarray(tuple(shape), kind, memory, order="F" if is_fortran is True else "C")
    if kind.kind == "b" and size and array.view(np.uint8).max() > 1:
        raise InputError("an array of bool has other values than 0 and 1")
    array.flags.writeable = False
    return array


def dtype_text(dtype: Any) -> str:
    """A dtype's name, if arrays of it can be kept."""
    if dtype.hasobject or not DTYPE.fullmatch(dtype.str) or not dtype.itemsize:
        raise ParameterError(
            f"an array of dtype {dtype} cannot be kept: numbers, bool, dates and text of one length can. "
            "Use a table for fields of several types, .tolist() for objects"
        )
    return str(dtype.str)


def dtype_from(text: Any) -> Any:
    """The dtype of such a name."""
    if not isinstance(text, str) or not DTYPE.fullmatch(text):
        raise InputError(f"an array's dtype is {str(text)[:80]!r}")
    dtype = np.dtype(text)
    if not dtype.itemsize:
        raise InputError(f"an array's dtype is {text!r}, of no bytes")
    return dtype
