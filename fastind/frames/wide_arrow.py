"""polars and pyarrow: one column, and wide frames of one column a code; the same code through narwhals."""

from collections.abc import Sequence
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np

from fastind._types import AnyArray
from fastind.errors import InputError, ParameterError
from fastind.frames.columns import of_narwhals, to_arrow
from fastind.frames.wide import Wide, not_numbers, one_date_column, refuse_fields


class ArrowColumn(Wide):
    """A polars Series, a pyarrow Array or ChunkedArray."""

    def like(self, result: AnyArray) -> Any:
        """A column of the same kind and name."""
        return as_column(result, self.origin, getattr(self.origin, "name", ""))

    def sweep(self, results: AnyArray, values: Sequence[Any], parameter: str, output: str) -> Any:
        """A frame with one column a value: rsi_7, rsi_14."""
        _refuse_doubled(values, parameter)
        names = [f"{output}_{value}" for value in values]
        return as_frame(dict(zip(names, results, strict=True)), self.origin)


class ArrowFrame(Wide):
    """A wide polars DataFrame or pyarrow Table: column names and date columns are kept."""

    def __init__(self, values: AnyArray, frame: Any, names: list[str]) -> None:
        super().__init__(values, frame.to_native())
        self._frame = frame
        self._names = names
        self._passing = [name for name in frame.columns if name not in set(names)]

    @property
    def dates(self) -> Any:
        """The date or time column, if there is one."""
        return one_date_column(self._passing, self._frame).to_arrow() if self._passing else None

    @property
    def codes(self) -> Any:
        """Names of the columns of numbers."""
        return self._names

    def like(self, result: AnyArray) -> Any:
        """A frame of the same columns in the same order."""
        found = {name: result[:, k] for k, name in enumerate(self._names)}
        return as_frame({name: found.get(name) for name in self._frame.columns}, self.origin)

    def sweep(self, results: AnyArray, values: Sequence[Any], parameter: str, output: str) -> Any:
        """A frame with the columns {code}_rsi_7 after the date columns."""
        _refuse_doubled(values, parameter)
        found: dict[str, Any] = dict.fromkeys(self._passing)
        for value, result in zip(values, results, strict=True):
            found |= {f"{name}_{output}_{value}": result[:, k] for k, name in enumerate(self._names)}
        return as_frame(found, self.origin)

    def difference(self, other: Any) -> tuple[str, Any, Any] | None:
        """By date columns, then by column names."""
        if self._names != other._names:
            return "codes", self._names, other._names
        for name in {*self._passing, *other._passing}:
            columns = [t._frame[name].to_list() if name in t._passing else [] for t in (self, other)]
            if columns[0] != columns[1]:
                return "rows", *columns
        return None


def opened(data: Any, name: str) -> Wide | None:
    """Open a column or a wide frame; None for what is neither."""
    import pyarrow as pa

    if isinstance(data, pa.Array):
        column = nw.from_native(pa.chunked_array([data]), series_only=True)
        return ArrowColumn(of_narwhals(column, name), data)
    try:
        found = nw.from_native(data, allow_series=True, pass_through=True)
    except (ValueError, TypeError) as error:  # column names that are there twice
        raise InputError(f"{name} cannot be used: {error}") from error
    if isinstance(found, nw.Series):
        return ArrowColumn(of_narwhals(found, name), data)
    if isinstance(found, nw.LazyFrame):
        raise InputError(f"{name} is a lazy frame of {type(data).__module__}: collect it first")
    return _frame(found, name) if isinstance(found, nw.DataFrame) else None


def _frame(frame: Any, name: str) -> Wide:
    refuse_fields(frame.columns, name)
    names = [c for c, dtype in frame.schema.items() if not _is_date(c, dtype)]
    for column in names:
        dtype = frame.schema[column]
        if not (dtype.is_numeric() or dtype in (nw.Boolean, nw.Unknown)):
            raise not_numbers(column, dtype, name, ".cast to Float64")
    single = bool(names) and all(frame.schema[c] == nw.Float32 for c in names)
    values = np.empty((len(names), len(frame)), np.float32 if single else np.float64)
    for row, column in zip(values, names, strict=True):
        row[:] = of_narwhals(frame[column], f"{name}, column {column!r}")
    return ArrowFrame(values.T, frame, names)


def _is_date(name: str, dtype: Any) -> bool:
    return bool(dtype.is_temporal() or (name == "date" and dtype.is_integer()))


def _refuse_doubled(values: Sequence[Any], parameter: str) -> None:
    if len(set(values)) < len(values):
        raise ParameterError(f"{parameter} has a value twice, and columns are named by them: {list(values)}")


def as_column(result: AnyArray, like: Any, name: str) -> Any:
    """A result as the kind of column that `like` is or has."""
    import pyarrow as pa

    column = to_arrow(result)
    if isinstance(like, pa.Array):
        return column
    if type(like).__module__.partition(".")[0] == "polars":
        import polars as pl

        return pl.Series(name, column)
    return pa.chunked_array([column])


def as_frame(columns: dict[str, Any], like: Any) -> Any:
    """A frame of results; None stands for the column of that name in `like`."""
    import pyarrow as pa

    found = {
        name: like[name] if values is None else as_column(values, like, name)
        for name, values in columns.items()
    }
    if type(like).__module__.partition(".")[0] == "polars":
        import polars as pl

        return pl.DataFrame(list(found.values()))
    return pa.table(found, metadata=getattr(like, "schema", pa.schema([])).metadata)
