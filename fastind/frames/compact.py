"""Frames in smaller types that keep every value."""

import logging
import sys
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeVar, overload

import narwhals.stable.v2 as nw
import numpy as np

from fastind._types import AnyArray
from fastind.errors import InputError, ParameterError

logger = logging.getLogger("fastind")
FrameT = TypeVar("FrameT")

CHUNK = 1 << 16
"""Floats that are compared at once: half a megabyte, so that a comparison stays in the cache."""

SIGNED = (nw.Int8, nw.Int16, nw.Int32, nw.Int64)
UNSIGNED = (nw.UInt8, nw.UInt16, nw.UInt32, nw.UInt64)
BITS = (8, 16, 32, 64)


class Change(NamedTuple):
    """One column that became smaller; sizes in bytes."""

    column: Any
    was: str
    now: str
    before: int
    after: int


@dataclass(frozen=True)
class CompactReport:
    """What `compact_dtypes` saved; printed, it is a table.

    Attributes
    ----------
    before, after : int
        Bytes of the whole frame, a pandas index included.
    changes : tuple of (column, was, now, before, after)
        The columns with another type than before; sizes in bytes.
    """

    before: int
    after: int
    changes: tuple[Change, ...]

    @property
    def saved(self) -> float:
        """The part of the bytes that is gone, 0 to 1."""
        return 1.0 - self.after / self.before if self.before else 0.0

    def __str__(self) -> str:
        first = f"{_size(self.before)} -> {_size(self.after)}: {self.saved:.0%} saved"
        rows = [
            (str(c.column), f"{c.was} -> {c.now}", f"{_size(c.before)} -> {_size(c.after)}")
            for c in self.changes
        ]
        widths = [max((len(row[k]) for row in rows), default=0) for k in range(3)]
        lines = ("  ".join(f"{cell:<{w}}" for cell, w in zip(row, widths, strict=True)) for row in rows)
        return "\n".join([first, *(line.rstrip() for line in lines)])


@overload
def compact_dtypes(
    frame: FrameT, *, tolerance: float | None = None, report: Literal[False] = False
) -> FrameT: ...
@overload
def compact_dtypes(
    frame: FrameT, *, tolerance: float | None = None, report: Literal[True]
) -> tuple[FrameT, CompactReport]: ...
def compact_dtypes(
    frame: FrameT, *, tolerance: float | None = None, report: bool = False
) -> FrameT | tuple[FrameT, CompactReport]:
    """The same frame in smaller types, value for value; the input stays as it is.

    - Text becomes categories where fewer than half of the values that are there differ from each other.
    - Integers become the smallest integers that hold every value; of two types of one size, the one
      with the sign that the column had. Arithmetic between small integers may wrap: widen them first.
    - Floats of 64 bits become floats of 32 bits if every value survives. They never become integers,
      which have no room for a NaN that the next rows may bring.

    Nullable and Arrow-backed columns stay so. Booleans, dates, categories, text mixed with other things,
    and columns without a single value keep their types; so do a pandas index and the columns' labels,
    which may be there twice.

    Parameters
    ----------
    frame : DataFrame of pandas or polars, or Table of pyarrow
        Of T rows; long or wide.
    tolerance : float, optional
        Largest relative error of a float, at least 0 and below 1; by default no value may change. NaN,
        infinities and -0.0 always survive. 1e-6 lets prices of any size be 32 bits, whose relative
        error is 6e-8 at most; beyond about 1e-38 to 3.4e38 a value keeps its column at 64.
    report : bool
        Give ``(frame, CompactReport)``. What was saved is always told to the logger ``"fastind"``, at
        level INFO.

    Returns
    -------
    DataFrame or Table, or (DataFrame or Table, CompactReport)
        A new frame of the input's kind. A pandas frame owns its memory, so that the memory of the input is
        free when the input is; at its height the work needs the result twice.

    Raises
    ------
    InputError
        It is no eager frame of pandas, polars or pyarrow.
    ParameterError
        The tolerance is no number from 0 to 1.

    Notes
    -----
    Bytes are those of ``memory_usage(deep=True)`` of pandas, ``nbytes`` of pyarrow and ``estimated_size()``
    of polars, whose text is counted by the 16 bytes that each value takes and the letters beyond 12 (the
    estimate has the letters alone).

    Examples
    --------
    >>> import fastind as fi, pandas as pd
    >>> bars = pd.DataFrame({"code": ["A", "B"] * 500, "close": 10.1, "volume": 40_000})
    >>> small, saved = fi.compact_dtypes(bars, tolerance=1e-6, report=True)
    >>> small.dtypes.to_dict()
    {'code': CategoricalDtype(...), 'close': dtype('float32'), 'volume': dtype('uint16')}
    >>> print(saved)
    25.1 kB -> 7.2 kB: 72% saved
    code    str -> category     9.0 kB -> 1.0 kB
    close   float64 -> float32  8.0 kB -> 4.0 kB
    volume  int64 -> uint16     8.0 kB -> 2.0 kB
    """
    limit = _checked_tolerance(tolerance)
    result: FrameT = _together(frame, [_smaller(column, limit) for column in _columns(frame)])
    said = _compared(frame, result)
    logger.info("compact_dtypes: %s", said)
    return (result, said) if report else result


def _checked_tolerance(tolerance: Any) -> float:
    if tolerance is None:
        return 0.0
    number = isinstance(tolerance, (int, float, np.integer, np.floating)) and not isinstance(tolerance, bool)
    if not number or not 0.0 <= tolerance < 1.0:
        raise ParameterError(
            f"tolerance must be a relative error, at least 0 and below 1, got {tolerance!r}; "
            "1e-6 suits prices, None changes no value"
        )
    return float(tolerance)


def _columns(frame: Any) -> list[Any]:
    """Each column by its position: labels may be there twice."""
    if nw.dependencies.is_pandas_dataframe(frame):
        return [frame.iloc[:, k] for k in range(frame.shape[1])]
    if nw.dependencies.is_polars_dataframe(frame):
        return list(frame.iter_columns())
    if nw.dependencies.is_pyarrow_table(frame):
        return list(frame.itercolumns())
    raise InputError(
        f"frame must be a DataFrame of pandas or polars, or a Table of pyarrow, got {_found(frame)}"
    )


def _found(value: Any) -> str:
    what = f"{type(value).__module__}.{type(value).__name__}".removeprefix("builtins.")
    if nw.dependencies.is_polars_lazyframe(value):
        return f"{what}: pass frame.collect()"
    if nw.dependencies.is_pandas_series(value) or nw.dependencies.is_polars_series(value):
        return f"{what}: pass series.to_frame()"
    return what


def _smaller(native: Any, limit: float) -> Any:
    """The column, in a smaller type if there is one."""
    column = nw.from_native(native, series_only=True)
    dtype = column.dtype
    if column.null_count() == len(column):
        return native
    if dtype == nw.String and _repeats(column):
        return _categories(column)
    if dtype.is_integer():
        smallest = _smallest(int(column.min()), int(column.max()), dtype.is_signed_integer())
        column = column.cast(smallest) if smallest is not None and smallest != dtype else column
    elif dtype == nw.Float64 and _survives(column, limit):
        column = column.cast(nw.Float32)
    return column.to_native()


def _repeats(column: nw.Series[Any]) -> bool:
    """Is it text throughout, of which fewer than half is distinct."""
    native = column.to_native()
    if nw.dependencies.is_pandas_series(native) and native.dtype == np.dtype(object):
        import pandas as pd

        if pd.api.types.infer_dtype(native, skipna=True) != "string":
            return False
    if _type_name(native) == "string_view":  # which pyarrow cannot make a dictionary of
        return False
    there = column.drop_nulls()
    return 2 * there.n_unique() < len(there)


def _categories(column: nw.Series[Any]) -> Any:
    """Text as categories; those of pyarrow are numbered by the smallest signed integers."""
    native = column.to_native()
    if not nw.dependencies.is_pyarrow_chunked_array(native):
        return column.cast(nw.Categorical).to_native()
    pa = sys.modules["pyarrow"]
    coded = native.dictionary_encode().unify_dictionaries()
    last = len(coded.chunk(0).dictionary) - 1
    number = next(kind for kind in (pa.int8(), pa.int16(), pa.int32()) if last >> kind.bit_width - 1 == 0)
    return coded.cast(pa.dictionary(number, native.type))


def _smallest(low: int, high: int, signed: bool) -> Any:
    """The smallest integer type of low to high; none if 64 bits are too few."""
    for bits, *types in zip(BITS, SIGNED, UNSIGNED, strict=True):
        fits = -(1 << bits - 1) <= low and high < 1 << bits - 1, low >= 0 and high < 1 << bits
        for kind in (0, 1) if signed else (1, 0):
            if fits[kind]:
                return types[kind]
    return None


def _survives(column: nw.Series[Any], limit: float) -> bool:
    """Are all floats within the limit as float32; it stops at the first piece where one is not."""
    pieces = (column[k : k + CHUNK].to_numpy() for k in range(0, len(column), CHUNK))
    return all(_close(piece, limit) for piece in pieces)


def _close(wide: AnyArray, limit: float) -> bool:
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        narrow = wide.astype(np.float32).astype(np.float64)
        kept = (narrow == wide) | np.isnan(wide)
        if limit and not kept.all():
            kept |= (np.abs(narrow - wide) <= limit * np.abs(wide)) & (narrow != 0.0)
    return bool(kept.all())


def _together(frame: Any, columns: list[Any]) -> Any:
    """The columns as a frame of the same kind, with its labels."""
    if nw.dependencies.is_pandas_dataframe(frame):
        import pandas as pd

        result: Any = pd.DataFrame(dict(enumerate(columns)), index=frame.index, copy=True)
        result.columns = frame.columns
        return result.__finalize__(frame)
    if nw.dependencies.is_polars_dataframe(frame):
        return frame.with_columns(*columns)
    for k, (field, column) in enumerate(zip(frame.schema, columns, strict=True)):
        if column.type != field.type:
            frame = frame.set_column(k, field.with_type(column.type), column)
    return frame


def _compared(before: Any, after: Any) -> CompactReport:
    names = before.column_names if nw.dependencies.is_pyarrow_table(before) else before.columns
    columns = _columns(before), _columns(after)
    sizes = [[_bytes(column) for column in side] for side in columns]
    types = [[_type_name(column) for column in side] for side in columns]
    changes = (Change(*change) for change in zip(names, *types, *sizes, strict=True))
    pandas = nw.dependencies.is_pandas_dataframe(before)
    labels = int(before.index.memory_usage(deep=True)) if pandas else 0
    total, left = (sum(side) + labels for side in sizes)
    return CompactReport(total, left, tuple(change for change in changes if change.was != change.now))


def _type_name(native: Any) -> str:
    return str(native.type if hasattr(native, "type") else native.dtype)


def _bytes(native: Any) -> int:
    """Bytes of a column."""
    if nw.dependencies.is_pandas_series(native):
        return int(native.memory_usage(index=False, deep=True))
    if not nw.dependencies.is_polars_series(native):
        return int(native.nbytes)
    if _type_name(native) != "String":
        return int(native.estimated_size())
    lengths = native.str.len_bytes()  # the estimate counts letters, of which the views hold up to 12
    return 16 * len(native) + int(lengths.filter(lengths > 12).sum())


def _size(n: int) -> str:
    value, units = float(n), ["bytes", "kB", "MB", "GB"]
    while value >= 1000.0 and len(units) > 1:
        value, units = value / 1000.0, units[1:]
    return f"{value:.0f} bytes" if units[0] == "bytes" else f"{value:.1f} {units[0]}"
