"""Labels of dates and codes: what may be one, and how people name them."""

import difflib
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from fastind._types import AnyArray, IntArray
from fastind.errors import InputError

BASIC = re.compile(r"\d{8}")
ADVICE = {
    "dates": "dates are whole numbers (20240131), dates or timestamps; parse text first, for example by "
    "pd.to_datetime or polars' str.to_date",
    "codes": "codes are text or whole numbers",
}


def plain(values: Any, name: str, what: str) -> tuple[AnyArray, str | None]:
    """Labels as a numpy array of text, whole numbers or datetime64, and their time zone."""
    import pyarrow as pa

    kind = values.type
    types = pa.types
    if values.null_count:  # among the categories
        raise InputError(f"{name} is missing in some rows: drop or fill them")
    if types.is_integer(kind):
        return _whole_numbers(values.to_numpy(zero_copy_only=False), what), None
    if what == "codes" and (
        types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind)
    ):
        return _text(values.to_pylist(), what), None
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
        if getattr(labels, "nlevels", 1) > 1:
            raise InputError(f"{what} may not have levels: {list(labels.names)}")
        raw = labels if isinstance(labels, np.ndarray) else getattr(labels, "array", labels)
        if isinstance(raw, np.ndarray) and raw.dtype.kind in "iuUM":
            return _of_numpy(raw, what), None
        try:
            array = pa.array(raw if not isinstance(raw, np.ndarray) else raw.tolist())
        except (pa.ArrowInvalid, pa.ArrowTypeError, TypeError) as error:
            values = list(labels)
            if what == "codes" and all(isinstance(v, (str, int, np.integer, tuple)) for v in values):
                return _text([str(v) for v in values], what), None
            raise InputError(f"{what} cannot be read ({error}): {ADVICE[what]}") from error
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if array.null_count:
        raise InputError(f"{what} may not be missing, {array.null_count} are")
    if what == "dates" and (pa.types.is_string(array.type) or pa.types.is_large_string(array.type)):
        return _text(array.to_pylist(), what), None
    return plain(array, what, what)


def _of_numpy(labels: AnyArray, what: str) -> AnyArray:
    if labels.dtype.kind in "iu":
        return _whole_numbers(labels, what)
    if labels.dtype.kind == "U":
        return _text(labels.tolist(), what)
    return labels.astype("datetime64[D]") if np.datetime_data(labels.dtype)[0] in "YMW" else labels


def _whole_numbers(labels: AnyArray, what: str) -> AnyArray:
    if labels.dtype == np.uint64 and labels.size and labels.max() > np.iinfo(np.int64).max:
        raise InputError(f"{what} must be below 2**63, {labels.max()} is not")
    return labels.astype(np.int64)


def _text(labels: list[str], what: str) -> AnyArray:
    if any("\0" in label for label in labels):
        raise InputError(f"{what} may not hold the character NUL")
    return np.array(labels, dtype=np.str_)


def _refuse_doubled(labels: AnyArray, what: str) -> None:
    distinct, counts = np.unique(labels, return_counts=True)
    if len(distinct) != len(labels):
        doubled = distinct[np.argmax(counts > 1)]
        raise InputError(f"{what} must be different from each other: {doubled} is there twice")


def end(value: Any, dates: AnyArray, zone: str | None, last: bool) -> Any:
    """An end of a range, as dates are kept; as the last one a bare day, month or year is all of it."""
    if dates.dtype.kind != "M":
        if not isinstance(value, (int, np.integer) if dates.dtype.kind == "i" else str):
            raise InputError(f"the dates are like {dates[:2].tolist()}: {value!r} is none")
        return value
    if last and is_bare(value):
        naive: Any = _parsed(value)[0]
        of = np.datetime_data(naive.dtype)[0]
        if of in ("Y", "M", "D") and of != np.datetime_data(dates.dtype)[0]:
            after = (naive + 1).astype("datetime64[us]")
            is_local = zone is not None and not isinstance(value, np.datetime64)
            there = moment(after.item(), zone) if is_local else after  # a day may have 23 or 25 hours
            return there.astype(dates.dtype) - 1
    return moment(value, zone)


def is_bare(value: Any) -> bool:
    """Is it a day, month or year without a time, as far as its type tells; 20240131 is a day."""
    if isinstance(value, np.datetime64):
        return np.datetime_data(value.dtype)[0] in ("Y", "M", "D")
    return isinstance(value, (str, int, np.integer, date)) and not isinstance(value, datetime)


def moment(value: Any, zone: str | None) -> Any:
    """A date, or text of one, as datetime64 as it is kept: in UTC, if the dates are in a time zone."""
    found, given_zone = _parsed(value)
    if isinstance(value, np.datetime64):
        return value
    if zone is None:
        if given_zone is not None:
            raise InputError(f"{value!r} has a time zone, and the dates have none")
        return found
    local = found.astype("datetime64[us]").item().replace(tzinfo=given_zone or zone_of(zone))
    return np.datetime64(local.astimezone(UTC).replace(tzinfo=None))


def _parsed(value: Any) -> tuple[Any, tzinfo | None]:
    """A date as datetime64 without its time zone, and that."""
    try:
        naive, zone = (value, None) if isinstance(value, np.datetime64) else _split(value)
        found = np.datetime64(naive)
    except (ValueError, TypeError) as error:
        raise InputError(f"{value!r} is not a date: {error}") from error
    if np.isnat(found):
        raise InputError(f"{value!r} is not a date")
    return found, zone


def _split(value: Any) -> tuple[Any, tzinfo | None]:
    """A date or text of one without its time zone, and that."""
    if isinstance(value, (str, int, np.integer)) and BASIC.fullmatch(str(value)):
        digits = str(value)
        value = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"  # numpy takes it for a year
    if isinstance(value, str):
        try:
            stamp = datetime.fromisoformat(value)
        except ValueError:
            return value, None  # numpy reads more: 2024-01
        return (stamp.replace(tzinfo=None), stamp.tzinfo) if stamp.tzinfo else (value, None)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None), value.tzinfo
    if isinstance(value, date):
        return value, None
    raise TypeError("give text, a date or a datetime")


def zone_of(name: str) -> tzinfo | None:
    """A time zone by its name (Asia/Shanghai) or its offset (+08:00)."""
    return datetime.fromisoformat(f"2000-01-01T00:00{name}").tzinfo if name[0] in "+-" else ZoneInfo(name)


def positions(wanted: Sequence[Any], labels: AnyArray, what: str) -> IntArray:
    """Where labels stand; one that is not there is an error that names near ones."""
    place = {label: k for k, label in enumerate(labels.tolist())}
    if len(set(wanted)) < len(wanted):
        raise InputError(f"the {what} that are wanted must be different from each other")
    missing = [label for label in wanted if label not in place]
    if missing:
        raise InputError(f"there is no {missing[0]!r} among the {what}{near(missing[0], place)}")
    return np.array([place[label] for label in wanted], np.intp)


def near(wanted: Any, names: Iterable[Any]) -> str:
    """A hint at names like the wanted one."""
    found = difflib.get_close_matches(str(wanted), list(map(str, names)), n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(found)}?" if found else ""
