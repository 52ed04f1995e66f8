"""Arrow IPC from a source that is not trusted: each message is looked at before Arrow reads it.

Arrow checks much by itself, but it reserves memory by sizes that the bytes declare: those of bodies, and
those of compressed buffers. So sizes are held against what is there, and compressed messages are refused.
"""

import io
import struct
from collections.abc import Callable, Iterator
from typing import Any

from fastind.errors import InputError

Read = Callable[[int], Any]
METADATA = 2**26  # bytes: a schema of some hundred thousand columns
STEP = 2**24  # bytes that are reserved ahead of what has come
DICTIONARY, BATCH = 2, 3  # kinds of messages
MESSAGE_KIND, MESSAGE_HEADER, MESSAGE_BODY = 1, 2, 3  # fields of a Message
DICTIONARY_BATCH = 1  # of a DictionaryBatch: its batch
BATCH_COMPRESSION = 3  # of a RecordBatch


def checked_messages(read: Read, largest: int) -> Iterator[bytes]:
    """The messages one by one, whole, each of at most so many bytes."""
    while True:
        prefix = read(8)
        size = metadata_size(prefix)
        metadata = _whole(read, size)
        body = body_size(metadata) if size else 0
        if not 0 <= body <= largest:
            raise InputError(f"a message has {body:,} bytes, at most {largest:,} are read")
        yield b"".join([prefix, metadata, _whole(read, body)])
        if not size:
            return


def check_messages(data: memoryview) -> None:
    """Refuse what Arrow should not read, in memory; nothing is copied but descriptions."""
    place, size = 0, 1
    while size:
        size = metadata_size(data[place : place + 8])
        place += 8 + size
        if size:
            body = body_size(bytes(data[place - size : place]))
            if not 0 <= body <= data.nbytes - place:
                raise InputError(f"a message of a table has {body:,} bytes, it was cut off")
            place += body
    if place != data.nbytes:
        raise InputError("there are bytes after the end of a table")


def metadata_size(prefix: Any) -> int:
    """The bytes of a message's description; 0 is the end of the stream."""
    if len(prefix) < 8:
        raise InputError("the stream of Arrow messages ends before its end mark: it was cut off")
    mark, size = struct.unpack("<Ii", prefix)
    if mark != 0xFFFFFFFF or not 0 <= size <= METADATA:
        raise InputError("this is no stream of Arrow messages")
    return int(size)


def body_size(metadata: bytes) -> int:
    """The bytes that follow a message's description; compressed ones are refused."""
    try:
        message = _root(metadata)
        kind = _scalar(metadata, message, MESSAGE_KIND, "<B")
        header = _table(metadata, message, MESSAGE_HEADER)
        if kind == DICTIONARY and header is not None:
            header = _table(metadata, header, DICTIONARY_BATCH)
        if kind in (DICTIONARY, BATCH) and header is not None and _place(metadata, header, BATCH_COMPRESSION):
            raise InputError("compressed Arrow buffers are not read: their sizes cannot be checked")
        return _scalar(metadata, message, MESSAGE_BODY, "<q")
    except struct.error as error:
        raise InputError("a message's description is damaged") from error


class Messages(io.RawIOBase):
    """A file of the checked messages, for Arrow to read; one message is in memory at a time."""

    def __init__(self, read: Read, largest: int) -> None:
        self._messages = checked_messages(read, largest)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, target: Any) -> int:
        """Some bytes; none at the end."""
        if not self._rest:
            self._rest = memoryview(next(self._messages, b""))
        view = memoryview(target).cast("B")
        size = min(len(view), len(self._rest))
        view[:size], self._rest = self._rest[:size], self._rest[size:]
        return size

    def refuse_rest(self) -> None:
        """The end mark must have come."""
        for rest in self._messages:
            if len(rest) > 8:
                raise InputError("there are messages behind the end of the stream")


def _whole(read: Read, size: int) -> bytes:
    """Exactly so many bytes, without memory for those that are declared and do not come."""
    pieces = []
    left = size
    while left:
        piece = read(min(left, STEP))
        if not piece:
            raise InputError(f"the stream is cut off: a message has {size:,} bytes, {left:,} of them missing")
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


# Flatbuffers, as far as needed: a table begins with the distance back to the list of its fields' places.


def _root(data: bytes) -> int:
    return int(_at("<I", data, 0))


def _place(data: bytes, table: int, field: int) -> int:
    """Where a field lies; 0 if it is not there."""
    fields = table - int(_at("<i", data, table))
    if 4 + 2 * field >= int(_at("<H", data, fields)):
        return 0
    offset = int(_at("<H", data, fields + 4 + 2 * field))
    return table + offset if offset else 0


def _table(data: bytes, table: int, field: int) -> int | None:
    place = _place(data, table, field)
    return place + int(_at("<I", data, place)) if place else None


def _scalar(data: bytes, table: int, field: int, form: str) -> int:
    place = _place(data, table, field)
    return int(_at(form, data, place)) if place else 0


def _at(form: str, data: bytes, place: int) -> Any:
    if place < 0:
        raise struct.error("before the beginning")
    return struct.unpack_from(form, data, place)[0]
