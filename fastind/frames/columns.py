"""One column of any kind: opened as floats, and made again from floats.

A missing value comes out as its kind has it: NaN in numpy and numpy-backed pandas, null in polars, pyarrow
and pandas' nullable and Arrow-backed types.
"""

from typing import Any, Literal

import numpy as np

from fastind._types import AnyArray
from fastind.errors import InputError
from fastind.frames.arrays import numeric

Backing = Literal["numpy", "nullable", "arrow"]


def backing(dtype: Any) -> Backing:
    """What a pandas column lies in."""
    if isinstance(dtype, np.dtype):
        return "numpy"
    return "arrow" if hasattr(dtype, "pyarrow_dtype") else "nullable"


def of_pandas(series: Any, name: str) -> AnyArray:
    """The numbers of a pandas Series, where they lie if they can be used there."""
    dtype = series.dtype
    if isinstance(dtype, np.dtype):
        return numeric(series.to_numpy(), name)
    if not is_number(dtype):
        hint = "" if getattr(dtype, "kind", "O") in "mM" else "; try pd.to_numeric"
        raise InputError(f"{name} has dtype {dtype}: fastind computes on numbers{hint}")
    single = getattr(dtype, "numpy_dtype", None) == np.float32
    return numeric(series.to_numpy(dtype=np.float32 if single else np.float64, na_value=np.nan), name)


def is_number(dtype: Any) -> bool:
    """Can a pandas column of this type be read as floats; Arrow has decimals and nothing but nulls, too."""
    if getattr(dtype, "kind", "O") in "biuf":
        return True
    arrow = str(getattr(dtype, "pyarrow_dtype", ""))
    return arrow == "null" or arrow.startswith("decimal")


def of_narwhals(series: Any, name: str) -> AnyArray:
    """The numbers of a polars Series or a pyarrow ChunkedArray; null is NaN."""
    import narwhals.stable.v2 as nw

    dtype = series.dtype
    if dtype == nw.Unknown and series.null_count() == len(series):  # a column of nothing but nulls
        return np.full(len(series), np.nan)
    if not (dtype.is_numeric() or dtype == nw.Boolean):
        raise InputError(
            f"{name} has dtype {dtype}: fastind computes on numbers; cast it first, for example to Float64"
        )
    if not dtype.is_float():
        series = series.cast(nw.Float64)
    if series.null_count():
        series = series.fill_null(float("nan"))  # a third of the time of to_numpy with nulls in it
    return numeric(np.asarray(series.to_numpy()), name)


def to_pandas(result: AnyArray, kind: Backing) -> Any:
    """A result as values for a pandas column."""
    if kind == "numpy":
        return result
    import pandas as pd

    if kind == "arrow":
        return pd.arrays.ArrowExtensionArray(to_arrow(result))
    masked = pd.arrays.IntegerArray if result.dtype.kind == "i" else pd.arrays.FloatingArray
    return masked(result, np.isnan(result))


def to_arrow(result: AnyArray) -> Any:
    """A result as a pyarrow Array over the same memory; NaN is null."""
    import pyarrow as pa

    values = np.ascontiguousarray(result)
    valid = values == values  # an infinite result is a value
    missing = values.size - int(np.count_nonzero(valid))
    bits = pa.py_buffer(np.packbits(valid, bitorder="little")) if missing else None
    return pa.Array.from_buffers(
        pa.from_numpy_dtype(values.dtype), values.size, [bits, pa.py_buffer(values)], missing
    )
