"""A disk that fails at the call of a given number to `fastind.io.store.disk`; the others are made."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from typing import Any

from fastind.io.store import disk

WRITES = ("create_folder", "create", "write", "sync", "rename", "sync_folder", "remove")
"""Everything in `disk` that changes what is on the disk."""

LAST = 7


class BrokenDisk:
    """Counts the calls, and fails at one of them, or at all from it on.

    Attributes
    ----------
    calls : list of str
        The names of the functions that were called.
    failed : str
        The function that has failed; empty before.
    """

    def __init__(self, monkeypatch: Any, at: int, how: str, for_good: bool = False) -> None:
        self.calls: list[str] = []
        self.failed = ""
        self._at, self._how, self._for_good = at, how, for_good
        for name in WRITES:
            monkeypatch.setattr(disk, name, self._counted(name, getattr(disk, name)))

    def _counted(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            self.calls.append(name)
            if len(self.calls) == self._at or (self._for_good and self.failed):
                self.failed = self.failed or name
                if self._how == "short" and name == "write":
                    real(args[0], memoryview(args[1])[: len(args[1]) // 2])
                number = errno.EIO if self._how == "EIO" else errno.ENOSPC
                raise OSError(number, os.strerror(number))
            return real(*args)

        return call


def scenario(write: Callable[[int], Any], store: Any) -> None:
    """Appends to the journal and into parts, a seal, a compaction, the end: every way to write."""
    for number in (1, 2):
        write(number)
    store.seal()
    for number in range(3, LAST):
        write(number)  # the fifth is large
    store.compact()
    write(LAST)
    store.close()
