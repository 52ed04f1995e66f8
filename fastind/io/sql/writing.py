"""`write_sql`: a frame into a table."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from fastind.errors import DatabaseError, InputError, ParameterError
from fastind.io.sql import address, columns, fitting, names, statements
from fastind.io.sql.address import Address
from fastind.io.sql.columns import Kind, kind_of
from fastind.io.sql.contract import Database
from fastind.io.sql.names import TableName
from fastind.io.sql.opening import opened

MODES = ("append", "upsert")


def write_sql(
    frame: Any,
    uri: str,
    table: str | tuple[str, ...],
    mode: str = "append",
    keys: str | Sequence[str] | None = None,
) -> int:
    """Write a frame into a table of a SQL database, in one transaction; the number of rows.

    The table is made if it is not there. Either all rows are in it when the call returns, and on the disk, or
    none is.

    Parameters
    ----------
    frame : pandas or polars DataFrame, pyarrow Table or RecordBatch, Panel, or mapping of columns
        Columns of whole numbers, floats, text, bool, dates or timestamps, with or without a zone; categories
        and dictionaries are written as their values. A Panel is written as `to_long` has it. Named levels of
        a pandas index are columns; one without a name may only be the row numbers 0, 1, 2, ...
    uri : str
        "sqlite:///prices.db" in the working directory, "sqlite:////data/prices.db" from the root, by Python's
        sqlite3; "postgresql://user:password@host/name" by adbc-driver-postgresql. `?timeout=SECONDS` after a
        file's path: how long to wait for another process that writes, 5 if not said.
    table : str
        "name" or "schema.name"; where a name has a dot, ("schema", "name") or ("name",).
    mode : "append" or "upsert"
        With "upsert" a row takes the place of the one that has the same keys; columns that the frame does not
        have keep their values there.
    keys : names of columns
        Only with "upsert", and needed there: they name each row of the frame once. They are the primary key
        of a table that is made; one that is there must have a unique index on them.

    Returns
    -------
    int
        The rows of the frame.

    Raises
    ------
    InputError
        The frame is none, has columns that the table does not have, or values that the table would not give
        back: text in a column of numbers, 1.5 in one of whole numbers, nanoseconds, whole numbers beyond 64
        bits. With "upsert": keys that are missing or are in several rows.
    ParameterError
        `uri`, `table`, `mode` or `keys` cannot be meant.
    DatabaseError
        The database refuses: no file, no permission, no room, a broken constraint, no unique index. Its
        subclass DatabaseLocked: another process has been writing for too long.
    MissingExtraError
        The driver is not installed: `pip install "fastind[sql]"`.

    Notes
    -----
    NaN and null are NULL. SQLite holds bool as 0 and 1, dates and timestamps as ISO text, with +00:00 where
    they have a zone. A column of nothing but nulls can only go into a table that has it.

    Examples
    --------
    >>> import fastind as fi, pandas as pd, tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> uri = f"sqlite:///{folder.name}/prices.db"
    >>> frame = pd.DataFrame({"code": ["A", "B"], "close": [1.5, float("nan")]})
    >>> fi.write_sql(frame, uri, "prices", mode="upsert", keys=["code"])
    2
    >>> fi.write_sql(frame.assign(close=2.5), uri, "prices", mode="upsert", keys=["code"])
    2
    >>> fi.execute_batch(uri, [("select code, close from prices order by code", ())])
    [[('A', 2.5), ('B', 2.5)]]
    >>> folder.cleanup()
    """
    place = address.checked(uri)
    target = names.table_name(table)
    _check_lasting(place, target)
    wanted = _checked_keys(mode, keys)
    given = columns.table_of(frame)
    columns.check_keys(given, wanted)
    with opened(place) as database:
        rows = _prepared(given, database, target, wanted)
        if rows.num_rows:
            _insert(database, target, rows, wanted)
    return int(given.num_rows)


def _check_lasting(place: Address, target: TableName) -> None:
    """Tables of the schemas for temporary ones are gone with the connection, and so with the call."""
    schema = target.parts[0].lower() if len(target.parts) == 2 else ""
    if schema == "temp" if place.is_sqlite else schema.startswith("pg_temp"):
        raise ParameterError(
            f"{target} would end with the call, as all tables of the schema {target.parts[0]}: "
            f"write to {target.parts[1]!r}"
        )


def _checked_keys(mode: Any, keys: Any) -> tuple[str, ...]:
    if mode not in MODES:
        raise ParameterError(f"mode must be one of {', '.join(MODES)}, got {mode!r}")
    if mode == "append":
        if keys is not None:
            raise ParameterError(f'keys are for mode="upsert"; got keys={keys!r} with mode="append"')
        return ()
    found = (keys,) if isinstance(keys, str) else tuple(keys or ())
    if not found or not all(isinstance(key, str) for key in found) or len(set(found)) < len(found):
        raise ParameterError(
            'mode="upsert" needs keys, different names like ["date", "code"] that name each row; '
            f"got {keys!r}"
        )
    return found


def _prepared(given: Any, database: Database, target: TableName, keys: Sequence[str]) -> Any:
    """The rows as the table takes them, which is made if it is not there."""
    dialect = database.dialect
    declared = database.run(*dialect.columns(target))
    assert not isinstance(declared, int)
    if declared:
        given = fitting.fitted(given, dict(declared), str(target), dialect.ignores_case)
    else:
        types = {name: dialect.types[_known(given[name], name)] for name in given.column_names}
        database.run(statements.create(target, types, keys))
    return pa.table({name: dialect.stored(given[name].combine_chunks()) for name in given.column_names})


def _known(column: Any, name: str) -> Kind:
    kind = kind_of(column)
    if kind is Kind.NULL:
        raise InputError(
            f"column {name!r} holds nothing but nulls, so its type in the new table is unknown: cast it, or "
            "leave it out"
        )
    return kind


def _insert(database: Database, target: TableName, rows: Any, keys: Sequence[str]) -> None:
    try:
        database.insert(target, rows, keys)
    except DatabaseError as error:
        if database.dialect.no_unique not in str(error):
            raise
        listed = names.listed(keys)
        raise DatabaseError(
            f"table {target} has no unique index on its keys, so no row can take another's place: "
            f"CREATE UNIQUE INDEX ... ON {target.quoted} ({listed}), or name the keys that have one"
        ) from error
