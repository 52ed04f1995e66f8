"""CSV: a header, then a line a row. Missing is nothing, empty text is "", NaN is nan."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import csv

from fastind.errors import InputError

BLOCK = 2**22


def write(batches: Iterable[Any], schema: Any, path: Any) -> None:
    """Write a batch at a time; text is in quotes, numbers keep every digit."""
    with csv.CSVWriter(path, schema) as writer:
        for table in batches:
            writer.write_table(table)


def read(path: Path) -> Iterator[Any]:
    """Read blocks of a few megabytes, every column as the text that stands there."""
    names = _header(path)
    options = csv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()),
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
    )
    with _opened(path, options) as reader:
        for batch in reader:
            yield pa.Table.from_batches([batch])


def _header(path: Path) -> list[str]:
    with _opened(path, csv.ConvertOptions()) as reader:
        names = list(reader.schema.names)
    again = sorted({name for name in names if names.count(name) > 1})
    if again:
        raise InputError(f"several columns are named {again[0]!r}: rename them in the first line")
    return names


def _opened(path: Path, options: Any) -> Any:
    return csv.open_csv(
        path,
        read_options=csv.ReadOptions(block_size=BLOCK),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=options,
    )
