"""Every key once, in no order: what shares no key with anything else is read as it lies, by two threads."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastind.io.store.ahead import ahead
from fastind.io.store.extent import Extent, union
from fastind.io.store.part import OpenPart
from fastind.io.store.snapshot import EVERYTHING, Snapshot, Source

THREADS = 2


def scanned(snapshot: Snapshot, columns: Sequence[str]) -> Iterator[Any]:
    """The latest row of each key, as tables; the snapshot is closed at the end."""
    schema = snapshot.schema
    names = [*schema.keys, *columns]
    with snapshot, closing(ahead(_reads(snapshot, columns), THREADS)) as tables:
        for table in tables:
            if table.num_rows:
                yield table.select(names)


def _reads(snapshot: Snapshot, columns: Sequence[str]) -> Iterator[Callable[[], Any]]:
    schema = snapshot.schema
    for sources in clusters(snapshot):
        if len(sources) == 1 and isinstance(sources[0], OpenPart):
            yield from sources[0].reads(EVERYTHING, [*schema.order, *columns])
        else:
            some = Snapshot(schema, sources)
            for piece in some.slices():
                yield partial(some.read, piece, columns)


@dataclass(frozen=True)
class _Piece:
    """A part, or the journal as a whole."""

    place: int
    sources: Sequence[Source]
    extent: Extent
    run: int | None


def clusters(snapshot: Snapshot) -> list[list[Source]]:
    """The sources in groups, oldest first, such that no key is in two of them."""
    if not snapshot.sources:
        return []
    key = snapshot.schema.order[-1]
    pieces = sorted(_pieces(snapshot.sources), key=lambda piece: piece.extent.spans[key][0])
    found = {piece.place: [piece] for piece in pieces}
    for k, piece in enumerate(pieces):
        for other in pieces[k + 1 :]:
            if other.extent.spans[key][0] > piece.extent.spans[key][1]:
                break
            one, two = found[piece.place], found[other.place]
            if one is not two and piece.run != other.run and piece.extent.overlaps(other.extent):
                one += two
                found.update((moved.place, one) for moved in two)
    distinct = {id(cluster): sorted(cluster, key=lambda piece: piece.place) for cluster in found.values()}
    return [[source for piece in cluster for source in piece.sources] for cluster in distinct.values()]


def _pieces(sources: Sequence[Source]) -> Iterator[_Piece]:
    journal = [source for source in sources if not isinstance(source, OpenPart)]
    for place, source in enumerate(sources):
        if isinstance(source, OpenPart):
            yield _Piece(place, [source], source.part.extent, source.part.run)
    if journal:  # it is newer than every part
        extent = union([extent for batch in journal for extent in batch.extents])
        yield _Piece(len(sources), journal, extent, None)
