"""Batches in the journal: the rows of one append, as an Arrow IPC stream."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from fastind.io.store.extent import Bounds, Extent
from fastind.io.store.lazy import lazy
from fastind.io.store.manifest import Reading
from fastind.io.store.part import conform
from fastind.io.store.schema import Schema


def packed(table: Any) -> memoryview:
    """A table as bytes."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return memoryview(sink.getvalue())


def unpacked(data: bytes) -> Any:
    """What `packed` made."""
    return pa.ipc.open_stream(data).read_all().combine_chunks()


@dataclass(frozen=True)
class Batch:
    """A batch whose bytes have been read."""

    rank: int
    extent: Extent
    data: bytes
    schema: Schema

    @property
    def extents(self) -> list[Extent]:
        """What can be read by itself."""
        return [self.extent]

    def read(self, bounds: Bounds, columns: list[str]) -> Iterator[Any]:
        """The wanted rows, if there are any."""
        if bounds.meets(self.extent):
            found = conform(self._table, columns, self.schema)
            found = found if bounds.holds(self.extent) else bounds.of(found)
            if found.num_rows:
                yield found

    def close(self) -> None:
        """Nothing is open."""

    @lazy
    def _table(self) -> Any:
        return unpacked(self.data)


def batches(reading: Reading, schema: Schema, bounds: Bounds) -> list[Batch]:
    """The batches that may hold wanted rows, oldest first."""
    found = []
    for record in reading.records("batch"):
        extent = Extent.from_json(record.about["extent"], schema)
        if bounds.meets(extent):
            found.append(Batch(record.id, extent, reading.data("batch", record.id), schema))
    return found
