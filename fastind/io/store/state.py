"""The folder beside the driver that belongs to a store elsewhere: its journal, its lock, its panels."""

import hashlib
import json
import os
import secrets
from contextlib import suppress
from pathlib import Path
from time import time
from typing import Any

from fastind.errors import StoreError
from fastind.io.store import disk

OWNER = "owner"
WASTE = "waste.json"
KEEP = 3600.0  # seconds that a reader may need what has been replaced


def root() -> Path:
    """Where such folders lie: FASTIND_STATE_DIR, else the user's folder for state."""
    given = os.environ.get("FASTIND_STATE_DIR")
    if given:
        return Path(given).expanduser()
    base = os.environ.get("XDG_STATE_HOME")
    return (Path(base) if base else Path("~/.local/state").expanduser()) / "fastind"


def folder(below: Path, url: str, store: str) -> Path:
    """The folder of a store: another one when the store was made anew at its address."""
    return below / hashlib.sha256(f"{url}\n{store}".encode()).hexdigest()[:32]


def made(path: Path, url: str) -> None:
    """Make the folder; the file `url` says what it belongs to."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        (path / "url").write_text(f"{url}\n", encoding="utf-8")
    except OSError as error:
        raise StoreError(
            f"the journal of {url} lies in {path}, which cannot be written: {error}. "
            "FASTIND_STATE_DIR names another place"
        ) from error


def owner(path: Path, make: bool = False) -> str:
    """What the folder calls itself in the store; "" if it has no name yet."""
    file = path / OWNER
    if not file.exists() and make:
        replace(file, secrets.token_hex(16).encode())
    return file.read_text(encoding="ascii") if file.exists() else ""


def replace(file: Path, data: bytes) -> None:
    """Write a file whole, and durably."""
    draft = file.with_name(f".{file.name}.new")
    draft.unlink(missing_ok=True)
    fd = disk.create(draft)
    try:
        disk.write(fd, data)
        disk.sync(fd)
    finally:
        os.close(fd)
    disk.rename(draft, file)
    disk.sync_folder(file.parent)


class Waste:
    """Objects that no manifest names any more, with the time since when: readers may still be at them.

    If the file is lost, the time begins anew when the next writer finds them.
    """

    def __init__(self, path: Path) -> None:
        self._file = path / WASTE
        self._since = self._read()

    def __contains__(self, name: str) -> bool:
        return name in self._since

    def add(self, name: str) -> None:
        """Note an object."""
        if name not in self._since:
            self._since[name] = time()
            self._write()

    def due(self) -> list[str]:
        """Those that nobody can be at."""
        return [name for name, since in self._since.items() if abs(time() - since) >= KEEP]

    def drop(self, name: str) -> None:
        """It has been removed."""
        self._since.pop(name, None)
        self._write()

    def _read(self) -> dict[str, float]:
        try:
            found: Any = json.loads(self._file.read_text(encoding="utf-8"))
            return {str(name): float(since) for name, since in found.items()}
        except (OSError, ValueError, AttributeError, TypeError):
            return {}

    def _write(self) -> None:
        with suppress(OSError):
            self._file.write_text(json.dumps(self._since), encoding="utf-8")
