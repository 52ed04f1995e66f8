"""Parts: sealed rows as Parquet files, sorted, in row groups whose extents the manifest knows."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fastind.errors import StoreCorrupt, StoreError
from fastind.io.store.checked import Checked, Checksums, Source, crc_bytes
from fastind.io.store.encoding import Encodings
from fastind.io.store.extent import Bounds, Extent, union
from fastind.io.store.lazy import lazy
from fastind.io.store.manifest import Reading, Record, Row
from fastind.io.store.places import Place
from fastind.io.store.schema import Schema

# Larger groups compress better and are faster to read whole; smaller ones are faster to read from.
GROUP = 2**17
GROUP_BYTES = 2**24
GROUPS = 8
# A part that will be merged has so much smaller ones: each slice of a merge reads its own, not all again.
LOOSE = 4
READ_BYTES = 2**24  # row groups are read together as far as they take no more, before rows are chosen

ORIGIN = "fastind"  # the key of what a part's own metadata say of it


def group_rows(schema: Schema) -> int:
    """Rows in a row group: fewer where a row has hundreds of columns."""
    return max(2**10, min(GROUP, GROUP_BYTES // schema.width()))


def part_rows(schema: Schema) -> int:
    """Rows in a part that is as large as parts become."""
    return GROUPS * group_rows(schema)


def file_name(number: int) -> str:
    """The name of a part's file."""
    return f"{number:08d}.parquet"


@dataclass(frozen=True)
class Part:
    """A sealed part, as the manifest knows it.

    Attributes
    ----------
    rank : int
        Of two parts with the same key the one with the higher rank is right.
    run : int
        The parts that one sealing or compaction made: no two of them hold the same key.
    detail : bytes
        The extents of its row groups, the crcs of its blocks, its footer.
    """

    number: int
    rank: int
    run: int
    size: int
    columns: tuple[str, ...]
    extent: Extent
    detail: bytes
    schema: Schema

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return self.extent.rows

    @property
    def file(self) -> str:
        """The file's name in the place."""
        return file_name(self.number)

    @lazy
    def _detail(self) -> tuple[bytes, bytes, bytes]:
        groups, _, rest = self.detail.partition(b"\n")
        n = crc_bytes(self.size)
        return groups, rest[:n], rest[n:]

    @lazy
    def groups(self) -> list[Extent]:
        """The extents of the row groups."""
        return [Extent.from_json(group, self.schema) for group in json.loads(self._detail[0])]

    @property
    def crcs(self) -> bytes:
        """The crc of each block."""
        return self._detail[1]

    @lazy
    def footer(self) -> Any:
        """The file's own metadata; kept here too, so that neither a query nor a repair reads them there."""
        return pq.read_metadata(pa.BufferReader(self._detail[2]))

    def overlaps(self, other: "Part") -> bool:
        """May both hold the same key."""
        return self.extent.overlaps(other.extent)

    def open(self, place: Place) -> "OpenPart":
        """Open the file; it stays readable when it is removed afterwards."""
        found = self.open_as_it_is(place)
        if found.size != self.size:
            found.close()
            raise StoreCorrupt(
                f"{found.name} has {found.size} bytes, it was sealed with {self.size}; "
                "`fastind store repair` drops what is damaged"
            )
        return found

    def open_as_it_is(self, place: Place) -> "OpenPart":
        """The same for a file that may be cut, or be too long."""
        return OpenPart(self, place.open(self.file))


def part_of(record: Record, schema: Schema, detail: bytes) -> Part:
    """A part from its row in the manifest."""
    about = record.about
    columns, extent = tuple(about["columns"]), Extent.from_json(about["extent"], schema)
    return Part(record.id, about["rank"], about["run"], about["size"], columns, extent, detail, schema)


class OpenPart:
    """A part whose file is open."""

    def __init__(self, part: Part, source: Source) -> None:
        self.part, self.name, self.size = part, source.name, source.size
        self._file = Checked(source, part.size, part.crcs)

    @property
    def rank(self) -> int:
        """Which write wins."""
        return self.part.rank

    @property
    def extents(self) -> list[Extent]:
        """What can be read by itself."""
        return self.part.groups

    def read(self, bounds: Bounds, columns: list[str]) -> Iterator[Any]:
        """The wanted rows, as tables in order; the first key's text comes as a dictionary."""
        for read in self.reads(bounds, columns):
            table = read()
            if table.num_rows:
                yield table

    def reads(self, bounds: Bounds, columns: list[str]) -> Iterator[Callable[[], Any]]:
        """The same table by table, as calls that may be made in any thread; a table may be empty."""
        rows, some = READ_BYTES // self.part.schema.width(self._there(columns)), list[int]()
        for k, group in enumerate(self.part.groups):
            if bounds.meets(group):
                if some and sum(self.part.groups[j].rows for j in some) + group.rows > rows:
                    yield partial(self._read, some, bounds, columns)
                    some = []
                some = [*some, k]
        if some:
            yield partial(self._read, some, bounds, columns)

    def _read(self, groups: list[int], bounds: Bounds, columns: list[str]) -> Any:
        found = self.table(groups, self._there(columns))
        table = conform(found, columns, self.part.schema)  # Parquet has no seconds
        is_whole = all(bounds.holds(self.part.groups[k]) for k in groups)
        return table if is_whole else bounds.of(table)

    def _there(self, columns: list[str]) -> list[str]:
        return [name for name in columns if name in self.part.columns]

    def table(self, groups: list[int], columns: list[str]) -> Any:
        """These columns of these row groups, as they are in the file."""
        ranges = [
            (start, end) for k in groups for start, end in _ranges(self.part.footer.row_group(k), columns)
        ]
        file = pq.ParquetFile(
            pa.BufferReader(self._file.buffer(ranges)),
            metadata=self.part.footer,
            read_dictionary=[self.part.schema.order[0]],
        )
        return file.read_row_groups(groups, columns=columns).unify_dictionaries()

    def damage(self) -> Iterator[StoreError]:
        """An error for each block that is not as it was written."""
        return self._file.damage()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _ranges(group: Any, columns: list[str]) -> Iterator[tuple[int, int]]:
    """Where these columns of a row group begin and end in the file."""
    for k in range(group.num_columns):
        chunk = group.column(k)
        if chunk.path_in_schema in columns:
            start = min(filter(None, (chunk.dictionary_page_offset, chunk.data_page_offset)))
            yield start, start + chunk.total_compressed_size


def conform(table: Any, columns: list[str], schema: Schema) -> Any:
    """These columns in this order: null where the table has none, the first key's text as a dictionary."""
    arrays, there = {}, set(table.column_names)
    for name in columns:
        kind = schema.types.get(name, pa.null())
        if name not in there:
            arrays[name] = pa.nulls(table.num_rows, kind)
        elif name == schema.order[0] and pa.types.is_string(kind):
            column = table[name]
            arrays[name] = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        else:
            arrays[name] = table[name].cast(kind)
    return pa.table(arrays)


class NewPart:
    """A part that is being written, in row groups."""

    def __init__(
        self, place: Place, number: int, rank: int, run: int, schema: Schema, encodings: Encodings
    ) -> None:
        self.number, self._schema, self._encodings = number, schema, encodings
        self._origin = {"keys": schema.keys, "rank": rank, "run": run}
        self._file = place.create(file_name(number))
        self._sink = Checksums(self._file)
        self._writer: Any = None
        self._groups: list[Extent] = []
        self.rows = 0

    def write(self, table: Any, step: int) -> None:
        """Write sorted rows, which come after all that were written, in row groups of `step` rows."""
        arrow = self._schema.arrow(table.column_names)
        if self._writer is None:
            full = group_rows(self._schema)
            options = self._encodings.options(table.slice(0, full).cast(arrow), full // 2)
            # The origin and checksums are in the file too: `repair` makes a lost manifest again from parts.
            marked = arrow.with_metadata({ORIGIN: json.dumps(self._origin)})
            self._writer = pq.ParquetWriter(self._sink, marked, write_page_checksum=True, **options)
        for start in range(0, table.num_rows, step):
            group = table.slice(start, step)
            self._groups.append(Extent.of(group, self._schema))
            self._writer.write_table(group.cast(arrow), row_group_size=step)
        self.rows += table.num_rows

    def finish(self) -> None:
        """Make the file durable."""
        self._writer.close()
        self._file.finish()

    def discard(self) -> None:
        """Leave nothing behind."""
        self._file.discard()

    def row(self) -> Row:
        """The finished part's row in the manifest."""
        about = {
            "rank": self._origin["rank"],
            "run": self._origin["run"],
            "size": self._sink.size,
            "columns": self._writer.schema.names,
            "extent": union(self._groups).to_json(),
        }
        groups = json.dumps([group.to_json() for group in self._groups], ensure_ascii=False)
        footer = pa.BufferOutputStream()
        self._writer.writer.metadata.write_metadata_file(footer)
        detail = groups.encode() + b"\n" + self._sink.crcs() + footer.getvalue().to_pybytes()
        return "part", self.number, about, detail


def parts(reading: Reading, schema: Schema, bounds: Bounds | None = None) -> list[Part]:
    """The parts that may hold wanted rows, oldest first."""
    found = []
    for record in reading.records("part"):
        extent = Extent.from_json(record.about["extent"], schema)
        if bounds is None or bounds.meets(extent):
            found.append(part_of(record, schema, reading.data("part", record.id)))
    return sorted(found, key=lambda part: (part.rank, part.number))
