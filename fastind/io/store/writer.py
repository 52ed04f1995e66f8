"""The one writer: appends, seals the journal into parts, compacts parts; each is one transaction at its end.

A change of parts writes new files first, whole and durable; then commits the manifest that names them; then
removes what it names no longer. A crash in between leaves files that nobody names: the next writer removes
them.
"""

import os
import secrets
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

import pyarrow.compute as pc

from fastind.errors import InputError, StoreError, StoreUnreachable, StoreWarning
from fastind.io.store import compaction, kinds, order
from fastind.io.store.draft import Draft
from fastind.io.store.encoding import Encodings
from fastind.io.store.extent import Bounds, Extent, Range
from fastind.io.store.failures import failures_of
from fastind.io.store.journal import batches, packed
from fastind.io.store.manifest import Change, Head, Manifest
from fastind.io.store.part import conform, file_name, part_rows, parts
from fastind.io.store.places import Place
from fastind.io.store.schema import Schema
from fastind.io.store.snapshot import EVERYTHING, Snapshot, of_parts, opened

# The journal is sealed when it holds so much; an append of a quarter of that goes straight into parts. (10M
# rows x 10 in appends of 9 MB: 1.36 M rows/s, 1.13 by the journal; x 3 of 7 MB: 3.1, 4.2 by the journal.)
SEAL_BYTES = 2**25
SEAL_BATCHES = 1000
PATIENCE = 32  # times as much may the journal hold while the place of the parts cannot be reached


class Writer:
    """Holds the lock from its making until `release`."""

    def __init__(self, place: Place, compression: str, level: int | None) -> None:
        self._place, self._settings = place, (compression, level)
        self._encodings = Encodings(compression, level)
        self._pid, self._failed = os.getpid(), ""
        self._patience = 1
        self._lock = place.lock()
        try:
            self.manifest = Manifest(place, write=True)
            self._sweep()
        except BaseException:
            self._lock.release()
            raise

    def release(self) -> None:
        """Let another process write."""
        self.manifest.close()
        self._lock.release()

    def again(self) -> "Writer":
        """Another writer with the same settings."""
        return Writer(self._place, *self._settings)

    @property
    def is_fit(self) -> bool:
        """May it go on writing."""
        return not self._failed and self._pid == os.getpid()

    def append(self, frame: Any, failures: Any = None) -> int:
        """Keep a frame's rows, or the failures in their place; they are durable when this returns."""
        with self._working():
            with self.manifest.reading() as reading:
                head = reading.head
            schema: Schema = head.schema
            table: Any = None
            if frame is not None:
                table, schema = schema.accept(frame)
                self._check_widened(head.schema, schema)
                table = self._completed(table, head.schema)
            failed: Any = None
            if failures is not None:
                failed, schema = failures_of(failures, schema)
            rows = 0 if table is None else int(table.num_rows)
            is_large = rows and table.nbytes >= SEAL_BYTES // 4 and self._patience == 1
            try:
                # Room is made before: an error in it means that these rows were not kept.
                # The journal is newer than every part, so it is sealed before a part that is newer still.
                if rows and (is_large or self._is_full(head)):
                    self.seal()
                    self.compact(everything=False)
                if is_large:
                    self._append_parts(table, schema, failed)
                    return rows
            except StoreUnreachable as error:
                self._go_on(error)
            if rows or failed:
                self._append_batch(table, schema, failed)
            return rows

    def note(self, values: dict[str, Any]) -> None:
        """Merge these into the notes."""
        with self._working(), self.manifest.changing() as change:
            change.head = replace(change.head, notes=change.head.notes | values)

    def seal(self) -> None:
        """Make parts of the journal."""
        with self._working():
            with self.manifest.reading() as reading:
                head, schema = reading.head, reading.head.schema
                waiting = batches(reading, schema, EVERYTHING)
            if not waiting:
                return
            with self._draft(head, waiting[-1].rank, schema) as draft, Snapshot(schema, waiting) as snapshot:
                draft.write(snapshot.read(EVERYTHING, schema.values))
            with self.manifest.changing() as change:
                draft.record(change)
                change.drop("batch", [batch.rank for batch in waiting])
                change.head = replace(change.head, journal_rows=0, journal_bytes=0)
            self._patience = 1

    def compact(self, everything: bool) -> None:
        """Merge the parts that are due, or all that overlap or are small."""
        with self._working():
            while True:
                with self.manifest.reading() as reading:
                    head, schema = reading.head, reading.head.schema
                    chosen = compaction.chosen(parts(reading, schema), part_rows(schema), everything)
                if not chosen:
                    return
                rank = max(part.rank for part in chosen)
                with (
                    self._draft(head, rank, schema) as draft,
                    of_parts(chosen, self._place, schema) as snapshot,
                ):
                    draft.merge(snapshot)
                with self.manifest.changing() as change:
                    draft.record(change)
                    change.drop("part", [part.number for part in chosen])
                self._remove([part.file for part in chosen])
                if everything:
                    return

    def _is_full(self, head: Head) -> bool:
        return (
            head.batch >= SEAL_BATCHES * self._patience or head.journal_bytes >= SEAL_BYTES * self._patience
        )

    def _go_on(self, error: StoreUnreachable) -> None:
        """Leave rows in the journal for now, and try again when it is twice as large."""
        if self._patience >= PATIENCE:
            raise error
        with self.manifest.reading() as reading:
            head = reading.head
        self._patience *= 2
        while self._patience < PATIENCE and self._is_full(head):
            self._patience *= 2
        warnings.warn(
            f"{error}. Rows go on into the journal in {self._place.folder}, to be sealed when it answers",
            StoreWarning,
            stacklevel=2,
        )

    def _check_widened(self, old: Schema, new: Schema) -> None:
        """Columns of whole numbers that become floats: none of their numbers may change by that."""
        for name in (name for name in old.types if old.types[name] != new.types[name]):
            with self.manifest.reading() as reading:
                snapshot = opened(reading, self._place)
            with snapshot:
                for piece in snapshot.slices():
                    ends = pc.min_max(snapshot.read(piece, [name])[name])
                    if any(end.is_valid and abs(end.as_py()) > kinds.EXACT for end in ends.values()):
                        raise InputError(
                            f"column {name!r} is of whole numbers in this store, from {ends['min']} to "
                            f"{ends['max']}: floats would not keep them. Put fractions into another column"
                        )

    def _completed(self, table: Any, schema: Schema) -> Any:
        """The table with the columns that it lacks: as the store has them for its keys, else null."""
        there = set(table.column_names)
        lacking = [name for name in schema.values if name not in there]
        if not lacking or not table.num_rows:
            return table
        extent = Extent.of(table, schema)
        wanted = Bounds({key: Range(low=low, high=high) for key, (low, high) in extent.spans.items()})
        with self.manifest.reading() as reading:
            snapshot = opened(reading, self._place, wanted)
        with snapshot:
            there = snapshot.read(wanted, lacking)
        rows = order.looked_up(there, schema.order, conform(table, list(schema.order), schema))
        for name in lacking:
            table = table.append_column(name, there[name].take(rows))
        return table

    def _append_batch(self, table: Any, schema: Schema, failed: Any) -> None:
        data = packed(table) if table is not None and table.num_rows else None
        with self.manifest.changing() as change:
            number = _appended(change, schema, failed)
            if data is not None:
                head = change.head
                change.head = replace(
                    head,
                    journal_rows=head.journal_rows + table.num_rows,
                    journal_bytes=head.journal_bytes + data.nbytes,
                )
                change.add("batch", number, {"extent": Extent.of(table, schema).to_json()}, data)

    def _append_parts(self, table: Any, schema: Schema, failed: Any) -> None:
        with self.manifest.reading() as reading:
            head = reading.head
        with self._draft(head, head.content + 1, schema) as draft:
            draft.write(table)
        with self.manifest.changing() as change:
            _appended(change, schema, failed)
            draft.record(change)

    def _draft(self, head: Head, rank: int, schema: Schema) -> Draft:
        number = self._place.free_number(head.next_part)
        return Draft(self._place, number, rank, schema, self._encodings)

    @contextmanager
    def _working(self) -> Iterator[None]:
        """After an error of the disk nothing more is written: what it left behind is not known."""
        if self._failed:
            raise StoreError(
                f"{self._place.name} was closed for writing by an error: {self._failed}. Open it again"
            )
        if self._pid != os.getpid():
            raise StoreError(
                f"{self._place.name} was opened for writing by process {self._pid}, not by this one"
            )
        try:
            yield
        except StoreUnreachable:  # what is on the disk is as it was
            raise
        except OSError as error:
            self._failed = str(error)
            if isinstance(error, StoreError):
                raise
            raise StoreError(f"{self._place.name}: nothing was stored: {error}") from error

    def _sweep(self) -> None:
        """Remove what a writer that died left unnamed."""
        with self.manifest.reading() as reading:
            named = {file_name(record.id) for record in reading.records("part")}
        self._remove([name for name in self._place.names() if name not in named])

    def _remove(self, names: list[str]) -> None:
        for name in names:
            with suppress(OSError):  # the next writer tries again
                self._place.remove(name)


def _appended(change: Change, schema: Schema, failed: Any) -> int:
    """Count an append, whose number is the rank of its rows, and keep its failures."""
    number = change.head.content + 1
    change.head = replace(change.head.with_schema(schema), content=number, stamp=secrets.token_hex(8))
    if failed is not None:
        change.add("failure", number, {"rows": failed.num_rows}, packed(failed))
    return number
