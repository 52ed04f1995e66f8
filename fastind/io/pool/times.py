"""Timestamps as int64: nanoseconds since 1970, ascending, each once."""

import re
from typing import Any

import numpy as np

from fastind._types import AnyArray
from fastind.errors import InputError, ParameterError

LONGEST = 2**63 // 10**9 - 1  # seconds that fit into nanoseconds
FIRST, LAST = 10**11, 10**14
"""Whole numbers of milliseconds from 1973 to 5138, as exchanges give them."""
NANOSECONDS = {
    unit: seconds * 10**9 for unit, seconds in {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}.items()
}
TIMEFRAME = re.compile(r"([1-9]\d{0,3})([smhdwM])")


def of_arrow(column: Any, told: str) -> tuple[AnyArray, str]:
    """A column of timestamps, dates, or whole milliseconds; whether it has a time zone."""
    import pyarrow as pa

    kind = column.type
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if column.null_count:
        raise InputError(f"{told} has {column.null_count} empty values: every row needs its time")
    if pa.types.is_integer(kind):
        return _of_milliseconds(column.to_numpy(zero_copy_only=False), told), "UTC"
    if not (pa.types.is_timestamp(kind) or pa.types.is_date(kind)):
        raise InputError(f"{told} is {kind}: it must be timestamps, dates, or whole milliseconds since 1970")
    zone = getattr(kind, "tz", None)
    try:
        stamps = column.cast(pa.timestamp("ns", zone)).cast(pa.int64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid as error:
        raise InputError(f"{told} has dates outside 1678 to 2261: {error}") from error
    return ascending(stamps, told), "naive" if zone is None else "UTC"


def of_numpy(stamps: AnyArray, has_zone: bool, told: str) -> tuple[AnyArray, str]:
    """The same of datetime64."""
    if np.isnat(stamps).any():
        raise InputError(f"{told} has {np.isnat(stamps).sum()} empty values: every row needs its time")
    seconds = stamps.astype("M8[s]").astype(np.int64)
    if seconds.size and np.abs(seconds).max() > LONGEST:
        raise InputError(f"{told} has dates outside 1678 to 2261")
    return ascending(stamps.astype("M8[ns]").view(np.int64), told), "UTC" if has_zone else "naive"


def ascending(stamps: AnyArray, told: str) -> AnyArray:
    """The stamps, if each is later than the one before."""
    wrong = np.flatnonzero(stamps[1:] <= stamps[:-1])
    if wrong.size:
        row = int(wrong[0]) + 1
        is_same = stamps[row] == stamps[row - 1]
        what = "the same as" if is_same else "before"
        advice = "drop the duplicates" if is_same else "sort the rows by time"
        raise InputError(
            f"{told} must ascend: row {row} ({np.datetime64(int(stamps[row]), 'ns')}) is {what} row "
            f"{row - 1} ({np.datetime64(int(stamps[row - 1]), 'ns')}): {advice}"
        )
    return stamps


def closes(opens: AnyArray, timeframe: str) -> AnyArray:
    """When each bar is over: the stamp of its beginning and the timeframe."""
    number, unit = checked_timeframe(timeframe)
    if unit == "M":
        months = opens.view("M8[ns]").astype("M8[M]")
        lengths = (months + number).astype("M8[ns]") - months.astype("M8[ns]")
        later: AnyArray = opens + lengths.astype(np.int64)
        return later
    return np.add(opens, number * NANOSECONDS[unit])


def checked_timeframe(timeframe: object) -> tuple[int, str]:
    """Its number and unit."""
    found = TIMEFRAME.fullmatch(timeframe) if isinstance(timeframe, str) else None
    if not found:
        raise ParameterError(
            f"a timeframe is a number and s, m, h, d, w or M, like '15m' or '1h': got {timeframe!r}"
        )
    return int(found[1]), found[2]


def _of_milliseconds(stamps: AnyArray, told: str) -> AnyArray:
    if stamps.size and (int(stamps.min()) < FIRST or int(stamps.max()) >= LAST):
        raise InputError(
            f"{told} has whole numbers that are no milliseconds since 1970 ({stamps.min()} to "
            f"{stamps.max()}): convert it to timestamps"
        )
    return ascending(stamps.astype(np.int64) * 1_000_000, told)
