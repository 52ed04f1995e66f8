"""What a cache keeps: a heading that says whose it is and how large, and the bytes of `fi.dumps`.

Redis is shared: anyone may have written anything. What has no heading of ours, or one that cannot be true, is
refused before memory is taken for it. Bytes that were changed by a fault are found by their checksum.
"""

import struct
import zlib
from typing import Any

from fastind.errors import InputError
from fastind.io.extras import need

HEADING = struct.Struct("<3sBIQ")  # mark, codec, checksum, size before compression: 16 bytes, see `aligned`
MARK = b"fiC"
PLAIN, LZ4 = 2, 3  # an older version of fastind wrote other marks
SMALL = 1024
"""Bytes below which nothing is compressed."""
RATIO = 255
"""LZ4 cannot make anything smaller than one byte for so many."""


def sealed(data: bytes, compress: str | None) -> bytes:
    """The bytes of a value with their heading, compressed where that makes them smaller."""
    if compress == "lz4" and len(data) > SMALL:
        need("cache", "lz4")
        import lz4.block

        smaller = lz4.block.compress(data, store_size=False)
        if len(smaller) < len(data):
            return _heading(LZ4, smaller, len(data)) + bytes(smaller)
    return _heading(PLAIN, data, len(data)) + data


def _heading(codec: int, data: bytes, size: int) -> bytes:
    return HEADING.pack(MARK, codec, zlib.crc32(data), size)


def unsealed(envelope: bytes | int, largest: int) -> Any:
    """The bytes of a value again, if the envelope is one of ours and of at most so many bytes."""
    if isinstance(envelope, int):
        raise InputError(f"it has {envelope:,} bytes, at most {largest:,} are read")
    if len(envelope) < HEADING.size:
        raise InputError("it is no value of a fastind cache")
    mark, codec, checksum, size = HEADING.unpack_from(envelope)
    if mark != MARK or codec not in (PLAIN, LZ4):
        raise InputError("it is no value of a fastind cache, or one of another version")
    data = memoryview(envelope)[HEADING.size :]
    if size > largest:
        raise InputError(f"it declares {size:,} bytes, at most {largest:,} are read")
    if zlib.crc32(data) != checksum:
        raise InputError("its bytes are not those that were written: their checksum is another one")
    if codec == LZ4:
        return _decompressed(data, size)
    if size != data.nbytes:
        raise InputError(f"it declares {size:,} bytes and has {data.nbytes:,}")
    return data


def _decompressed(data: memoryview, size: int) -> bytes:
    if size > RATIO * data.nbytes:
        raise InputError(f"it declares {size:,} bytes, more than {data.nbytes:,} compressed ones can hold")
    need("cache", "lz4")
    import lz4.block

    try:
        found = bytes(lz4.block.decompress(data, uncompressed_size=size))
    except lz4.block.LZ4BlockError as error:
        raise InputError(f"its LZ4 is damaged: {error}") from error
    if len(found) != size:
        raise InputError(f"it declares {size:,} bytes and has {len(found):,}")
    return found
