"""Frames as Arrow IPC and back: pyarrow, pandas with its index, polars."""

import json
from collections.abc import Iterator
from typing import Any

from fastind.errors import FastindError, InputError, ParameterError
from fastind.io.serial.messages import check_messages

SPARE = 2**20
"""Rows of columns without content (all null), which cost no bytes, that are believed."""
NAMES = ("string", "integer", "floating", "datetime64", "empty")
"""What all names of columns may be, as pandas calls it."""
CAST = "Cast it first, to numbers, bool, dates, 'category' or 'str'; reset_index() makes columns of an index"


def arrow_bytes(table: Any) -> Any:
    """A table or a batch as a buffer."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    batches = table.to_batches() if isinstance(table, pa.Table) else [table]
    for field in table.schema:
        _refuse_type(field.type, is_top=True)
    if table.num_rows > SPARE and all(pa.types.is_null(kind) for kind in table.schema.types):
        raise ParameterError(f"a table of {table.num_rows:,} rows without any content cannot be kept")
    with pa.ipc.new_stream(sink, table.schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
    return sink.getvalue()


def arrow_from(data: memoryview) -> Any:
    """The table of such a buffer, over the same memory, after every value has been checked."""
    import pyarrow as pa

    check_messages(data)
    with pa.ipc.open_stream(pa.py_buffer(data)) as reader:
        table = reader.read_all()
    checked_table(table, data.nbytes)
    return table


def checked_batch(batch: Any) -> Any:
    """A batch of a stream as a table."""
    import pyarrow as pa

    table = pa.Table.from_batches([batch])
    checked_table(table, batch.get_total_buffer_size())
    return table


def checked_table(table: Any, size: int) -> None:
    """Refuse what would crash or fill the memory when it is used."""
    for field in table.schema:
        _refuse_type(field.type, is_top=True)
    if table.num_rows > 8 * size + SPARE:
        raise InputError(f"{size:,} bytes cannot hold {table.num_rows:,} rows")
    table.validate(full=True)


def pandas_parts(frame: Any) -> Any:
    """A DataFrame, its index and the types of its labels."""
    table = pandas_table(frame)
    for name, dtype in zip(table.column_names, frame.dtypes, strict=False):  # the index comes behind
        if str(dtype) == "object" and not _stays_object(table.schema.field(name).type):
            raise ParameterError(
                f"column {name} of the DataFrame holds {table.schema.field(name).type} as objects, and "
                "would come back as another type: give it a dtype, for example by infer_objects()"
            )
    _refuse_other_dtypes(frame, table)
    _refuse_two_kinds_of_missing(frame)
    return arrow_bytes(table)


def pandas_from(table: Any) -> Any:
    """A DataFrame of an Arrow table. Columns that pandas has as Arrow's are taken as they are: of many types
    `to_pandas` cannot read the names that pandas gives them, such as list<item: int64>[pyarrow].
    """
    import pandas as pd
    import pyarrow as pa

    about = table.schema.pandas_metadata or {}
    backed = [each for each in about.get("columns", ()) if str(each["numpy_type"]).endswith("[pyarrow]")]
    backed = [each for each in backed if each["field_name"] not in about["index_columns"]]
    if not backed:
        return table.to_pandas()
    plain = table
    for each in backed:
        place = table.schema.get_field_index(each["field_name"])
        plain = plain.set_column(place, each["field_name"], pa.nulls(table.num_rows))
        each["numpy_type"] = "object"
    frame = plain.replace_schema_metadata({"pandas": json.dumps(about)}).to_pandas()
    for each in backed:
        place = table.schema.get_field_index(each["field_name"])
        frame.isetitem(place, pd.arrays.ArrowExtensionArray(table[place]))
    return frame


def pandas_table(frame: Any) -> Any:
    """A DataFrame as an Arrow table."""
    import pyarrow as pa

    if frame.columns.has_duplicates:
        doubled = frame.columns[frame.columns.duplicated()][0]
        raise ParameterError(f"the column {doubled!r} is there twice: rename it")
    _refuse_names(frame)
    try:
        table = pa.Table.from_pandas(frame)
        if frame.columns.inferred_type not in ("string", "empty"):
            _refuse_changed(frame.columns, table)
        return table
    except FastindError:
        raise
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
        raise ParameterError(
            f"the DataFrame cannot be kept: {error}. Columns must be numbers (whole ones of 64 bits), bool, "
            "dates or text"
        ) from error


def _refuse_names(frame: Any) -> None:
    """Labels that Arrow would turn into text, which pyarrow only warns of."""
    columns = frame.columns
    for level in columns.levels if columns.nlevels > 1 else [columns]:
        if level.inferred_type not in NAMES:
            raise ParameterError(
                f"the columns {str(list(columns))[:80]} cannot be kept: their names must all be text, or all "
                "whole numbers, or all dates; rename them, for example by frame.columns.map(str)"
            )
    for name in frame.index.names:
        if name is not None and type(name) is not str:
            raise ParameterError(f"the index has the name {name!r}: it must be text or None, rename it")


def _refuse_changed(columns: Any, table: Any) -> None:
    """Labels that are no text must come back from the table as they were."""
    back = pandas_from(table.schema.empty_table()).columns
    if not back.equals(columns) or list(map(type, back)) != list(map(type, columns)):
        raise ParameterError(
            f"the columns {str(list(columns))[:80]} would come back as {str(list(back))[:80]}: rename them"
        )


def _refuse_other_dtypes(frame: Any, table: Any) -> None:
    """Columns and levels of the index must come back with their dtypes; of objects see `_stays_object`."""
    import pyarrow as pa

    try:
        back = pandas_from(table[:0])
    except (pa.ArrowException, TypeError, ValueError, NotImplementedError) as error:
        raise ParameterError(f"the DataFrame could not be read again: {error}. {CAST}") from error
    for name, given, found in _dtypes(frame, back):
        zones = getattr(given, "tz", None), getattr(found, "tz", None)
        is_same = given == found or (None not in zones and given.unit == found.unit)
        if not is_same and str(given) != "object":
            raise ParameterError(f"{name} has the dtype {given!r} and would come back as {found!r}. {CAST}")


def _dtypes(frame: Any, back: Any) -> Iterator[tuple[str, Any, Any]]:
    for name, given, found in zip(frame.columns, frame.dtypes, back.dtypes, strict=True):
        yield f"column {name!r}", given, found
    for name in range(frame.index.nlevels):
        given, found = (index.get_level_values(name).dtype for index in (frame.index, back.index))
        yield "the index", given, found


def _refuse_two_kinds_of_missing(frame: Any) -> None:
    """A nullable column of floats may hold NaN beside NA, and would come back with NA for both."""
    import numpy as np

    for place, dtype in enumerate(frame.dtypes):
        column = frame.iloc[:, place]
        if str(dtype) in ("Float32", "Float64") and np.isnan(column.to_numpy(float, na_value=0.0)).any():
            raise ParameterError(
                f"column {frame.columns[place]!r} has NaN beside NA, which would come back as NA, too: say "
                "astype('float64') to have NaN for both"
            )


def _stays_object(kind: Any) -> bool:
    """Arrow types that pandas has as objects, and text."""
    import pyarrow as pa

    names = ("string", "large_string", "string_view", "binary", "null", "date", "time", "decimal")
    return any(getattr(pa.types, f"is_{name}")(kind) for name in names)


def polars_parts(frame: Any) -> Any:
    """A polars DataFrame."""
    return arrow_bytes(polars_table(frame))


def polars_table(frame: Any) -> Any:
    """A polars DataFrame as an Arrow table."""
    import polars as pl
    import pyarrow as pa

    odd = [name for name, dtype in frame.schema.items() if dtype.base_type() in (pl.Object, pl.Unknown)]
    if odd:
        raise ParameterError(f"column {odd[0]!r} holds objects, which cannot be kept: cast it first")
    try:
        return frame.to_arrow()
    except pa.ArrowException as error:  # of types that only polars has, such as Int128
        types = ", ".join(f"{name!r} {dtype}" for name, dtype in frame.schema.items())
        raise ParameterError(
            f"a column has a type that Arrow has not: cast Int128 to Int64 or text. Given: {types[:300]}"
        ) from error


def polars_from(table: Any) -> Any:
    """A polars DataFrame of an Arrow table."""
    import polars as pl

    try:
        return pl.DataFrame(pl.from_arrow(table))
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of types that polars does not know; it is no Exception
            raise
        raise InputError(f"polars cannot take this table: {error}") from error


def _refuse_type(kind: Any, is_top: bool = False) -> None:
    """Types whose length nothing in the bytes bears out."""
    import pyarrow as pa

    types = pa.types
    if isinstance(kind, pa.BaseExtensionType):
        kind = kind.storage_type
    if types.is_dictionary(kind):
        kind = kind.value_type
    is_empty = types.is_null(kind) and not is_top
    is_empty |= types.is_fixed_size_list(kind) and kind.list_size == 0
    is_empty |= types.is_fixed_size_binary(kind) and kind.byte_width == 0
    if is_empty or types.is_run_end_encoded(kind):
        raise InputError(f"columns of type {kind} cannot be kept")
    if types.is_nested(kind):
        for k in range(kind.num_fields):
            _refuse_type(kind.field(k).type)
