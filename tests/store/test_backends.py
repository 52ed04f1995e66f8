"""Every backend keeps the whole contract."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fastind.io.store import memory
from tests.store.suite import StoreTests


class TestFiles(StoreTests):
    @pytest.fixture
    def path(self, tmp_path: Path) -> str:
        return str(tmp_path / "store")


class TestMemory(StoreTests):
    @pytest.fixture
    def path(self, tmp_path: Path) -> Iterator[str]:
        name = f"memory://{tmp_path}"
        yield name
        for other in [kept for kept in memory._kept if kept.startswith(name)]:
            memory.Memory.named(other).forget()
