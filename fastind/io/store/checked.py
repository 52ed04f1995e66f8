"""Bytes with a crc32 for each block of 8 KiB: computed as they are written, compared as they are read.

A wrong bit in any byte that is read, a header or a footer too, is a `StoreCorrupt`, never a wrong number.
"""

import io
import zlib
from array import array
from collections.abc import Iterator
from typing import Any, Protocol

from fastind.errors import StoreCorrupt, StoreError

BLOCK = 2**13


class Sink(Protocol):
    """A file that is being written."""

    def write(self, data: bytes | memoryview) -> None: ...


class Source(Protocol):
    """A file that is read."""

    name: str
    size: int

    def pread(self, n: int, at: int) -> bytes: ...
    def close(self) -> None: ...


class Checksums(io.RawIOBase):
    """Passes what is written on, and keeps its size and the crc of each block."""

    def __init__(self, sink: Sink) -> None:
        self._sink, self._open = sink, 0
        self._crcs = array("I")
        self.size = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.size

    def write(self, data: Any) -> int:
        view = memoryview(data).cast("B")
        self._sink.write(view)
        rest = view
        while rest:
            into = self.size % BLOCK
            piece = rest[: BLOCK - into]
            self._open = zlib.crc32(piece, self._open if into else 0)
            self.size += len(piece)
            rest = rest[len(piece) :]
            if self.size % BLOCK == 0:
                self._crcs.append(self._open)
        return len(view)

    def crcs(self) -> bytes:
        """The crc of each block, four bytes each."""
        tail = array("I", [self._open] if self.size % BLOCK else [])
        return (self._crcs + tail).tobytes()


class Checked(io.RawIOBase):
    """A file for pyarrow to read from; every block that is read is compared with its crc, if it is known."""

    def __init__(self, source: Source, size: int, crcs: bytes | None) -> None:
        self._source, self._size, self._at = source, size, 0
        self._crcs = None if crcs is None else memoryview(crcs).cast("I")
        if source.size != size:
            raise StoreCorrupt(
                f"{source.name} has {source.size} bytes, it was sealed with {size}; "
                "`fastind store repair` drops it"
            )

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset + (0, self._at, self._size)[whence]
        return self._at

    def read(self, n: int = -1) -> Any:
        end = self._size if n is None or n < 0 else min(self._size, self._at + n)
        start, self._at = self._at, max(end, self._at)
        if start >= end:
            return b""
        first = start // BLOCK
        data = self._source.pread(min(-(-end // BLOCK) * BLOCK, self._size) - first * BLOCK, first * BLOCK)
        self._compare(data, first, end)
        return memoryview(data)[start - first * BLOCK : end - first * BLOCK]

    def _compare(self, data: bytes, first: int, end: int) -> None:
        if self._crcs is None:
            return
        view = memoryview(data)
        for k in range(first, -(-end // BLOCK)):
            block = view[(k - first) * BLOCK : (k - first + 1) * BLOCK]
            if zlib.crc32(block) != self._crcs[k]:
                raise StoreCorrupt(
                    f"{self._source.name} is damaged between bytes {k * BLOCK} and {(k + 1) * BLOCK}: its "
                    "checksum differs; `fastind store repair` drops it"
                )

    def close(self) -> None:
        if not self.closed:
            self._source.close()
        super().close()


def damage(file: Checked) -> Iterator[StoreError]:
    """Read a file to its end; an error for each block that is not as it was written."""
    file.seek(0, 2)
    for start in range(0, file.tell(), BLOCK):
        try:
            file.seek(start)
            file.read(BLOCK)
        except StoreError as error:
            yield error
