"""How a value lies in bytes.

A value without large arrays or frames is plain MessagePack, which every language reads. One with them is a
heading (the byte 0xc1, which MessagePack never uses, a version, two sizes), the length of each buffer, the
MessagePack body, and the buffers, each at a multiple of 64 bytes, so that they are used where they lie.
"""

import struct
from collections.abc import Sequence
from typing import Any

from fastind.errors import InputError

MARK = b"\xc1fi"
VERSION = 1
HEADING = struct.Struct("<3sBIQ")  # mark, version, number of buffers, bytes of the body
ALIGNMENT = 64


def joined(body: bytes, buffers: Sequence[Any]) -> bytes:
    """The whole: the body alone where there are no buffers."""
    if not buffers:
        return body
    views = [memoryview(buffer).cast("B") for buffer in buffers]
    lengths = struct.pack(f"<{len(views)}Q", *(view.nbytes for view in views))
    heading = HEADING.pack(MARK, VERSION, len(views), len(body))
    place = len(heading) + len(lengths) + len(body)
    pieces: list[Any] = [heading, lengths, body]
    for view in views:
        gap = -place % ALIGNMENT
        pieces += [bytes(gap), view]
        place += gap + view.nbytes
    return b"".join(pieces)


def split(data: memoryview) -> tuple[memoryview, list[memoryview]]:
    """The body and the buffers, as views. Sizes are checked before anything is read by them."""
    if data[:1] != MARK[:1]:
        return data, []
    if data.nbytes < HEADING.size:
        raise InputError("the heading is cut off")
    mark, version, count, size = HEADING.unpack_from(data)
    if mark != MARK:
        raise InputError("the heading is not one of fi.dumps")
    if version != VERSION:
        raise InputError(f"version {version} is not known, this fastind reads {VERSION}: use a newer one")
    start = HEADING.size + 8 * count
    if start + size > data.nbytes:
        raise InputError(f"the heading speaks of {start + size} bytes, there are {data.nbytes}")
    lengths = struct.unpack_from(f"<{count}Q", data, HEADING.size)
    places = []
    place = start + size
    for length in lengths:
        place += -place % ALIGNMENT
        places.append((place, place + length))
        place += length
    if place != data.nbytes:
        raise InputError(f"the heading speaks of {place} bytes, there are {data.nbytes}")
    return data[start : start + size], [data[begin:end] for begin, end in places]


def aligned(data: Any) -> memoryview:
    """Bytes as a view that arrays can be laid over; copied only if they begin at an odd place."""
    import numpy as np

    view = memoryview(data)
    if not view.contiguous:
        raise InputError("the bytes must lie one after the other, this view of memory has gaps")
    view = view.cast("B")
    if view.nbytes and np.frombuffer(view, np.uint8).ctypes.data % 16:
        view = memoryview(bytes(view))
    return view.toreadonly()
