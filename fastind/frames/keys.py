"""Labels of dates and codes: what may be one, and where each row of a key column stands among them."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from fastind._types import AnyArray, IntArray
from fastind.errors import InputError

SAMPLE = 4096
ADVICE = {
    "dates": "dates are whole numbers (20240131), dates or timestamps; parse text first, for example by "
    "pd.to_datetime or polars' str.to_date",
    "codes": "codes are text or whole numbers",
}


@dataclass(frozen=True)
class Keys:
    """The sorted labels of a key column, and each row's position among them."""

    labels: AnyArray
    rows: IntArray
    zone: str | None = None
    """Time zone that the labels, which are UTC, are shown in."""


def factorised(column: Any, name: str, what: str) -> Keys:
    """The labels of a narwhals Series; `what` is "dates" or "codes"."""
    refuse_missing(column, name)
    runs = run_starts(column)
    indices, found = _encoded(arrow(column if runs is None else column[runs], name, what))
    labels, zone = plain(found, name, what)
    order = np.argsort(labels, kind="stable")
    if not np.array_equal(order, np.arange(len(order))):
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        indices = rank[indices]
    if runs is not None:
        indices = np.repeat(indices, np.diff(runs, append=len(column)))
    return Keys(labels[order], indices, zone)


def refuse_missing(column: Any, name: str) -> None:
    """A row without a key is no row."""
    if column.null_count():
        rows = np.flatnonzero(column.is_null().to_numpy())
        raise InputError(
            f"{name} is missing in {len(rows)} rows, the first is row {rows[0]}: drop or fill them"
        )


def run_starts(column: Any) -> IntArray | None:
    """First rows of the runs of equal values; None if runs are short.

    A frame sorted by its key is encoded in a fifth of the time by its runs (12.5 million text codes).
    """
    if len(column) < SAMPLE or len(_changes(column[:SAMPLE])) > SAMPLE // 8:
        return None
    found = _changes(column)
    return found if len(found) < len(column) // 4 else None


def _changes(column: Any) -> IntArray:
    changed = column[1:] != column[:-1]
    return np.concatenate([[0], np.flatnonzero(changed.to_numpy()) + 1])


def arrow(column: Any, name: str, what: str) -> Any:
    """The column as one pyarrow Array."""
    import pyarrow as pa

    native = column.to_native()
    if str(getattr(native, "dtype", "")) == "object":
        _refuse_mixed(native, name, what)
    try:
        values = column.to_arrow()
    except (pa.ArrowInvalid, pa.ArrowTypeError, TypeError) as error:
        raise InputError(f"{name} holds values of several types ({error}): {ADVICE[what]}") from error
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values


def _refuse_mixed(native: Any, name: str, what: str) -> None:
    """Objects of several types or time zones, with an example of each."""
    examples: dict[str, Any] = {}
    for value in native:
        zone = getattr(value, "tzinfo", None)
        examples.setdefault(type(value).__name__ + (f" in {zone}" if zone else ""), value)
    if len(examples) > 1:
        shown = ", ".join(f"{value!r} ({kind})" for kind, value in list(examples.items())[:3])
        raise InputError(f"{name} mixes types or time zones: {shown}; {ADVICE[what]}")


def _encoded(values: Any) -> tuple[IntArray, Any]:
    """Each value's position among the distinct ones, and those."""
    import pyarrow as pa

    if pa.types.is_dictionary(values.type) and _has_doubles(values.dictionary):
        values = values.dictionary_decode()
    encoded = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
    used = encoded.dictionary
    indices = encoded.indices.to_numpy(zero_copy_only=False).astype(np.intp)
    if encoded is values:  # a category may have no rows
        present, indices = np.unique(indices, return_inverse=True)
        used = used.take(pa.array(present))
    return indices, used


def _has_doubles(categories: Any) -> bool:
    return not categories.null_count and len(categories.unique()) < len(categories)


def plain(values: Any, name: str, what: str) -> tuple[AnyArray, str | None]:
    """Labels as a numpy array of text, whole numbers or datetime64, and their time zone."""
    import pyarrow as pa

    kind = values.type
    types = pa.types
    if values.null_count:  # among the categories
        raise InputError(f"{name} is missing in some rows: drop or fill them")
    if types.is_integer(kind):
        return values.to_numpy(zero_copy_only=False).astype(np.int64), None
    if what == "codes" and (
        types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind)
    ):
        return np.array(values.to_pylist(), dtype=np.str_), None
    if what == "dates" and (types.is_date(kind) or types.is_timestamp(kind)):
        return values.to_numpy(zero_copy_only=False), getattr(kind, "tz", None)
    if len(values) == 0:
        return np.array([], np.str_ if what == "codes" else "datetime64[D]"), None
    raise InputError(f"{name} has type {kind}, for example {values[0].as_py()!r}: {ADVICE[what]}")


def given(labels: Any, n: int, what: str) -> tuple[AnyArray, str | None]:
    """Labels that a caller gave for `n` rows or columns, as a typed array, and their time zone."""
    if labels is None:
        return np.arange(n), None
    found, zone = _typed(labels, what)
    if found.ndim != 1 or len(found) != n:
        raise InputError(f"{what} must be one label for each of {n}, got {len(found)}")
    if found.dtype.kind == "M" and np.isnat(found).any():
        raise InputError(f"{what} may not be missing, {np.isnat(found).sum()} are")
    _refuse_doubled(found, what)
    return found, zone


def _typed(labels: Any, what: str) -> tuple[AnyArray, str | None]:
    import pyarrow as pa

    if isinstance(labels, (pa.Array, pa.ChunkedArray)):
        array = labels
    else:
        raw = labels if isinstance(labels, np.ndarray) else getattr(labels, "array", labels)
        if isinstance(raw, np.ndarray) and raw.dtype.kind in "iuUM":
            return raw.astype(np.int64) if raw.dtype.kind in "iu" else raw, None
        try:
            array = pa.array(raw if not isinstance(raw, np.ndarray) else raw.tolist())
        except (pa.ArrowInvalid, pa.ArrowTypeError, TypeError) as error:
            values = list(labels)
            if what == "codes" and all(isinstance(v, (str, int, np.integer, tuple)) for v in values):
                return np.array([str(v) for v in values]), None
            raise InputError(f"{what} are of several types ({error}): {ADVICE[what]}") from error
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if array.null_count:
        raise InputError(f"{what} may not be missing, {array.null_count} are")
    if what == "dates" and (pa.types.is_string(array.type) or pa.types.is_large_string(array.type)):
        return np.array(array.to_pylist(), dtype=np.str_), None
    return plain(array, what, what)


def _refuse_doubled(labels: AnyArray, what: str) -> None:
    distinct, counts = np.unique(labels, return_counts=True)
    if len(distinct) != len(labels):
        doubled = distinct[np.argmax(counts > 1)]
        raise InputError(f"{what} must be different from each other: {doubled} is there twice")


def end(value: Any, dates: AnyArray, zone: str | None, last: bool) -> Any:
    """An end of a range of dates, as they are kept; a bare day as the last end is the whole day."""
    if dates.dtype.kind != "M":
        return value
    is_day = (isinstance(value, str) and len(value) <= 10) or type(value).__name__ == "date"
    try:
        found = np.datetime64(utc(value, zone))
    except (ValueError, TypeError) as error:
        raise InputError(f"{value!r} is not a date: {error}") from error
    unit = np.datetime_data(dates.dtype)[0]
    whole_day = last and is_day and unit != "D"
    return found + np.timedelta64(1, "D") - np.timedelta64(1, unit) if whole_day else found  # type: ignore[call-overload]


def utc(date: Any, zone: str | None) -> Any:
    """A date as it is kept: in UTC, if the dates are in a time zone."""
    if zone is None or isinstance(date, np.datetime64):
        return date
    local = datetime.fromisoformat(str(date))
    local = local if local.tzinfo else local.replace(tzinfo=zone_of(zone))
    return local.astimezone(UTC).replace(tzinfo=None)


def zone_of(name: str) -> tzinfo | None:
    """A time zone by its name (Asia/Shanghai) or its offset (+08:00)."""
    return datetime.fromisoformat(f"2000-01-01T00:00{name}").tzinfo if name[0] in "+-" else ZoneInfo(name)


def positions(wanted: Sequence[Any], labels: AnyArray, what: str) -> IntArray:
    """Where labels stand; one that is not there is an error that names near ones."""
    place = {label: k for k, label in enumerate(labels.tolist())}
    missing = [label for label in wanted if label not in place]
    if missing:
        raise InputError(f"there is no {missing[0]!r} among the {what}{near(missing[0], place)}")
    return np.array([place[label] for label in wanted], np.intp)


def near(wanted: Any, names: Iterable[Any]) -> str:
    """A hint at names like the wanted one."""
    found = difflib.get_close_matches(str(wanted), list(map(str, names)), n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(found)}?" if found else ""
