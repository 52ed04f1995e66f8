"""Columns of a frame beside those that a table has: what fits is cast, what would change is refused."""

import re
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fastind.errors import InputError
from fastind.frames.labels import near
from fastind.io.sql.columns import TYPES, Kind, kind_of

DECLARED = (
    (r".*(TIMESTAMPTZ|(TIMESTAMP|DATETIME).*WITH TIME ZONE)", Kind.ZONED),
    (r".*(TIMESTAMP|DATETIME)", Kind.TIME),
    (r"DATE$", Kind.DATE),
    (r"BOOL", Kind.BOOL),
    (r"(TINY|SMALL|MEDIUM|BIG)?INT(EGER|\d)?\b", Kind.WHOLE),
    (r"REAL|DOUBLE|FLOAT|NUMERIC|DECIMAL", Kind.FLOAT),
    (r".*(CHAR|TEXT|CLOB)", Kind.TEXT),
)
"""The kind that a declared type means, first match; any other type takes what the database lets it take."""
TAKES = {
    Kind.WHOLE: {Kind.BOOL},
    Kind.FLOAT: {Kind.WHOLE},
    Kind.TEXT: {Kind.DATE, Kind.TIME, Kind.ZONED},
}
"""What a column of a kind takes beside its own, and keeps exactly, but for large whole numbers."""
EXACT = re.compile("NUMERIC|DECIMAL")
"""Declared types of numbers that keep every whole one."""


def fitted(table: Any, declared: Mapping[str, str], target: str, ignores_case: bool) -> Any:
    """The table as its columns can go into those of the database, which has `declared` their types."""
    known = {_folded(name, ignores_case): kind for name, kind in declared.items()}
    strange = [name for name in table.column_names if _folded(name, ignores_case) not in known]
    if strange:
        hint = near(strange[0], declared) or "."
        raise InputError(
            f"table {target} has no column {', '.join(map(repr, strange))}{hint} It has "
            f"{', '.join(declared)}; leave it out, or add it by ALTER TABLE"
        )
    return pa.table(
        {
            name: _fitted(table[name].combine_chunks(), known[_folded(name, ignores_case)], name, target)
            for name in table.column_names
        }
    )


def _folded(name: str, ignores_case: bool) -> str:
    return name.lower() if ignores_case else name


def _fitted(array: Any, declared: str, name: str, target: str) -> Any:
    wanted = next((kind for form, kind in DECLARED if re.match(form, declared.upper())), None)
    given = kind_of(array)
    if wanted is None or wanted is given:
        return array
    if given is Kind.NULL:
        return array.cast(TYPES[wanted])
    if (wanted, given) == (Kind.WHOLE, Kind.FLOAT):
        return _whole(array, name, target)
    if (wanted, given) == (Kind.FLOAT, Kind.WHOLE) and not EXACT.match(declared.upper()):
        _check_floats(array, name, target)
    if given in TAKES.get(wanted, ()):
        return array.cast(TYPES[wanted]) if given is Kind.BOOL else array
    raise InputError(
        f"column {name!r} is {declared} in table {target}, and {given} here, for example "
        f"{array.drop_null()[:1].to_pylist()}: cast it first"
    )


def _check_floats(array: Any, name: str, target: str) -> None:
    """Refuse whole numbers that floats do not hold."""
    floats = array.cast(pa.float64(), safe=False)
    is_same = pc.and_(pc.less(floats, 2.0**63), pc.equal(floats.cast(pa.int64(), safe=False), array))
    row = pc.index(is_same, False).as_py()
    if row >= 0:
        raise InputError(
            f"column {name!r} is floats in table {target}: {array[row]} in row {row} (from 0) would be "
            "rounded, as not all whole numbers beyond 2**53 are floats; use a column of whole numbers or text"
        )


def _whole(array: Any, name: str, target: str) -> Any:
    """Floats as whole numbers, as which pandas has no holes."""
    try:
        return array.cast(pa.int64())
    except pa.ArrowInvalid as error:
        broken = pc.filter(array, pc.not_equal(array, pc.floor(array)))
        example = broken[0].as_py() if len(broken) else str(error)
        raise InputError(
            f"column {name!r} is whole numbers in table {target}: {example} cannot be kept; round it first"
        ) from error
