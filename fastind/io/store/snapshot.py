"""One moment of the store: what it held stays readable, whatever is appended or compacted meanwhile."""

from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Any, Protocol, Self

from fastind.io.store import order
from fastind.io.store.extent import Bounds, Extent, slices
from fastind.io.store.journal import batches
from fastind.io.store.manifest import Reading
from fastind.io.store.part import Part, conform, parts
from fastind.io.store.places import Place
from fastind.io.store.schema import Schema

EVERYTHING = Bounds()
SLICE_BYTES = 2**24


class Source(Protocol):
    """Sorted rows without doubles, of one write."""

    @property
    def rank(self) -> int: ...
    @property
    def extents(self) -> list[Extent]: ...
    def read(self, bounds: Bounds, columns: list[str]) -> Iterator[Any]: ...
    def close(self) -> None: ...


class Snapshot:
    """Sources, oldest first; a context manager that closes them."""

    def __init__(self, schema: Schema, sources: Sequence[Source]) -> None:
        self.schema, self.sources = schema, sources

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for source in self.sources:
            source.close()

    def read(self, bounds: Bounds, columns: Sequence[str]) -> Any:
        """The wanted rows, each key once as it was written last, sorted; keys first, then the columns."""
        names = [*self.schema.order, *(name for name in columns if name not in self.schema.keys)]
        found = [table for source in self.sources for table in source.read(bounds, names)]
        if not found:
            return conform(self.schema.arrow(names).empty_table(), names, self.schema)
        return order.latest(found, self.schema.order)

    def slices(self, bounds: Bounds = EVERYTHING, rows: int | None = None) -> Iterator[Bounds]:
        """The bounds in pieces that fit into little memory, in the order of the keys."""
        n = rows or max(2**10, SLICE_BYTES // self.schema.width())
        return slices(bounds, self.extents, self.schema.order, n)

    @property
    def extents(self) -> list[Extent]:
        """What its sources span."""
        return [extent for source in self.sources for extent in source.extents]


def opened(reading: Reading, place: Place, bounds: Bounds = EVERYTHING) -> Snapshot:
    """What may hold wanted rows; files are opened inside the transaction, before anything can remove them."""
    schema = reading.head.schema
    sources: list[Source] = []
    try:
        sources += [part.open(place) for part in parts(reading, schema, bounds)]
        sources += batches(reading, schema, bounds)
    except BaseException:
        for source in sources:
            source.close()
        raise
    return Snapshot(schema, sources)


def of_parts(chosen: Sequence[Part], place: Place, schema: Schema) -> Snapshot:
    """These parts, which the caller keeps from being removed."""
    return Snapshot(schema, [part.open(place) for part in sorted(chosen, key=lambda p: (p.rank, p.number))])
