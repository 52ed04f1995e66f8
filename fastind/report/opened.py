"""Any data as a panel: the first row of each (date, code), and what stood in its way."""

from collections.abc import Iterator, Mapping
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa

from fastind._types import AnyArray
from fastind.errors import InputError
from fastind.frames.keys import Keys, factorised
from fastind.frames.long import has_key, key, narwhal
from fastind.frames.panel import Panel
from fastind.frames.wide import FIELDS, fields_among, opened
from fastind.report.faults import Finding, field_kind
from fastind.report.words import plain

CHECK = "check(frame, date={date}, code={code})"
ONE = "one code"  # the code of what has none


def as_panel(
    data: Any, date: str = "date", code: str = "code", *, other_keys: str = CHECK
) -> tuple[Panel, list[Finding]]:
    """A panel of what `check` takes, and the findings that a panel cannot show.

    `other_keys` says what to do with a long frame whose keys have other names.
    """
    found: list[Finding] = []
    if isinstance(data, Panel):
        return data, found
    if isinstance(data, Mapping):
        tables = {
            name: _table(table, found if k == 0 else []) for k, (name, table) in enumerate(data.items())
        }
        return Panel.from_wide(tables), found
    frame = narwhal(data)
    one: Any = ONE
    series = None
    if frame is None:
        series = _series(data)
        if series is None:
            return _of_array(opened(data, "data").values), found
        one = _code_of(series.name)
        frame = series.alias("close").to_frame()
    if has_key(frame, code):
        return _of_long(frame, date, code, found, other_keys), found
    _refuse_levels(frame, date, code, other_keys)
    if series is not None:
        opened(data, "data")  # refuses what holds no numbers
    _refuse_words(frame, date, code, other_keys)
    if fields_among(frame.columns):
        return _of_bars(frame, date, found, one), found
    return Panel.from_wide({"close": _once(frame, "date", found).to_native()}), found


def _refuse_levels(frame: Any, date: str, code: str, other_keys: str) -> None:
    """A wide table or one security's bars have one label a row."""
    levels = list(getattr(getattr(frame.to_native(), "index", None), "names", ()))
    if len(levels) > 1:
        day = repr(date) if date in levels else "..."
        raise InputError(
            f"there is no column {code!r}, and the index has the levels {levels}: if they are the keys of a "
            f"long frame, {other_keys.format(date=day, code='...')}"
        )


def _refuse_words(frame: Any, date: str, code: str, other_keys: str) -> None:
    """A wide table or one security's bars have no column of words."""
    dated = _dates(frame, date)[0]
    by = date if dated is None and has_key(frame, date) else dated  # also a level of the index
    day = "..." if by is None else repr(by)
    for name, dtype in frame.schema.items():
        if not _is_number(dtype) and name != dated and field_kind(str(name)) == "other":
            raise InputError(
                f"there is no column {code!r}, and {name!r} holds no numbers: if it has the codes of a long "
                f"frame, {other_keys.format(date=day, code=repr(name))}; a wide table has one column of "
                "numbers a code"
            )


def _is_number(dtype: Any) -> bool:
    return bool(dtype.is_numeric()) or str(dtype) in ("Boolean", "Unknown")


def _numbers(frame: Any, *but: str | None) -> list[str]:
    return [name for name, dtype in frame.schema.items() if name not in but and _is_number(dtype)]


def _not_numbers(frame: Any, *known: str | None) -> Iterator[Finding]:
    """Columns that are left out, although their name is that of a price or a volume."""
    for name, dtype in frame.schema.items():
        if name not in known and field_kind(str(name)) != "other":
            yield Finding("not numbers", name, None, None, len(frame), f"{name} has dtype {dtype}")


def _repeated(labels: AnyArray) -> tuple[AnyArray, AnyArray]:
    """Rows whose label stands in a row before them, and the first rows of those labels."""
    firsts, groups = np.unique(labels, return_index=True, return_inverse=True)[1:]
    first = firsts[groups]
    again = np.flatnonzero(first != np.arange(len(labels)))
    return again, first[again]


# --- wide tables and bars -----------------------------------------------------------------------------------


def _dates(frame: Any, date: str) -> tuple[str | None, AnyArray]:
    """The column that dates the rows of a frame, and its labels; the index or numbers without a column."""
    times = [name for name, dtype in frame.schema.items() if dtype.is_temporal()]
    name = date if date in frame.columns else next(iter(times), None)
    if name is not None:
        return name, frame.get_column(name).to_numpy()
    index = getattr(frame.to_native(), "index", None)
    return None, np.arange(len(frame)) if index is None else np.asarray(index)


def _table(table: Any, findings: list[Finding]) -> Any:
    """A wide table with one row a date."""
    frame = narwhal(table)
    return table if frame is None else _once(frame, "date", findings).to_native()


def _once(frame: Any, date: str, findings: list[Finding]) -> Any:
    """A frame with one row a date."""
    labels = _dates(frame, date)[1]
    again, first = _repeated(labels)
    if not again.size:
        return frame
    example = f"row {again[0]} (from 0) is dated as row {first[0]} is"
    findings.append(Finding("duplicate", None, None, plain(labels[again[0]]), len(again), example))
    return frame[np.delete(np.arange(len(frame)), again)]


def _series(data: Any) -> Any:
    """A series of any library as narwhals sees it; None for what is none."""
    if isinstance(data, pa.Array):
        data = pa.chunked_array([data])
    found = nw.from_native(data, allow_series=True, pass_through=True)
    return found if isinstance(found, nw.Series) else None


def _code_of(name: Any) -> Any:
    """The code of a series of this name."""
    if name is None or name == "" or name in FIELDS:
        return ONE
    return name if isinstance(name, (int, np.integer)) else str(name)


def _of_array(values: AnyArray) -> Panel:
    if values.ndim == 2:
        return Panel.from_wide({"close": values})
    return Panel.from_wide({"close": values[:, None]}, codes=[ONE])


def _of_bars(frame: Any, date: str, findings: list[Finding], code: Any) -> Panel:
    """One security's frame, whose columns are fields."""
    frame = _once(frame, date, findings)
    named, labels = _dates(frame, date)
    names = _numbers(frame, named)
    findings += _not_numbers(frame, *names, named)
    fields = {name: np.asarray(frame[name].cast(nw.Float64).to_numpy())[:, None] for name in names}
    return Panel.from_wide(fields, dates=labels, codes=[code])


# --- long frames --------------------------------------------------------------------------------------------


def _of_long(frame: Any, date: str, code: str, findings: list[Finding], other_keys: str) -> Panel:
    try:
        key(frame, date)
    except InputError as error:
        raise InputError(
            f"{error}. For keys of other names: {other_keys.format(date='...', code=repr(code))}"
        ) from error
    names = _numbers(frame, date, code)
    findings += _not_numbers(frame, *names, date, code)
    kept = _keyed(frame, date, code, findings)
    frame = frame if len(kept) == len(frame) else frame[kept]
    dates = factorised(key(frame, date), date, "dates")
    codes = factorised(key(frame, code), code, "codes")
    findings += _backwards(date, kept, codes, dates)
    again, first = _repeated(codes.rows * len(dates.labels) + dates.rows)
    findings += _duplicates(frame, kept, codes, dates, again, first)
    own = frame.select([name for name in (date, code, *names) if name in frame.columns])
    own = own[np.delete(np.arange(len(own)), again)] if again.size else own
    return Panel.from_long(own.to_native(), date=date, code=code)


def _keyed(frame: Any, date: str, code: str, findings: list[Finding]) -> AnyArray:
    """Rows that have a date and a code."""
    kept = np.ones(len(frame), bool)
    for name in (date, code):
        null = key(frame, name).is_null().to_numpy()
        if null.any():
            example = f"{name} is missing in row {null.argmax()} (from 0)"
            findings.append(Finding("null key", name, None, None, int(null.sum()), example))
            kept &= ~null
    return np.flatnonzero(kept)


def _backwards(date: str, kept: AnyArray, codes: Keys, dates: Keys) -> Iterator[Finding]:
    """Rows that are earlier than the row of the same code before them."""
    order = np.argsort(codes.rows, kind="stable")
    one, day_of = codes.rows[order], dates.rows[order]
    back = order[1:][(day_of[1:] < day_of[:-1]) & (one[1:] == one[:-1])]
    if back.size:
        k = back.min()
        example = f"row {kept[k]} (from 0) is earlier than this code's row before it"
        yield Finding("unsorted", date, *_at(k, codes, dates), len(back), example)


def _duplicates(
    frame: Any, kept: AnyArray, codes: Keys, dates: Keys, again: AnyArray, first: AnyArray
) -> Iterator[Finding]:
    """One for each code whose rows are there again; its earliest date is the example."""
    close = next((name for name in frame.columns if str(name).lower() == "close"), None)
    prices = frame[close].to_numpy() if close is not None and again.size else None
    order = np.lexsort((dates.rows[again], codes.rows[again]))
    _, starts, counts = np.unique(codes.rows[again[order]], return_index=True, return_counts=True)
    for k, n in zip(order[starts], counts.tolist(), strict=True):
        one, two = first[k], again[k]
        example = f"rows {kept[one]} and {kept[two]} (from 0)"
        if prices is not None:
            example += f" close at {prices[one]} and {prices[two]}"
        yield Finding("duplicate", None, *_at(two, codes, dates), n, example)


def _at(row: int, codes: Keys, dates: Keys) -> tuple[Any, Any]:
    return plain(codes.labels[codes.rows[row]]), plain(dates.labels[dates.rows[row]])
