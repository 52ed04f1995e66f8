"""The statements of a write, and what the first word of a user's tells."""

import re
from collections.abc import Mapping, Sequence

from fastind.io.sql.names import TableName, listed, quoted

COMMENT = re.compile(r"\s+|;|--[^\n]*(\n|$)|/\*.*?(\*/|$)", re.DOTALL)
READS = {"SELECT", "VALUES", "EXPLAIN"}
WRITES = re.compile(r"\b(INSERT|UPDATE|DELETE|REPLACE|MERGE)\b", re.IGNORECASE)
OUTSIDE = {"PRAGMA", "ATTACH", "DETACH", "VACUUM"}
"""What SQLite cannot do inside a transaction, or what would stay when it is rolled back."""
CONTROLS = {"BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "PREPARE"}


def bare(statement: str) -> str:
    """A statement without the white space, semicolons and comments before it."""
    start = 0
    while found := COMMENT.match(statement, start):
        start = found.end()
    return statement[start:]


def is_read(statement: str) -> bool:
    """Does it only read, as far as its words tell; others may read too."""
    word = _first_word(statement)
    return word in READS or (word == "WITH" and not WRITES.search(statement))


def is_control(statement: str) -> bool:
    """Would it begin or end a transaction; going back to a savepoint does not."""
    word = _first_word(statement)
    return word in CONTROLS and not re.match(r"ROLLBACK\b.*\bTO\b", bare(statement).upper(), re.DOTALL)


def outside(statement: str) -> str | None:
    """The word of one that is about the connection or the whole file, and so no part of a transaction."""
    word = _first_word(statement)
    return word if word in OUTSIDE else None


def create(table: TableName, types: Mapping[str, str], keys: Sequence[str]) -> str:
    """Make a table; keys are its primary key."""
    columns = [f"{quoted(name)} {kind}{' NOT NULL' * (name in keys)}" for name, kind in types.items()]
    primary = [f"PRIMARY KEY ({listed(keys)})"] if keys else []
    return f"CREATE TABLE {table.quoted} ({', '.join([*columns, *primary])})"


def insert(table: TableName, columns: Sequence[str], source: str, keys: Sequence[str]) -> str:
    """Put what the source gives into a table; with keys, in place of the rows that have the same."""
    return f"INSERT INTO {table.quoted} ({listed(columns)}) {source}{_conflict(columns, keys)}"


def _conflict(columns: Sequence[str], keys: Sequence[str]) -> str:
    if not keys:
        return ""
    changes = ", ".join(f"{quoted(c)} = excluded.{quoted(c)}" for c in columns if c not in keys)
    return f" ON CONFLICT ({listed(keys)}) DO {f'UPDATE SET {changes}' if changes else 'NOTHING'}"


def _first_word(statement: str) -> str:
    found = re.match(r"[A-Za-z]+", bare(statement))
    return found[0].upper() if found else ""
