"""The formats that a store is exported to and imported from.

Each is a module that keeps the contract `Module`, and is loaded when it is asked for. What they share:
`exporting` gives a whole file its name at the end, `importing` appends batch by batch, `text` finds the types
of what is only written, and `batches` puts small tables together.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

from fastind.errors import ParameterError


class Module(Protocol):
    """What each format can do; nothing is held in memory that grows with the number of rows."""

    def write(self, batches: Iterable[Any], schema: Any, path: Any) -> None:
        """Write Arrow tables of this schema to a path; all but HDF5 and npy also to a binary stream."""

    def read(self, path: Path) -> Iterator[Any]:
        """Read Arrow tables, of types as far as the file knows them."""


@dataclass(frozen=True)
class Format:
    """One row of the table of formats.

    Attributes
    ----------
    suffixes : names of files end so, the first one is ours
    guesses : what text may stand for, where the file knows of no other types
    """

    name: str
    suffixes: tuple[str, ...]
    guesses: tuple[str, ...] = ()

    @property
    def module(self) -> Module:
        """The module that reads and writes it."""
        return cast(Module, import_module(f"{__name__}.{self.name}"))


FORMATS = {
    one.name: one
    for one in (
        Format("parquet", (".parquet", ".pq")),
        Format("csv", (".csv",), ("nothing", "number", "bool", "moment")),
        Format("jsonl", (".jsonl", ".ndjson"), ("moment",)),
        Format("hdf5", (".h5", ".hdf5")),
        Format("npy", (".npy",)),
    )
}


def named(name: str) -> Format:
    """The format of this name."""
    if name not in FORMATS:
        raise ParameterError(f"format must be {', '.join(FORMATS)}; got {name!r}")
    return FORMATS[name]


def of_suffix(path: Path) -> Format | None:
    """The format that a path's name tells, if it does."""
    found = [one for one in FORMATS.values() if path.suffix.lower() in one.suffixes]
    return found[0] if found else None


def suffixes() -> str:
    """Every suffix that tells a format, for messages."""
    return ", ".join(suffix for one in FORMATS.values() for suffix in one.suffixes)
