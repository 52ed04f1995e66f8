"""Parts in the making: what the journal or older parts held, written under names that nobody knows yet."""

import math
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import Any, Self

import numpy as np
import pyarrow as pa

from fastind.io.store import kinds
from fastind.io.store.ahead import ahead
from fastind.io.store.encoding import Encodings
from fastind.io.store.extent import Bounds, Extent, quantiles
from fastind.io.store.manifest import Change
from fastind.io.store.part import LOOSE, NewPart, group_rows, part_rows
from fastind.io.store.places import Place
from fastind.io.store.schema import Schema
from fastind.io.store.snapshot import EVERYTHING, Snapshot

SAMPLE = 2**15  # dates by which slabs are cut
THREADS = 2  # writing is compression; more threads would hold more row groups in memory
SLABS = 8  # each slab of dates reads all parts that are merged
ROOM = 1.25  # a part may be so much larger than is usual, rather than leave a small one behind


class Draft:
    """New parts; if the `with` block ends in an error, none of them is left."""

    def __init__(self, place: Place, first: int, rank: int, schema: Schema, encodings: Encodings) -> None:
        self._place, self._first, self._rank = place, first, rank
        self._schema, self._encodings = schema, encodings
        self._parts: list[NewPart] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            for part in self._parts:
                with suppress(OSError):  # the error that is under way matters more
                    part.discard()

    def write(self, table: Any) -> None:
        """A sorted table as parts of full size, each of a slab of dates."""
        tables = in_slabs(table, self._schema)
        new = [self._new() for _ in tables]
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(self._fill, new, tables))

    def merge(self, snapshot: Snapshot) -> None:
        """All that a snapshot holds as parts of full size, slice by slice."""
        for slab in slabs(snapshot.extents, self._schema):
            pieces = snapshot.slices(slab)
            reads = (partial(snapshot.read, piece, self._schema.values) for piece in pieces)
            with closing(ahead(reads, 1)) as tables:
                self._merge(tables)

    def _merge(self, tables: Iterable[Any]) -> None:
        part: NewPart | None = None
        for table in regrouped(tables, group_rows(self._schema)):
            if part is None or part.rows + table.num_rows > ROOM * part_rows(self._schema):
                if part is not None:
                    part.finish()
                part = self._new()
            part.write(table, group_rows(self._schema))
        if part is not None:
            part.finish()

    def record(self, change: Change) -> None:
        """Name the parts in the manifest."""
        for part in self._parts:
            change.add(*part.row())
        change.head = replace(change.head, next_part=self._first + len(self._parts))

    def _fill(self, part: NewPart, table: Any) -> None:
        is_full = table.num_rows >= part_rows(self._schema) // 2
        part.write(table, group_rows(self._schema) // (1 if is_full else LOOSE) or 1)
        part.finish()

    def _new(self) -> NewPart:
        number = self._first + len(self._parts)
        new = NewPart(self._place, number, self._rank, self._first, self._schema, self._encodings)
        self._parts.append(new)
        return self._parts[-1]


def in_slabs(table: Any, schema: Schema) -> list[Any]:
    """A table cut by date into so many that each fits into a part; by rows if it has no dates."""
    n = math.ceil(table.num_rows / part_rows(schema))
    if n == 1:
        return [table]
    if "date" not in schema.keys:
        step = math.ceil(table.num_rows / n)
        return [table.slice(start, step) for start in range(0, table.num_rows, step)]
    dates = kinds.physical(table["date"].combine_chunks()).to_numpy()
    some = np.sort(dates[np.random.default_rng(0).integers(len(dates), size=SAMPLE)])
    edges = np.unique(some[[SAMPLE * k // n for k in range(1, n)]])
    slab = np.searchsorted(edges, dates, side="right")
    return [part for k in range(len(edges) + 1) if (part := table.filter(pa.array(slab == k))).num_rows]


def slabs(extents: Sequence[Extent], schema: Schema) -> Iterator[Bounds]:
    """Everything, cut by date so that each piece fits into a part, as far as that pays."""
    n = min(SLABS, math.ceil(sum(extent.rows for extent in extents) * ROOM / part_rows(schema)))
    if "date" not in schema.keys:
        return iter([EVERYTHING])
    return EVERYTHING.cut("date", quantiles(extents, "date", n))


def regrouped(tables: Iterable[Any], step: int) -> Iterator[Any]:
    """The same rows in tables whose lengths are multiples of `step`, but for the last one."""
    held: list[Any] = []
    for table in tables:
        held.append(table)
        n = sum(t.num_rows for t in held)
        if n >= step:
            whole = pa.concat_tables(held)
            yield whole.slice(0, n - n % step)
            held = [whole.slice(n - n % step)]
    rest = pa.concat_tables(held) if held else None
    if rest is not None and rest.num_rows:
        yield rest
