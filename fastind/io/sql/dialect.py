"""What databases say differently: types, where a table's columns are listed, how values are held."""

import sqlite3
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, ClassVar, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from fastind.io.sql.columns import Kind
from fastind.io.sql.names import TableName
from fastind.io.sql.statements import bare


class Dialect(Protocol):
    """One database's way to say things."""

    types: ClassVar[Mapping[Kind, str]]
    ignores_case: ClassVar[bool]  # of the names of columns
    no_unique: ClassVar[str]  # part of the error when no unique index is on the columns of an upsert
    changes: ClassVar[str | None]  # rows changed by the last statement and by all, where ADBC does not say

    def columns(self, table: TableName) -> tuple[str, tuple[str, ...]]:
        """A statement that lists a table's columns as (name, declared type); no rows: there is no table."""
        ...

    def stored(self, array: Any) -> Any:
        """A column as the database holds it."""
        ...

    def bound(self, value: Any) -> Any:
        """The same of a parameter."""
        ...

    def is_one(self, statement: str) -> bool:
        """May it be a single statement; False where the driver would drop the second one without a word."""
        ...


COMMON = {
    Kind.BOOL: "BOOLEAN",
    Kind.TEXT: "TEXT",
    Kind.DATE: "DATE",
    Kind.TIME: "TIMESTAMP",
    Kind.ZONED: "TIMESTAMP WITH TIME ZONE",
}


class Sqlite:
    """SQLite has numbers and text: dates and times are ISO text, which sorts as they do."""

    types: ClassVar[Mapping[Kind, str]] = {**COMMON, Kind.WHOLE: "INTEGER", Kind.FLOAT: "REAL"}
    ignores_case: ClassVar[bool] = True
    no_unique: ClassVar[str] = "ON CONFLICT clause does not match"
    changes: ClassVar[str | None] = "SELECT changes(), total_changes()"

    def columns(self, table: TableName) -> tuple[str, tuple[str, ...]]:
        """The pragma is a table too, so that names are parameters."""
        marks = ", ".join("?" * len(table.parts))
        return f"SELECT name, type FROM pragma_table_info({marks})", table.parts[::-1]

    def stored(self, array: Any) -> Any:
        """Numbers, and text: 2024-01-31, 2024-01-31 09:30:00.000000, the same with +00:00."""
        kind = array.type
        if pa.types.is_boolean(kind):
            return array.cast(pa.int64())
        if pa.types.is_date(kind):
            return array.cast(pa.string())
        if pa.types.is_timestamp(kind):
            text = array.cast(pa.timestamp("us")).cast(pa.string())
            return pc.binary_join_element_wise(text, "+00:00", "") if kind.tz else text
        return array

    def bound(self, value: Any) -> Any:
        """The same text."""
        if isinstance(value, datetime):
            moment = value if value.tzinfo is None else value.astimezone(UTC)
            return moment.isoformat(" ", "microseconds")
        return value.isoformat() if isinstance(value, date) else value

    def is_one(self, statement: str) -> bool:
        """Does nothing but white space, semicolons and comments follow the first statement."""
        ends = (k for k, letter in enumerate(statement, 1) if letter == ";")
        end = next((k for k in ends if sqlite3.complete_statement(statement[:k])), len(statement))
        return not bare(statement[end:])


class Postgresql:
    """PostgreSQL has a type for each kind."""

    types: ClassVar[Mapping[Kind, str]] = {**COMMON, Kind.WHOLE: "BIGINT", Kind.FLOAT: "DOUBLE PRECISION"}
    ignores_case: ClassVar[bool] = False
    no_unique: ClassVar[str] = "no unique or exclusion constraint"
    changes: ClassVar[str | None] = None

    def columns(self, table: TableName) -> tuple[str, tuple[str, ...]]:
        """Of the table that an unquoted schema finds on the search path."""
        return (
            "SELECT attname::text, format_type(atttypid, atttypmod) FROM pg_attribute "
            "WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
            (table.quoted,),
        )

    def stored(self, array: Any) -> Any:
        """As it is."""
        return array

    def bound(self, value: Any) -> Any:
        """As it is."""
        return value

    def is_one(self, statement: str) -> bool:
        """The server itself refuses several."""
        return True
