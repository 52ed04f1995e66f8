"""The SQLite connection: one statement at a time, from any thread of the process that opened it."""

import os
import sqlite3
import weakref
from threading import RLock
from typing import Any

_open: "weakref.WeakSet[Connection]" = weakref.WeakSet()
_inherited: "list[Connection]" = []


class Connection(sqlite3.Connection):
    """A connection with the lock that its users take."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lock = RLock()
        self.pid = os.getpid()
        self.is_shared = False
        _open.add(self)


def _keep() -> None:
    """In a forked child: closing it there would roll the parent's transaction back."""
    _inherited.extend(_open)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_keep)
