"""The databases that the suites run on, and a look into them that is not ours."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

POSTGRESQL = os.environ.get("FASTIND_POSTGRESQL", "")
"""A database that the tests may fill, for example postgresql://user:password@127.0.0.1/test."""


@dataclass(frozen=True)
class Backend:
    """A database, how its placeholders look, and how it holds values."""

    uri: str

    def marks(self, n: int) -> str:
        return ", ".join("?" * n)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        raise NotImplementedError

    def held(self, value: Any) -> Any:
        raise NotImplementedError


@dataclass(frozen=True)
class SqliteFile(Backend):
    path: Path

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.path)) as connection, connection:
            return connection.execute(statement).fetchall()

    def held(self, value: Any) -> Any:
        if isinstance(value, datetime):
            zone = "" if value.tzinfo is None else "+00:00"
            return value.astimezone(UTC if zone else None).strftime("%Y-%m-%d %H:%M:%S.%f") + zone
        if isinstance(value, date):
            return value.strftime("%Y-%m-%d")
        return int(value) if isinstance(value, bool) else value


@dataclass(frozen=True)
class Server(Backend):
    def marks(self, n: int) -> str:
        return ", ".join(f"${k + 1}" for k in range(n))

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        dbapi = import_module("adbc_driver_postgresql.dbapi")
        with (
            closing(dbapi.connect(self.uri, autocommit=True)) as connection,
            closing(connection.cursor()) as cursor,
        ):
            cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []

    def held(self, value: Any) -> Any:
        return value
