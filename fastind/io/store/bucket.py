"""A store in an object store: parts and published manifests there, the journal in a folder beside the driver.

There is no rename and no partial write: an object is there whole or not at all, and nothing is written twice
under one name. Each change of parts publishes the manifest under the next number, and only if nobody else
has: that decides between two writers, and is what other machines see. It happens inside the transaction, so
that the journal keeps its rows until the parts that hold them are named.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from fastind.errors import StoreCorrupt, StoreError, StoreLocked, StoreUnreachable
from fastind.io.store import published, state
from fastind.io.store.connection import Connection
from fastind.io.store.lock import Lock
from fastind.io.store.manifest import head_of
from fastind.io.store.objects import Objects
from fastind.io.store.places import DAMAGED, MANIFEST, Folder
from fastind.io.store.published import Header
from fastind.io.store.remote_lock import LOCK, BucketLock

MANIFESTS, PARTS = "manifests", "parts"
ATTEMPTS = 5  # to read what a writer may replace meanwhile
STEP = 2**22  # bytes that are read at once when all of a part is


class Bucket:
    """`s3://bucket/path`, or a URL of another scheme that fsspec knows."""

    def __init__(self, url: str) -> None:
        self._objects, self._root = Objects(url), state.root()
        self.name = self.address = self._objects.url
        self._owner = ""
        """What this machine's folder calls itself; known to the writer."""
        self._header = Header("")
        """Of the newest manifest that was looked at."""
        self._older: list[str] = []
        """The manifests before that one."""
        self._number = 0
        """Of the newest manifest that this writer knows."""
        self._generation: int | None = None
        """That the newest manifest holds; None if it is not known to be ours."""
        self._next_part = 0
        """Beyond every part that was there when a writer looked, and those that it has made."""
        self._sizes: dict[str, int] = {}

    @property
    def folder(self) -> Path | None:
        return state.folder(self._root, self.name, self._header.store) if self._header.store else None

    def facts(self) -> dict[str, Any]:
        """Where the journal is."""
        is_here = bool(self._header.owner) and self._header.owner == state.owner(self._state().folder)
        return {"journal": str(self.folder) if is_here else f"on {self._header.host}"}

    def exists(self) -> bool:
        found = self._objects.listed()
        if found and MANIFESTS not in found:
            raise StoreError(f"{self.name} holds something else: it has no {MANIFESTS}/")
        return bool(found)

    def make(self, script: str) -> None:
        with closing(published.in_memory()) as empty:
            empty.executescript(script)
            data = published.packed(empty, Header(os.urandom(16).hex()), self.name)
        try:
            self._objects.put_new(_manifest(1), data)  # if it is there, another process was faster
        except FileNotFoundError as error:
            raise StoreError(f"a store cannot be made at {self.name}: {error}") from None

    def connect(self, write: bool) -> Connection:
        """A reader on the machine of the writer sees its journal; elsewhere it sees what is sealed."""
        if write:
            return self._state().connect(write=True)
        for _ in range(ATTEMPTS):
            number, header = self._latest()
            folder = self._state().folder
            if header.owner and header.owner == state.owner(folder) and (folder / MANIFEST).exists():
                return self._state().connect(write=False)
            with suppress(FileNotFoundError):  # replaced a moment ago
                return published.opened(self._image(number))
        raise self._lost()

    def mended(self, script: str) -> Connection:
        return self._state().mended(script)

    def renew(self, script: str, fill: Callable[[Connection], None]) -> None:
        self._state().renew(script, fill)
        with closing(self._state().connect(write=True)) as connection:
            self.publish(connection)

    def publish(self, connection: Connection) -> None:
        generation = head_of(connection, self.name).generation
        mine = Header.of(self._header.store, self._owner, generation)
        data = published.packed(connection, mine, self.name)
        while not self._objects.put_new(_manifest(self._number + 1), data):
            self._number = self._mine()  # the answer was lost, and the transaction taken back
        self._drop([_manifest(self._number)])
        self._number += 1
        self._header, self._generation = mine, generation

    def settle(self, connection: Connection) -> None:
        if head_of(connection, self.name).generation != self._generation:
            self.publish(connection)

    def lock(self) -> BucketLock:
        folder = self._state().folder
        state.made(folder, self.name)
        local = Lock(folder / LOCK, self.name)
        held = BucketLock(self._objects, local)
        try:
            self._owner = state.owner(folder, make=True)
            held.take(self._owner, self.name)
            self._number, header = self._latest()
            if header.owner != self._owner or not (folder / MANIFEST).exists():
                self._adopt(header)
            self._catch_up(header)
            self._drop(self._older)
        except BaseException:
            held.release()
            raise
        return held

    def free_number(self, number: int) -> int:
        return max(number, self._next_part)

    def create(self, name: str) -> "ObjectBeingWritten":
        self._next_part = max(self._next_part, int(name[:8]) + 1)
        return ObjectBeingWritten(self, name)

    def finish(self, name: str, data: bytes) -> None:
        """Write a part."""
        try:
            is_new = self._objects.put_new(f"{PARTS}/{name}", data)
        except FileNotFoundError as error:
            raise StoreUnreachable(f"{self.name}: {error}") from None
        if not is_new:
            self._mine()
            raise StoreLocked(f"{self.name}/{PARTS}/{name} is there already: another process writes to it")
        self._sizes[name] = len(data)

    def open(self, name: str) -> "RemoteFile":
        if name not in self._sizes:
            self._listed_parts()
        if name not in self._sizes:
            raise self._missing(name)
        return RemoteFile(self, name, self._sizes[name])

    def ranges(self, name: str, spans: Sequence[tuple[int, int]]) -> list[bytes]:
        """These bytes of a part."""
        try:
            return self._objects.ranges(f"{PARTS}/{name}", spans)
        except FileNotFoundError:
            self._sizes.pop(name, None)
            raise self._missing(name) from None

    def remove(self, name: str) -> None:
        self._drop([f"{PARTS}/{name}"])

    def set_aside(self, name: str) -> None:
        with suppress(FileNotFoundError):
            self._objects.copy(f"{PARTS}/{name}", f"{PARTS}/{name}{DAMAGED}")
            self._objects.remove(f"{PARTS}/{name}")

    def names(self) -> list[str]:
        sizes = self._listed_parts()
        found = sorted(sizes)
        self._next_part = max([self._next_part, *(int(name[:8]) + 1 for name in found if name[:8].isdigit())])
        gone = state.Waste(self._state().folder)
        return [name for name in found if not name.endswith(DAMAGED) and f"{PARTS}/{name}" not in gone]

    def _listed_parts(self) -> dict[str, int]:
        """The parts that are there, and their sizes, which never change."""
        found = {name: size for name, size in self._objects.listed(PARTS).items() if size is not None}
        self._sizes |= found
        return found

    def _state(self) -> Folder:
        if not self._header.store:
            self._latest()
        return Folder(state.folder(self._root, self.name, self._header.store), self.name)

    def _latest(self) -> tuple[int, Header]:
        """The newest manifest's number and header."""
        for _ in range(ATTEMPTS):
            sizes = self._objects.listed(MANIFESTS)
            names = sorted(name for name in sizes if name.isdigit())
            if names:
                with suppress(FileNotFoundError):  # replaced long ago, and removed just now
                    newest = f"{MANIFESTS}/{names[-1]}"
                    # An empty object has no ranges.
                    start = self._objects.read(newest, 0, published.LINE) if sizes[names[-1]] else b""
                    header = published.header_of(start, f"{self.name}/{newest}")
                    self._header = header
                    self._older = [f"{MANIFESTS}/{name}" for name in names[:-1]]
                    return int(names[-1]), header
        raise self._lost()

    def _mine(self) -> int:
        """The newest manifest's number; an error if it is another writer's."""
        number, header = self._latest()
        if header.owner != self._owner:
            raise StoreLocked(
                f"{self.name} has been taken over by {header.host} at {header.since}. What it lacks is in "
                f"the journal in {self.folder}"
            )
        return number

    def _image(self, number: int) -> bytes:
        return published.image_of(self._objects.read(_manifest(number)), f"{self.name}/{_manifest(number)}")

    def _catch_up(self, header: Header) -> None:
        """Publish the manifest beside the journal if it is not what is published, or was another's."""
        try:
            with closing(self._state().connect(write=True)) as connection:
                found = head_of(connection, self.name).generation
                if found == header.generation and header.owner == self._owner:
                    self._generation = found
                else:
                    self.publish(connection)
        except (StoreCorrupt, sqlite3.DatabaseError):  # damaged: whoever reads it says so; `repair` goes on
            return

    def _adopt(self, header: Header) -> None:
        """Go on from what another machine has published."""
        folder = self._state().folder
        if (folder / MANIFEST).exists():
            with closing(self._state().connect(write=True)) as connection:
                head = head_of(connection, self.name)
            if head.batch:
                raise StoreError(
                    f"{self.name} was written by {header.host} at {header.since}, after this machine, whose "
                    f"journal in {folder} has {head.journal_rows} rows that are not in it. To go on without "
                    "them (a resumed run runs them again) move that folder away"
                )
        state.replace(folder / MANIFEST, self._image(self._number))

    def _drop(self, names: Iterable[str]) -> None:
        """Note objects that nothing names any more, and remove those that no reader can be at."""
        assert self.folder is not None
        waste = state.Waste(self.folder)
        for name in names:
            waste.add(name)
        for name in waste.due():
            with suppress(StoreError):  # the next writer tries again
                self._objects.remove(name)
                waste.drop(name)

    def _missing(self, name: str) -> StoreCorrupt:
        return StoreCorrupt(
            f"{self.name}/{PARTS}/{name} is missing. If a writer has merged parts more than an hour after "
            f"this was opened, open it again; else `fastind store repair {self.name}` goes on without it"
        )

    def _lost(self) -> StoreCorrupt:
        return StoreCorrupt(f"{self.name} has lost its {MANIFESTS}/")


class ObjectBeingWritten:
    """Collected, and written when it is finished."""

    def __init__(self, bucket: Bucket, name: str) -> None:
        self._bucket, self._name, self._data = bucket, name, bytearray()

    def write(self, data: bytes | memoryview) -> None:
        self._data += data

    def finish(self) -> None:
        self._bucket.finish(self._name, bytes(self._data))
        self._data = bytearray()

    def discard(self) -> None:
        """What was written is nobody's, and removed as waste: a manifest may have named it."""
        self._data = bytearray()


class RemoteFile:
    """A part that is read by ranges."""

    step = STEP

    def __init__(self, bucket: Bucket, name: str, size: int) -> None:
        self.name, self.size = f"{bucket.name}/{PARTS}/{name}", size
        self._bucket, self._part = bucket, name

    def pread(self, n: int, at: int) -> bytes:
        return next(self.preads([(at, at + n)]))

    def preads(self, ranges: Sequence[tuple[int, int]]) -> Iterator[bytes]:
        yield from self._bucket.ranges(self._part, ranges)

    def close(self) -> None:
        pass


def _manifest(number: int) -> str:
    return f"{MANIFESTS}/{number:010d}"
