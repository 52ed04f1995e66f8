"""The files of a pool's folder: written under a name of their own, then given their place at once.

A key's file is `<hash of the key>`; an array's has a second name, `<hash>.<generation>`, which never means
another file, so that other processes can map it by name. Drafts begin with "new.", and their writers lock
them: what a writer that was killed has left can be told from what is being written.
"""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from typing import Any

from fastind.errors import PoolError, PoolFull
from fastind.io.pool import entry as entries
from fastind.io.pool import place, registry
from fastind.io.pool.control import TOO_MANY, Control
from fastind.io.pool.entry import Entry, Stored

DRAFT = "new."
HASH = 40  # letters
READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)  # a pipe would wait
_numbers = count()


class Files:
    """The folder, by its descriptor: what has its path meanwhile does not matter."""

    def __init__(self, folder: int, path: str, control: Control) -> None:
        self._folder, self.path, self._control = folder, path, control
        self._table: tuple[int, list[Entry]] | None = None
        """What was last read, and when."""

    def open(self, key: str) -> tuple[int, Stored] | None:
        """A key's file, which the caller closes, and what it holds."""
        name = entries.file_name(key)
        try:
            file = self._opened(name)
        except FileNotFoundError:
            return None
        try:
            return file, entries.read(file, name, self.path)
        except BaseException:
            os.close(file)
            raise

    def exists(self, key: str) -> bool:
        """Is there such a key."""
        return self._inode(entries.file_name(key)) is not None

    def write(self, entry: Entry, fill: Callable[[int, int], Any], check: Callable[[], Any]) -> None:
        """Write a key's file and give it its place; `fill` gets the descriptor and where the data begin.

        `check` is called when nobody else can write any more.
        """
        header = entry.header()
        with self._draft(entry, len(header)) as (draft, file):
            write_at(file, header, 0)
            fill(file, len(header))
            with self._control.writing():
                check()
                self._place(entry, draft, file)

    def table(self) -> list[Entry]:
        """Every key, by name, from the files' own headers; a registry that says something else is mended."""
        count = self._control.count
        if self._table is None or self._table[0] != count or count % 2:
            found = self._scan()
            if registry.read(self._folder) != registry.rows(found):
                with self._control.writing():
                    registry.write(self._folder, self._scan())
            self._table = count, found
        return self._table[1]

    def _scan(self) -> list[Entry]:
        found = []
        for name in place.names_in(self._folder):
            if len(name) == HASH:
                with suppress(FileNotFoundError):
                    file = self._opened(name)
                    try:
                        found.append(entries.read(file, name, self.path).entry)
                    finally:
                        os.close(file)
        return sorted(found, key=lambda entry: entry.key)

    def sweep(self) -> int:
        """Remove what writers that were killed have left: drafts, and generations without a key; how many."""
        removed = 0
        with self._control.writing():
            for name in place.names_in(self._folder):
                head, dot, _ = name.partition(".")
                if name.startswith(DRAFT):
                    removed += self._remove_draft(name)
                elif dot and len(head) == HASH and self._inode(name) != self._inode(head):
                    self._remove(name)
                    removed += 1
        return removed

    def _place(self, entry: Entry, draft: str, file: int) -> None:
        name = entries.file_name(entry.key)
        before = self.open(entry.key)
        if before:
            os.close(before[0])
        with self._control.changing() as generation:
            write_at(file, generation.to_bytes(8, "little"), entries.GENERATION_AT)
            if entry.dtype is not None:
                os.link(draft, f"{name}.{generation}", src_dir_fd=self._folder, dst_dir_fd=self._folder)
            self._rename(draft, name)
        if before and before[1].entry.dtype is not None:
            self._remove(f"{name}.{before[1].generation}")
        if before is None or registry.differs(before[1].entry, entry):
            registry.append(self._folder, entry)

    @contextmanager
    def _draft(self, entry: Entry, data_at: int) -> Iterator[tuple[str, int]]:
        """A new file with its space; it is gone if it gets no place."""
        import fcntl

        draft = f"{DRAFT}{os.getpid()}.{next(_numbers)}"
        try:
            file = self._create(draft)
        except OSError as error:
            if error.errno in place.NO_ROOM:
                raise self._full(entry, data_at) from error
            raise
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            if entry.dtype is not None:  # of what is mapped, no room is an error now and not a crash later
                self._reserve(file, entry, data_at)
            yield draft, file
        except BaseException as error:
            self._remove(draft)
            if (
                isinstance(error, OSError)
                and error.errno in place.NO_ROOM
                and not isinstance(error, PoolFull)
            ):
                raise self._full(entry, data_at) from error
            raise
        finally:
            os.close(file)

    def _reserve(self, file: int, entry: Entry, data_at: int) -> None:
        try:
            os.posix_fallocate(file, 0, entry.size(data_at))
        except (OSError, OverflowError) as error:
            raise self._full(entry, data_at) from error

    def _full(self, entry: Entry, data_at: int) -> PoolFull:
        about = os.fstatvfs(self._folder)
        left = f"{_size(about.f_bavail * about.f_frsize)} left"
        if about.f_files and not about.f_favail:
            left = "room for no more files (df -i)"
        is_memory = self.path.startswith(f"{place.MEMORY}/")
        more = f"enlarge {place.MEMORY}" if is_memory else f"set {place.VARIABLE} to a folder with more room"
        return PoolFull(
            errno.ENOSPC,
            f"no room for {entry.key!r}: it takes {_size(entry.size(data_at))}, and {self.path} has "
            f"{left}. Nothing was written; release pools "
            f"(fastind pool list), or {more}",
        )

    def _create(self, name: str) -> int:
        return os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=self._folder)

    def _rename(self, old: str, new: str) -> None:
        os.rename(old, new, src_dir_fd=self._folder, dst_dir_fd=self._folder)

    def _remove(self, name: str) -> None:
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=self._folder)

    def _remove_draft(self, name: str) -> bool:
        """Remove a draft, unless its writer lives."""
        import fcntl

        try:
            file = os.open(name, READ, dir_fd=self._folder)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._remove(name)
            return True
        except BlockingIOError:
            return False
        finally:
            os.close(file)

    def _inode(self, name: str) -> int | None:
        try:
            return os.stat(name, dir_fd=self._folder, follow_symlinks=False).st_ino
        except FileNotFoundError:
            return None

    def _opened(self, name: str) -> int:
        try:
            return os.open(name, READ, dir_fd=self._folder)
        except OSError as error:
            if error.errno in (errno.ENOENT, *TOO_MANY):
                raise
            raise PoolError(f"{self.path}/{name} is no file of this pool ({error.strerror})") from error


def _size(n: int) -> str:
    return f"{n / 2**20:,.1f} MB" if n >= 2**20 // 10 else f"{n / 2**10:,.1f} kB"


def write_at(file: int, data: bytes, at: int) -> None:
    """Write all of it; the kernel may take a part at a time."""
    view = memoryview(data)
    while view:
        done = os.pwrite(file, view, at)
        view, at = view[done:], at + done
