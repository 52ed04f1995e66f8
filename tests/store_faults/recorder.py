"""Every change that goes through `fastind.io.store.disk`, in order, and each state of the manifest."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from fastind.io.store import disk
from fastind.io.store.manifest import Manifest
from fastind.io.store.places import MANIFEST

Event = tuple[Any, ...]
"""What was done, then to what: inodes are numbers, a name is an inode of a folder and a text."""


class Name(NamedTuple):
    """A name in a folder."""

    folder: int
    name: str


class Recorder:
    """Records from its making; the folder `root` and all above it are on the disk already."""

    def __init__(self, monkeypatch: Any, root: Path) -> None:
        self.events: list[Event] = []
        self._lock = Lock()  # parts are written by two threads
        self._inodes: dict[Path, int] = {root: 0}
        self._next = 1
        self._open: dict[int, int] = {}
        for name in ("create_folder", "create", "write", "sync", "rename", "sync_folder", "remove"):
            monkeypatch.setattr(disk, name, self._recorded(getattr(disk, name), getattr(self, f"_{name}")))
        monkeypatch.setattr(Manifest, "changing", self._changing(Manifest.changing))

    def acknowledged(self, number: int) -> None:
        """An append has returned."""
        self.events.append(("acknowledged", number))

    def _recorded(self, real: Callable[..., Any], note: Callable[..., None]) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            with self._lock:
                result = real(*args)
                note(result, *args)
            return result

        return call

    def _changing(self, real: Any) -> Any:
        @contextmanager
        def changing(manifest: Any) -> Any:
            with real(manifest) as change:
                yield change
            file = manifest._place.folder / MANIFEST
            self.events.append(("commit", self._inodes[file], file.read_bytes()))

        return changing

    def _name(self, path: Path) -> Name:
        return Name(self._inodes[path.parent], path.name)

    def _new(self, path: Path) -> int:
        self._inodes[path] = self._next
        self._next += 1
        return self._inodes[path]

    def _create_folder(self, _: Any, path: Path) -> None:
        self.events.append(("add", self._name(path), self._new(path), "folder"))

    def _create(self, fd: int, path: Path) -> None:
        self._open[fd] = self._new(path)
        self.events.append(("add", self._name(path), self._open[fd], "file"))

    def _write(self, _: Any, fd: int, data: Any) -> None:
        self.events.append(("write", self._open[fd], bytes(data)))

    def _sync(self, _: Any, fd: int) -> None:
        self.events.append(("sync", self._open[fd]))

    def _rename(self, _: Any, old: Path, new: Path) -> None:
        self.events.append(("rename", self._name(old), self._name(new), self._inodes[old]))
        moved = {path: inode for path, inode in self._inodes.items() if path == old or old in path.parents}
        for path in moved:
            del self._inodes[path]
        self._inodes.update({new / path.relative_to(old): inode for path, inode in moved.items()})

    def _sync_folder(self, _: Any, path: Path) -> None:
        manifest = path / MANIFEST
        if manifest.exists() and manifest not in self._inodes:  # SQLite has made it, and synced its content
            self.events.append(("add", self._name(manifest), self._new(manifest), "file"))
            self.events.append(("commit", self._inodes[manifest], manifest.read_bytes()))
        self.events.append(("sync_folder", self._inodes[path]))

    def _remove(self, _: Any, path: Path) -> None:
        if path in self._inodes:
            self.events.append(("remove", self._name(path)))
            del self._inodes[path]
