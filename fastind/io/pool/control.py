"""The counter that tells readers whether anything has changed: eight bytes that every process maps.

It is odd while a file gets its name. A writer that is killed meanwhile leaves it odd, and until the next
write readers look into the folder each time.
"""

import errno
import os
import stat
import struct
from collections.abc import Iterator
from contextlib import contextmanager

from fastind.errors import PoolError
from fastind.io.pool.forks import no_fork
from fastind.io.pool.mapping import mapped

NAME = "control"
START = struct.Struct("<8sQ")
MAGIC, VERSION = b"fi-pool\0", 1
SIZE = 24
TOO_MANY = (errno.EMFILE, errno.ENFILE)  # files are open: no fault of the pool's


def make(folder: int) -> None:
    """Write a new pool's counter."""
    file = os.open(NAME, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=folder)
    try:
        os.write(file, START.pack(MAGIC, VERSION) + bytes(8))
    finally:
        os.close(file)


class Control:
    """The counter of a pool, mapped."""

    def __init__(self, folder: int, told: str) -> None:
        self._folder = folder
        try:
            file = os.open(NAME, os.O_RDWR | os.O_NOFOLLOW, dir_fd=folder)
        except OSError as error:
            if error.errno in TOO_MANY:
                raise
            raise PoolError(f"{told} is no pool: it has no {NAME} ({error.strerror})") from error
        try:
            start = os.pread(file, SIZE + 1, 0) if stat.S_ISREG(os.fstat(file).st_mode) else b""
            if len(start) != SIZE or START.unpack_from(start) != (MAGIC, VERSION):
                raise PoolError(
                    f"{told} was made by another version of fastind, or is damaged: make it again"
                )
            self._numbers = memoryview(mapped(file, SIZE, write=True)).cast("Q")
        finally:
            os.close(file)

    @property
    def count(self) -> int:
        """What it is now."""
        return self._numbers[2]

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One writer at a time, of all processes and threads."""
        import fcntl

        with no_fork:
            file = os.open(NAME, os.O_RDWR | os.O_NOFOLLOW, dir_fd=self._folder)
            try:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield
            finally:
                os.close(file)

    @contextmanager
    def changing(self) -> Iterator[int]:
        """Within `writing`: gives the generation of what is written, a number that is never given again."""
        self._numbers[2] = generation = (self.count | 1) + 2 * (self.count & 1)
        yield generation
        self._numbers[2] = generation + 1
