"""Exports: written under another name, durable, and given their name at the end."""

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from fastind.errors import FastindError, InputError, ParameterError, StoreError
from fastind.io import formats
from fastind.io.store import disk


def export(
    batches: Iterable[Any], schema: Any, keys: Sequence[str], path: str | os.PathLike[str], format: str | None
) -> int:
    """Write batches of this Arrow schema to a new file or folder, and count the rows."""
    target = Path(path)
    chosen = _format(target, format)
    if chosen.name == "npy" and set(keys) != {"date", "code"}:
        raise InputError(f"npy is dates x codes, and the keys are {', '.join(keys)}: export parquet")
    _refuse_existing(target)
    rows: list[int] = []
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as scratch:
            draft = Path(scratch) / target.name
            chosen.module.write(_counted(batches, rows), schema, draft)
            _finish(draft, target)
    except (FastindError, ImportError):
        raise
    except OSError as error:
        raise StoreError(f"{target} cannot be written, nothing was left there: {error}") from error
    except pa.ArrowInvalid as error:
        raise InputError(f"this cannot be kept as {chosen.name} ({error}): export parquet") from error
    return sum(rows)


def _format(target: Path, name: str | None) -> formats.Format:
    found = formats.of_suffix(target) if name is None else formats.named(name)
    if found is None:
        raise ParameterError(
            f"{target.name!r} does not tell the format: give format=, one of {', '.join(formats.FORMATS)}, "
            f"or a name that ends in one of {formats.suffixes()}"
        )
    return found


def _refuse_existing(target: Path) -> None:
    if os.path.lexists(target):
        raise StoreError(
            f"{target} is there already, and is not written over: remove it, or choose another name"
        )
    if not target.parent.is_dir():
        raise StoreError(f"there is no folder {target.parent} to write to: make it first")


def _counted(batches: Iterable[Any], rows: list[int]) -> Iterator[Any]:
    for table in batches:
        rows.append(table.num_rows)
        yield table


def _finish(draft: Path, target: Path) -> None:
    """Make it durable, and give it its name."""
    files = sorted(draft.iterdir()) if draft.is_dir() else [draft]
    for file in files:
        with file.open("r+b") as opened:
            disk.sync(opened.fileno())
    if draft.is_dir():
        disk.sync_folder(draft)
    _refuse_existing(target)
    disk.rename(draft, target)
    disk.sync_folder(target.parent)
