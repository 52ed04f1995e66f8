"""One column as a table of dates x codes: built once per content of the store, and mapped from then on.

What lies in `panel/` is derived. It is used if it is of this content and its checksum is right, built
again if not, and left out where nothing can be written.
"""

import hashlib
import json
import os
import shutil
import tempfile
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from fastind._types import AnyArray
from fastind.errors import InputError
from fastind.frames.panel import Panel
from fastind.io.store import kinds
from fastind.io.store.results import is_number, keys_of
from fastind.io.store.snapshot import Snapshot

EMPTY = 50  # cells a row: a panel that is emptier and large is refused
LARGE = 2**28


class Panels:
    """The panels of one content of the store."""

    def __init__(self, folder: Path | None, stamp: str) -> None:
        self.stamp = stamp
        self._folder = None if folder is None else folder / "panel" / stamp
        self._arrays: dict[str, AnyArray] = {}
        self._labels: tuple[AnyArray, AnyArray, str | None] | None = None

    def has(self, columns: Sequence[str]) -> bool:
        """Are these there without reading the store."""
        return self._labels is not None and all(column in self._arrays for column in columns)

    def panel(self, columns: Sequence[str]) -> Panel:
        """These columns, which are there."""
        assert self._labels is not None
        dates, codes, zone = self._labels
        return Panel({column: self._arrays[column] for column in columns}, dates, codes, zone)

    def make(self, columns: Sequence[str], snapshot: Snapshot) -> None:
        """Map these columns, or build them from the store."""
        self._labels = self._labels or _labels(snapshot)
        dates, codes, _ = self._labels
        shape = len(dates), len(codes)
        _refuse_empty(shape, snapshot)
        for column in columns:
            if column not in self._arrays:
                dtype = _dtype(snapshot.schema.types[column], column)
                found = self._mapped(column, shape, dtype)
                self._arrays[column] = self._built(column, shape, dtype, snapshot) if found is None else found

    def _mapped(self, column: str, shape: tuple[int, int], dtype: Any) -> AnyArray | None:
        file = self._file(column)
        if file is None:
            return None
        try:
            about = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
            if about != _about(column, file):  # before numpy reads a header that may be anything
                return None
            array = np.lib.format.open_memmap(file, mode="r")
        except (OSError, ValueError):
            return None
        return array if array.shape == shape and array.dtype == dtype else None

    def _built(self, column: str, shape: tuple[int, int], dtype: Any, snapshot: Snapshot) -> AnyArray:
        file = self._file(column)
        if file is not None:
            with suppress(OSError):
                file.parent.mkdir(parents=True, exist_ok=True)
                self._save(file, column, shape, dtype, snapshot)
                self._remove_others()
                return np.lib.format.open_memmap(file, mode="r")
        array = np.full(shape, np.nan, dtype)
        self._fill(array, column, snapshot)
        return array

    def _save(self, file: Path, column: str, shape: tuple[int, int], dtype: Any, snapshot: Snapshot) -> None:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".new") as name:
            draft = Path(name) / file.name
            array = np.lib.format.open_memmap(draft, mode="w+", dtype=dtype, shape=shape)
            with draft.open("r+b") as space:  # a full disk is an error now, and not a crash later
                if hasattr(os, "posix_fallocate"):
                    os.posix_fallocate(space.fileno(), 0, draft.stat().st_size)
            array[:] = np.nan
            self._fill(array, column, snapshot)
            about = json.dumps(_about(column, draft))
            draft.with_suffix(".json").write_text(about, encoding="utf-8")
            draft.replace(file)
            draft.with_suffix(".json").replace(file.with_suffix(".json"))

    def _fill(self, array: AnyArray, column: str, snapshot: Snapshot) -> None:
        assert self._labels is not None
        dates, codes, _ = self._labels
        schema = snapshot.schema
        for piece in snapshot.slices():
            table = snapshot.read(piece, [column])
            rows = np.searchsorted(dates, label_values(table["date"].combine_chunks()))
            columns = _code_positions(table["code"].combine_chunks(), codes, schema)
            values = (
                table[column]
                .combine_chunks()
                .cast(pa.float32() if array.dtype == np.float32 else pa.float64(), safe=False)  # as a pivot
            )
            array[rows, columns] = values.to_numpy(zero_copy_only=False)

    def _remove_others(self) -> None:
        assert self._folder is not None
        for other in self._folder.parent.iterdir():
            if other.name != self.stamp:
                shutil.rmtree(other, ignore_errors=True)

    def _file(self, column: str) -> Path | None:
        if self._folder is None:
            return None
        # A column's name may hold what a path may not.
        return self._folder / f"{hashlib.sha256(column.encode()).hexdigest()[:32]}.npy"


def _about(column: str, file: Path) -> dict[str, Any]:
    return {"column": column, "crc": zlib.crc32(np.memmap(file, np.uint8, "r").data)}


def _labels(snapshot: Snapshot) -> tuple[AnyArray, AnyArray, str | None]:
    schema = snapshot.schema
    if set(schema.keys) != {"date", "code"}:
        raise InputError(
            f"a panel needs the keys date and code; this store's keys are {', '.join(schema.keys)}"
        )
    _, found = keys_of(snapshot, schema.keys)
    dates, codes = found["date"], found["code"]
    return label_values(dates), label_values(codes), getattr(dates.type, "tz", None)


def label_values(array: Any) -> AnyArray:
    """Dates or codes as a numpy array, as a Panel has them."""
    if kinds.is_text(array.type):
        return np.array(array.to_pylist(), np.str_)
    return np.asarray(array.to_numpy(zero_copy_only=False))


def _code_positions(column: Any, codes: AnyArray, schema: Any) -> AnyArray:
    if pa.types.is_dictionary(column.type):
        names = np.array(column.dictionary.to_pylist(), codes.dtype)
        place: AnyArray = np.searchsorted(codes, names)[column.indices.to_numpy()]
        return place
    return np.searchsorted(codes, np.asarray(column.to_numpy()))


def _dtype(kind: Any, column: str) -> Any:
    if not is_number(kind):
        raise InputError(f"column {column!r} is {kind}: a panel is of numbers")
    return np.dtype(np.float32 if kind == pa.float32() else np.float64)


def _refuse_empty(shape: tuple[int, int], snapshot: Snapshot) -> None:
    rows, cells = sum(extent.rows for extent in snapshot.extents), shape[0] * shape[1]
    if cells > LARGE and cells > EMPTY * rows:
        raise InputError(
            f"{shape[0]} dates x {shape[1]} codes for {rows} rows are a panel of {cells * 8 / 1e9:.0f} GB, "
            "almost empty. Are the dates each code's own times? Query rows, or round the times to bars first"
        )
