"""A real redis-server of our own: on a free port of this machine, keeping nothing."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest
import redis

from tests.grid_faults.watched import until


class Server:
    """Started and stopped at will, always on the same port."""

    def __init__(self, folder: Path, password: str | None = None) -> None:
        self.folder, self.password = folder, password
        self.port = free_port()
        try:
            self.start()
        except AssertionError:  # another process has taken the port meanwhile
            self.port = free_port()
            self.start()

    @property
    def url(self) -> str:
        return f"redis://{f':{self.password}@' if self.password else ''}127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        secret = ["--requirepass", self.password] if self.password else []
        log = self.folder / "redis.log"  # no pipe: nobody would read on, and a full one stops the server
        with log.open("w") as file:
            self._process = subprocess.Popen(
                ["redis-server", *options, *secret, "--dir", str(self.folder), "--daemonize", "no"],
                stdout=file,
                stderr=subprocess.STDOUT,
            )
        said = "eady to accept connections"
        until(lambda: said in log.read_text() or self._process.poll() is not None, "redis-server has started")
        assert said in log.read_text(), f"redis-server did not start:\n{log.read_text()}"

    def kill(self) -> None:
        """As a crash or a power cut does it."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def send(self, signal: int) -> None:
        """Send the process a signal."""
        self._process.send_signal(signal)

    def client(self) -> redis.Redis:
        """A client beside the cache, to look and to plant."""
        return redis.Redis.from_url(self.url)


def free_port() -> int:
    """One that nobody had a moment ago."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def need_server() -> None:
    """Skip where the system package is not installed; where CI has installed it, fail."""
    if shutil.which("redis-server") is None:
        text = "redis-server is not installed (Debian: apt-get install redis-server)"
        (pytest.fail if os.environ.get("FASTIND_CI") == "1" else pytest.skip)(text)
