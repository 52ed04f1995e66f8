"""One writer at a time: a lock that the kernel gives back when its holder dies, however it dies."""

import json
import os
import socket
import weakref
from datetime import UTC, datetime
from pathlib import Path

from fastind.errors import StoreError, StoreLocked

_held: "weakref.WeakSet[Lock]" = weakref.WeakSet()


class Lock:
    """Held from its making until `release`; the file that carries it stays, and says who held it last."""

    def __init__(self, path: Path, store: str) -> None:
        try:
            self._fd: int | None = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StoreError(f"{store} cannot be opened for writing: {error}") from error
        _held.add(self)  # before it is taken: a process that is forked now must not keep it
        try:
            _take(self._fd)
        except OSError as error:
            holder = _holder(self._fd)
            self.release()
            raise StoreLocked(
                f"{store} is being written by {holder}. Wait until that ends, or stop it; "
                'mode="r" reads at any time'
            ) from error
        try:
            _sign(self._fd)
        except OSError as error:
            self.release()
            raise StoreError(f"{store} cannot be opened for writing: {error}") from error

    def release(self) -> None:
        """Give the lock back."""
        if self._fd is not None:
            fd, self._fd = self._fd, None
            os.close(fd)


def _take(fd: int) -> None:
    import fcntl

    fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _sign(fd: int) -> None:
    os.ftruncate(fd, 0)
    about = {"pid": os.getpid(), "host": socket.gethostname(), "since": f"{datetime.now(UTC):%F %T} UTC"}
    os.pwrite(fd, json.dumps(about).encode(), 0)


def _holder(fd: int) -> str:
    try:
        about = json.loads(os.pread(fd, 1000, 0))
        return f"process {about['pid']} on {about['host']} since {about['since']}"
    except (ValueError, KeyError, TypeError):
        return "another process"


def _forget() -> None:
    """In a forked child: close its copies, or the lock would outlive the parent."""
    for lock in list(_held):
        lock.release()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
