"""`fi.dump_stream` and `fi.load_stream`: tables larger than memory, batch by batch, as Arrow IPC."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from fastind.errors import InputError, ParameterError
from fastind.io.serial.messages import Messages
from fastind.io.serial.tables import checked_batch, pandas_from, pandas_table, polars_from, polars_table

LARGEST = 2**31
"""Bytes of one batch that are read."""
KINDS = ("arrow", "pandas", "polars")


def dump_stream(batches: Iterable[Any], file: Any) -> int:
    """Write tables one after the other; each may go before the next one is made.

    Parameters
    ----------
    batches : iterable of pandas or polars DataFrames, pyarrow Tables or RecordBatches
        All with the columns and types of the first. One table alone is a stream of one.
    file : path or binary file
        A path gets its content at the end, whole; until then, and if the writing stops, what was there stays.
        A file (a pipe, a socket's file) is written
        from where it stands, and stays open.

    Returns
    -------
    int
        Rows written.

    Raises
    ------
    ParameterError
        There is no batch, or what is in `batches` is no table, or a DataFrame that Arrow cannot hold exactly.
    InputError
        A batch has other columns or types than the first, which are named.

    Notes
    -----
    It is a plain Arrow IPC stream, which pyarrow, polars, DuckDB and other languages read. Whatever stops the
    writing to a pipe or an open file, the stream is without its end mark, and `load_stream` says so. A pandas
    index is kept as columns; of a RangeIndex only that of the first batch is. Nothing is cast: a DataFrame
    without rows or with a column of None alone has other types than one with values, unless its columns have
    a dtype.

    Examples
    --------
    >>> import fastind as fi, pyarrow as pa, io
    >>> file = io.BytesIO()
    >>> fi.dump_stream((pa.table({"x": [k, k + 1]}) for k in range(3)), file)
    6
    >>> file.seek(0)
    0
    >>> [batch["x"].to_pylist() for batch in fi.load_stream(file)]
    [[0, 1], [1, 2], [2, 3]]
    """
    import pyarrow as pa

    whole = _table(batches)
    tables = iter([whole] if whole is not None else _each(batches))
    first = next(tables, None)
    if first is None:
        raise ParameterError("dump_stream got no batch: give at least one, without rows if there are none")
    rows = 0
    with _sink(file) as sink:
        writer = pa.ipc.new_stream(sink, first.schema)
        while first is not None:
            writer.write_table(first)
            rows += first.num_rows
            first = next(tables, None)
        writer.close()  # the end mark, which a stream that was stopped does not get
    return rows


def load_stream(file: Any, kind: Literal["arrow", "pandas", "polars"] = "arrow") -> Iterator[Any]:
    """Read such tables one after the other; one is in memory at a time.

    Parameters
    ----------
    file : path or binary file
        An uncompressed Arrow IPC stream; it may come from anyone.
    kind : {"arrow", "pandas", "polars"}
        What each batch is given as.

    Returns
    -------
    iterator of pyarrow Tables, pandas or polars DataFrames

    Raises
    ------
    ParameterError
        `kind` is another one.
    InputError
        While reading: the stream is damaged, cut off or compressed, or a batch is larger than 2 GB.

    Examples
    --------
    >>> import fastind as fi, pyarrow as pa, io
    >>> file = io.BytesIO()
    >>> rows = fi.dump_stream([pa.table({"x": [1.5]})], file)
    >>> _ = file.seek(0)
    >>> next(fi.load_stream(file, kind="polars"))["x"].sum()
    1.5
    """
    if kind not in KINDS:
        raise ParameterError(f"kind must be one of {', '.join(KINDS)}, got {kind!r}")
    return _batches(file, kind)


def _batches(file: Any, kind: str) -> Iterator[Any]:
    import pyarrow as pa

    with _source(file) as source:
        try:
            messages = Messages(source.read, LARGEST)
            with pa.ipc.open_stream(pa.PythonFile(messages, mode="r")) as reader:
                for batch in reader:
                    yield _as_kind(checked_batch(batch), kind)
            messages.refuse_rest()
        except (pa.ArrowException, OSError, ValueError, TypeError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(f"the stream is damaged, or no Arrow IPC stream: {error}") from error


def _each(batches: Any) -> Iterator[Any]:
    try:
        found = iter(batches)
    except TypeError as error:
        raise ParameterError(f"batches must be tables, got {type(batches).__name__}") from error
    schema = None
    for place, batch in enumerate(found):
        table = _table(batch)
        if table is None:
            raise ParameterError(
                f"batch {place} is a {type(batch).__name__}: tables of pandas, polars, pyarrow are taken"
            )
        schema = table.schema if schema is None else schema
        if not table.schema.equals(schema):
            raise InputError(
                f"batch {place} has {_told(table.schema, schema)}: give it the columns and types of the first"
            )
        yield table


def _table(batch: Any) -> Any:
    """A batch as an Arrow table; None if it is none."""
    import pyarrow as pa

    name = type(batch).__module__.partition(".")[0], type(batch).__name__
    if name == ("polars", "DataFrame"):
        return polars_table(batch)
    if name == ("pandas", "DataFrame"):
        return pandas_table(batch)
    if isinstance(batch, pa.RecordBatch):
        return pa.Table.from_batches([batch])
    return batch if isinstance(batch, pa.Table) else None


def _told(found: Any, wanted: Any) -> str:
    """The first difference of two schemas."""
    names = [name for name in wanted.names if name not in found.names]
    if names:
        return f"no {_column(names[0])}"
    more = [name for name in found.names if name not in wanted.names]
    if more:
        return f"a {_column(more[0])}, which the first has not"
    if found.names != wanted.names:
        return "its columns in another order"
    own, first = next((a, b) for a, b in zip(found, wanted, strict=True) if not a.equals(b))
    return f"{_type(own)} in {_column(own.name)}, the first {_type(first)}"


def _column(name: str) -> str:
    """A column, or what pyarrow made of an index without a name."""
    is_index = name.startswith("__index_level_")
    return "index of its own (reset_index(drop=True) drops one)" if is_index else f"column {name!r}"


def _type(field: Any) -> str:
    return str(field.type) if field.nullable else f"{field.type} not null"


def _as_kind(table: Any, kind: str) -> Any:
    if kind == "pandas":
        return pandas_from(table)
    if kind == "polars":
        return polars_from(table)
    return table


@contextmanager
def _source(file: Any) -> Iterator[Any]:
    if hasattr(file, "read"):
        yield file
        return
    with Path(file).open("rb") as opened:
        yield opened


@contextmanager
def _sink(file: Any) -> Iterator[Any]:
    """What is written to; a path's file gets its name when it is whole."""
    if hasattr(file, "write"):
        yield file
        return
    target = Path(file).resolve()
    if not target.parent.is_dir() or (target.exists() and not target.is_file()):  # an error, a pipe, a device
        with target.open("wb") as opened:
            yield opened
        return
    with TemporaryDirectory(dir=target.parent, prefix=".fastind.") as folder:
        draft = Path(folder) / "draft"
        with draft.open("wb") as opened:
            yield opened
        if target.exists():
            shutil.copymode(target, draft)
        draft.replace(target)
