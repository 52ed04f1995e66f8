"""The manifest as one object: what a machine that has not the journal knows of a store.

A line of JSON says whose it is; what follows is the manifest's SQLite file, without the journal's batches.
"""

import json
import secrets
import socket
import sqlite3
import zlib
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from fastind.errors import StoreCorrupt
from fastind.io.store.connection import Connection
from fastind.io.store.manifest import Reading, Row, Shelf, head_of, refill, script

LINE = 2**10  # bytes that the first line has at most
KEPT: tuple[Shelf, ...] = ("part", "failure")


@dataclass(frozen=True)
class Header:
    """Whose a published manifest is.

    Attributes
    ----------
    store : str
        Another one for each store that was ever made at this address.
    owner : str
        The state folder whose journal goes with it.
    host, since : str
        For messages.
    generation : int
        The head's.
    """

    store: str
    owner: str = ""
    host: str = ""
    since: str = ""
    generation: int = 0

    @staticmethod
    def of(store: str, owner: str, generation: int) -> "Header":
        """A header that is written now, here."""
        return Header(store, owner, socket.gethostname(), f"{datetime.now(UTC):%F %T} UTC", generation)


def packed(connection: Connection, header: Header, name: str) -> bytes:
    """What a manifest held before the first append in its journal, in the transaction that is under way."""
    head = head_of(connection, name)
    reading = Reading(connection, head, name)
    kept = replace(head, journal_rows=0, journal_bytes=0)
    if head.batch:  # panels that are made of this are not those of the journal's owner
        content = reading.records("batch")[0].id - 1
        kept = replace(kept, content=content, stamp=secrets.token_hex(8))
    rows: list[Row] = [
        (shelf, record.id, record.about, reading.data(shelf, record.id))
        for shelf in KEPT
        for record in reading.records(shelf)
        if shelf == "part" or record.id <= kept.content
    ]
    with closing(in_memory()) as image:
        image.executescript(script(head.keys))
        refill(image, kept, rows)
        body = image.serialize()
    data = pa.compress(body, codec="zstd", asbytes=True)
    line = json.dumps({**asdict(header), "size": len(body), "crc": zlib.crc32(data)})
    return b"\n".join([line.encode(), data])


def header_of(data: bytes, name: str) -> Header:
    """The header of the first bytes of what `packed` made."""
    about = _about(data, name)
    return Header(**{key: about[key] for key in Header.__dataclass_fields__})


def image_of(data: bytes, name: str) -> bytes:
    """The SQLite file in what `packed` made."""
    about, body = _about(data, name), data.partition(b"\n")[2]
    if zlib.crc32(body) != about["crc"]:
        raise StoreCorrupt(f"{name} is damaged: its checksum differs")
    image: bytes = pa.decompress(body, about["size"], codec="zstd", asbytes=True)
    return image


def opened(image: bytes) -> Connection:
    """A connection to a copy in memory."""
    connection = in_memory()
    connection.deserialize(image)
    return connection


def in_memory() -> Connection:
    """An empty one."""
    return sqlite3.connect(":memory:", factory=Connection, isolation_level=None, check_same_thread=False)


def _about(data: bytes, name: str) -> dict[str, Any]:
    line, found, _ = data.partition(b"\n")
    try:
        about: dict[str, Any] = json.loads(line)
        if not found or not {"size", "crc", *Header.__dataclass_fields__} <= about.keys():
            raise ValueError
    except (ValueError, AttributeError) as error:
        raise StoreCorrupt(f"{name} is no manifest of a store, or damaged") from error
    return about
