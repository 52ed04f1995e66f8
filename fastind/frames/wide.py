"""Wide tables (dates x codes) of any kind, opened as arrays and put together again as the same kind."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fastind._types import AnyArray, FloatArray
from fastind.errors import InputError
from fastind.frames.arrays import numeric, readable

FLOAT64 = np.dtype(np.float64)
FIELDS = ("open", "high", "low", "close", "volume")


@dataclass(frozen=True)
class Wide:
    """A table's numbers, and the table that they came from."""

    values: AnyArray
    origin: Any
    columns: Any = None
    dates: tuple[int, ...] = ()
    """Positions of date and time columns, which pass through."""

    @property
    def is_numpy(self) -> bool:
        """Did a numpy array come in."""
        return isinstance(self.origin, np.ndarray)

    def like(self, result: AnyArray) -> Any:
        """The result as the origin's kind, with its labels."""
        if self.is_numpy:
            return result
        pd = sys.modules["pandas"]
        if isinstance(self.origin, pd.Series):
            return pd.Series(result, index=self.origin.index, name=self.origin.name, copy=False)
        frame = pd.DataFrame(result, index=self.origin.index, columns=self.columns, copy=False)
        for k in self.dates:
            frame.insert(k, self.origin.columns[k], self.origin.iloc[:, k], allow_duplicates=True)
        return frame

    def sweep(self, results: AnyArray, values: Sequence[Any], parameter: str) -> Any:
        """A result for each value of one parameter."""
        if self.is_numpy:
            return results
        pd = sys.modules["pandas"]
        index = self.origin.index
        if isinstance(self.origin, pd.Series):
            return pd.DataFrame(results.T, index=index, columns=pd.Index(values, name=parameter), copy=False)
        names = [parameter, *(n or "code" for n in self.columns.names)]
        columns = [(v, *(c if isinstance(c, tuple) else (c,))) for v in values for c in self.columns]
        labels = pd.MultiIndex.from_tuples(columns, names=names) if columns else self.columns
        return pd.DataFrame(np.concatenate(list(results), axis=1), index=index, columns=labels)


def unlabelled(data: Any) -> tuple[FloatArray | None, Callable[[FloatArray], Any] | None]:
    """One contiguous float64 series as it lies, and what puts labels on a result; (None, None) for the rest.

    The short way for small calls: it skips work whose result is known.
    """
    values, labels = data, None
    if type(data) is not np.ndarray:
        pd = sys.modules.get("pandas")
        if pd is None or type(data) is not pd.Series or data.dtype is not FLOAT64:
            return None, None
        values = data.to_numpy()

        def labels(result: FloatArray) -> Any:
            return pd.Series(result, index=data.index, name=data.name, copy=False)

    if (
        values.ndim != 1
        or values.dtype is not FLOAT64
        or not values.flags.c_contiguous
        or not values.flags.aligned
    ):
        return None, None
    return values, labels


def opened(data: Any, name: str) -> Wide:
    """Open a table as numbers; its memory is used where it lies if it can be."""
    if isinstance(data, np.ndarray):
        return Wide(readable(data, name), data)
    pd = sys.modules.get("pandas")
    if pd is not None and isinstance(data, pd.Series):
        return Wide(_column(data, name), data)
    if pd is not None and isinstance(data, pd.DataFrame):
        return _frame(data, name)
    return Wide(readable(data, name), data)


def _column(series: Any, name: str) -> AnyArray:
    dtype = series.dtype
    if isinstance(dtype, np.dtype):
        return numeric(series.to_numpy(), name)
    if getattr(dtype, "kind", "O") not in "biuf":
        raise InputError(f"{name} has dtype {dtype}: fastind computes on numbers; try pd.to_numeric")
    single = getattr(dtype, "numpy_dtype", None) == np.float32
    return numeric(series.to_numpy(dtype=np.float32 if single else np.float64, na_value=np.nan), name)


def _frame(frame: Any, name: str) -> Wide:
    fields = [c for c in frame.columns if isinstance(c, str) and c in FIELDS]
    if fields:
        raise InputError(
            f"{name} has a column named {fields[0]!r}: a wide table has one column a code. "
            f"For one security's bars or a long frame pass the column, frame[{fields[0]!r}], "
            "or use fastind.compute"
        )
    dates = [_is_date(dtype) for dtype in frame.dtypes]
    for column, dtype, date in zip(frame.columns, frame.dtypes, dates, strict=True):
        if not date and getattr(dtype, "kind", "O") not in "biuf":
            raise InputError(
                f"{name}: column {column!r} has dtype {dtype}; a wide table has numbers only, one "
                "column a code. Drop it, make it the index, or use fastind.compute on the columns of a long "
                "frame; numbers kept as objects become numbers by .astype(float)"
            )
    numbers = frame.loc[:, [not date for date in dates]] if any(dates) else frame
    kinds = set(numbers.dtypes)
    if len(kinds) == 1 and isinstance(next(iter(kinds)), np.dtype):
        values = numbers.to_numpy()
    else:
        single = bool(kinds) and all(getattr(kind, "numpy_dtype", kind) == np.float32 for kind in kinds)
        values = numbers.to_numpy(dtype=np.float32 if single else np.float64, na_value=np.nan)
    return Wide(numeric(values, name), frame, numbers.columns, tuple(np.flatnonzero(dates).tolist()))


def _is_date(dtype: Any) -> bool:
    return getattr(dtype, "kind", "O") in "Mm"


def same_labels(tables: Sequence[Wide], names: Sequence[str]) -> None:
    """Several inputs of one call: the same kind, shape and labels, or an error that names the difference."""
    first, first_name = tables[0], names[0]
    for other, name in zip(tables[1:], names[1:], strict=True):
        if type(first.origin) is not type(other.origin):
            kinds = f"{type(first.origin).__name__} and {type(other.origin).__name__}"
            raise InputError(f"{first_name} and {name} are of different kinds: {kinds}")
        if not first.is_numpy:
            _same(first.origin.index, other.origin.index, "rows", first_name, name)
            if first.columns is not None:
                _same(first.columns, other.columns, "codes", first_name, name)
        if first.values.shape != other.values.shape:
            raise InputError(
                f"{first_name} and {name} differ in shape: {first.values.shape} and {other.values.shape}"
            )


def _same(one: Any, two: Any, what: str, one_name: str, two_name: str) -> None:
    if one.equals(two):
        return
    missing = [str(v) for v in one.difference(two)[:3]], [str(v) for v in two.difference(one)[:3]]
    parts = [
        f"missing from {name}: {', '.join(values)}"
        for name, values in zip((two_name, one_name), missing, strict=True)
        if values
    ]
    detail = "; ".join(parts) or "the same labels in another order"
    raise InputError(f"{one_name} and {two_name} differ: {len(one)} and {len(two)} {what}; {detail}")
