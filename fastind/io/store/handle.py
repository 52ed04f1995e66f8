"""An open store: its manifest, and its writer if it appends; used by threads, and in forked processes."""

import os
import weakref
from threading import RLock
from typing import Any

from fastind.errors import StoreError, StoreUnreachable
from fastind.io.store.manifest import Manifest
from fastind.io.store.places import Place
from fastind.io.store.repair import repair
from fastind.io.store.writer import Writer


class Handle:
    """What reads and writes go through, until it is closed."""

    def __init__(self, place: Place, writer: Writer | None) -> None:
        self.place, self._writer = place, writer
        self.manifest = writer.manifest if writer else Manifest(place, write=False)
        self.lock, self._pid, self.is_closed = RLock(), os.getpid(), False
        _open.add(self)

    @property
    def mode(self) -> str:
        """As `repr` has it."""
        return "closed" if self.is_closed else "a" if self._writer else "r"

    def reading(self) -> Any:
        """One moment of the store, as a context."""
        self.check_open()
        if self._pid != os.getpid():  # a forked process may not use the connection
            self.manifest, self._pid = Manifest(self.place, write=False), os.getpid()
        return self.manifest.reading()

    def writing(self) -> Writer:
        """What appends; only with the lock."""
        self.check_open()
        if self._writer is None:
            raise StoreError(f'{self.place.name} was opened to read: open it with mode="a"')
        return self._writer

    def check_open(self) -> None:
        """Refuse what is closed."""
        if self.is_closed:
            raise StoreError(f"{self.place.name} has been closed")

    def repair(self) -> list[str]:
        """Close it, drop what is damaged, and open it again."""
        with self.lock:
            writer = self.writing()
            writer.release()
            try:
                return repair(self.place.name)
            finally:
                self._writer = writer.again()
                self.manifest = self._writer.manifest

    def close(self) -> None:
        """Seal the journal, merge what is due, and let another process write."""
        with self.lock:
            if self.is_closed:
                return
            try:
                if self._writer and self._writer.is_fit:
                    self._writer.seal()
                    self._writer.compact(everything=False)
                    self.manifest.settle()
                    self.manifest.shrink()
            except StoreUnreachable as error:
                raise StoreUnreachable(
                    f"{error}. All that was appended is kept in the journal in {self.place.folder}: open "
                    "the store for writing again when it can be reached; for a run, resume=True"
                ) from None
            finally:
                self.release()

    def release(self) -> None:
        """Close it as it is: what was appended is durable, and the next writer seals it."""
        if not self.is_closed:
            self.is_closed = True
            (self._writer.release if self._writer else self.manifest.close)()


_open: "weakref.WeakSet[Handle]" = weakref.WeakSet()


def _unlock() -> None:
    """In a forked child: a thread that held a lock is not there to give it back."""
    for handle in _open:
        handle.lock = RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_unlock)
