"""A table as what the caller asked for."""

from collections.abc import Sequence
from typing import Any, Literal, get_args

import pyarrow as pa

from fastind.errors import ParameterError
from fastind.io.store.schema import Schema
from fastind.io.store.snapshot import Snapshot

Kind = Literal["arrow", "pandas", "polars", "rows", "batches", "panel"]


def check_kind(kind: str) -> None:
    """Refuse an unknown kind."""
    if kind not in get_args(Kind):
        raise ParameterError(f"kind must be {', '.join(get_args(Kind))}; got {kind!r}")


def finished(table: Any, schema: Schema, columns: list[str]) -> Any:
    """The keys as they were named, then the columns, in the store's types."""
    names = [*schema.keys, *columns]
    return table.select(names).cast(schema.arrow(names))


def is_number(kind: Any) -> bool:
    """May a panel have it."""
    types = pa.types
    return bool(types.is_integer(kind) or types.is_floating(kind) or types.is_boolean(kind))


def as_floats(table: Any, names: Sequence[str]) -> Any:
    """The table with whole numbers as the nearest floats, as a panel has them."""
    for name in names:
        if pa.types.is_integer(table.schema.field(name).type):
            at = table.column_names.index(name)
            table = table.set_column(at, name, table[name].cast(pa.float64(), safe=False))
    return table


def converted(table: Any, kind: str) -> Any:
    """A table as a frame of another library, or as rows."""
    if kind == "pandas":
        return _pandas(table)
    if kind == "polars":
        import polars as pl

        return pl.from_arrow(table)
    if kind == "rows":
        return list(zip(*(column.to_pylist() for column in table.columns), strict=True))
    if kind != "arrow":
        raise ParameterError(f"kind {kind!r} is of queries; here it is arrow, pandas, polars or rows")
    return table


def _pandas(table: Any) -> Any:
    """A pandas frame; whole numbers and bools with nulls are nullable: as floats they would change."""
    import pandas as pd

    kept = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    frame = table.to_pandas(date_as_object=False)
    for field in table.schema:
        column = table[field.name]
        if field.type in kept and column.null_count:
            frame[field.name] = column.to_pandas(types_mapper=kept.get)
    return frame


def keys_of(snapshot: Snapshot, keys: Sequence[str]) -> tuple[int, dict[str, Any]]:
    """How many rows there are, and the distinct values of these keys, ascending, as Arrow arrays."""
    rows, found = 0, {key: [pa.array([], snapshot.schema.types.get(key, pa.null()))] for key in keys}
    for piece in snapshot.slices():
        table = snapshot.read(piece, [])
        rows += table.num_rows
        for key, seen in found.items():
            new = table[key].unique().cast(seen[0].type)
            found[key] = [pa.concat_arrays([*seen, new]).unique()]
    return rows, {key: seen[0].sort() for key, seen in found.items()}
