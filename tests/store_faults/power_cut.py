"""The folder as it could be found after a power cut, from what was done before it.

What was synced is there. Of the rest anything may be: a name made, given or removed is, or is not; a file has
none of its bytes, some of them, some of them and zeros, or all.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tests.store_faults.recorder import Event, Name


class Disk:
    """Names and contents that are on the disk, and those that may be."""

    def __init__(self) -> None:
        self.names: dict[Name, int] = {}
        self._pending: list[Event] = []
        self.folders = {0}
        self._synced: dict[int, bytes] = {}
        self._written: dict[int, bytes] = {}

    def do(self, event: Event) -> None:
        """What one recorded event leaves behind for sure, and perhaps."""
        kind, *args = event
        if kind in ("add", "rename", "remove"):
            self._pending.append(event)
        if kind == "add":
            inode, what = args[1:]
            self._written[inode] = self._synced[inode] = b""
            self.folders |= {inode} if what == "folder" else set()
        elif kind == "write":
            self._written[args[0]] += args[1]
        elif kind == "sync":
            self._synced[args[0]] = self._written[args[0]]
        elif kind == "commit":
            self._written[args[0]] = self._synced[args[0]] = args[1]
        elif kind == "sync_folder":
            self._settle(args[0])

    def _settle(self, folder: int) -> None:
        for event in self._pending:
            if event[1].folder == folder:
                _apply(event, self.names)
        self._pending = [event for event in self._pending if event[1].folder != folder]

    def found(self, rng: np.random.Generator, luck: float) -> tuple[dict[Name, int], dict[int, bytes]]:
        """Names and contents after a power cut; what was not synced is there with this probability."""
        names = dict(self.names)
        for event in self._pending:
            if rng.random() < luck:
                _apply(event, names)
        return names, {inode: self._content(inode, rng, luck) for inode in names.values()}

    def _content(self, inode: int, rng: np.random.Generator, luck: float) -> bytes:
        whole, sure = self._written[inode], self._synced[inode]
        if whole == sure or rng.random() < luck:
            return whole
        torn = whole[: int(rng.integers(len(sure), len(whole) + 1))] if luck else sure
        return torn + bytes(len(whole) - len(torn)) if rng.random() < 0.5 else torn

    def build(self, root: Path, rng: np.random.Generator, luck: float) -> None:
        """Make the folder `root` as it may be found."""
        names, contents = self.found(rng, luck)
        self._build(root, 0, names, contents)

    def _build(self, path: Path, folder: int, names: dict[Name, int], contents: dict[int, bytes]) -> None:
        path.mkdir()
        for (parent, name), inode in names.items():
            if parent == folder and inode in self.folders:
                self._build(path / name, inode, names, contents)
            elif parent == folder:
                (path / name).write_bytes(contents[inode])


def _apply(event: Event, names: dict[Name, int]) -> None:
    kind, name, *args = event
    if kind == "add":
        names[name] = args[0]
    elif kind == "remove":
        names.pop(name, None)
    else:
        new, inode = args
        if names.get(name) == inode:
            del names[name]
        names[new] = inode


def disk_after(events: Sequence[Event]) -> tuple[Disk, int]:
    """The disk after these events, and the number of the last append that was acknowledged by then."""
    disk, acknowledged = Disk(), 0
    for event in events:
        if event[0] == "acknowledged":
            acknowledged = event[1]
        else:
            disk.do(event)
    return disk, acknowledged
