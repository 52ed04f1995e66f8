"""What a file must go through to be there after a power cut. Every write of the store's own is made here.

SQLite makes its own writes, by the same rules.
"""

import os
import sys
from pathlib import Path


def create_folder(path: Path) -> None:
    """A new folder."""
    path.mkdir()


def create(path: Path) -> int:
    """A new file, open for writing."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)


def write(fd: int, data: bytes | memoryview) -> None:
    """Write all of it."""
    view = memoryview(data).cast("B")
    while view:
        view = view[os.write(fd, view) :]


def sync(fd: int) -> None:
    """Bring a file's content to the disk. If this fails, the content is lost: it may not be tried again."""
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
    else:
        os.fsync(fd)


def rename(old: Path, new: Path) -> None:
    """Give a file its name; what had the name is gone."""
    os.replace(old, new)  # noqa: PTH105


def sync_folder(path: Path) -> None:
    """Bring a folder's names to the disk."""
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def remove(path: Path) -> None:
    """Remove a file that nobody refers to any more."""
    path.unlink(missing_ok=True)
