"""The types of a store's columns, and how values of other types become one of them: exactly or not at all."""

import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fastind.errors import InputError
from fastind.frames import labels

EXACT = 2**53  # below this a float has every whole number
ADVICE = "columns are whole numbers, floats, text, bool, dates or timestamps; cast it first"


def named(text: str) -> Any:
    """The Arrow type of which this is the text."""
    zoned = re.fullmatch(r"timestamp\[(\w+), tz=(.+)\]", text)
    return (
        pa.timestamp(*zoned.groups()) if zoned else pa.type_for_alias(text.replace("date32[day]", "date32"))
    )


def is_text(kind: Any) -> bool:
    """Is it one of Arrow's types of text."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def is_unicode(text: str) -> bool:
    """Can it be kept: half a surrogate pair cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def value_type(kind: Any) -> Any:
    """The type of the values, of which a dictionary has the distinct ones."""
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def has_labels(array: Any) -> bool:
    """Is it a dictionary of few texts, and a text in every row."""
    return (
        isinstance(array, pa.DictionaryArray)
        and is_text(array.type.value_type)
        and len(array.dictionary) <= len(array)
        and array.null_count == array.dictionary.null_count == 0
    )


def labelled(array: Any) -> Any:
    """Text as a dictionary of the values that it has, each once, ascending."""
    found = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    is_used = np.zeros(len(found.dictionary), bool)
    is_used[found.indices.to_numpy()] = True
    labels = found.dictionary.filter(pa.array(is_used)).unique().sort()
    place = pc.index_in(found.dictionary, value_set=labels)
    return pa.DictionaryArray.from_arrays(place.take(found.indices), labels)


def plain(column: Any, name: str) -> Any:
    """A column as one array of a type that a store keeps."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(array, pa.ChunkedArray):  # text of more than 2 GB
        array = pa.concat_arrays(array.cast(pa.large_string()).chunks)
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    kind = array.type
    types = pa.types
    if types.is_null(kind):
        raise InputError(
            f"column {name!r} holds nothing but nulls, so its type is unknown: cast it, or leave it out"
        )
    if types.is_integer(kind):
        return _cast(array, pa.int64(), name)
    if types.is_float16(kind):
        return array.cast(pa.float32())
    if is_text(kind):
        return _cast(array, pa.string(), name)
    if types.is_date64(kind):
        return _cast(array, pa.date32(), name)
    if types.is_timestamp(kind):
        _check_zone(kind.tz, name)
        return array
    if types.is_floating(kind) or types.is_boolean(kind) or types.is_date32(kind):
        return array
    raise InputError(f"column {name!r} has type {kind}: {ADVICE}")


def exactly(array: Any, kind: Any, name: str) -> Any:
    """The same values in the type that the store has; what would not be the same is an error."""
    if array.type == kind:
        return array
    if _family(array.type) != _family(kind):
        raise InputError(
            f"column {name!r} is {kind} in this store, and {array.type} here, for example "
            f"{_example(array)!r}: cast it first"
        )
    if pa.types.is_floating(array.type) and pa.types.is_integer(kind):
        array = pc.if_else(pc.is_nan(array), pa.scalar(None, array.type), array)  # whole numbers have no NaN
    there = _cast(array, kind, name)
    back = there.cast(array.type, safe=False)
    same = pc.equal(back, array)
    if pa.types.is_floating(array.type):
        same = pc.or_(same, pc.and_(pc.is_nan(back), pc.is_nan(array)))
    if pc.all(same, skip_nulls=True).as_py() is False:
        value = array[pc.index(same, False).as_py()].as_py()
        raise InputError(f"column {name!r} is {kind} in this store: {value!r} cannot be kept exactly")
    return there


def outgrows(array: Any, kind: Any) -> bool:
    """Do floats come to a column of whole numbers."""
    if not (pa.types.is_integer(kind) and pa.types.is_floating(array.type)):
        return False
    numbers = array.filter(pc.invert(pc.is_nan(array)))
    is_whole = pc.and_(pc.equal(pc.floor(numbers), numbers), pc.less(pc.abs(numbers), 2.0**63))
    return pc.all(is_whole, min_count=0).as_py() is False


def physical(array: Any) -> Any:
    """Key values as they are compared: dates and timestamps are whole numbers."""
    types = pa.types
    if types.is_date32(array.type):
        return array.view(pa.int32()).cast(pa.int64())
    if types.is_timestamp(array.type):
        return array.view(pa.int64())
    return array.cast(pa.int64()) if types.is_boolean(array.type) else array


def width(kind: Any) -> int:
    """Bytes that a value takes, about."""
    return 16 if is_text(kind) else max(1, kind.bit_width // 8)


def _cast(array: Any, kind: Any, name: str) -> Any:
    try:
        return array.cast(kind)
    except pa.ArrowInvalid as error:
        raise InputError(f"column {name!r} cannot be kept as {kind}: {error}") from error


def _check_zone(zone: str | None, name: str) -> None:
    try:
        labels.zone_of(zone or "UTC")
    except (KeyError, ValueError, OSError) as error:
        raise InputError(
            f"column {name!r} is in the time zone {zone!r}, which is not known: {error}"
        ) from error


def _family(kind: Any) -> str:
    types = pa.types
    if types.is_integer(kind) or types.is_floating(kind):
        return "number"
    if types.is_date(kind) or types.is_timestamp(kind):
        return "zoned" if getattr(kind, "tz", None) else "time"
    return str(kind)


def _example(array: Any) -> Any:
    return next((value.as_py() for value in array if value.is_valid), None)
