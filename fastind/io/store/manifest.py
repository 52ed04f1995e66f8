"""What the store holds, in SQLite: the head, the journal of batches, the parts, the failures.

Every row carries a crc32 and the head counts them, so that whoever reads a wrong bit finds it.
A batch is acknowledged when its transaction has committed; the settings that SQLite's promise rests on are
asserted when a writer opens the store.
"""

import json
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from itertools import pairwise
from typing import Any, Literal

from fastind.errors import StoreCorrupt, StoreError
from fastind.io.store import kinds
from fastind.io.store.connection import Connection
from fastind.io.store.places import Place
from fastind.io.store.schema import Schema

APPLICATION = 0x66696E64  # "find": SQLite's mark of whose file this is
FORMAT = 1

FREE_PAGES = 1000  # of 4 KiB

Shelf = Literal["batch", "part", "failure"]
Row = tuple[Shelf, int, dict[str, Any], Any]
SHELVES: tuple[Shelf, ...] = ("batch", "part", "failure")

# `about` is what reading is decided by, `data` is what is read then.
SCRIPT = f"pragma application_id = {APPLICATION};" + "".join(
    f"create table {shelf} (id integer primary key, about text not null, about_crc integer not null, "
    "data blob not null, data_crc integer not null);"
    for shelf in SHELVES
)
HEAD = "create table head (id integer primary key, body text not null, crc integer not null);"


@dataclass(frozen=True)
class Head:
    """The state of the store as a whole."""

    keys: tuple[str, ...]
    columns: dict[str, str] = field(default_factory=dict)
    generation: int = 0
    """Counts transactions."""
    content: int = 0
    """Counts appends: sealing and compaction change the generation, not the content."""
    stamp: str = ""
    """Another one after each append, so that what was derived from a restored copy is not taken for new."""
    next_part: int = 1
    batch: int = 0
    part: int = 0
    failure: int = 0
    journal_rows: int = 0
    journal_bytes: int = 0
    notes: dict[str, Any] = field(default_factory=dict)
    """What users keep beside the rows."""
    format: int = FORMAT

    @property
    def schema(self) -> Schema:
        """The columns, as types."""
        return Schema(self.keys, {name: kinds.named(kind) for name, kind in self.columns.items()})

    def with_schema(self, schema: Schema) -> "Head":
        """The head with these columns."""
        return replace(self, columns={name: str(kind) for name, kind in schema.types.items()})


@dataclass(frozen=True)
class Record:
    """A row of a shelf, without its data."""

    id: int
    about: dict[str, Any]


def script(keys: tuple[str, ...]) -> str:
    """The SQL that makes an empty store."""
    body = _body(Head(keys))
    quoted = body.replace("'", "''")
    return f"{SCRIPT}{HEAD}insert into head values (1, '{quoted}', {_crc(body)});"


class Manifest:
    """An open manifest: transactions that read, and transactions that change."""

    def __init__(self, place: Place, write: bool) -> None:
        self._place = place
        with _errors(place.name):
            self._connection: Connection = place.connect(write)
            try:
                with self._connection.lock:
                    self._check_origin()
                    if write:
                        self._set_durable()
            except BaseException:
                self.close()
                raise

    def close(self) -> None:
        """Close the connection."""
        if not self._connection.is_shared and self._connection.pid == os.getpid():
            self._connection.close()

    @contextmanager
    def reading(self) -> Iterator["Reading"]:
        """One moment of the store; what is read inside belongs together."""
        with self._transaction("begin"):
            yield Reading(self._connection, head_of(self._connection, self._place.name), self._place.name)

    @contextmanager
    def changing(self) -> Iterator["Change"]:
        """One change: all of it is durable when this ends well, nothing of it otherwise."""
        with self._transaction("begin immediate"):
            head = head_of(self._connection, self._place.name)
            change = Change(self._connection, replace(head, generation=head.generation + 1))
            yield change
            change.write()
            if change.moves_parts:
                self._place.publish(self._connection)

    def settle(self) -> None:
        """Let the place publish what has changed beside the parts."""
        with self._transaction("begin"):
            self._place.settle(self._connection)

    def shrink(self) -> None:
        """Give the space of a sealed journal back to the disk, if that is worth while and nobody reads."""
        with self._connection.lock, suppress(sqlite3.OperationalError):
            free = self._connection.execute("pragma freelist_count").fetchone()[0]
            if free > FREE_PAGES:
                self._connection.execute("vacuum")

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        with self._connection.lock, _errors(self._place.name):
            self._connection.execute(begin)
            try:
                yield
                self._connection.execute("commit")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("rollback")
                raise

    def _check_origin(self) -> None:
        found = self._connection.execute("pragma application_id").fetchone()[0]
        if found != APPLICATION:
            raise StoreCorrupt(
                f"the manifest of {self._place.name} is damaged, or made by something else; "
                f"{_advice(self._place.name)}"
            )

    def _set_durable(self) -> None:
        """The settings that a commit's promise rests on; SQLite answers what it has, not what it was told."""
        journal = "memory" if self._connection.is_shared else "truncate"
        # Zeros over what is dropped, as Debian's SQLite writes them, took 28 ms a batch of 9 MB; 2 without.
        self._connection.execute("pragma secure_delete = off")
        wanted = {"journal_mode": journal, "synchronous": 3, "fullfsync": 1, "cell_size_check": 1}  # 3: extra
        for name, value in wanted.items():
            self._connection.execute(f"pragma {name} = {value}")
            found = self._connection.execute(f"pragma {name}").fetchone()[0]
            if found != value:
                raise StoreError(f"this SQLite cannot set {name} to {value}, it stays {found}")


def head_of(connection: Connection, name: str) -> Head:
    """The head, if it is as it was written."""
    rows = connection.execute("select body, crc from head").fetchall()
    if len(rows) != 1 or not isinstance(rows[0][0], str) or _crc(rows[0][0]) != rows[0][1]:
        raise StoreCorrupt(f"the manifest's head is damaged; {_advice(name)}")
    body = json.loads(rows[0][0])
    if body["format"] > FORMAT:
        raise StoreError(
            f"{name} was made by a newer fastind (format {body['format']}, this one knows {FORMAT}): "
            "upgrade fastind"
        )
    return Head(**{**body, "keys": tuple(body["keys"])})


def refill(
    connection: Connection, head: Head, rows: Iterable[tuple[Shelf, int, dict[str, Any], Any]]
) -> None:
    """Put a whole content into an empty manifest."""
    connection.execute("begin immediate")
    change = Change(connection, replace(head, batch=0, part=0, failure=0))
    for row in rows:
        change.add(*row)
    change.write()
    connection.execute("commit")


class Reading:
    """Reads inside one transaction."""

    def __init__(self, connection: Connection, head: Head, name: str) -> None:
        self._connection, self.head, self._name = connection, head, name

    def records(self, shelf: Shelf) -> list[Record]:
        """What the rows of a shelf are about, in order."""
        rows = self._connection.execute(f"select id, about, about_crc from {shelf} order by id").fetchall()
        if len(rows) != getattr(self.head, shelf):
            raise StoreCorrupt(
                f"the manifest has {len(rows)} rows of {shelf}, its head counts {getattr(self.head, shelf)}; "
                f"{_advice(self._name)}"
            )
        numbers = [row[0] for row in rows]
        if any(later <= earlier for earlier, later in pairwise(numbers)):  # one row in the place of another
            raise StoreCorrupt(f"the manifest has a row of {shelf} twice; {_advice(self._name)}")
        for number, about, crc in rows:
            if not isinstance(about, str) or _crc(about, shelf, number) != crc:
                raise StoreCorrupt(f"{shelf} {number} of the manifest is damaged; {_advice(self._name)}")
        return [Record(number, json.loads(about)) for number, about, _ in rows]

    def data(self, shelf: Shelf, number: int) -> bytes:
        """A row's data."""
        row = self._connection.execute(
            f"select data, data_crc from {shelf} where id = ?", (number,)
        ).fetchone()
        if row is None or not isinstance(row[0], bytes) or _crc(row[0], shelf, number) != row[1]:
            raise StoreCorrupt(f"the data of {shelf} {number} is damaged; {_advice(self._name)}")
        return row[0]

    def size(self) -> int:
        """Bytes of the manifest's file."""
        pages, each = (
            self._connection.execute(f"pragma {name}").fetchone()[0] for name in ("page_count", "page_size")
        )
        return int(pages * each)

    def integrity(self) -> list[str]:
        """What SQLite itself finds wrong with its file."""
        found = [row[0] for row in self._connection.execute("pragma integrity_check")]
        return [] if found == ["ok"] else found

    def rows(self, shelf: Shelf) -> Iterator[tuple[int, dict[str, Any] | None, bytes | None]]:
        """Every row of a shelf that can be reached: number, about, data; None for what is damaged of it."""
        seen: set[int] = set()
        select = f"select id, cast(about as blob), about_crc, data, data_crc from {shelf} order by id"
        for order in ("asc", "desc"):  # a page that cannot be read is reached from both sides
            try:
                found = self._connection.execute(f"{select} {order}")
                for number, about, about_crc, data, data_crc in found:
                    if number not in seen:
                        seen.add(number)
                        is_right = about is not None and _crc(about, shelf, number) == about_crc
                        yield (
                            number,
                            json.loads(about) if is_right else None,
                            data
                            if isinstance(data, bytes) and _crc(data, shelf, number) == data_crc
                            else None,
                        )
            except sqlite3.DatabaseError:
                continue


class Change:
    """What a transaction adds and drops; `head` is written at its end."""

    def __init__(self, connection: Connection, head: Head) -> None:
        self._connection, self.head = connection, head
        self.moves_parts = False

    def add(self, shelf: Shelf, number: int, about: dict[str, Any], data: Any) -> None:
        """Add a row."""
        text = json.dumps(about, ensure_ascii=False, separators=(",", ":"))
        row = (number, text, _crc(text, shelf, number), data, _crc(data, shelf, number))
        self._connection.execute(f"insert into {shelf} values (?, ?, ?, ?, ?)", row)
        self._count(shelf, 1)

    def drop(self, shelf: Shelf, numbers: Sequence[int]) -> None:
        """Drop rows."""
        self._connection.executemany(f"delete from {shelf} where id = ?", [(number,) for number in numbers])
        self._count(shelf, -len(numbers))

    def write(self) -> None:
        """Write the head, at the end."""
        body = _body(self.head)
        self._connection.execute("update head set body = ?, crc = ? where id = 1", (body, _crc(body)))

    def _count(self, shelf: Shelf, n: int) -> None:
        self.moves_parts |= shelf == "part" and n != 0
        self.head = replace(self.head, **{shelf: getattr(self.head, shelf) + n})


def _crc(data: Any, shelf: str = "", number: int = 0) -> int | None:
    """The crc32 of text or data and of the row that it belongs in: a damaged page may show another table's.

    None of what only a damaged file holds.
    """
    if isinstance(data, str):
        data = data.encode(errors="surrogatepass")
    place = zlib.crc32(f"{shelf}:{number}".encode()) if shelf else 0
    return zlib.crc32(data, place) if isinstance(data, (bytes, memoryview)) else None


def _body(head: Head) -> str:
    return json.dumps(asdict(head), ensure_ascii=False)


def _advice(name: str) -> str:
    return f"`fastind store verify {name}` lists the damage, `fastind store repair {name}` drops it"


HINTS = {
    "locked": "another process has kept the manifest for a minute",
    "full": "the disk is full; nothing was stored. Free some space and open the store again",
    "readonly": "the store may not be written to, and taking back a dead writer's last transaction needs "
    'that too: open it once with mode="a" where it may',
    "disk I/O": "nothing was stored",
    "unable to open": "nothing was stored",
}


@contextmanager
def _errors(name: str) -> Iterator[None]:
    """What SQLite raises, as what a user can act on."""
    try:
        yield
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        hint = next((hint for word, hint in HINTS.items() if word in str(error)), None)
        if hint is not None:
            raise StoreError(f"{name}: {error}: {hint}") from error
        raise StoreCorrupt(f"the manifest of {name} is damaged ({error}); {_advice(name)}") from error
