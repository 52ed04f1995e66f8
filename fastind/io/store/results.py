"""A table as what the caller asked for."""

from typing import Any, Literal, get_args

import pyarrow as pa

from fastind.errors import ParameterError
from fastind.io.store.schema import Schema

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


def converted(table: Any, kind: str) -> Any:
    """A table as a frame of another library, or as rows."""
    if kind == "pandas":
        return table.to_pandas(date_as_object=False)
    if kind == "polars":
        import polars as pl

        return pl.from_arrow(table)
    if kind == "rows":
        return list(zip(*(column.to_pylist() for column in table.columns), strict=True))
    return table


def distinct(snapshot: Any, key: str) -> Any:
    """Every value of a key, ascending, as an Arrow array."""
    kind = snapshot.schema.types.get(key, pa.null())
    found = [snapshot.read(piece, [])[key].unique().cast(kind) for piece in snapshot.slices()]
    return pa.concat_arrays(found).unique().sort() if found else pa.array([], kind)
