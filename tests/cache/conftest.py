"""One server for the tests of a process, emptied for each; and one of its own for who kills it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fastind.io.cache import by_redis
from tests.cache.server import Server, need_server


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_redis, "TIMEOUT", 60.0)  # a slow machine is no outage


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    need_server()
    server = Server(tmp_path_factory.mktemp("redis"))
    yield server
    server.kill()


@pytest.fixture
def server(running: Server) -> Server:
    with running.client() as client:
        client.flushall()
    return running


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    need_server()
    server = Server(tmp_path)
    yield server
    server.kill()


@pytest.fixture
def locked_server(tmp_path: Path) -> Iterator[Server]:
    need_server()
    server = Server(tmp_path, password="open-sesame")
    yield server
    server.kill()
