"""A panel as frames of other libraries."""

from typing import TYPE_CHECKING, Any

import numpy as np

from fastind._types import AnyArray
from fastind.errors import ParameterError
from fastind.frames.columns import to_arrow

if TYPE_CHECKING:
    from fastind.frames.panel import Panel

KINDS = ("pandas", "polars", "arrow")


def wide(panel: "Panel", field: str, kind: str) -> Any:
    """One column a code."""
    check_kind(kind)
    table = panel[field]
    if kind == "pandas":
        import pandas as pd

        index: Any = pd.Index(panel.dates, name="date")
        if panel.zone:
            index = pd.DatetimeIndex(index).tz_localize("UTC").tz_convert(panel.zone)
        return pd.DataFrame(table, index=index, columns=pd.Index(panel.codes, name="code"), copy=False)
    columns = {str(code): to_arrow(table[:, k]) for k, code in enumerate(panel.codes.tolist())}
    return of_arrow({"date": _dates(panel.dates, panel.zone), **columns}, kind)


def to_long(panel: "Panel", kind: str) -> Any:
    """One row a (date, code) that has any value, by code and date."""
    import pyarrow as pa

    check_kind(kind)
    there = np.zeros(panel.shape, bool)
    for name in panel.fields:
        there |= ~np.isnan(panel[name])
    codes, dates = np.nonzero(there.T)
    labels = pa.array(panel.codes).take(pa.array(codes))
    values = {name: panel[name].T[codes, dates] for name in panel.fields}
    keys = {"date": _dates(panel.dates[dates], panel.zone), "code": labels}
    if kind == "pandas":
        import pandas as pd

        frame = {name: column.to_pandas(date_as_object=False) for name, column in keys.items()}
        return pd.DataFrame({**frame, **values}, copy=False)
    return of_arrow({**keys, **{name: to_arrow(column) for name, column in values.items()}}, kind)


def _dates(dates: AnyArray, zone: str | None) -> Any:
    import pyarrow as pa

    found = pa.array(dates)
    if zone:
        return found.cast(pa.timestamp(np.datetime_data(dates.dtype)[0], zone))
    return found


def of_arrow(columns: dict[str, Any], kind: str) -> Any:
    """Columns of pyarrow as one of its tables, or as polars has it."""
    import pyarrow as pa

    table = pa.table(columns)
    if kind == "arrow":
        return table
    import polars as pl

    return pl.from_arrow(table)


def check_kind(kind: str) -> None:
    """Refuse a kind of frame that nobody knows."""
    if kind not in KINDS:
        raise ParameterError(f"kind must be one of {', '.join(KINDS)}, got {kind!r}")
