"""`compute` on frames: long ones, one security's, and lazy ones."""

from collections.abc import Callable, Mapping
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np

from fastind._types import AnyArray, IntArray
from fastind.api.indicator import BoundIndicator, is_lazy
from fastind.api.plan import needed, passed
from fastind.errors import HoleError, InputError
from fastind.frames import long
from fastind.frames.keys import factorised
from fastind.kernels import threads

Bound = Mapping[str, BoundIndicator]
TEXT = (nw.String, nw.Categorical, nw.Enum)

# Columns of whole numbers with these names, in any case, are not passed over as if they were fields.
LIKE_CODES = {
    "code",
    "codes",
    "symbol",
    "ticker",
    "permno",
    "gvkey",
    "instrument",
    "security",
    "sid",
    "asset",
}
LIKE_DATES = {"date", "dates", "day", "time", "timestamp", "datetime", "dt", "ts", "trade_date"}


def compute(data: Any, bound: Bound, date: str, code: str) -> Any:
    """The frame with a new column for each result."""
    if is_lazy(data):
        return lazily(data, lambda frame: compute(frame, bound, date, code))
    frame = long.narwhal(data)
    if frame is None:
        raise InputError(
            "compute takes a Panel, a long frame, one security's frame or a mapping of field names to numpy "
            f"arrays, got {type(data).__name__}"
        )
    keys = [name for name in (date, code) if name in frame.columns]
    fields = needed(bound, [name for name in frame.columns if name not in keys], frame.columns)
    text = _groups_of_text(frame, bound, fields)
    numbered = frame.with_columns(_numbered(frame, name) for name in text) if text else frame
    results = (_of_long if long.has_key(frame, code) else _of_one)(numbered, fields, bound, date, code)
    return long.with_columns(frame, results, [name for name in fields if name not in text])


def _of_long(frame: Any, fields: list[str], bound: Bound, date: str, code: str) -> dict[str, AnyArray]:
    whole = long.opened(frame, date, code)
    if not whole.is_dense and all(_skips(entry) for entry in bound.values()):
        whole = whole.packed()
    results: dict[str, AnyArray] = {}
    crosses = any(entry.indicator._spec.crosses for entry in bound.values())
    if crosses:
        whole.refuse_empty(date, len(fields))
        _refuse_unnamed(bound)
    for part in [whole] if crosses else whole.parts():
        try:
            found = passed(_each(fields, part.table), bound, {}, part.codes)
        except HoleError as hole:
            raise hole.labelled(part.codes, part.dates) from None
        if part.rows is not None and not results:
            results = {name: np.empty(len(frame), table.dtype) for name, table in found.items()}
        results |= _each(list(found), lambda name: part.column(found[name], results.get(name)))  # noqa: B023
    return results


def _refuse_unnamed(bound: Bound) -> None:
    """A long frame has its codes in any order: a list of labels would be anybody's."""
    for key, entry in bound.items():
        for name, values in entry.sides.items():
            if not all(isinstance(value, (str, Mapping)) or _is_series(value) for value in values):
                raise InputError(
                    f"{key}: for a long frame {name} is a column's name, or a mapping or Series by code"
                )


def _is_series(value: Any) -> bool:
    return getattr(value, "ndim", 0) == 1 and not callable(getattr(value, "index", len))


def _groups_of_text(frame: Any, bound: Bound, fields: list[str]) -> list[str]:
    """Columns of text that groups are taken from."""
    groups = [name for entry in bound.values() for name in entry.sides.get("group", ())]
    return [name for name in fields if name in groups and frame.schema[name] in TEXT]


def _numbered(frame: Any, name: str) -> Any:
    """A column of text with a number for each text; no text is NaN."""
    found = frame.get_column(name).to_arrow().dictionary_encode()
    values = found.indices.cast("float64").to_numpy(zero_copy_only=False)
    return nw.new_series(name, values, nw.Float64, backend=frame.implementation)


def _skips(entry: BoundIndicator) -> bool:
    """Does a date without a row make no difference to it."""
    of = entry.indicator
    return of.gaps == "skip" and entry.params.get("nan", of.params["nan"]) == "skip"


def _each(names: list[str], work: Callable[[str], AnyArray]) -> dict[str, AnyArray]:
    """What the work gives for each name, side by side: random access to memory waits, it does not compute."""
    found: list[Any] = [None] * len(names)

    def one(k: int) -> None:
        found[k] = work(names[k])

    threads.each(one, range(len(names)))
    return dict(zip(names, found, strict=True))


def _of_one(frame: Any, fields: list[str], bound: Bound, date: str, code: str) -> dict[str, AnyArray]:
    order = _order(frame, date, code)
    values = {name: long.numbers(frame, name) for name in fields}
    if order is None:
        return passed(values, bound, {})
    results = passed({name: array[order] for name, array in values.items()}, bound, {})
    return {name: _put_back(array, order) for name, array in results.items()}


def _put_back(array: AnyArray, order: IntArray) -> AnyArray:
    back = np.empty_like(array)
    back[order] = array
    return back


def _order(frame: Any, date: str, code: str) -> IntArray | None:
    """The order of one security's dates; None if its rows have it, or if it has no dates."""
    kinds = frame.schema.items()
    text = [name for name, kind in kinds if kind in TEXT and name != date]
    text += [name for name, kind in kinds if kind.is_integer() and str(name).lower() in LIKE_CODES]
    if text:
        raise InputError(
            f"there is no column {code!r}, and the column {text[0]!r} says that this is more than one "
            f"security: pass code={text[0]!r}, or drop it if it is one"
        )
    column = _dates(frame, date)
    if column is None:
        return None
    dates = factorised(column, date, "dates")
    if len(dates.labels) != len(dates.rows):
        raise InputError(
            f"there is no column {code!r}, and dates repeat: name the column of codes, code=...; columns: "
            f"{', '.join(map(str, long.names(frame)))}"
        )
    return None if np.all(dates.rows[1:] > dates.rows[:-1]) else np.argsort(dates.rows)


def _dates(frame: Any, date: str) -> Any:
    if long.has_key(frame, date):
        return long.key(frame, date)
    native = frame.to_native()
    index: Any = getattr(native, "index", None)
    if getattr(index, "nlevels", 1) > 1:
        raise InputError(
            f"the index has the levels {list(index.names)}: name the keys, date=... and code=..."
        )
    found = long.index_dates(frame)
    if found is not None:
        return found
    times = [name for name, kind in frame.schema.items() if kind.is_temporal()]
    named = [name for name in frame.columns if str(name).lower() in LIKE_DATES and name not in times]
    if named or len(times) > 1:
        raise InputError(
            f"there is no column {date!r}: name the column of dates, date={[*named, *times][0]!r}"
        )
    return frame[times[0]] if times else None


def lazily(data: Any, work: Any) -> Any:
    """A LazyFrame that does the work on the collected frame; errors of types and names come at once."""
    import polars as pl

    empty = work(pl.DataFrame(schema=data.collect_schema()))
    if not isinstance(empty, pl.DataFrame):
        raise InputError("several outputs are several frames: collect the lazy frame first, or use compute")
    # Nothing may be pushed through it: a filter on dates would change what a window sees.
    closed = dict.fromkeys(("predicate_pushdown", "projection_pushdown", "slice_pushdown"), False)
    return data.map_batches(work, schema=empty.schema, streamable=False, **closed)
