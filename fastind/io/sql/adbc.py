"""Databases that have an ADBC driver, which takes columns as Arrow has them."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from fastind.errors import DatabaseError, MissingExtraError
from fastind.io.sql import statements
from fastind.io.sql.address import Address
from fastind.io.sql.contract import Params, Rows
from fastind.io.sql.dialect import Dialect, Postgresql, Sqlite
from fastind.io.sql.names import TableName, listed, quoted
from fastind.io.sql.told import Told

STAGED = "fastind staged rows"


@contextmanager
def opened(address: Address, is_read: bool) -> Iterator["AdbcDatabase"]:
    """A transaction by plain statements, as drivers' own begin later than SQLite's must."""
    dbapi = _driver(address)
    told = Told(address, dbapi.Error)
    dialect: Dialect = Sqlite() if address.is_sqlite else Postgresql()
    with told:
        target = address.file_uri(is_read) if address.is_sqlite else address.uri
        connection = dbapi.connect(target, autocommit=True)
    with closing(connection), closing(connection.cursor()) as cursor:
        with told:
            for statement in _settings(address):
                cursor.execute(statement)
            cursor.execute("BEGIN IMMEDIATE" if address.is_sqlite and not is_read else "BEGIN")
        try:
            yield AdbcDatabase(cursor, dialect, told)
            with told:
                cursor.execute("COMMIT")
        except BaseException:
            _roll_back(cursor, dbapi.Error)
            raise


class AdbcDatabase:
    """A cursor inside its transaction."""

    def __init__(self, cursor: Any, dialect: Dialect, told: Told) -> None:
        self._cursor, self.dialect, self._told = cursor, dialect, told

    def run(self, statement: str, params: Params = ()) -> Rows | int:
        """Run one statement."""
        if not self.dialect.is_one(statement):
            raise DatabaseError("you can only execute one statement at a time: give each an entry of its own")
        with self._told:
            taken = self._placeholders(statement)
            given = _in_order(params, taken) if isinstance(params, dict) else params
            if len(taken) != len(given):
                raise DatabaseError(
                    f"the statement takes {len(taken)} parameters, and {len(given)} are given"
                )
            values = tuple(map(self.dialect.bound, given))
            if self.dialect.changes is not None:
                return self._counted(statement, values, self.dialect.changes)
            if values and not len(self._cursor.adbc_execute_schema(statement)):
                self._cursor.executemany(statement, [values])  # which tells the count, as execute does not
                return int(self._cursor.rowcount)
            found = self._executed(statement, values)
            return max(int(self._cursor.rowcount), 0) if found is None else found

    def insert(self, into: TableName, rows: Any, keys: Sequence[str]) -> None:
        """By a table of this connection, which drivers fill at once; from there the types are cast."""
        columns = listed(rows.column_names)
        # SQLite needs WHERE before ON CONFLICT; `true` would be a column of that name, where there is one
        source = f"SELECT {columns} FROM {quoted(STAGED)} WHERE 1 = 1"
        with self._told:
            self._cursor.adbc_ingest(STAGED, rows, mode="create", temporary=True)
            self._cursor.execute(statements.insert(into, rows.column_names, source, keys))

    def _placeholders(self, statement: str) -> list[str]:
        """SQLite's driver takes those that are too few for NULL, PostgreSQL's leaves out those too many."""
        return [field.name for field in self._cursor.adbc_prepare(statement) or ()]

    def _counted(self, statement: str, values: Sequence[Any], changes: str) -> Rows | int:
        """The same where the database, and not the driver, tells how many rows are changed."""
        ((_, before),) = self._executed(changes) or []
        found = self._executed(statement, values)
        if found is not None:
            return found
        ((last, total),) = self._executed(changes) or []
        return int(last) if total > before else 0

    def _executed(self, statement: str, values: Sequence[Any] = ()) -> Rows | None:
        self._cursor.execute(statement, values or None)
        return list(self._cursor.fetchall()) if self._cursor.description else None


def _in_order(params: dict[str, Any], placeholders: list[str]) -> tuple[Any, ...]:
    """Parameters by name, as the driver takes them; placeholders are like `:name`."""
    for placeholder in placeholders:
        if placeholder[0] not in ":@$":
            raise DatabaseError("a placeholder has no name, but the parameters are a dict")
        if placeholder[1:] not in params:
            raise DatabaseError(f"there is no value for the placeholder {placeholder}")
    return tuple(params[placeholder[1:]] for placeholder in placeholders)


def _driver(address: Address) -> Any:
    name = str(address.driver)
    if find_spec(name) is None:
        package = name.replace("_", "-")
        raise MissingExtraError(
            f'{address.scheme}:// needs {package}: pip install "fastind[sql]", or pip install {package}'
        )
    return import_module(f"{name}.dbapi")


def _settings(address: Address) -> list[str]:
    if not address.is_sqlite:
        return []
    return [f"PRAGMA busy_timeout = {round(address.wait * 1000)}", "PRAGMA synchronous = EXTRA"]


def _roll_back(cursor: Any, errors: type[Exception]) -> None:
    """End the transaction; what has ended it may have been the error itself, or the connection is gone."""
    with suppress(errors):
        cursor.execute("ROLLBACK")
