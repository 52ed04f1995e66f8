"""`import_store`: files into a store, batch by batch."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from fastind.errors import FastindError, InputError, ParameterError
from fastind.io import formats
from fastind.io.formats import text
from fastind.io.formats.batches import gathered
from fastind.io.store import places
from fastind.io.store.manifest import Manifest
from fastind.io.store.opening import open_store
from fastind.io.store.schema import DEFAULT_KEYS


def import_store(
    path: str | os.PathLike[str],
    source: str | os.PathLike[str],
    *,
    keys: Sequence[str] = DEFAULT_KEYS,
    format: str | None = None,
    compression: str = "auto",
    level: int | None = None,
) -> int:
    r"""Append files to a store, which is made if it is not there, in bounded memory.

    Parameters
    ----------
    path : path
        Of the store, as for `open_store`.
    source : path
        A file; a folder of Parquet, CSV, JSON lines or HDF5 files, which are read by their names in order; or
        a folder of .npy files as `Store.export` makes it.
    keys : names
        Of the columns that name a row.
    format : "parquet", "csv", "jsonl", "hdf5" or "npy", optional
        By the suffix if not said.
    compression, level
        As for `open_store`.

    Returns
    -------
    int
        The number of rows.

    Raises
    ------
    InputError
        The source is not there, not of this format, or its rows are none that `Store.append` takes. Rows
        before the ones that are wrong have been kept; importing again replaces them by the same.
    ParameterError
        The suffix does not tell the format.
    MissingExtraError
        HDF5 needs h5py: `pip install "fastind[hdf5]"`.

    Notes
    -----
    Parquet and HDF5 know their types. CSV and JSON lines are read twice, first for the narrowest type that
    holds every value of a column: whole numbers, floats, true and false, ISO dates and timestamps, else text.
    Digits with a zero in front stay text. Columns that the store has already get its types; of a new store
    codes in CSV are text whatever they look like. A column without any value is left out.

    A key that is there twice is an error if both rows are in one batch; else the later row stays.

    Examples
    --------
    >>> import fastind as fi, pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> text = "date,code,close\n2024-01-02,000001,9.5\n2024-01-03,000001,9.6\n"
    >>> _ = (folder / "bars.csv").write_text(text)
    >>> fi.import_store(folder / "bars", folder / "bars.csv")
    2
    >>> fi.open_store(folder / "bars").query(columns=["close"], kind="rows")
    [(datetime.date(2024, 1, 2), '000001', 9.5), (datetime.date(2024, 1, 3), '000001', 9.6)]
    """
    files, chosen = _files(Path(source), format)
    tables = _tables(files, chosen, _known(path))
    first = list(islice(tables, 1))  # what is wrong from the start is said before a store is made
    rows = 0
    with open_store(path, "a", keys, compression, level) as store:
        for table in chain(first, tables):
            try:
                rows += store.append(table)
            except InputError as error:
                raise InputError(f"{source}: {error} ({rows} rows before these were kept)") from error
    return rows


def _files(source: Path, name: str | None) -> tuple[list[Path], formats.Format]:
    """The files to read, in order, and their format."""
    if not source.exists():
        raise InputError(f"there is no {source} to import")
    given = None if name is None else formats.named(name)
    if source.is_dir():
        return _in_folder(source, given)
    chosen = given or formats.of_suffix(source)
    if chosen is None:
        raise ParameterError(
            f"{source.name!r} does not tell the format: give format=, one of {', '.join(formats.FORMATS)}"
        )
    if chosen.name == "npy":
        raise InputError(
            f"{source} is one file; npy is a folder with dates.npy, codes.npy and a file a column"
        )
    return [source], chosen


def _in_folder(folder: Path, given: formats.Format | None) -> tuple[list[Path], formats.Format]:
    if (folder / places.MANIFEST).exists():
        raise InputError(f"{folder} is a store: export it first, or append what query gives")
    if (folder / "dates.npy").exists() or (given and given.name == "npy"):
        return [folder], formats.named("npy")
    files: dict[str, list[Path]] = {}
    for file in sorted(folder.iterdir()):
        found = formats.of_suffix(file)
        if found and found in (given or found,) and not file.name.startswith("."):
            files.setdefault(found.name, []).append(file)
    if not files:
        ends = ", ".join(given.suffixes) if given else formats.suffixes()
        raise InputError(f"{folder} has no file that ends in {ends}; folders in it are not looked into")
    if len(files) > 1:
        raise ParameterError(
            f"{folder} holds files of several formats: give format=, one of {', '.join(files)}"
        )
    name, chosen = files.popitem()
    return chosen, formats.named(name)


def _known(path: str | os.PathLike[str]) -> Mapping[str, Any]:
    """The types of the store's columns; of a new store only that codes are text."""
    types: Mapping[str, Any] = {}
    place = places.place(path)
    if place.exists():
        manifest = Manifest(place, write=False)
        try:
            with manifest.reading() as reading:
                types = reading.head.schema.types
        finally:
            manifest.close()
    return types or {"code": pa.string()}


def _tables(files: Sequence[Path], chosen: formats.Format, known: Mapping[str, Any]) -> Iterator[Any]:
    """What the files hold, in tables of a good size, each of one file."""
    types = text.types(_raw(files, chosen), known, chosen.guesses) if chosen.guesses else None
    for file in files:
        with _named(file, chosen):
            tables = chosen.module.read(file)
            yield from gathered(tables if types is None else (text.typed(table, types) for table in tables))


def _raw(files: Sequence[Path], chosen: formats.Format) -> Iterator[Any]:
    for file in files:
        with _named(file, chosen):
            yield from chosen.module.read(file)


@contextmanager
def _named(file: Path, chosen: formats.Format) -> Iterator[None]:
    """What is wrong with a file is said with its name."""
    try:
        yield
    except InputError as error:
        raise InputError(f"{file}: {error}") from error
    except FastindError:
        raise
    except (OSError, ValueError, pa.ArrowException) as error:
        advice = "; text has to be UTF-8" if "utf" in str(error).lower() else ""
        raise InputError(f"{file} cannot be read as {chosen.name}: {error}{advice}") from error
