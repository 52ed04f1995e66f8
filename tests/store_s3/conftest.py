"""One server for all tests of a process; each test has a bucket and a state folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import fsspec
import pytest

from tests.store_s3.server import Server, serving

_number = count()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where journals of this test's stores lie."""
    folder = tmp_path / "state"
    monkeypatch.setenv("FASTIND_STATE_DIR", str(folder))
    return folder


@pytest.fixture
def path(server: Server, state: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where no store is yet."""
    monkeypatch.setitem(fsspec.config.conf, "s3", server.settings)
    bucket = f"bucket-{next(_number)}"
    fsspec.filesystem("s3", use_listings_cache=False).mkdir(bucket)
    return f"s3://{bucket}/some/store"
