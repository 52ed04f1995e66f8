"""Where a store's bytes lie: a folder, this process's memory, or (`bucket`) an object store.

The contract that all keep is `Place`.
"""

import os
import re
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote

from fastind.errors import ParameterError, StoreCorrupt, StoreError
from fastind.io.store import checked, disk
from fastind.io.store.alone import Alone
from fastind.io.store.connection import Connection
from fastind.io.store.lock import Lock
from fastind.io.store.memory import Memory

MANIFEST = "manifest.sqlite"
DAMAGED = ".damaged"
PAGE = 4096  # SQLite's
WAIT = 60.0  # seconds that a reader or the writer waits for the other's transaction, which takes milliseconds


class NewFile(checked.Sink, Protocol):
    """A part that is being written; it has no name until it is finished."""

    def finish(self) -> None: ...
    def discard(self) -> None: ...


class Held(Protocol):
    """The right to write."""

    def release(self) -> None: ...


class Place(Protocol):
    """Where the manifest and the parts lie."""

    name: str

    @property
    def address(self) -> str:
        """What another process opens it by."""

    @property
    def folder(self) -> Path | None:
        """Where other files may be kept; None if nowhere."""

    def facts(self) -> dict[str, Any]:
        """What `info` tells of the place itself."""

    def exists(self) -> bool: ...
    def make(self, script: str) -> None:
        """Make the place with a manifest by this SQL script: all of it or nothing."""

    def connect(self, write: bool) -> Connection: ...
    def mended(self, script: str) -> Connection:
        """A copy of a manifest that cannot be opened, with the first page as the script makes it."""

    def renew(self, script: str, fill: Callable[[Connection], None]) -> None:
        """Put a new manifest in the place of a damaged one, which is kept beside it."""

    def lock(self) -> Held:
        """Become the one writer, or raise `StoreLocked` with who is."""

    def publish(self, connection: Connection) -> None:
        """Called in a transaction that changes the parts, before it commits: what other machines are to see.

        An error takes the transaction back.
        """

    def settle(self, connection: Connection) -> None:
        """Publish what else has changed; called when the writer closes the store."""

    def free_number(self, number: int) -> int:
        """The first from this on that no part may have had."""

    def create(self, name: str) -> NewFile: ...
    def open(self, name: str) -> checked.Source: ...
    def remove(self, name: str) -> None: ...
    def set_aside(self, name: str) -> None:
        """Keep a damaged part as `name.damaged`, which nobody reads."""

    def names(self) -> list[str]:
        """Every part that is there, unfinished ones too, but not what was set aside."""


def place(path: str | os.PathLike[str]) -> Place:
    """The place that a path names."""
    text = os.fspath(path) if isinstance(path, (str, os.PathLike)) else path
    if not isinstance(text, str) or not text or "\0" in text:
        raise ParameterError(f"a store lies at a path, memory://name or s3://bucket/path; got {path!r}")
    scheme, is_url, rest = text.partition("://")
    if scheme == "memory" and is_url:
        return Memory.named(text)
    if os.name == "nt":
        raise StoreError("a store needs flock and pread: Linux or macOS; memory://name works here")
    if not is_url:
        _refuse_lost_slash(text, path)
        return Folder(Path(text).expanduser())
    if scheme == "file":
        return Folder(Path("/", unquote(rest.removeprefix("localhost").lstrip("/"))))
    if not re.fullmatch(r"[a-z][a-z0-9+.-]*", scheme):
        raise ParameterError(
            f"a store lies at a path, memory://name or s3://bucket/path; not at {scheme}://..."
        )
    from fastind.io.store.bucket import Bucket

    return Bucket(text)


class Folder(Alone):
    """A folder: the manifest, the lock, `parts/` and what is derived from them in `panel/`."""

    def __init__(self, path: Path, name: str = "") -> None:
        self.name, self.folder = name or str(path), path
        self._parts = path / "parts"

    @property
    def address(self) -> str:
        return str(self.folder.absolute())

    def exists(self) -> bool:
        """Is there a store; anything else at the path is an error."""
        if not os.path.lexists(self.folder):
            return False
        if not self.folder.is_dir():
            raise StoreError(f"{self.name} is a file; a fastind store is a folder")
        if (self.folder / MANIFEST).exists() or self._parts.is_dir():
            _refuse_strangers(self.folder)
            return True
        if any(self.folder.iterdir()):
            raise StoreError(f"{self.name} is a folder of something else: it holds no {MANIFEST}")
        return False

    def make(self, script: str) -> None:
        """Made under another name, so that a store is whole from its first moment."""
        parent = self.folder.absolute().parent
        draft = parent / f"{_draft_prefix(self.folder)}{secrets.token_hex(4)}.new"
        try:
            _make_durable(parent)
            disk.create_folder(draft)
            disk.create_folder(draft / "parts")
            with closing(_connected(draft / MANIFEST, "rwc")) as connection:
                connection.executescript(script)
            disk.sync_folder(draft)
            disk.rename(draft, self.folder)
        except (OSError, sqlite3.Error) as error:
            _clear(draft)
            if not self.exists():  # another process was not faster
                raise StoreError(f"a store cannot be made at {self.name}: {error}") from error

    def connect(self, write: bool) -> Connection:
        """A reader may have to take a dead writer's transaction back, so it connects to write if it may."""
        file = self.folder / MANIFEST
        if not file.exists():
            raise StoreCorrupt(
                f"{self.name} has lost its {MANIFEST}: `fastind store repair {self.name}` makes it "
                "again from the parts"
            )
        may = os.access(file, os.W_OK) and os.access(self.folder, os.W_OK)
        if write and not may:
            raise StoreError(f'{self.name} is read-only: open it with mode="r"')
        if write:
            _finish_making(self.folder)
        return _connected(file, "rw" if may else "ro")

    def mended(self, script: str) -> Connection:
        template = sqlite3.connect(":memory:", factory=Connection, isolation_level=None)
        template.executescript(script)
        new, old = template.serialize(), (self.folder / MANIFEST).read_bytes()
        # The first page holds the header and where the tables begin, which never changes. A header whose two
        # counters differ does not say how many pages there are: SQLite counts them.
        header = new[:92] + b"\xff\xff\xff\xff" + new[96:PAGE]
        template.deserialize(header + old[PAGE:])
        return template

    def renew(self, script: str, fill: Callable[[Connection], None]) -> None:
        file = self.folder / MANIFEST
        draft = file.with_name(f"{MANIFEST}.new")
        draft.unlink(missing_ok=True)
        connection = _connected(draft, "rwc")
        connection.executescript(f"pragma synchronous = extra;{script}")
        fill(connection)
        connection.close()
        if file.exists():
            shutil.copy2(file, file.with_name(f"{MANIFEST}{DAMAGED}"))
        # A dead transaction's journal belongs to the old file: SQLite would play it back into the new one.
        file.with_name(f"{MANIFEST}-journal").unlink(missing_ok=True)
        disk.rename(draft, file)
        disk.sync_folder(self.folder)

    def lock(self) -> Lock:
        return Lock(self.folder / "lock", self.name)

    def create(self, name: str) -> "FileBeingWritten":
        return FileBeingWritten(self._parts / name)

    def open(self, name: str) -> "File":
        try:
            return File(self._parts / name)
        except FileNotFoundError as error:
            raise StoreCorrupt(
                f"{self._parts / name} is missing: `fastind store repair {self.name}` goes on without it"
            ) from error
        except OSError as error:
            raise StoreError(f"{self._parts / name} cannot be read: {error}") from error

    def remove(self, name: str) -> None:
        disk.remove(self._parts / name)

    def set_aside(self, name: str) -> None:
        with suppress(FileNotFoundError):
            disk.rename(self._parts / name, self._parts / f"{name}{DAMAGED}")

    def names(self) -> list[str]:
        found = self._parts.iterdir() if self._parts.is_dir() else ()
        return sorted(path.name for path in found if path.suffix != DAMAGED)


class FileBeingWritten:
    """Written as `.name.new`; `finish` makes it durable and gives it its name."""

    def __init__(self, path: Path) -> None:
        self._path, self._draft = path, path.with_name(f".{path.name}.new")
        self._fd: int | None = disk.create(self._draft)

    def write(self, data: bytes | memoryview) -> None:
        assert self._fd is not None
        disk.write(self._fd, data)

    def finish(self) -> None:
        assert self._fd is not None
        disk.sync(self._fd)
        self._close()
        disk.rename(self._draft, self._path)
        disk.sync_folder(self._path.parent)

    def discard(self) -> None:
        self._close()
        disk.remove(self._draft)
        disk.remove(self._path)

    def _close(self) -> None:
        if self._fd is not None:
            fd, self._fd = self._fd, None
            os.close(fd)


class File:
    """A file open for reading, which stays readable when it is removed."""

    step = checked.BLOCK
    _fd: int | None = None

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._fd = os.open(path, os.O_RDONLY)
        self.size = os.fstat(self._fd).st_size

    def pread(self, n: int, at: int) -> bytes:
        assert self._fd is not None
        data = os.pread(self._fd, n, at)
        while len(data) < n:
            more = os.pread(self._fd, n - len(data), at + len(data))
            if not more:
                raise StoreCorrupt(f"{self.name} ends at byte {at + len(data)}, it was longer when opened")
            data += more
        return data

    def preads(self, ranges: Sequence[tuple[int, int]]) -> Iterator[bytes]:
        return (self.pread(last - first, first) for first, last in ranges)

    def close(self) -> None:
        if self._fd is not None:
            fd, self._fd = self._fd, None
            os.close(fd)

    def __del__(self) -> None:
        self.close()


def _connected(file: Path, mode: str) -> Connection:
    uri = f"{file.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(
        uri, uri=True, factory=Connection, timeout=WAIT, isolation_level=None, check_same_thread=False
    )


def _refuse_lost_slash(text: str, path: object) -> None:
    if not isinstance(path, str) and (found := re.match(r"([a-z][a-z0-9+.-]+):/", text)):
        raise ParameterError(
            f"a Path cannot hold an address, {found[1]}:// loses a slash in it: give it as text"
        )


def _refuse_strangers(folder: Path) -> None:
    if folder.stat().st_mode & 0o002:
        raise StoreError(
            f"anyone may write to {folder}, so nobody can answer for what is in it: chmod o-w {folder}"
        )


def _make_durable(folder: Path) -> None:
    """Make a folder and those above it, each with its name on the disk."""
    if not folder.is_dir():
        _make_durable(folder.parent)
        with suppress(FileExistsError):  # another process was faster
            disk.create_folder(folder)
        disk.sync_folder(folder.parent)


def _finish_making(folder: Path) -> None:
    """Make the name of a store durable, and remove its drafts: who made them may have died before that."""
    parent = folder.absolute().parent
    try:
        disk.sync_folder(parent)
        for draft in parent.iterdir():
            if draft.name.startswith(_draft_prefix(folder)) and draft.name.endswith(".new"):
                _clear(draft)
    except PermissionError:
        pass  # who may not read the folder above has made nothing in it
    except OSError as error:
        raise StoreError(f"{folder} cannot be opened for writing: {error}") from error


def _draft_prefix(folder: Path) -> str:
    return f".{folder.absolute().name}."


def _clear(draft: Path) -> None:
    shutil.rmtree(draft, ignore_errors=True)
