"""npy: a folder of `dates.npy`, `codes.npy` and a file a column, dates x codes; NaN where there is no value.

Rows come by code, the files go by date: the columns are written to scratch files as they come, and from there
into memory-mapped ones when every date and code is known.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from fastind._types import AnyArray
from fastind.errors import InputError
from fastind.io.store.panels import EMPTY, LARGE, label_values
from fastind.io.store.results import is_number

KEYS = ("date", "code")
LABELS = ("dates", "codes")
ROWS = 2**18
LONGEST = 250  # bytes of a name that file systems take, with its suffix


def write(batches: Iterable[Any], schema: Any, path: Path) -> None:
    """Write the folder; float32 stays, other numbers become float64."""
    dtypes = _dtypes(schema)
    path.mkdir()
    scratch = _Scratch(path, dtypes)
    try:
        for table in batches:
            scratch.add(table)
        shape = scratch.shape
        _refuse_empty(shape, scratch.rows)
        np.save(path / "dates.npy", scratch.dates, allow_pickle=False)
        np.save(path / "codes.npy", scratch.codes, allow_pickle=False)
        for name, dtype in dtypes.items():
            target = _mapped(path / f"{name}.npy", dtype, shape)
            for cells, values in scratch.pieces(name):
                target[cells] = values
            target.flush()
    finally:
        scratch.remove()


def read(path: Path) -> Iterator[Any]:
    """Read some dates at a time, as one row a date and code that has a value."""
    dates, codes = (_loaded(path / f"{name}.npy") for name in LABELS)
    fields = {file.stem: _loaded(file) for file in sorted(path.glob("*.npy")) if file.stem not in LABELS}
    for name, array in fields.items():
        if array.shape != (len(dates), len(codes)) or array.dtype.kind not in "fiub":
            raise InputError(
                f"{name}.npy is {array.dtype} of shape {array.shape}; the labels say numbers of shape "
                f"{(len(dates), len(codes))}"
            )
    step = max(1, ROWS // max(1, len(codes)))
    for start in range(0, len(dates), step):
        rows = slice(start, start + step)
        yield _long(dates[rows], codes, {name: array[rows] for name, array in fields.items()})


class _Scratch:
    """The rows as they came, column by column, in files beside the folder; the labels in memory."""

    def __init__(self, path: Path, dtypes: dict[str, Any]) -> None:
        self._dtypes = dtypes
        self._files = {name: path / f".{name}" for name in ("date", *dtypes)}
        self._counts: dict[Any, int] = {}
        self.dates: AnyArray = np.array([], "datetime64[D]")
        self.rows = 0

    @property
    def codes(self) -> AnyArray:
        """Every code, ascending, as rows come by code."""
        return np.array(list(self._counts))

    @property
    def shape(self) -> tuple[int, int]:
        """Dates and codes so far."""
        return len(self.dates), len(self._counts)

    def add(self, table: Any) -> None:
        """Keep a batch."""
        dates = label_values(table["date"].combine_chunks())
        self.dates = np.union1d(self.dates, dates) if self.rows else np.unique(dates)
        self._append("date", dates)
        for name, dtype in self._dtypes.items():
            kind = pa.float32() if dtype == np.float32 else pa.float64()
            try:
                self._append(name, table[name].combine_chunks().cast(kind).to_numpy(zero_copy_only=False))
            except pa.ArrowInvalid as error:
                raise InputError(f"column {name!r} cannot become floats ({error}): export parquet") from error
        for found in table["code"].combine_chunks().value_counts().to_pylist():
            self._counts[found["values"]] = self._counts.get(found["values"], 0) + found["counts"]
        self.rows += table.num_rows

    def pieces(self, name: str) -> Iterator[tuple[tuple[Any, Any], AnyArray]]:
        """The values of a column and their cells, some rows at a time."""
        ends = np.cumsum(list(self._counts.values()))
        with self._files["date"].open("rb") as keys, self._files[name].open("rb") as values:
            for start in range(0, self.rows, ROWS):
                dates = np.fromfile(keys, self.dates.dtype, ROWS)
                rows = np.searchsorted(self.dates, dates)
                columns = np.searchsorted(ends, np.arange(start, start + len(dates)), side="right")
                yield (rows, columns), np.fromfile(values, self._dtypes[name], ROWS)

    def remove(self) -> None:
        """Leave nothing beside the files that were asked for."""
        for file in self._files.values():
            file.unlink(missing_ok=True)

    def _append(self, name: str, values: AnyArray) -> None:
        with self._files[name].open("ab") as file:
            np.ascontiguousarray(values).tofile(file)


def _dtypes(schema: Any) -> dict[str, Any]:
    """The columns of numbers and how they are kept; what cannot be kept is named."""
    values = [field for field in schema if field.name not in KEYS]
    others = [field.name for field in values if not is_number(field.type)]
    if others:
        raise InputError(
            f"npy keeps numbers, and {', '.join(others)} is none: choose by columns=, or export parquet"
        )
    bad = [field.name for field in values if not _is_file_name(field.name)]
    if bad:
        raise InputError(
            f"column {bad[0]!r} cannot be the name of a file: choose others by columns=, or export parquet"
        )
    return {f.name: np.dtype(np.float32 if f.type == pa.float32() else np.float64) for f in values}


def _is_file_name(name: str) -> bool:
    is_safe = not name.startswith(".") and not any(character in name for character in '/\\:*?"<>|\0')
    return is_safe and name not in LABELS and len(name.encode()) <= LONGEST


def _refuse_empty(shape: tuple[int, int], rows: int) -> None:
    cells = shape[0] * shape[1]
    if cells > LARGE and cells > EMPTY * rows:
        raise InputError(
            f"{shape[0]} dates x {shape[1]} codes for {rows} rows are {cells * 8 / 1e9:.0f} GB a column, "
            "almost empty: export parquet, or choose by dates= and codes="
        )


def _mapped(file: Path, dtype: Any, shape: tuple[int, int]) -> Any:
    """A new file of NaN, as memory."""
    array = np.lib.format.open_memmap(file, mode="w+", dtype=dtype, shape=shape)
    if hasattr(os, "posix_fallocate"):  # a full disk is an error now, and not a crash later
        with file.open("r+b") as space:
            os.posix_fallocate(space.fileno(), 0, file.stat().st_size)
    array[:] = np.nan
    return array


def _loaded(file: Path) -> AnyArray:
    try:
        array: AnyArray = np.load(file, mmap_mode="r", allow_pickle=False)
    except FileNotFoundError as error:
        raise InputError(f"it is no folder of an export to npy: it has no {file.name}") from error
    except ValueError as error:
        raise InputError(f"{file.name} is no array of numbers, dates or text: {error}") from error
    return array


def _long(dates: AnyArray, codes: AnyArray, fields: dict[str, AnyArray]) -> Any:
    """One row a cell where any field has a value."""
    there = np.zeros((len(dates), len(codes)), bool)
    for array in fields.values():
        there |= ~np.isnan(array)
    rows, columns = np.nonzero(there)
    keys = {"date": pa.array(dates[rows]), "code": pa.array(codes).take(pa.array(columns))}
    return pa.table({**keys, **{name: pa.array(array[there]) for name, array in fields.items()}})
