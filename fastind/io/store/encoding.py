"""How each column is written: the encoding and the codec that a sample of it took the fewest bytes with.

Prices of few decimals are a fifth smaller by a dictionary that spans a whole row group, returns are not; the
sample decides (S&P 500 daily bars: 0.79 of the gzipped CSV, 1.12 with pyarrow's defaults).
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from fastind.errors import ParameterError
from fastind.io.store import kinds

Codec = Literal["zstd", "lz4", "none"]
CODECS: tuple[Codec, ...] = ("zstd", "lz4", "none")
LEVEL = 3
WORTH = 1.05  # a slower codec must save so much
DICTIONARY = 2**26  # bytes: a dictionary is never given up in the middle of a row group


@dataclass(frozen=True)
class Encoding:
    """One column's."""

    name: str
    codec: Codec


class Encodings:
    """Chooses once per column, when there are rows enough to tell."""

    def __init__(self, compression: str, level: int | None) -> None:
        if compression not in ("auto", *CODECS):
            raise ParameterError(f"compression must be auto, {', '.join(CODECS)}; got {compression!r}")
        if level is not None and (
            compression not in ("auto", "zstd")
            or not isinstance(level, int)
            or isinstance(level, bool)
            or not 1 <= level <= 22
        ):
            raise ParameterError(f"level is zstd's, 1 to 22; got {level!r} with compression {compression!r}")
        self._codecs = tuple(codec for codec in CODECS if compression in ("auto", codec))
        self._level = level or LEVEL
        self._chosen: dict[str, Encoding] = {}
        self._lock = Lock()  # parts are written two at a time, and try their columns once

    def options(self, sample: Any, enough: int) -> dict[str, Any]:
        """What `ParquetWriter` is to be told, by a sample that is kept in mind if it has enough rows."""
        with self._lock, ThreadPoolExecutor(2) as pool:
            new = [name for name in sample.column_names if name not in self._chosen]
            found = dict(
                zip(new, pool.map(lambda name: self._choice(sample.select([name])), new), strict=True)
            )
            if sample.num_rows >= enough:
                self._chosen.update(found)
            return self._as_options(
                {name: found.get(name) or self._chosen[name] for name in sample.column_names}
            )

    def _as_options(self, found: dict[str, Encoding]) -> dict[str, Any]:
        return {
            "use_dictionary": [name for name, e in found.items() if e.name == "DICTIONARY"],
            "column_encoding": {name: e.name for name, e in found.items() if e.name != "DICTIONARY"},
            "compression": {name: e.codec for name, e in found.items()},
            "compression_level": {name: self._level for name, e in found.items() if e.codec == "zstd"},
            "dictionary_pagesize_limit": DICTIONARY,
        }

    def _choice(self, column: Any) -> Encoding:
        kind = column.schema.types[0]
        names = _encodings(kind)
        first = self._codecs[0]
        best = (
            min(names, key=lambda name: self._size(column, Encoding(name, first))) if names[1:] else names[0]
        )
        sizes = {codec: self._size(column, Encoding(best, codec)) for codec in self._codecs}
        for codec in reversed(self._codecs):  # the fastest that is no larger than it is worth
            if sizes[codec] <= WORTH * min(sizes.values()):
                return Encoding(best, codec)
        raise AssertionError("the smallest is always small enough")

    def _size(self, column: Any, encoding: Encoding) -> int:
        sink = pa.BufferOutputStream()
        pq.write_table(column, sink, **self._as_options({column.column_names[0]: encoding}))
        return int(sink.getvalue().size)


def _encodings(kind: Any) -> list[str]:
    if kinds.is_text(kind):
        return ["DICTIONARY"]
    if pa.types.is_boolean(kind):
        return ["PLAIN"]
    if pa.types.is_floating(kind):
        return ["DICTIONARY", "PLAIN", "BYTE_STREAM_SPLIT"]
    return ["DICTIONARY", "DELTA_BINARY_PACKED", "BYTE_STREAM_SPLIT"]
