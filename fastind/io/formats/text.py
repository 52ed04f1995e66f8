"""What text stands for: the narrowest type that holds every value of a column, found before any is kept."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fastind.errors import InputError
from fastind.io.store import kinds

WHOLE = r"^-?(0|[1-9][0-9]*)$"
NAME = r"^-?(0[0-9]+|[0-9]{19,})$"  # digits that are a name: as a number they would not be the same
UNITS = ("s", "ms", "us", "ns")
GUESSES = {
    "nothing": (),
    "number": (pa.int64(), pa.float64()),
    "bool": (pa.bool_(),),
    "moment": (
        pa.date32(),
        *(pa.timestamp(unit) for unit in UNITS),
        *(pa.timestamp(unit, "UTC") for unit in UNITS),
    ),
}
MISSING = ("", "NA", "N/A", "null", "NULL", "None")
TRUTHS = ("true", "false")


def types(tables: Iterable[Any], known: Mapping[str, Any], guesses: Sequence[str]) -> dict[str, Any]:
    """The type of every column of these tables: as known, else the narrowest; none if it has no value."""
    found: dict[str, _Column] = {}
    for table in tables:
        for name in table.column_names:
            column = found.setdefault(name, _Column(name, () if name in known else guesses))
            if name not in known:
                column.see(table[name])
    kinds_found = {name: known.get(name, column.kind) for name, column in found.items()}
    return {name: kind for name, kind in kinds_found.items() if not pa.types.is_null(kind)}


def typed(table: Any, types: Mapping[str, Any]) -> Any:
    """The table with all of these columns, in these types where it has text or nothing."""
    return pa.table({name: _typed(table, name, kind) for name, kind in types.items()})


class _Column:
    """What a column may be, by all that was seen of it."""

    def __init__(self, name: str, guesses: Sequence[str]) -> None:
        self._name, self._left = name, [kind for guess in guesses for kind in GUESSES[guess]]
        self._has_words, self._kind = "nothing" in guesses, pa.null()

    @property
    def kind(self) -> Any:
        """The narrowest type; null if there was no value."""
        return self._left[0] if kinds.is_text(self._kind) and self._left else self._kind

    def see(self, array: Any) -> None:
        """Look at some of the values."""
        kind = array.type
        if kinds.is_text(kind):
            array = _words(array) if self._has_words else array
            self._left = [one for one in self._left if _fits(array, one)]
        if array.null_count == len(array):
            return
        if not pa.types.is_null(self._kind) and kind != self._kind:
            if {self._kind, kind} != {pa.int64(), pa.float64()}:
                raise InputError(f"column {self._name!r} is {self._kind} in some rows and {kind} in others")
            kind = pa.float64()
        self._kind = kind


def _typed(table: Any, name: str, kind: Any) -> Any:
    if name not in table.column_names:
        return pa.nulls(table.num_rows, kind)
    column = table[name]
    try:
        if pa.types.is_null(column.type):
            return column.cast(kind)
        if kinds.is_text(column.type):
            return _parsed(column, kind)
        is_number = pa.types.is_integer(column.type) or pa.types.is_floating(column.type)
        return column.cast(kind) if is_number and pa.types.is_floating(kind) else column
    except pa.ArrowInvalid as error:
        raise InputError(f"column {name!r} is {kind}: {error}") from error


def _parsed(column: Any, kind: Any) -> Any:
    if kinds.is_text(kind):
        return column
    words = _words(column)
    if pa.types.is_integer(kind) and not _fits(words, kind):
        return words.cast(pa.float64()).cast(kind)  # 3.0 is whole, 3.5 is an error
    return words.cast(kind)


def _words(column: Any) -> Any:
    """Text without blanks around it; null where it says that there is nothing."""
    words = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.is_in(words, pa.array(MISSING)), None, words)


def _fits(words: Any, kind: Any) -> bool:
    if pa.types.is_integer(kind) and not _all(pc.match_substring_regex(words, WHOLE)):
        return False
    if pa.types.is_floating(kind) and not _all(pc.invert(pc.match_substring_regex(words, NAME))):
        return False
    if pa.types.is_boolean(kind) and not _all(pc.is_in(pc.utf8_lower(words.drop_null()), pa.array(TRUTHS))):
        return False
    try:
        words.cast(kind)
    except pa.ArrowInvalid:
        return False
    return True


def _all(mask: Any) -> bool:
    return pc.all(mask, min_count=0).as_py() is not False
