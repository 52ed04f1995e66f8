"""Every database keeps the same promises."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sql.backends import POSTGRESQL, Backend, Server, SqliteFile
from tests.sql.suite_batch import BatchTests
from tests.sql.suite_writing import WritingTests


class TestSqlite(WritingTests, BatchTests):
    @pytest.fixture
    def backend(self, tmp_path: Path) -> Backend:
        return SqliteFile(f"sqlite:///{tmp_path}/t.db", tmp_path / "t.db")


class TestAdbcSqlite(WritingTests, BatchTests):
    @pytest.fixture
    def backend(self, tmp_path: Path) -> Backend:
        return SqliteFile(f"adbc+sqlite:///{tmp_path}/t.db", tmp_path / "t.db")


if POSTGRESQL:

    class TestPostgresql(WritingTests, BatchTests):
        @pytest.fixture
        def backend(self) -> Iterator[Backend]:
            server = Server(POSTGRESQL)
            server.rows("drop table if exists t")
            yield server
            server.rows("drop table if exists t")
