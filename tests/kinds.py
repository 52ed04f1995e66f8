"""One adapter for each kind of table: made of numpy arrays, and read back as numpy arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

DAY_ZERO = np.datetime64("2020-01-01", "D")


def arrow(values: Any) -> Any:
    """A numpy array as a pyarrow one over memory of its own; NaN is null."""
    if isinstance(values, (pa.Array, pa.ChunkedArray)):
        return values
    values = np.array(values, copy=True)
    return (
        pa.array(values.tolist(), pa.string())
        if values.dtype.kind == "U"
        else pa.array(values, mask=_nan(values))
    )


def _nan(values: np.ndarray) -> np.ndarray | None:
    return np.isnan(values) if values.dtype.kind == "f" else None


def days(n: int) -> np.ndarray:
    """Calendar days from 2020 on."""
    return DAY_ZERO.astype("M8[us]") + np.arange(n).astype("m8[D]")


@dataclass(frozen=True)
class Kind:
    """A kind of table."""

    name: str
    make: Callable[[pa.Table], Any]
    family: str

    def __str__(self) -> str:
        return self.name

    @property
    def is_pandas(self) -> bool:
        """Is it one of the three that pandas has."""
        return self.name.startswith("pandas")

    def frame(self, columns: Mapping[str, Any]) -> Any:
        """A frame of these columns."""
        return self.make(pa.table({name: arrow(values) for name, values in columns.items()}))

    def column(self, values: Any, name: str = "C4") -> Any:
        """One column, with an index in pandas."""
        if self.is_pandas:
            return self.frame({"day": days(len(values)), name: values}).set_index("day")[name]
        return self.frame({name: values})[name]

    def wide(self, values: np.ndarray, codes: Sequence[str] | None = None) -> Any:
        """A frame of one column a code; dates are the index in pandas, else the first column."""
        codes = [f"C{j}" for j in range(values.shape[1])] if codes is None else codes
        columns = {code: values[:, j] for j, code in enumerate(codes)}
        frame = self.frame({"day": days(len(values)), **columns})
        return frame.set_index("day").rename_axis(columns="code") if self.is_pandas else frame

    def read(self, column: Any) -> np.ndarray:
        """The numbers of a column of this kind, NaN for missing; a missing value has the kind's own form."""
        assert family(column.dtype if hasattr(column, "dtype") else column.type) == self.family
        if self.family == "numpy":
            return column.to_numpy()
        found = pa.array(column.array) if self.is_pandas else column
        found = found.to_arrow() if isinstance(found, pl.Series) else found
        assert not pc.any(pc.is_nan(found)).as_py(), "a NaN that should be null"
        found = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
        return found.to_numpy(zero_copy_only=False)

    def read_wide(self, frame: Any) -> np.ndarray:
        """The numbers of a wide frame, dates x codes."""
        return np.column_stack([self.read(frame[name]) for name in names(frame) if name != "day"])


def names(frame: Any) -> list[Any]:
    """Names of the columns."""
    return list(frame.column_names if isinstance(frame, pa.Table) else frame.columns)


def family(dtype: Any) -> str:
    """What a column of floats lies in."""
    for kind, types in FAMILIES.items():
        if isinstance(dtype, types) or dtype in types:
            return kind
    raise AssertionError(f"{dtype} is no type of floats")


FAMILIES: dict[str, Any] = {
    "numpy": (np.dtype,),
    "nullable": (pd.Float64Dtype, pd.Float32Dtype),
    "pandas arrow": (pd.ArrowDtype,),
    "polars": (pl.Float64, pl.Float32),
    "arrow": (pa.DataType,),
}
NULLABLE = {
    pa.float64(): pd.Float64Dtype(),
    pa.float32(): pd.Float32Dtype(),
    pa.int64(): pd.Int64Dtype(),
    pa.int32(): pd.Int32Dtype(),
    pa.int8(): pd.Int8Dtype(),
    pa.uint16(): pd.UInt16Dtype(),
    pa.bool_(): pd.BooleanDtype(),
    pa.string(): pd.StringDtype("python"),
}

KINDS = [
    Kind("pandas", lambda table: table.to_pandas(), "numpy"),
    Kind("pandas-nullable", lambda table: table.to_pandas(types_mapper=NULLABLE.get), "nullable"),
    Kind("pandas-arrow", lambda table: table.to_pandas(types_mapper=pd.ArrowDtype), "pandas arrow"),
    Kind("polars", lambda table: pl.from_arrow(table), "polars"),
    Kind("pyarrow", lambda table: table, "arrow"),
]
PANDAS, NULLABLES, PANDAS_ARROW, POLARS, PYARROW = KINDS


def same(got: Any, want: Any) -> bool:
    """Two frames of one kind with the same columns, types and values; pandas: index, too."""
    if isinstance(want, (pd.DataFrame, pd.Series)):
        test: Any = pd.testing.assert_frame_equal if want.ndim == 2 else pd.testing.assert_series_equal
        test(got, want, check_exact=True)
        return True
    if isinstance(want, (pl.DataFrame, pl.Series)):
        schema = (got.schema, want.schema) if isinstance(want, pl.DataFrame) else (got.dtype, want.dtype)
        return schema[0] == schema[1] and bool(got.equals(want))
    return bool(got.equals(want))
