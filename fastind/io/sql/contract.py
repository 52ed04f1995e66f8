"""What a database must be able to do, inside the one transaction that it is opened for."""

from collections.abc import Sequence
from typing import Any, Protocol

from fastind.io.sql.dialect import Dialect
from fastind.io.sql.names import TableName

Rows = list[tuple[Any, ...]]
Params = tuple[Any, ...] | dict[str, Any]
"""Of a statement: in order, or by name."""


class Database(Protocol):
    """An open database. Every method raises DatabaseError for what the database refuses."""

    @property
    def dialect(self) -> Dialect:
        """What it says differently from others."""
        ...

    def run(self, statement: str, params: Params = ()) -> Rows | int:
        """Run one statement: the rows of one that gives rows, else how many rows it has changed."""
        ...

    def insert(self, into: TableName, rows: Any, keys: Sequence[str]) -> None:
        """Put a table of Arrow into one of the database; with keys, in place of rows that have the same."""
        ...
