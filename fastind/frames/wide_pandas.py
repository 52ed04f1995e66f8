"""pandas: Series, and wide DataFrames whose memory is used where it lies."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from fastind._types import AnyArray
from fastind.errors import InputError
from fastind.frames.arrays import numeric
from fastind.frames.columns import Backing, backing, is_number, of_pandas, to_pandas
from fastind.frames.wide import Wide, not_numbers, one_date_column, refuse_fields


class PandasSeries(Wide):
    """A Series: its index and name are kept."""

    def like(self, result: AnyArray) -> Any:
        """A Series of the same backing."""
        values = to_pandas(result, backing(self.origin.dtype))
        found = pd.Series(values, index=self.origin.index, name=self.origin.name, copy=False)
        return found.__finalize__(self.origin)

    def sweep(self, results: AnyArray, values: Sequence[Any], parameter: str, output: str) -> Any:
        """A DataFrame with one column a value."""
        kind = backing(self.origin.dtype)
        return _frame(results.T, self.origin.index, pd.Index(values, name=parameter), [kind] * len(values))

    def difference(self, other: Any) -> tuple[str, Any, Any] | None:
        """By index."""
        one, two = self.origin.index, other.origin.index
        return None if one.equals(two) else ("rows", one, two)


class PandasFrame(Wide):
    """A wide DataFrame: index, columns and date columns are kept."""

    def __init__(self, values: AnyArray, origin: Any, columns: Any, passing: Sequence[int]) -> None:
        super().__init__(values, origin)
        self.columns = columns
        self._passing = passing  # positions of date and time columns, which pass through

    @property
    def _kinds(self) -> list[Backing] | None:
        """What each column of numbers lies in; None if all are numpy."""
        dtypes = self.origin.dtypes
        known = {dtype: backing(dtype) for dtype in set(dtypes)}
        if set(known.values()) == {"numpy"}:
            return None
        return [known[dtype] for k, dtype in enumerate(dtypes) if k not in self._passing]

    @property
    def dates(self) -> Any:
        """The index; where that only counts, the date column."""
        if self._passing and isinstance(self.origin.index, pd.RangeIndex):
            return one_date_column([self.origin.columns[k] for k in self._passing], self.origin)
        return self.origin.index

    @property
    def codes(self) -> Any:
        """The columns of numbers."""
        return self.columns

    def like(self, result: AnyArray) -> Any:
        """A DataFrame; each column keeps its backing."""
        frame = _frame(result, self.origin.index, self.columns, self._kinds)
        for k in self._passing:
            frame.insert(k, self.origin.columns[k], self.origin.iloc[:, k], allow_duplicates=True)
        return frame.__finalize__(self.origin)

    def sweep(self, results: AnyArray, values: Sequence[Any], parameter: str, output: str) -> Any:
        """A DataFrame with columns (value, code)."""
        names = [parameter, *(n or "code" for n in self.columns.names)]
        labels = [(v, *(c if isinstance(c, tuple) else (c,))) for v in values for c in self.columns]
        columns = pd.MultiIndex.from_tuples(labels, names=names) if labels else self.columns
        side_by_side = np.concatenate(list(results), axis=1)
        kinds = self._kinds
        frame = _frame(side_by_side, self.origin.index, columns, kinds and kinds * len(values))
        for at, k in enumerate(self._passing):
            name = self.origin.columns[k]
            label = (*(name if isinstance(name, tuple) else (name,)), *[""] * columns.nlevels)
            frame.insert(at, label[: columns.nlevels], self.origin.iloc[:, k])
        return frame

    def difference(self, other: Any) -> tuple[str, Any, Any] | None:
        """By index, then by columns."""
        one, two = self.origin.index, other.origin.index
        if not one.equals(two):
            return "rows", one, two
        return None if self.columns.equals(other.columns) else ("codes", self.columns, other.columns)


def opened(data: Any, name: str) -> Wide:
    """Open a Series or a wide DataFrame."""
    if data.index.nlevels > 1:
        raise InputError(
            f"{name} has an index of the levels {list(data.index.names)}, so it is long: use "
            "fastind.compute(frame, ..., date=, code=) or .fi.by(code)"
        )
    if isinstance(data, pd.Series):
        return PandasSeries(of_pandas(data, name), data)
    for level in range(data.columns.nlevels):
        refuse_fields(data.columns.get_level_values(level), name)
    kinds, dates = set(data.dtypes), []
    if "date" in data.columns or any(not is_number(dtype) for dtype in kinds):
        for k, (column, dtype) in enumerate(data.dtypes.items()):
            if getattr(dtype, "kind", "O") in "Mm" or (column == "date" and dtype.kind in "iu"):
                dates.append(k)
            elif not is_number(dtype):
                raise not_numbers(column, dtype, name, ".astype(float)")
    numbers = data.iloc[:, np.setdiff1d(np.arange(data.shape[1]), dates)] if dates else data
    kinds = set(numbers.dtypes) if dates else kinds
    if len(kinds) == 1 and isinstance(next(iter(kinds)), np.dtype):
        values = numbers.to_numpy()
    else:
        single = bool(kinds) and all(getattr(kind, "numpy_dtype", kind) == np.float32 for kind in kinds)
        values = numbers.to_numpy(dtype=np.float32 if single else np.float64, na_value=np.nan)
    return PandasFrame(numeric(values, name), data, numbers.columns, dates)


def _frame(result: AnyArray, index: Any, columns: Any, kinds: Sequence[Backing] | None) -> Any:
    if not kinds:
        return pd.DataFrame(result, index=index, columns=columns, copy=False)
    parts = {k: to_pandas(result[:, k], kind) for k, kind in enumerate(kinds)}
    return pd.DataFrame(parts, index=index, copy=False).set_axis(columns, axis=1)
