"""`verify`: every checksum and every row count of a store, compared with what was written."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from fastind.errors import StoreError, StoreUnreachable
from fastind.io.store.journal import unpacked
from fastind.io.store.manifest import SHELVES, Manifest, Reading, Record
from fastind.io.store.part import OpenPart, part_of
from fastind.io.store.places import Place


@dataclass(frozen=True)
class Problem:
    """Something that is not as it was written.

    Attributes
    ----------
    where : str
        The manifest, a batch of the journal, a part.
    what : str
    """

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True)
class Report:
    """What `verify` looked at, and what it found.

    Attributes
    ----------
    problems : tuple of Problem
    batches, parts, bytes : int
        How much was looked at, parts in bytes.
    """

    problems: tuple[Problem, ...]
    batches: int = 0
    parts: int = 0
    bytes: int = 0

    @property
    def ok(self) -> bool:
        """Is everything as it was written."""
        return not self.problems

    def __str__(self) -> str:
        looked = f"{self.batches} batches, {self.parts} parts of {self.bytes / 1e6:.1f} MB"
        return "\n".join([f"{looked}: {'all well' if self.ok else 'damaged'}", *map(str, self.problems)])


def verify(manifest: Manifest, place: Place) -> Report:
    """Read everything once; the transaction is over before the parts are read."""
    problems: list[Problem] = []
    opened: list[OpenPart] = []
    batches = 0
    try:
        with manifest.reading() as reading:
            batches = reading.head.batch
            problems += _in_manifest(reading)
            for record, detail in _sound(reading):
                try:
                    opened.append(part_of(record, reading.head.schema, detail).open(place))
                except StoreUnreachable:
                    raise
                except StoreError as error:
                    problems.append(Problem(f"part {record.id}", str(error)))
    except StoreUnreachable:
        raise
    except StoreError as error:
        problems.append(Problem("manifest", str(error)))
    for part in opened:
        problems += (Problem(f"part {part.part.number}", str(error)) for error in part.damage())
        part.close()
    return Report(tuple(problems), batches, len(opened), sum(part.size for part in opened))


def _sound(reading: Reading) -> Iterator[tuple[Record, bytes]]:
    for number, about, data in reading.rows("part"):
        if about is not None and data is not None:
            yield Record(number, about), data


def _in_manifest(reading: Reading) -> Iterator[Problem]:
    for line in reading.integrity():
        yield Problem("manifest", line)
    for shelf in SHELVES:
        count = 0
        for number, about, data in reading.rows(shelf):
            count += 1
            if about is None or data is None:
                yield Problem(f"{shelf} {number}", "its checksum differs")
            elif shelf != "part" and (why := wrong_rows(about, data)):
                yield Problem(f"{shelf} {number}", why)
        if count != getattr(reading.head, shelf):
            yield Problem(
                "manifest", f"it has {count} rows of {shelf}, {getattr(reading.head, shelf)} are counted"
            )


def wrong_rows(about: dict[str, Any], data: bytes) -> str:
    """What is wrong with a batch's rows; nothing if they are as they are described."""
    try:
        n = unpacked(data).num_rows
    except (pa.ArrowInvalid, OSError) as error:
        return str(error)
    wanted = about["rows"] if "rows" in about else about["extent"][0]
    return "" if n == wanted else f"it has {n} rows, {wanted} were written"
