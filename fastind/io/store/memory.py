"""A store in this process's memory, under a name: for tests, and for what need not outlive the process."""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from fastind.errors import StoreCorrupt, StoreLocked
from fastind.io.store.alone import Alone
from fastind.io.store.checked import BLOCK
from fastind.io.store.connection import Connection

_kept: dict[str, "Memory"] = {}


class Memory(Alone):
    """`memory://name`; it is gone with the process, or by `forget`."""

    folder: Path | None = None

    def __init__(self, name: str) -> None:
        self.name = self.address = name
        self._parts: dict[str, bytes] = {}
        self._connection: Connection | None = None
        self._is_locked = False

    @staticmethod
    def named(name: str) -> "Memory":
        """What lies under this name; nothing at first."""
        return _kept.setdefault(name, Memory(name))

    def exists(self) -> bool:
        return self._connection is not None

    def make(self, script: str) -> None:
        self._connection = sqlite3.connect(
            ":memory:", factory=Connection, isolation_level=None, check_same_thread=False
        )
        self._connection.is_shared = True
        self._connection.executescript(script)

    def connect(self, write: bool) -> Connection:
        assert self._connection is not None
        return self._connection

    def mended(self, script: str) -> Connection:
        return self.connect(write=True)  # memory is not damaged

    def renew(self, script: str, fill: Callable[[Connection], None]) -> None:
        self.make(script)
        assert self._connection is not None
        fill(self._connection)

    def lock(self) -> "MemoryLock":
        if self._is_locked:
            raise StoreLocked(f"{self.name} is being written by this process, {os.getpid()}: close it first")
        self._is_locked = True
        return MemoryLock(self)

    def release(self) -> None:
        self._is_locked = False

    def create(self, name: str) -> "BytesBeingWritten":
        return BytesBeingWritten(self, name)

    def finish(self, name: str, data: bytes) -> None:
        self._parts[name] = data

    def open(self, name: str) -> "BytesSource":
        if name not in self._parts:
            raise StoreCorrupt(f"{self.name}/{name} is missing")
        return BytesSource(f"{self.name}/{name}", self._parts[name])

    def remove(self, name: str) -> None:
        self._parts.pop(name, None)

    def set_aside(self, name: str) -> None:
        self.remove(name)

    def names(self) -> list[str]:
        return sorted(self._parts)

    def forget(self) -> None:
        """Free the memory."""
        _kept.pop(self.name, None)
        self._parts.clear()
        self._connection = None


class MemoryLock:
    """Held until `release`."""

    def __init__(self, memory: Memory) -> None:
        self._memory: Memory | None = memory

    def release(self) -> None:
        if self._memory is not None:
            self._memory.release()
            self._memory = None


class BytesBeingWritten:
    """Collected, and there under its name when it is finished."""

    def __init__(self, memory: Memory, name: str) -> None:
        self._memory, self._name, self._data = memory, name, bytearray()

    def write(self, data: bytes | memoryview) -> None:
        self._data += data

    def finish(self) -> None:
        self._memory.finish(self._name, bytes(self._data))

    def discard(self) -> None:
        self._memory.remove(self._name)


class BytesSource:
    """Bytes read as a file is."""

    step = BLOCK

    def __init__(self, name: str, data: bytes) -> None:
        self.name, self.size, self._data = name, len(data), data

    def pread(self, n: int, at: int) -> bytes:
        return self._data[at : at + n]

    def preads(self, ranges: Sequence[tuple[int, int]]) -> Iterator[bytes]:
        return (self._data[first:last] for first, last in ranges)

    def close(self) -> None:
        pass
