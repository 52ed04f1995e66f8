"""Which columns a store has, and what a frame must be to be appended: checked once, trusted then."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fastind.errors import InputError, ParameterError
from fastind.frames import labels, long
from fastind.io import given
from fastind.io.store import kinds, order

DEFAULT_KEYS = ("date", "code")
KEY_TYPES = {
    "date": (pa.types.is_integer, pa.types.is_date32, pa.types.is_timestamp),
    "code": (pa.types.is_integer, kinds.is_text),
}
"""Of keys of these names, as a Panel takes them; others may be of any type."""


@dataclass(frozen=True)
class Schema:
    """The keys and the type of every column that has been appended so far, keys first."""

    keys: tuple[str, ...]
    types: Mapping[str, Any]

    @property
    def order(self) -> tuple[str, ...]:
        """The keys as rows are sorted by them: the code first, so that a code's rows lie together."""
        return tuple(sorted(self.keys, key=lambda key: key != "code"))

    @property
    def values(self) -> tuple[str, ...]:
        """The columns that are not keys."""
        return tuple(name for name in self.types if name not in self.keys)

    def width(self, names: Any = None) -> int:
        """Bytes that a row takes in memory, about."""
        return max(1, sum(kinds.width(self.types[name]) for name in names or self.types))

    def arrow(self, names: Any = None) -> Any:
        """The Arrow schema of these columns; before the first append the keys are of no type."""
        return pa.schema([(name, self.types.get(name, pa.null())) for name in names or self.types])

    def column(self, name: Any) -> str:
        """A column's name, if it is one."""
        if isinstance(name, str) and name in self.types:
            return name
        raise InputError(
            f"the store has no column {name!r}{labels.near(name, self.types) or '.'} "
            f"It has {', '.join(self.types) or 'none yet'}"
        )

    def accept(self, frame: Any) -> tuple[Any, "Schema"]:
        """A frame as a table that may be kept, typed, sorted, each key once; and the schema then.

        The first key's text is a dictionary, as in a snapshot.
        """
        found = _table(frame, self.keys)
        columns = {}
        for name in (*self.keys, *(name for name in found if name not in self.keys)):
            _check_name(name)
            raw = found[name]
            known = self.types.get(name)
            if known is not None and pa.types.is_null(raw.type):
                columns[name] = pa.nulls(len(raw), known)
                continue
            if name == self.order[0] and kinds.has_labels(raw):
                labels = self._typed(raw.dictionary, name)
                columns[name] = pa.DictionaryArray.from_arrays(raw.indices, labels)
            else:
                columns[name] = self._typed(raw, name)
        for key in self.keys:
            columns[key] = _checked_labels(columns[key], key)
        types = {name: kinds.value_type(array.type) for name, array in columns.items()}
        lead = self.order[0]
        if kinds.is_text(types[lead]):
            columns[lead] = kinds.labelled(columns[lead])
        schema = replace(self, types={**self.types, **types})
        return order.sorted_once(pa.table(columns), schema.order), schema

    def _typed(self, raw: Any, name: str) -> Any:
        known = self.types.get(name)
        array = kinds.plain(raw, name)
        if known is not None and name not in self.keys and kinds.outgrows(array, known):
            known = pa.float64()  # the writer looks whether what is there can be kept so
        return array if known is None else kinds.exactly(array, known, name)


def checked_keys(keys: Any) -> tuple[str, ...]:
    """The names of the keys, as `open_store` takes them."""
    found = (keys,) if isinstance(keys, str) or not isinstance(keys, Iterable) else tuple(keys)
    if not found or not all(map(_is_name, found)) or len(set(found)) < len(found):
        raise ParameterError(f'keys must be different names, for example ("date", "code"); got {keys!r}')
    return found


def _table(frame: Any, keys: tuple[str, ...]) -> dict[str, Any]:
    """The columns of anything that is a table."""
    found = given.table(frame, "append")
    series = {key: _key(found, key) for key in keys}
    series.update((name, found.get_column(name)) for name in found.columns if name not in keys)
    return {name: _arrow(column, name) for name, column in series.items()}


def _key(frame: Any, key: str) -> Any:
    dates = long.index_dates(frame) if key == "date" and not long.has_key(frame, key) else None
    return long.key(frame, key) if dates is None else dates


def _arrow(column: Any, name: Any) -> Any:
    try:
        return column.to_arrow()
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
        raise InputError(f"column {name!r} cannot be kept: {error}; {kinds.ADVICE}") from error


def _check_name(name: Any) -> None:
    if not _is_name(name):
        raise InputError(f"columns of a store have names of text, got {name!r}")


def _is_name(name: Any) -> bool:
    return isinstance(name, str) and name != "" and "\0" not in name and kinds.is_unicode(name)


def checked_key(array: Any, key: str) -> Any:
    """A key column, if each of its values may name a row."""
    kind = array.type
    if key in KEY_TYPES and not any(is_one(kind) for is_one in KEY_TYPES[key]):
        example = next((value.as_py() for value in array if value.is_valid), None)
        advice = labels.ADVICE[f"{key}s"]
        raise InputError(f"key {key!r} has type {kind}, for example {example!r}: {advice}")
    _refuse(pc.is_null(array), key, "missing")
    if kinds.is_text(kind):
        _refuse(pc.equal(array, ""), key, "empty")
        _refuse(pc.match_substring(array, "\0"), key, "with the character NUL")
    if pa.types.is_floating(kind):
        _refuse(pc.is_nan(array), key, "NaN")
        return pc.add(array, pa.scalar(0.0, kind))  # -0.0 is 0.0
    return array


def _checked_labels(array: Any, key: str) -> Any:
    """The same of a dictionary, whose labels are few; if one is wrong, the rows tell whether it is used."""
    if not pa.types.is_dictionary(array.type):
        return checked_key(array, key)
    with suppress(InputError):
        checked_key(array.dictionary, key)
        return array
    return checked_key(array.dictionary_decode(), key)


def _refuse(rows: Any, key: str, what: str) -> None:
    n = pc.sum(rows).as_py()
    if n:
        raise InputError(f"key {key!r} is {what} in {n} rows, first in row {pc.index(rows, True).as_py()}")
