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
"""What a column of a kind takes beside its own, and keeps exactly."""


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
    if given in TAKES.get(wanted, ()):
        return array.cast(TYPES[wanted]) if given is Kind.BOOL else array
    raise InputError(
        f"column {name!r} is {declared} in table {target}, and {given} here, for example "
        f"{array.drop_null()[:1].to_pylist()}: cast it first"
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
