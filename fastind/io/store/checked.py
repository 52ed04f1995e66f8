"""Bytes with a crc32 for each block of 8 KiB: computed as they are written, compared as they are read.

A wrong bit in any byte that is read is a `StoreCorrupt`, never a wrong number.
"""

import io
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

import pyarrow as pa

from fastind.errors import StoreCorrupt, StoreError, StoreUnreachable

BLOCK = 2**13


class Sink(Protocol):
    """A file that is being written."""

    def write(self, data: bytes | memoryview) -> None: ...


class Source(Protocol):
    """A file that is read."""

    name: str
    size: int
    step: int
    """Bytes to ask for at once when all of it is read."""

    def pread(self, n: int, at: int) -> bytes: ...
    def preads(self, ranges: Sequence[tuple[int, int]]) -> Iterator[bytes]:
        """These bytes (first, last + 1), one after the other."""

    def close(self) -> None: ...


def crc_bytes(size: int) -> int:
    """How many bytes the crcs of a file of this size take."""
    return 4 * -(-size // BLOCK)


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


class Checked:
    """A file of which ranges are read; every block that is read is compared with its crc, if it is known."""

    def __init__(self, source: Source, size: int, crcs: bytes | None) -> None:
        self._source, self.size = source, size
        self._crcs = None if crcs is None else memoryview(crcs).cast("I")

    def buffer(self, ranges: Iterable[tuple[int, int]]) -> Any:
        """An Arrow buffer as long as the file, in which these ranges (first byte, last byte + 1) are filled.

        Arrow's threads may drop what they read after the interpreter has ended, so this is memory of Arrow's
        own: with a Python file or Python bytes they would abort the process then. What is not asked for takes
        no memory, as long as nobody touches it.
        """
        buffer = pa.allocate_buffer(self.size)
        room = memoryview(buffer).cast("B")
        blocks = [(start // BLOCK * BLOCK, min(-(-end // BLOCK) * BLOCK, self.size)) for start, end in ranges]
        for (first, last), data in zip(blocks, self._source.preads(blocks), strict=True):
            room[first:last] = data
            self._compare(room, first, last)
        return buffer

    def damage(self) -> Iterator[StoreError]:
        """Read the file to its end; an error for each block that is not as it was written."""
        for first in range(0, self.size, self._source.step):
            try:
                room = memoryview(self._source.pread(min(self._source.step, self.size - first), first))
            except StoreUnreachable:
                raise
            except StoreError as error:
                yield error
                continue
            for start in range(0, len(room), BLOCK):
                try:
                    self._compare_block(room[start : start + BLOCK], first + start)
                except StoreError as error:
                    yield error

    def _compare(self, room: memoryview, first: int, last: int) -> None:
        for start in range(first, last, BLOCK):
            self._compare_block(room[start : min(start + BLOCK, last)], start)

    def _compare_block(self, block: memoryview, start: int) -> None:
        if self._crcs is not None and zlib.crc32(block) != self._crcs[start // BLOCK]:
            raise StoreCorrupt(
                f"{self._source.name} is damaged between bytes {start} and {start + BLOCK}: its checksum "
                "differs; `fastind store repair` drops it"
            )

    def close(self) -> None:
        """Close the file."""
        self._source.close()
