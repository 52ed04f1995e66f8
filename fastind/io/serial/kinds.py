"""The extension types: for each kind of value its number, and how it becomes plain values and back.

A number is for ever: bytes that were kept by an older version must be read by a newer one.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

import numpy as np

from fastind.errors import InputError, ParameterError
from fastind.frames.named import named
from fastind.frames.panel import Panel
from fastind.io.serial import arrays, tables, times

Keep = Callable[[Any], Any]
"""Memory as something that MessagePack knows."""
Take = Callable[[Any], memoryview]
"""The memory again."""


class Kind(NamedTuple):
    """One extension type."""

    code: int
    parts: Callable[[Any, Keep], Any]
    value: Callable[[Any, Take], Any]


def kind_of(value: Any) -> Kind:
    """The extension type of a value; what has none is named, with what to do."""
    of = type(value)
    if of.__module__ == NAMED_TUPLES:
        return NAMED
    kind = OWN.get(of) or FOREIGN.get((of.__module__.partition(".")[0], of.__name__))
    if kind is None and isinstance(value, np.generic):
        return SCALAR
    if kind is None:
        raise ParameterError(
            f"a value of type {of.__module__}.{of.__qualname__} cannot be kept: {_advice(value)}"
        )
    return kind


def _advice(value: Any) -> str:
    if type(value).__name__ in ("NaTType", "NAType"):
        return "use None for what is missing"
    if isinstance(value, set | frozenset):
        return "use a sorted list"
    if isinstance(value, np.ma.MaskedArray):
        return "fill it, and keep the mask beside it"
    if hasattr(value, "collect") and type(value).__module__.startswith("polars"):
        return "collect() it first"
    for plain in (tuple, dict, list, str, bytes, int, float, np.ndarray, datetime):
        if isinstance(value, plain):
            return f"it is a subclass of {plain.__name__}, which would be lost; convert it"
    return "it must be numbers, text, dates, lists, tuples, dicts, arrays, frames or a Panel"


def _whole(value: int, keep: Keep) -> bytes:
    return value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True)


def _array(value: Any, keep: Keep) -> Any:
    *facts, memory = arrays.array_parts(value)
    return [*facts, keep(_plain(memory))]


def _array_from(parts: Any, take: Take) -> Any:
    dtype, shape, is_fortran, place = parts
    return arrays.array_from(dtype, shape, is_fortran, take(place))


def _plain(array: Any) -> Any:
    """An array's memory; dates have none that Python shows."""
    return array.reshape(-1).view(np.uint8) if array.size else np.empty(0, np.uint8)


def _scalar(value: Any, keep: Keep) -> Any:
    array = np.asarray(value)
    return [arrays.dtype_text(array.dtype), array.tobytes()]


def _scalar_from(parts: Any, take: Take) -> Any:
    dtype, data = parts
    return arrays.array_from(dtype, [], False, memoryview(data))[()]


def _panel(value: Any, keep: Keep) -> Any:
    return [{name: value[name] for name in value.fields}, value.dates, value.codes, value.zone]


def _panel_from(parts: Any, take: Take) -> Any:
    fields, dates, codes, zone = parts
    labels = [labels for labels in (dates, codes) if isinstance(labels, np.ndarray) and labels.ndim == 1]
    is_right = len(labels) == 2 and isinstance(fields, dict) and isinstance(zone, str | None)
    if not is_right or not all(isinstance(array, np.ndarray) for array in fields.values()):
        raise InputError("a Panel has parts that are none")
    return Panel(fields, dates, codes, zone)


def _named(value: Any, keep: Keep) -> Any:
    return [type(value).__name__, list(type(value)._fields), list(value)]


def _named_from(parts: Any, take: Take) -> Any:
    name, fields, values = parts
    if sum(map(len, [name, *fields])) > 10_000 or len(values) != len(fields):
        raise InputError("a named tuple has parts that are none")
    return named(name, tuple(fields))(*values)


def _arrow(value: Any, keep: Keep) -> Any:
    return keep(_bytes_of(tables.arrow_bytes(value)))


def _batch_from(parts: Any, take: Take) -> Any:
    import pyarrow as pa

    table = tables.arrow_from(take(parts))
    batches = table.to_batches() or [pa.RecordBatch.from_pylist([], schema=table.schema)]
    if len(batches) > 1:
        raise InputError(f"a record batch has {len(batches)} of them")
    return batches[0]


def _frame_from(parts: Any, take: Take) -> Any:
    return tables.pandas_from(tables.arrow_from(take(parts)))


def _series(value: Any, keep: Keep) -> Any:
    return [value.name, keep(_bytes_of(tables.pandas_parts(value.to_frame("values"))))]


def _series_from(parts: Any, take: Take) -> Any:
    name, place = parts
    return _frame_from(place, take)["values"].rename(name)


def _timestamp(value: Any, keep: Keep) -> Any:
    return [value.asm8.astype(np.int64).item(), value.unit, times.zone_parts(value.tzinfo)]


def _timestamp_from(parts: Any, take: Take) -> Any:
    import pandas as pd

    count, unit, zone = parts
    if unit not in ("s", "ms", "us", "ns") or type(count) is not int:
        raise InputError("a Timestamp has parts that are none")
    found = pd.Timestamp(np.datetime64(count, unit))
    return found if zone is None else found.tz_localize("UTC").tz_convert(times.zone_from(zone))


def _polars_series_from(parts: Any, take: Take) -> Any:
    name, place = parts
    return tables.polars_from(tables.arrow_from(take(place)))["values"].rename(name)


def _bytes_of(buffer: Any) -> Any:
    return np.frombuffer(buffer, np.uint8)


NAMED_TUPLES = named.__module__
"""Where those are made that indicators give; other named tuples have methods that would be lost."""
NAMED = Kind(17, _named, _named_from)
SCALAR = Kind(7, _scalar, _scalar_from)
ARRAY = Kind(6, _array, _array_from)
OWN: dict[type, Kind] = {
    int: Kind(1, _whole, lambda data, take: int.from_bytes(data, "little", signed=True)),
    tuple: Kind(2, lambda value, keep: list(value), lambda parts, take: tuple(parts)),
    date: Kind(3, lambda value, keep: times.date_parts(value), lambda text, take: date.fromisoformat(text)),
    datetime: Kind(
        4, lambda value, keep: times.datetime_parts(value), lambda parts, take: times.datetime_from(*parts)
    ),
    time: Kind(5, lambda value, keep: times.time_parts(value), lambda parts, take: times.time_from(*parts)),
    timedelta: Kind(8, lambda value, keep: times.span_parts(value), lambda parts, take: timedelta(*parts)),
    np.ndarray: ARRAY,
    np.memmap: ARRAY,
    Panel: Kind(9, _panel, _panel_from),
}
FOREIGN = {
    ("pyarrow", "Table"): Kind(10, _arrow, lambda parts, take: tables.arrow_from(take(parts))),
    ("pyarrow", "RecordBatch"): Kind(11, _arrow, _batch_from),
    ("pandas", "DataFrame"): Kind(
        12, lambda value, keep: keep(_bytes_of(tables.pandas_parts(value))), _frame_from
    ),
    ("pandas", "Series"): Kind(13, _series, _series_from),
    ("pandas", "Timestamp"): Kind(14, _timestamp, _timestamp_from),
    ("polars", "DataFrame"): Kind(
        15,
        lambda value, keep: keep(_bytes_of(tables.polars_parts(value))),
        lambda parts, take: tables.polars_from(tables.arrow_from(take(parts))),
    ),
    ("polars", "Series"): Kind(
        16,
        lambda value, keep: [value.name, keep(_bytes_of(tables.polars_parts(value.to_frame("values"))))],
        _polars_series_from,
    ),
}
KINDS = {kind.code: kind for kind in (SCALAR, NAMED, *OWN.values(), *FOREIGN.values())}
