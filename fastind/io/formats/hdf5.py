"""HDF5: a dataset for each column in `columns`, with its type; a mask in `nulls` for each that has any.

Text is UTF-8, dates are days and timestamps ticks since 1970-01-01.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fastind.errors import InputError
from fastind.io.extras import need
from fastind.io.store import kinds

CHUNK = 2**15
ROWS = 2**17
MARK = "fastind.table"
OPTIONS = {"maxshape": (None,), "chunks": (CHUNK,), "compression": "gzip", "compression_opts": 4}


def write(batches: Iterable[Any], schema: Any, path: Path) -> None:
    """Write a batch at a time, compressed."""
    need("hdf5", "h5py")
    import h5py

    rows = 0
    with h5py.File(path, "w", track_order=True) as file:
        file.attrs[MARK] = 1
        columns = file.create_group("columns", track_order=True)
        nulls = file.create_group("nulls")
        for field in schema:
            _create(columns, field)
        for table in batches:
            for name in table.column_names:
                _add(columns[_place(name)], nulls, table[name].combine_chunks(), rows)
            rows += table.num_rows
        for mask in nulls.values():
            mask.resize((rows,))


def read(path: Path) -> Iterator[Any]:
    """Read 2**17 rows at a time, in the types that were written."""
    need("hdf5", "h5py")
    import h5py

    with h5py.File(path, "r") as file:
        if MARK not in file.attrs:
            raise InputError("it holds no table that fastind exported: read it by h5py, then append")
        columns = {data.attrs["name"]: data for data in file["columns"].values()}
        rows = min((len(data) for data in columns.values()), default=0)
        for start in range(0, rows, ROWS):
            yield pa.table({name: _array(data, file["nulls"], start) for name, data in columns.items()})


def _create(columns: Any, field: Any) -> None:
    import h5py

    numbers = None if kinds.is_text(field.type) else _numbers(pa.array([], field.type))
    dtype = h5py.string_dtype() if numbers is None else numbers.to_numpy(zero_copy_only=False).dtype
    data = columns.create_dataset(_place(field.name), (0,), dtype, shuffle=True, **OPTIONS)
    data.attrs.update({"name": field.name, "type": str(field.type)})


def _add(data: Any, nulls: Any, array: Any, start: int) -> None:
    end = start + len(array)
    place = _place(data.attrs["name"])
    if array.null_count:
        mask = nulls[place] if place in nulls else nulls.create_dataset(place, (0,), bool, **OPTIONS)
        mask.resize((end,))
        mask[start:] = pc.is_null(array).to_numpy(zero_copy_only=False)
    data.resize((end,))
    try:
        data[start:] = _values(array)
    except ValueError as error:  # text with the character NUL
        raise InputError(
            f"column {data.attrs['name']!r} cannot be kept in HDF5 ({error}): export parquet"
        ) from error


def _values(array: Any) -> Any:
    if kinds.is_text(array.type):
        return array.fill_null("").to_numpy(zero_copy_only=False)
    numbers = _numbers(array)
    return numbers.fill_null(pa.scalar(0).cast(numbers.type)).to_numpy(zero_copy_only=False)


def _array(data: Any, nulls: Any, start: int) -> Any:
    kind, place = kinds.named(data.attrs["type"]), _place(data.attrs["name"])
    rows = slice(start, start + ROWS)
    mask = nulls[place][rows] if place in nulls else None
    if kinds.is_text(kind):
        return pa.array(data.asstr()[rows], kind, mask=mask)
    array = pa.array(data[rows], mask=mask)
    return array.view(kind) if pa.types.is_temporal(kind) else array


def _numbers(array: Any) -> Any:
    """Dates and timestamps as the whole numbers behind them."""
    if pa.types.is_temporal(array.type):
        return array.view(pa.int32() if pa.types.is_date32(array.type) else pa.int64())
    return array


def _place(name: str) -> str:
    """A name that HDF5 takes: a slash would make groups, a dot is the group itself."""
    plain = name.replace("%", "%25").replace("/", "%2F")
    return "%2E" if plain == "." else plain
