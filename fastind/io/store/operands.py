"""A value that a column is compared with, as the column has it: of a moment the whole number behind it."""

import math
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from fastind.errors import InputError
from fastind.frames import labels
from fastind.io.store import kinds
from fastind.io.store.schema import Schema

LOWEST, HIGHEST = -(2**63), 2**63 - 1
# Attoseconds: numpy's finest unit, so that every moment is a whole number, as Python counts without end.
TICKS: dict[str, int] = {
    unit: 10 ** (18 - 3 * k) for k, unit in enumerate(("s", "ms", "us", "ns", "ps", "fs", "as"))
}
TICKS |= {unit: n * TICKS["s"] for unit, n in {"m": 60, "h": 3600, "D": 86400, "W": 7 * 86400}.items()}
BARE = re.compile(r"\d{8}|[+-]?\d{4,}(-\d\d(-\d\d)?)?")


@dataclass(frozen=True)
class Operand:
    """A value that the column can have, and where what was given lies: just below it, on it, just above."""

    number: Any
    side: int = 0

    @property
    def is_exact(self) -> bool:
        """Can the column have the very value that was given; NaN equals nothing."""
        return self.side == 0 and bool(self.number == self.number)


def operand(value: Any, column: str, schema: Schema, last: bool = False) -> Operand:
    """Read a value; a bare day, month or year as the last one is all of it."""
    kind = schema.types[column]
    if pa.types.is_temporal(kind):
        unit = "D" if pa.types.is_date32(kind) else kind.unit
        number, rest = divmod(_ticks(value, getattr(kind, "tz", None), last), TICKS[unit])
        return _within(number, int(rest > 0))
    raw = value.item() if isinstance(value, np.generic) else value
    if pa.types.is_boolean(kind) and isinstance(raw, bool):
        return Operand(int(raw))
    if kinds.is_text(kind) and isinstance(raw, str) and kinds.is_unicode(raw):
        return Operand(raw)
    if pa.types.is_integer(kind) and isinstance(raw, int) and not isinstance(raw, bool):
        return _within(raw, 0)
    if pa.types.is_integer(kind) and isinstance(raw, float) and column not in schema.keys:
        return _beside(raw)
    if pa.types.is_floating(kind) and isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _float(raw, kind)
    what = "key" if column in schema.keys else "column"
    raise InputError(f"{what} {column!r} is {kind} in this store; {value!r} is none")


def _within(number: int, side: int) -> Operand:
    """A whole number; one that is none of 64 bits lies beyond the last that is."""
    if number < LOWEST:
        return Operand(LOWEST, -1)
    return Operand(HIGHEST, 1) if number > HIGHEST else Operand(number, side)


def _beside(value: float) -> Operand:
    """A float among whole numbers."""
    if math.isnan(value):
        return Operand(value)
    if math.isinf(value):
        return Operand(HIGHEST, 1) if value > 0 else Operand(LOWEST, -1)
    return _within(math.floor(value), int(value != math.floor(value)))


def _float(value: float, kind: Any) -> Operand:
    """A float as the column would keep it; 0.0 is -0.0."""
    try:
        found = float(value)
    except OverflowError:
        return Operand(math.inf, -1) if value > 0 else Operand(-math.inf, 1)
    return Operand(float(pa.scalar(found).cast(kind).as_py()) + 0.0)


def _ticks(value: Any, zone: str | None, last: bool) -> int:
    """A moment in attoseconds since 1970, UTC if there is a time zone; with `last` the end of a bare date."""
    if last and labels.is_bare(value) and (not isinstance(value, str) or BARE.fullmatch(value)):
        like: Any = np.empty(0, "datetime64[us]")
        return _since_1970(labels.end(value, like, zone, last=True)) + TICKS["us"] - 1
    found = _since_1970(labels.moment(value, zone))
    return found + int(getattr(value, "nanosecond", 0)) * TICKS["ns"]  # of pandas, which numpy passes over


def _since_1970(moment: Any) -> int:
    unit, n = np.datetime_data(moment.dtype)
    if unit in ("Y", "M"):
        moment, unit, n = moment.astype("datetime64[D]"), "D", 1
    return int(moment.astype(np.int64)) * n * TICKS[unit]
