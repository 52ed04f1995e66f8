"""The registry: a line of JSON for each key, for people and other programs. The last line of a key holds.

fastind writes it and never relies on it: what is in a pool is said by the headers of its files.
"""

import json
import os
from contextlib import suppress
from typing import Any

from fastind.io.pool.entry import Entry, file_name

NAME = "registry.jsonl"
DRAFT = "new.registry"


def row(entry: Entry) -> dict[str, Any]:
    """What it says of a key; of a plain object not its size, which each message changes."""
    is_array = entry.dtype is not None
    return {
        "key": entry.key,
        "file": file_name(entry.key),
        "shape": list(entry.shape) if is_array else None,
        "dtype": str(entry.dtype) if is_array else None,
        "bytes": entry.nbytes if is_array else None,
        "columns": None if entry.columns is None else list(entry.columns),
        "timestamps": entry.time,
    }


def differs(before: Entry, entry: Entry) -> bool:
    """Does it say something else of a key now."""
    are_plain = before.dtype is None and entry.dtype is None
    return not are_plain and row(before) != row(entry)


def rows(entries: list[Entry]) -> dict[str, Any]:
    """What it should say, by key."""
    return {entry.key: row(entry) for entry in entries}


def append(folder: int, entry: Entry) -> None:
    """Add a line, if the registry can be written to."""
    with suppress(OSError):
        _write(folder, NAME, os.O_APPEND, _line(row(entry)))


def read(folder: int) -> dict[str, Any] | None:
    """What it says by key, or None if it cannot be read."""
    try:
        file = os.open(NAME, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
        try:
            text = b"".join(iter(lambda: os.read(file, 2**20), b""))
        finally:
            os.close(file)
        return {line["key"]: line for line in map(json.loads, text.splitlines())}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def write(folder: int, entries: list[Entry]) -> None:
    """Write all of it again, at once, if it can be written to."""
    with suppress(OSError):
        _write(folder, DRAFT, os.O_TRUNC, b"".join(map(_line, rows(entries).values())))
        os.rename(DRAFT, NAME, src_dir_fd=folder, dst_dir_fd=folder)


def _write(folder: int, name: str, how: int, text: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | how
    file = os.open(name, flags, 0o600, dir_fd=folder)
    try:
        os.write(file, text)
    finally:
        os.close(file)


def _line(row: dict[str, Any]) -> bytes:
    return json.dumps(row).encode() + b"\n"
