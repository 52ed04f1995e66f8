"""An S3-compatible server on this machine, which can be stopped and started again with what it holds."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import fsspec
from moto.server import ThreadedMotoServer

HOST = "127.0.0.1"
KEY, SECRET = "AKIDEXAMPLE000000001", "wJalrXUtnFEMI-EXAMPLE-SECRET"


class Server:
    """Listens on a free port; its objects are kept in this process's memory."""

    def __init__(self) -> None:
        self._port = 0
        self.start()

    def start(self) -> None:
        """Begin, at the same port as before."""
        self._server = ThreadedMotoServer(ip_address=HOST, port=self._port, verbose=False)
        self._server.start()
        self._port = self._server.get_host_and_port()[1]

    def stop(self) -> None:
        """End; nobody listens any more."""
        self._server.stop()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self._port}"

    @property
    def settings(self) -> dict[str, Any]:
        """What fsspec's configuration needs to come here."""
        return {"endpoint_url": self.url, "key": KEY, "secret": SECRET}

    @property
    def environment(self) -> dict[str, str]:
        """The same as the environment of a new process."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_DEFAULT_REGION": "us-east-1",
        }


@contextmanager
def serving() -> Iterator[Server]:
    """A server that does not outlive the block."""
    logger = logging.getLogger("werkzeug")
    level = logger.level
    logger.setLevel(logging.ERROR)
    server = Server()
    try:
        yield server
    finally:
        server.stop()
        logger.setLevel(level)


def use(settings: dict[str, Any]) -> None:
    """Make a process that was just started come to the server."""
    fsspec.config.conf["s3"] = settings


def objects(path: str) -> dict[str, int]:
    """What lies below a store's address, with sizes."""
    files = fsspec.filesystem("s3", use_listings_cache=False)
    root = path.removeprefix("s3://")
    return {name.removeprefix(f"{root}/"): size for name, size in files.du(root, total=False).items()}


def object_bytes(path: str, name: str) -> bytes:
    data: bytes = fsspec.filesystem("s3", use_listings_cache=False).cat_file(f"{path[5:]}/{name}")
    return data


def state_folders(root: Path) -> list[Path]:
    """The folders beside the driver."""
    return sorted(root.iterdir()) if root.exists() else []
