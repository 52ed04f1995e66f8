"""The SQLite connection: one statement at a time, from any thread of the process that opened it.

SQLite keeps what this process has locked in its own memory, which a fork copies: a child that was forked
during a transaction would believe to hold locks that it has not. So a fork waits for the end of transactions.
"""

import os
import sqlite3
import weakref
from threading import RLock
from typing import Any

_open: "weakref.WeakSet[Connection]" = weakref.WeakSet()
_waited_for: "list[Connection]" = []
_inherited: "list[Connection]" = []
_fork = RLock()


class Connection(sqlite3.Connection):
    """A connection with the lock that its users take."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        with _fork:
            super().__init__(*args, **kwargs)
            self.lock = RLock()
            self.pid = os.getpid()
            self.is_shared = False
            _open.add(self)

    def close(self) -> None:
        """Close it, when no other thread uses it."""
        with self.lock:
            super().close()


def _before() -> None:
    _fork.acquire()
    _waited_for.extend(_open)
    for connection in _waited_for:
        connection.lock.acquire()


def _after() -> None:
    while _waited_for:
        _waited_for.pop().lock.release()
    _fork.release()


def _after_in_child() -> None:
    """Keep the connections: closing one here would roll the parent's transaction back."""
    _inherited.extend(_open)
    _after()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_before, after_in_parent=_after, after_in_child=_after_in_child)
