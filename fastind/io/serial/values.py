"""`fi.dumps` and `fi.loads`."""

from typing import Any

from fastind.errors import FastindError, InputError, ParameterError
from fastind.io.extras import need
from fastind.io.serial import layout
from fastind.io.serial.kinds import KINDS, kind_of

DEPTH = 12
"""Tuples, arrays, frames and other extensions inside each other; containers alone may be deeper. With 1,000
lists in each of 24 levels, msgpack overflows the stack of 8 MB."""
INLINE = 1024
"""Bytes of an array that lies inside the MessagePack; a larger one lies beside it and is never copied."""


def dumps(value: Any) -> bytes:
    """Turn a value into bytes: MessagePack, with arrays and frames beside it, and never pickle.

    Parameters
    ----------
    value : object
        None, bool, int of any size, float, str, bytes; list, tuple, dict with keys of any of these that can
        be hashed; date, datetime, time, timedelta; numpy arrays and scalars (numbers, bool, dates and text);
        pandas Series, DataFrame and Timestamp; polars Series and DataFrame; pyarrow Table and RecordBatch;
        `fi.Panel` and the named tuples of indicators; all of them inside each other: containers up to 1,000
        levels, tuples and the like up to 12.

    Returns
    -------
    bytes
        Without large arrays or frames it is plain MessagePack, which every language reads.

    Raises
    ------
    ParameterError
        Something in the value cannot be kept exactly: objects, subclasses of the types above, structured
        arrays, cycles, DataFrames whose column names are neither all text, all numbers nor all dates, dtypes
        that pandas would not give back (decimals of Arrow, text stored as Python's, nullable ones of an
        index), NaN beside NA.
    MissingExtraError
        msgpack is not installed: `pip install "fastind[cache]"`.

    Notes
    -----
    A value comes back with its own type: a tuple is a tuple, a numpy scalar a numpy scalar. `bytearray` and
    `memoryview` come back as bytes, a `memmap` as an array, arrays with gaps between their values without
    them, and a pandas index without its `freq`. Text in a pandas column of objects comes back with the dtype
    that pandas gives to text (`str` since pandas 3, a missing value then NaN); a column of dates with a
    `datetime.timezone` keeps the distance from UTC but not the name of the zone.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.loads(fi.dumps({"window": (5, 10), "close": np.array([1.0, 2.0])}))
    {'window': (5, 10), 'close': array([1., 2.])}
    """
    return layout.joined(*packed(value))


def packed(value: Any) -> tuple[bytes, list[memoryview]]:
    """The MessagePack of a value and the buffers beside it, which are its own memory."""
    need("cache", "msgpack")
    import msgpack

    writer = _Writer(msgpack)
    try:
        return writer.pack(value), writer.buffers
    except FastindError:
        raise
    except UnicodeEncodeError as error:
        raise ParameterError(
            f"text with half a character (a lone surrogate) cannot be kept: {error}"
        ) from error
    except (ValueError, OverflowError) as error:
        raise ParameterError(
            f"the value cannot be kept ({error}): it lies inside itself, is deeper than 1,000 levels, or has "
            "text or bytes of 4 GB or more"
        ) from error


def loads(data: Any) -> Any:
    """Make the value of such bytes again.

    Parameters
    ----------
    data : bytes, bytearray, memoryview or mmap
        From `fi.dumps`, or any MessagePack without extensions of others. It may come from anyone: sizes are
        checked before memory is taken, and nothing in it is ever run.

    Returns
    -------
    object
        Arrays are read-only. Those of more than 1 kB, and the columns of arrow and polars frames, are views
        of `data`, which must not be changed while they are in use: copy what you want to write to.

    Raises
    ------
    InputError
        The bytes are damaged, cut off, followed by others, or were not made by `fi.dumps`.
    MissingExtraError
        msgpack is not installed. Where the library of a frame is not, it is Python's own ImportError.

    Examples
    --------
    >>> import fastind as fi
    >>> fi.loads(fi.dumps([1, 2.5, None, "AAPL"]))
    [1, 2.5, None, 'AAPL']
    >>> fi.loads(b"no MessagePack")
    Traceback (most recent call last):
    fastind.errors.InputError: these bytes are damaged, or fi.dumps did not make them: ...
    """
    need("cache", "msgpack")
    import msgpack

    try:
        memory = layout.aligned(data)
    except TypeError as error:
        raise ParameterError(f"loads takes bytes, got {type(data).__name__}") from error
    try:
        body, buffers = layout.split(memory)
        reader = _Reader(msgpack, buffers)
        value = reader.unpack(body)
        reader.refuse_rest()
    except ImportError:
        raise
    except Exception as error:
        raise InputError(f"these bytes are damaged, or fi.dumps did not make them: {_said(error)}") from error
    return value


def _said(error: Exception) -> str:
    if isinstance(error, InputError):
        return str(error)
    return f"{type(error).__name__} {str(error)[:300]}".strip()


class _Writer:
    """Packs values, extensions inside extensions by a packer a level, and collects buffers."""

    def __init__(self, msgpack: Any) -> None:
        self._msgpack = msgpack
        self._packers: list[Any] = []
        self._depth = 0
        self.buffers: list[memoryview] = []

    def pack(self, value: Any) -> bytes:
        """A value as MessagePack."""
        if self._depth == len(self._packers):
            size = 1024 if self._depth else 2**18
            self._packers.append(
                self._msgpack.Packer(default=self._extension, strict_types=True, buf_size=size)
            )
        packed: bytes = self._packers[self._depth].pack(value)
        return packed

    def _extension(self, value: Any) -> Any:
        """A value that MessagePack does not know, as one that it knows."""
        kind = kind_of(value)
        parts = kind.parts(value, self._memory)
        self._depth += 1
        if self._depth > DEPTH:
            raise ParameterError(f"tuples and other values lie inside each other more than {DEPTH} deep")
        try:
            return self._msgpack.ExtType(kind.code, self.pack(parts))
        finally:
            self._depth -= 1

    def _memory(self, buffer: Any) -> bytes | int:
        """Memory as bytes if it is small, else as the number of a buffer."""
        view = memoryview(buffer).cast("B") if buffer.nbytes else memoryview(b"")
        if view.nbytes <= INLINE:
            return view.tobytes()
        self.buffers.append(view)
        return len(self.buffers) - 1


class _Reader:
    """The other way; each buffer is used once, in order."""

    def __init__(self, msgpack: Any, buffers: list[memoryview]) -> None:
        self._msgpack, self._buffers = msgpack, buffers
        self._used = self._depth = 0

    def unpack(self, data: Any) -> Any:
        """A value of MessagePack."""
        return self._msgpack.unpackb(data, ext_hook=self._extension, strict_map_key=False, timestamp=3)

    def refuse_rest(self) -> None:
        """Every buffer must have been used."""
        if self._used != len(self._buffers):
            raise InputError(f"{len(self._buffers) - self._used} buffers belong to nothing")

    def _extension(self, code: int, data: Any) -> Any:
        kind = KINDS.get(code)
        if kind is None:
            raise InputError(f"there is an extension of type {code}, which is not one of fastind")
        self._depth += 1
        if self._depth > DEPTH:
            raise InputError(f"extensions lie inside each other more than {DEPTH} deep")
        try:
            return kind.value(self.unpack(data), self._memory)
        finally:
            self._depth -= 1

    def _memory(self, place: Any) -> memoryview:
        if isinstance(place, bytes):
            return memoryview(place)
        if type(place) is not int or place != self._used or place >= len(self._buffers):
            raise InputError(f"buffer {str(place)[:80]} is not the next one")
        self._used += 1
        return self._buffers[place]
