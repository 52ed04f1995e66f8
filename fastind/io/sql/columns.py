"""A frame as columns that databases keep; what they could not give back is refused here."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fastind.errors import InputError
from fastind.frames import long
from fastind.frames.labels import near
from fastind.io import given
from fastind.io.sql.names import is_plain

ADVICE = "columns are whole numbers, floats, text, bool, dates or timestamps; cast it first"


class Kind(StrEnum):
    """What a column holds. The values are the types by which messages call them."""

    WHOLE = "whole numbers"
    FLOAT = "floats"
    BOOL = "bool"
    TEXT = "text"
    DATE = "dates"
    TIME = "timestamps"
    ZONED = "timestamps with a zone"
    NULL = "nothing but nulls"


TYPES = {
    Kind.WHOLE: pa.int64(),
    Kind.FLOAT: pa.float64(),
    Kind.BOOL: pa.bool_(),
    Kind.TEXT: pa.large_string(),
    Kind.DATE: pa.date32(),
    Kind.TIME: pa.timestamp("us"),
    Kind.ZONED: pa.timestamp("us", "UTC"),
    Kind.NULL: pa.null(),
}
"""How each is held here."""


def table_of(frame: Any) -> Any:
    """A frame as a table of these types: NaN is null, dictionaries are their values, times are UTC."""
    columns = _series(frame)
    if not columns:
        raise InputError("the frame has no columns: there is nothing to write")
    return pa.table({name: _plain(_arrow(column, name), name) for name, column in columns.items()})


def kind_of(array: Any) -> Kind:
    """What a column holds."""
    return next(kind for kind, of in TYPES.items() if of == array.type)


def check_keys(table: Any, keys: Sequence[str]) -> None:
    """Refuse keys that are no columns, have holes, or do not name each row."""
    for key in keys:
        if key not in table.column_names:
            known = ", ".join(table.column_names)
            raise InputError(
                f"keys: no column {key!r}{near(key, table.column_names) or '.'} Columns: {known}"
            )
        if table[key].null_count:
            raise InputError(f"key {key!r} is missing in {table[key].null_count} rows: drop or fill them")
    if not keys or not table.num_rows:
        return
    named = pa.table({key: _one_zero(table[key]) for key in keys})
    counts = named.group_by(list(keys)).aggregate([([], "count_all")])
    doubled = counts.filter(pc.greater(counts["count_all"], 1))
    if doubled.num_rows:
        first = doubled.slice(0, 1).to_pylist()[0]
        values = ", ".join(str(first[key]) for key in keys)
        raise InputError(
            f"{doubled.num_rows} keys are in several rows of the frame, first ({', '.join(keys)}) = "
            f"({values}): keep one of each, by drop_duplicates or unique"
        )


def _one_zero(column: Any) -> Any:
    """Databases take 0.0 and -0.0 for one number, Arrow for two."""
    return pc.add(column, 0.0) if pa.types.is_floating(column.type) else column


def _series(frame: Any) -> dict[Any, Any]:
    """The columns of anything that is a table; named levels of a pandas index are columns."""
    found = given.table(frame, "write_sql")
    levels = [name for name in long.names(found) if name not in found.columns]
    for name in (*levels, *found.columns):
        if not isinstance(name, str) or not name or not is_plain(name):
            raise InputError(f"columns of a database have names of text, got {name!r}: rename it")
    _check_index(frame, found, levels)
    return {
        **{name: long.key(found, name) for name in levels},
        **{name: found.get_column(name) for name in found.columns},
    }


def _check_index(frame: Any, found: Any, levels: list[Any]) -> None:
    """Row numbers may be left out; labels may not get lost, nor stand for a column of the same name."""
    index = getattr(frame, "index", None)
    if index is None:
        return
    for name in index.names:
        if name is not None and name not in levels:
            raise InputError(f"{name!r} is both a column and the name of the index: rename or reset one")
        if name is None and not given.is_row_numbers(index):
            raise InputError(
                "the index has no name and is not 0, 1, 2, ..., so its labels would be lost: name it by "
                "rename_axis, or drop it by reset_index(drop=True)"
            )


def _arrow(column: Any, name: Any) -> Any:
    try:
        found = column.to_arrow()
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
        raise InputError(f"column {name!r} cannot be written: {error}; {ADVICE}") from error
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def _plain(array: Any, name: str) -> Any:
    types = pa.types
    if types.is_dictionary(array.type):
        array = array.dictionary_decode()
    kind = array.type
    if types.is_floating(kind):
        array = array.cast(pa.float64())
        return pc.if_else(pc.is_nan(array), pa.scalar(None, pa.float64()), array)
    if types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind):
        return array.cast(pa.large_string())
    if types.is_integer(kind):
        return _cast(array, Kind.WHOLE, name, "whole numbers of databases have 64 bits with a sign")
    if types.is_date(kind):
        return _cast(array, Kind.DATE, name, "cast it to timestamps")
    if types.is_timestamp(kind):
        wanted = Kind.ZONED if kind.tz else Kind.TIME
        return _cast(array, wanted, name, "databases keep microseconds: round it first")
    if types.is_boolean(kind) or types.is_null(kind):
        return array
    raise InputError(f"column {name!r} has type {kind}: {ADVICE}")


def _cast(array: Any, kind: Kind, name: str, advice: str) -> Any:
    try:
        return array.cast(TYPES[kind])
    except pa.ArrowInvalid as error:
        raise InputError(f"column {name!r} cannot be written: {error}; {advice}") from error
