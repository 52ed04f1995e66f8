"""The registry: a line of JSON for each key, for people and other programs. The last line of a key holds.

fastind writes it and never relies on it: what is in a pool is said by the headers of its files.
"""

import json
import os
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
    """Add a line."""
    try:
        file = os.open(NAME, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600, dir_fd=folder)
    except OSError:
        return  # something else lies there: `write` takes its place when the keys are listed
    try:
        os.write(file, _line(row(entry)))
    finally:
        os.close(file)


def read(folder: int) -> dict[str, Any] | None:
    """What it says by key, or None if it cannot be read."""
    try:
        file = os.open(NAME, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
        with open(file, "rb") as source:
            found = [json.loads(line) for line in source]
        return {line["key"]: line for line in found}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def write(folder: int, entries: list[Entry]) -> None:
    """Write all of it again, at once."""
    text = b"".join(map(_line, rows(entries).values()))
    file = os.open(DRAFT, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600, dir_fd=folder)
    try:
        os.write(file, text)
    finally:
        os.close(file)
    os.rename(DRAFT, NAME, src_dir_fd=folder, dst_dir_fd=folder)


def _line(row: dict[str, Any]) -> bytes:
    return json.dumps(row).encode() + b"\n"
