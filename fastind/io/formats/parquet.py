"""Parquet: one file with every type as the store has it."""

import base64
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fastind.io.formats.batches import gathered

ROWS = 2**17


def write(batches: Iterable[Any], schema: Any, path: Any) -> None:
    """Write row groups of up to 2**17 rows, compressed by zstd."""
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for table in gathered(batches):
            writer.write_table(table, row_group_size=ROWS)


def read(path: Path) -> Iterator[Any]:
    """Read a part of a row group at a time."""
    with pq.ParquetFile(path) as file:
        schema = _schema(file)
        for batch in file.iter_batches(batch_size=ROWS):
            yield pa.Table.from_batches([batch]).cast(schema)


def _schema(file: Any) -> Any:
    """The schema, with whole seconds where Arrow had them: Parquet knows milliseconds at most."""
    schema = file.schema_arrow
    written = (file.metadata.metadata or {}).get(b"ARROW:schema")
    if written is None:
        return schema
    for field in pa.ipc.read_schema(pa.BufferReader(base64.b64decode(written))):
        if pa.types.is_timestamp(field.type) and field.type.unit == "s":
            schema = schema.set(schema.get_field_index(field.name), field)
    return schema
