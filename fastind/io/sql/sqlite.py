"""SQLite by Python's own sqlite3."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

import pyarrow as pa

from fastind.io.sql import statements
from fastind.io.sql.address import Address
from fastind.io.sql.contract import Params, Rows
from fastind.io.sql.dialect import Sqlite
from fastind.io.sql.names import TableName
from fastind.io.sql.told import Told

ROWS = 2**16  # that are Python objects at a time


@contextmanager
def opened(address: Address, is_read: bool) -> Iterator["SqliteDatabase"]:
    """A transaction on the file. One that may write has the lock from its start: it never waits half way."""
    told = Told(address, sqlite3.Error, sqlite3.Warning)
    with told:
        uri = address.file_uri(is_read)
        connection = sqlite3.connect(uri, uri=True, timeout=address.wait, isolation_level=None)
    with closing(connection):  # which rolls back a transaction that is under way
        with told:
            connection.execute("PRAGMA synchronous = EXTRA")
            connection.execute("BEGIN" if is_read else "BEGIN IMMEDIATE")
        yield SqliteDatabase(connection, told)
        with told:
            connection.execute("COMMIT")


class SqliteDatabase:
    """A connection inside its transaction."""

    dialect = Sqlite()

    def __init__(self, connection: sqlite3.Connection, told: Told) -> None:
        self._connection, self._told = connection, told

    def run(self, statement: str, params: Params = ()) -> Rows | int:
        """Run one statement, which is prepared once however often it comes."""
        bound = self.dialect.bound
        values: Any = (
            {name: bound(value) for name, value in params.items()}
            if isinstance(params, dict)
            else tuple(map(bound, params))
        )
        with self._told:
            before = self._connection.total_changes
            cursor = self._connection.execute(statement, values)
            rows = cursor.fetchall()
            return self._changed(before) if cursor.description is None else rows

    def _changed(self, before: int) -> int:
        """Rows that the last statement has changed; `rowcount` of sqlite3 knows none of WITH ... INSERT."""
        if self._connection.total_changes == before:
            return 0  # `changes` is still that of an earlier one
        ((changed,),) = self._connection.execute("SELECT changes()")
        return int(changed)

    def insert(self, into: TableName, rows: Any, keys: Sequence[str]) -> None:
        """One prepared statement for all rows."""
        source = f"VALUES ({', '.join('?' * rows.num_columns)})"
        text = statements.insert(into, rows.column_names, source, keys)
        with self._told:
            for batch in rows.to_batches(ROWS):
                self._connection.executemany(text, zip(*map(_values, batch.columns), strict=True))


def _values(array: Any) -> list[Any]:
    """A column as Python has it: by numpy where that can be, as it is faster; NaN is NULL to SQLite."""
    if pa.types.is_floating(array.type) or (pa.types.is_integer(array.type) and not array.null_count):
        array = array.to_numpy(zero_copy_only=False)
    found: list[Any] = array.tolist()
    return found
