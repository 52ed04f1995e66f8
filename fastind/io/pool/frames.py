"""Frames into a pool, and frames over its memory."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import Any

import numpy as np

from fastind._types import AnyArray
from fastind.errors import InputError, ParameterError, PoolKeyError
from fastind.frames.labels import near
from fastind.io import given
from fastind.io.pool.arrays import Held
from fastind.io.pool.times import of_arrow, of_numpy

STAMP = "timestamp"


@dataclass
class Table:
    """Columns of numbers, and the timestamps of their rows if there are any."""

    columns: dict[str, AnyArray]
    times: AnyArray | None = None
    time: str | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(next(iter(self.columns.values()), ())), len(self.columns)

    @property
    def dtype(self) -> Any:
        """The one in which every column has its values."""
        return np.result_type(*self.columns.values()) if self.columns else np.dtype(np.float64)


def is_frame(data: Any) -> bool:
    """Is it of pandas, polars or pyarrow, and so a frame or refused by `opened`."""
    return type(data).__module__.partition(".")[0] in ("pandas", "polars", "pyarrow")


def opened(key: str, frame: Any) -> Table:
    """A frame's columns of numbers; a column `timestamp`, or pandas' index of dates, is their time."""
    import narwhals.stable.v2 as nw

    times, time = _index(key, frame)
    frame = _named(key, frame)
    try:
        table = nw.from_native(frame, eager_only=True)
    except TypeError as error:
        raise InputError(
            f"{key!r} is a {type(frame).__name__}: a pool takes arrays and eager frames"
        ) from error
    columns: dict[str, AnyArray] = {}
    for name in table.columns:
        if name == STAMP and times is None:
            times, time = of_arrow(table[name].to_arrow(), f"{STAMP} of {key!r}")
        else:
            columns[name] = _numbers(key, table[name])
    if not columns:
        raise InputError(f"{key!r} has no columns of numbers")
    if times is None:
        _check_row_numbers(key, frame)
    found = Table(columns, times, time)
    for name, values in columns.items():
        _check_whole(key, name, values, found.dtype)
    return found


def frame_over(held: Held, columns: Sequence[str] | None) -> Any:
    """A pandas frame over the mapped memory."""
    import pandas as pd

    entry, array = held.stored.entry, held.array
    if entry.dtype is None or array.ndim not in (1, 2):
        what = "a plain object" if entry.dtype is None else f"an array of {array.ndim} dimensions"
        raise InputError(f"{entry.key!r} is {what}, and no table: use get({entry.key!r})")
    index = _index_over(held)
    if index is None:
        index = pd.RangeIndex(len(array))
    if columns is None:
        names = None if entry.columns is None else list(entry.columns)
        return pd.DataFrame(array if array.ndim == 2 else array[:, None], index, names, copy=False)
    chosen = {name: array[:, _place(entry, name)] for name in _checked(columns)}
    return pd.DataFrame(chosen, index, copy=False)


def _checked(columns: Sequence[str]) -> list[str]:
    if isinstance(columns, str) or len(set(columns)) < len(columns):
        raise ParameterError(f"columns must be a list of different names, got {columns!r}")
    return list(columns)


def _place(entry: Any, name: str) -> int:
    known = entry.columns or ()
    if name not in known:
        few = ", ".join(known[:20]) + (", ..." if len(known) > 20 else "") or "none with names"
        raise PoolKeyError(f"{entry.key!r} has no column {name!r}{near(name, known) or '.'} Columns: {few}")
    return int(known.index(name))


def _index_over(held: Held) -> Any:
    import pandas as pd

    time = held.stored.entry.time
    if time is None:
        return None
    if time == "integer":
        return pd.Index(held.times, name=STAMP, copy=False)
    if time == "UTC":  # of whole numbers, for of datetime64 it would be a copy
        return pd.DatetimeIndex(held.times, tz="UTC", name=STAMP, copy=False)
    return pd.DatetimeIndex(held.times.view("M8[ns]"), name=STAMP, copy=False)


def _index(key: str, frame: Any) -> tuple[AnyArray | None, str | None]:
    """The time of a pandas frame whose index is one."""
    index: Any = getattr(frame, "index", None)
    kind = getattr(getattr(index, "dtype", None), "kind", "i")
    if kind in "iu":  # rows by number
        return None, None
    if kind != "M":
        raise InputError(
            f"the index of {key!r} is {index.dtype}: it must be dates or row numbers, so its labels would be "
            "lost; reset_index(drop=True) leaves it out"
        )
    zone = getattr(index, "tz", None)
    values = index.tz_convert("UTC").tz_localize(None) if zone is not None else index
    return of_numpy(values.to_numpy(), zone is not None, f"the index of {key!r}")


def _check_row_numbers(key: str, frame: Any) -> None:
    """Row numbers may be left out; whole numbers that mean something may not get lost."""
    index: Any = getattr(frame, "index", None)
    if index is None:
        return
    if not given.is_row_numbers(index):
        called = "" if index.name is None else f" {index.name!r}"
        raise InputError(
            f"the index{called} of {key!r} is {index.dtype} and not 0, 1, 2, ..., so its labels would be "
            "lost: reset_index() makes them a column, reset_index(drop=True) leaves them out"
        )


def _named(key: str, frame: Any) -> Any:
    """The frame with names that are text; pandas has others, and pyarrow the same name twice."""
    is_pandas = hasattr(frame, "set_axis") and hasattr(frame, "columns")
    names = list(frame.columns if is_pandas else getattr(frame, "column_names", ()))
    for name in names:
        if not isinstance(name, str | Integral):
            raise InputError(
                f"{key!r} has a column {name!r}, whose name is neither text nor a whole number: rename it"
            )
    texts = list(map(str, names))
    if same := [text for text, times in Counter(texts).items() if times > 1]:
        raise InputError(f"{key!r} has columns of the same name: {', '.join(same)}; rename them")
    return frame if names == texts else frame.set_axis(texts, axis=1)


def _numbers(key: str, series: Any) -> AnyArray:
    dtype = series.dtype
    if not (dtype.is_numeric() or str(dtype) == "Boolean"):
        raise InputError(
            f"column {series.name!r} of {key!r} has dtype {dtype}: a pool's frames are numbers, with a "
            f"column {STAMP!r} or an index of dates; leave it out"
        )
    if str(dtype) in ("Int128", "UInt128"):  # which numpy has not
        raise InputError(
            f"column {series.name!r} of {key!r} has dtype {dtype}: cast it to Int64 or Float64 first"
        )
    if series.null_count():
        if not dtype.is_float():
            there = series.drop_nulls().to_numpy()
            _check_kind(key, series.name, there, dtype)
            _check_whole(key, series.name, there, np.float64)
        series = series.cast(type(dtype) if dtype.is_float() else _float64()).fill_null(float("nan"))
    values = np.asarray(series.to_numpy())
    _check_kind(key, series.name, values, dtype)
    return values


def _check_kind(key: str, name: str, values: AnyArray, dtype: Any) -> None:
    if values.dtype.kind not in "biuf":
        raise InputError(f"column {name!r} of {key!r} has dtype {dtype}: cast it to numbers first")


def _check_whole(key: str, name: str, values: AnyArray, common: Any) -> None:
    """Whole numbers stay what they are in the dtype of all columns."""
    wrong = first_changed(values, common)
    if wrong is not None:
        raise InputError(
            f"column {name!r} of {key!r} has {wrong}, which {np.dtype(common)}, the dtype of all columns and "
            "of empty values, cannot hold: put it under a key of its own, as an array of whole numbers"
        )


def first_changed(values: AnyArray, dtype: Any) -> int | None:
    """The first whole number that another dtype rounds, if there is one."""
    if values.dtype.kind not in "iu" or values.dtype.itemsize < 8 or np.dtype(dtype).kind != "f":
        return None
    cast = values.astype(dtype)
    is_within = cast < 2.0 ** (63 if values.dtype.kind == "i" else 64)
    with np.errstate(invalid="ignore"):
        wrong = np.flatnonzero(~is_within | (cast.astype(values.dtype) != values))
    return int(values[wrong[0]]) if wrong.size else None


def _float64() -> Any:
    import narwhals.stable.v2 as nw

    return nw.Float64
