"""`repair`: a new manifest of everything that is sound; what is not is dropped, and said."""

import json
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fastind.errors import StoreCorrupt, StoreError, StoreUnreachable
from fastind.io.store import kinds, places
from fastind.io.store.checked import Checked
from fastind.io.store.connection import Connection
from fastind.io.store.encoding import Encodings
from fastind.io.store.extent import Extent
from fastind.io.store.health import wrong_rows
from fastind.io.store.journal import unpacked
from fastind.io.store.manifest import SHELVES, Head, Reading, Record, Row, Shelf, head_of, refill, script
from fastind.io.store.part import ORIGIN, NewPart, OpenPart, Part, conform, file_name, part_of
from fastind.io.store.places import Place
from fastind.io.store.schema import Schema


def repair(path: str | os.PathLike[str]) -> list[str]:
    """Drop what is damaged in a store, and nothing else; one that will not open any more, too.

    A part that is damaged in places keeps its sound row groups. A manifest that cannot be read is made again
    from the parts, which say themselves what they are; the damaged one is kept as `manifest.sqlite.damaged`.

    Parameters
    ----------
    path : path
        The store's folder. Nobody may be writing to it.

    Returns
    -------
    list of str
        What was dropped, a line each; empty if nothing is damaged, and then nothing is changed.

    Raises
    ------
    StoreError
        There is no store, or nothing in it tells what its keys are.
    StoreLocked
        Another process writes to it.
    """
    place = places.place(path)
    if not place.exists():
        raise StoreError(f"there is no store at {place.name}")
    lock = place.lock()
    try:
        return _repaired(place)
    finally:
        lock.release()


def _repaired(place: Place) -> list[str]:
    dropped: list[str] = []
    head, sound = _manifest(place, dropped)
    named = {file_name(number) for shelf, number, *_ in sound if shelf == "part"}
    # Files that a whole manifest does not name are leftovers; a damaged one may have lost their names.
    lost = list(_unnamed(place, named, dropped)) if dropped else []
    schema = _schema(place, head, sound)
    files = _Files(place, schema, head, dropped)
    rows = [row for row in map(files.checked, sound) if row]
    rows += [row for file, origin in lost if (row := files.rewritten(file.read_row_group, None, origin))]
    if dropped:
        new = _head(head, schema, rows, files.next)
        place.renew(script(schema.keys), lambda connection: refill(connection, new, rows))
        for name in files.damaged:
            place.set_aside(name)
    return dropped


def _manifest(place: Place, dropped: list[str]) -> tuple[Head | None, list[Row]]:
    """The head if it is sound, and the rows that are; of a damaged manifest also if it is mended."""
    found = []
    for is_mended in (False, True):
        said: list[str] = []
        try:
            connection = place.mended(script(("date", "code"))) if is_mended else place.connect(write=True)
            head, rows = _read(connection, place, said)
            if not connection.is_shared:
                connection.close()
        except StoreUnreachable:  # nothing of it is damaged
            raise
        except (OSError, sqlite3.DatabaseError):
            continue
        if not said and not is_mended:
            return head, rows
        found.append((len(rows), head is not None, head, rows, said))
    if not found:
        dropped.append(
            "manifest: it is lost; made again from the parts, without what the journal held and without notes"
        )
        return None, []
    *_, head, rows, said = max(found, key=lambda attempt: attempt[:2])
    dropped += said or ["manifest: its first page is damaged; made again"]
    return head, rows


def _read(connection: Connection, place: Place, said: list[str]) -> tuple[Head | None, list[Row]]:
    head: Head | None = None
    try:
        head = head_of(connection, place.name)
    except (StoreCorrupt, sqlite3.DatabaseError):
        said.append("manifest: its head is damaged; made again, without notes")
    reading = Reading(connection, head or Head(()), place.name)
    rows = [row for shelf in SHELVES for row in _sound(reading, shelf, head, said)]
    if head is None:
        n = sum(shelf == "batch" for shelf, *_ in rows)
        said.append(f"journal: {n} batches can be read; whether there were more is not known")
    if not said:
        said += [f"manifest: {line}; made again" for line in reading.integrity()]
    return head, rows


def _sound(reading: Reading, shelf: Shelf, head: Head | None, dropped: list[str]) -> Iterator[Row]:
    schema, n = head.schema if head else None, 0
    for number, about, data in reading.rows(shelf):
        n += 1
        if about is None or data is None or (shelf != "part" and wrong_rows(about, data)):
            extent = about.get("extent") if about else None
            known = Extent.from_json(extent, schema) if extent and schema else None
            dropped.append(f"{shelf} {number}: {_shown(known, schema)}")
        else:
            yield shelf, number, about, data
    if head and getattr(head, shelf) > n:
        dropped.append(f"{shelf}: {getattr(head, shelf) - n} rows of the manifest cannot be read")


def _unnamed(place: Place, named: set[str], dropped: list[str]) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Parquet files that no row names, open, and what they say of themselves."""
    for name in place.names():
        if name not in named and not name.startswith("."):
            try:
                source = place.open(name)
                whole = Checked(source, source.size, None).buffer([(0, source.size)])
                source.close()
                file = pq.ParquetFile(pa.BufferReader(whole), page_checksum_verification=True)
                origin = json.loads(file.schema_arrow.metadata[ORIGIN.encode()])
                groups = file.metadata.num_row_groups
                yield file, {**origin, "number": int(Path(name).stem), "groups": groups}
            except StoreUnreachable:  # nothing of it is damaged
                raise
            except (OSError, pa.ArrowException, ValueError, KeyError, TypeError) as error:
                dropped.append(f"file {name}: it cannot be read: {error}")


def _schema(place: Place, head: Head | None, sound: Sequence[Row]) -> Schema:
    """The columns; without a head as the parts and the batches have them."""
    if head:
        return head.schema
    files = [(file.schema_arrow, origin["keys"]) for file, origin in _unnamed(place, set(), [])]
    for shelf, _, about, data in sound:
        if shelf == "batch":  # its first columns are the keys
            schema = unpacked(data).schema
            files.append((schema, schema.names[: len(about["extent"][1])]))
    if not files:
        raise StoreError(
            f"{place.name} cannot be repaired: its manifest is lost, and no part is there to tell its keys"
        )
    keys = tuple(files[0][1])
    fields = {field.name: kinds.value_type(field.type) for schema, _ in files for field in schema}
    return Schema(keys, {name: fields[name] for name in (*keys, *fields)})


def _head(head: Head | None, schema: Schema, rows: Sequence[Row], next_part: int) -> Head:
    """The head of what is left."""
    batches = [(about["extent"][0], len(data)) for shelf, _, about, data in rows if shelf == "batch"]
    ranks = [about["rank"] if shelf == "part" else number for shelf, number, about, _ in rows]
    old = head or Head(schema.keys)
    return replace(
        old.with_schema(schema),
        generation=old.generation + 1,
        content=max([old.content, *ranks]),
        stamp=secrets.token_hex(8),  # a panel of what was dropped is out of date
        next_part=next_part,
        journal_rows=sum(n for n, _ in batches),
        journal_bytes=sum(size for _, size in batches),
    )


class _Files:
    """The part files: looked through, and written again where only some of their row groups are sound."""

    def __init__(self, place: Place, schema: Schema, head: Head | None, dropped: list[str]) -> None:
        self._place, self._schema, self._dropped = place, schema, dropped
        self._encodings = Encodings("auto", None)
        self.damaged: list[str] = []
        numbers = [int(name[:8]) for name in place.names() if name[:8].isdigit()]
        self.next = max([head.next_part if head else 1, *(number + 1 for number in numbers)])

    def checked(self, row: Row) -> Row | None:
        """The row itself; of a damaged part that of its sound row groups, if there are any."""
        shelf, number, about, data = row
        if shelf != "part":
            return row
        part = part_of(Record(number, about), self._schema, data)
        try:
            file = part.open_as_it_is(self._place)
        except StoreCorrupt as error:
            self._dropped.append(f"part {number}: {_shown(part.extent, self._schema)}: {error}")
            return None
        try:
            is_sound = file.size == part.size and not any(file.damage())
            return row if is_sound else self._sound_groups(file, about)
        finally:
            file.close()

    def _sound_groups(self, file: OpenPart, about: dict[str, Any]) -> Row | None:
        self.damaged.append(file.part.file)
        names = list(file.part.columns)
        n = len(self._dropped)
        row = self.rewritten(
            lambda k: file.table([k], names), file.part, {**about, "number": file.part.number}
        )
        if len(self._dropped) == n:
            self._dropped.append(f"part {file.part.number}: no row, but bytes beside them: written anew")
        return row

    def rewritten(self, read: Callable[[int], Any], part: Part | None, origin: dict[str, Any]) -> Row | None:
        """The row groups that can be read as a new part; None if there is none."""
        new = NewPart(self._place, self.next, origin["rank"], origin["run"], self._schema, self._encodings)
        for k in range(origin["groups"] if part is None else len(part.groups)):
            try:
                table = read(k)
            except StoreUnreachable:  # nothing of it is damaged
                raise
            except (OSError, pa.ArrowException) as error:
                rows = _shown(part.groups[k] if part else None, self._schema)
                said = str(error).partition("; `")[0]
                self._dropped.append(f"part {origin['number']}, row group {k}: {rows}: {said}")
            else:
                names = [name for name in self._schema.types if name in table.column_names]
                new.write(conform(table, names, self._schema), max(1, table.num_rows))
        if not new.rows:
            new.discard()
            return None
        self.next += 1
        new.finish()
        return new.row()


def _shown(extent: Extent | None, schema: Schema | None) -> str:
    """Which rows these were."""
    if extent is None or schema is None:
        return "its rows"
    spans = [
        f"{key} {' to '.join(str(_label(value, schema.types[key])) for value in extent.spans[key])}"
        for key in schema.order
    ]
    return f"{extent.rows} rows, {', '.join(spans)}"


def _label(value: Any, kind: Any) -> Any:
    if not pa.types.is_temporal(kind):
        return value
    whole = pa.array([value], pa.int64())
    return (whole.cast(pa.int32()) if pa.types.is_date32(kind) else whole).view(kind)[0].as_py()
