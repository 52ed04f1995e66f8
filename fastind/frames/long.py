"""Long frames: one row a (date, code), in any order, of pandas, polars, pyarrow or what narwhals knows."""

import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np

from fastind._types import AnyArray, IntArray
from fastind.errors import InputError
from fastind.frames import columns
from fastind.frames.keys import SAMPLE, Keys, factorised, run_starts
from fastind.frames.labels import near

# A table of all dates x codes is made at once if it has no more than so many cells a row of the frame;
# else a few codes at a time, so that intraday times of each code's own do not fill the memory.
DENSE = 4
CHUNK_CELLS = 2**24


@dataclass(frozen=True)
class Long:
    """A frame's rows placed in a table of dates x codes, which is filled field by field."""

    frame: Any
    dates: AnyArray
    codes: AnyArray
    zone: str | None
    cells: IntArray | None
    """Each row's cell; None if the rows are all the cells, code by code."""
    by_code: bool
    """Cells count down the dates of the first code, then of the next; else along the codes of a date."""
    rows: IntArray | None = None
    """Which rows of the frame these are; None is all of them."""

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of dates and of codes."""
        return len(self.dates), len(self.codes)

    def table(self, name: str) -> AnyArray:
        """One field as dates x codes; NaN where the frame has no row."""
        values = numbers(self.frame, name)
        if self.cells is None:
            return self._shaped(values)
        table = np.full(self.shape[0] * self.shape[1], np.nan, values.dtype)
        table[self.cells] = values if self.rows is None else values[self.rows]
        return self._shaped(table)

    def refuse_empty(self, date: str, fields: int) -> None:
        """Refuse a table that is huge and almost empty."""
        cells = self.shape[0] * self.shape[1]
        if cells > 50 * len(self.frame) and cells * fields > 2**28:
            raise InputError(
                f"{self.shape[0]} dates x {self.shape[1]} codes for {len(self.frame)} rows are a panel of "
                f"{cells * fields * 8 / 1e9:.0f} GB, almost empty. Does {date} hold each code's own times? "
                "Round them to bars, or use fastind.compute, which takes a few codes at a time"
            )

    def column(self, table: AnyArray, into: AnyArray | None = None) -> AnyArray:
        """A table's values in the order of the frame's rows."""
        flat = (table.T if self.by_code else table).reshape(-1)
        if self.rows is not None:
            assert into is not None
            into[self.rows] = flat[self.cells]
            return into
        return flat if self.cells is None else np.take(flat, self.cells, mode="clip")

    def _shaped(self, flat: AnyArray) -> AnyArray:
        dates, codes = self.shape
        return flat.reshape(codes, dates).T if self.by_code else flat.reshape(dates, codes)

    def parts(self) -> Iterator["Long"]:
        """The frame as a whole, or a few codes at a time where most cells of the whole would be empty."""
        dates, codes = self.shape
        if self.is_dense:
            yield self
            return
        assert self.by_code
        assert self.cells is not None
        width = max(1, CHUNK_CELLS // dates)
        order = np.argsort(self.cells)
        edges = np.searchsorted(self.cells[order], np.arange(0, codes + width, width) * dates)
        for k, (a, b) in enumerate(pairwise(edges)):
            rows, first = order[a:b], k * width
            cells = self.cells[rows] - first * dates
            yield replace(self, codes=self.codes[first : first + width], cells=cells, rows=rows)

    def packed(self) -> "Long":
        """The rows of each code one after the other, for what does not see dates without a row."""
        assert self.cells is not None
        order = np.argsort(self.cells)
        codes = self.cells[order] // self.shape[0]
        starts = np.searchsorted(codes, np.arange(self.shape[1]))
        rank = np.arange(codes.size) - starts[codes]
        n = int(rank.max()) + 1
        cells = np.empty_like(self.cells)
        cells[order] = codes * n + rank
        return replace(self, dates=np.arange(n), cells=cells)

    @property
    def is_dense(self) -> bool:
        """Is the whole table not much larger than the frame."""
        return self.cells is None or self.shape[0] * self.shape[1] <= max(
            DENSE * len(self.frame), CHUNK_CELLS
        )


def opened(frame: Any, date: str, code: str) -> Long:
    """Place the rows of a frame that has both key columns."""
    if date == code:
        raise InputError(f"{date!r} cannot be both the date and the code")
    found = None if has_key(frame, date) else index_dates(frame)
    days, members = key(frame, date) if found is None else found, key(frame, code)
    with ThreadPoolExecutor(1) as other:
        later = (
            other.submit(factorised, days, date, "dates") if run_starts(members[:SAMPLE]) is None else None
        )
        codes = factorised(members, code, "codes")
        whole = None if later else _whole(frame, days, codes, date)
        if whole:
            return whole
        dates = later.result() if later else factorised(days, date, "dates")
    n, m = len(dates.labels), len(codes.labels)
    by_code = n * m > DENSE * len(frame) or _is_by_code(codes.rows)
    cells = codes.rows * n + dates.rows if by_code else dates.rows * m + codes.rows
    placed = Long(frame, dates.labels, codes.labels, dates.zone, cells, by_code)
    _refuse_doubled(placed, date, code)
    return placed


def _is_by_code(codes: IntArray) -> bool:
    """Do neighbouring rows mostly have one code; either answer is right, one is faster."""
    some = codes[: 2**16]
    return bool(np.count_nonzero(some[1:] == some[:-1]) * 2 > some.size)


def _whole(frame: Any, days: Any, codes: Keys, date: str) -> Long | None:
    """The frame as a table as it lies, if every code is there at every date, sorted by code and date."""
    m = len(codes.labels)
    n = len(codes.rows) // max(m, 1)
    if n == 0 or len(codes.rows) != n * m or not (codes.rows.reshape(m, n) == np.arange(m)[:, None]).all():
        return None
    if days.null_count() or days.dtype == nw.Object:
        return None
    first = factorised(days[:n], date, "dates")
    if len(first.labels) < n or not np.array_equal(first.rows, np.arange(n)):
        return None
    if (days[n:] != days[:-n]).any():
        return None
    return Long(frame, first.labels, codes.labels, first.zone, None, by_code=True)


def _refuse_doubled(long: Long, date: str, code: str) -> None:
    cells, (dates, codes) = long.cells, long.shape
    assert cells is not None
    if long.is_dense:
        seen = np.zeros(dates * codes, bool)
        seen[cells] = True
        n_distinct = int(np.count_nonzero(seen))
    else:
        n_distinct = np.unique(cells).size
    if n_distinct == cells.size:
        return
    order = np.argsort(cells, kind="stable")
    again = np.flatnonzero(cells[order][1:] == cells[order][:-1])
    one, two = sorted(order[again[0] : again[0] + 2])
    cell = int(cells[one])
    t, c = (cell % dates, cell // dates) if long.by_code else (cell // codes, cell % codes)
    raise InputError(
        f"{len(again)} rows repeat a ({date}, {code}): rows {one} and {two} are both {long.dates[t]}, "
        f"{long.codes[c]}. Keep one of each, by drop_duplicates or unique; fastind.check lists them"
    )


# --- any frame ----------------------------------------------------------------------------------------------


def narwhal(data: Any) -> Any:
    """A frame of any library as narwhals sees it; None for what is no eager frame."""
    try:
        found = nw.from_native(data, pass_through=True)
    except (ValueError, TypeError) as error:  # column names that are there twice
        raise InputError(f"the frame cannot be used, rename its columns: {error}") from error
    if isinstance(found, nw.LazyFrame):
        raise InputError(f"{type(data).__module__.partition('.')[0]}'s frame is lazy: collect it first")
    if not isinstance(found, nw.DataFrame):
        return None
    labels: list[Any] = found.columns
    levels = [name for name in labels if isinstance(name, tuple)]
    if levels:
        raise InputError(
            f"columns have levels, for example {levels[0]!r}: make the frame long by stack, or make a panel "
            "of its wide parts by fastind.Panel.from_wide"
        )
    return found


def key(frame: Any, name: str) -> Any:
    """A key column, which may be a level of a pandas index."""
    if name in frame.columns:
        return frame.get_column(name)
    native = frame.to_native()
    if name in _levels(native):
        level = native.index.get_level_values(name)
        return nw.from_native(level.to_series(index=native.index), series_only=True)
    known = names(frame)
    raise InputError(
        f"there is no column {name!r}{near(name, known) or '.'} Columns: {', '.join(map(str, known[:12]))}"
    )


def names(frame: Any) -> list[Any]:
    """Names of the columns and of the levels of a pandas index."""
    return [*frame.columns, *_levels(frame.to_native())]


def index_dates(frame: Any) -> Any:
    """The index of a pandas frame, if it is of dates."""
    index: Any = getattr(frame.to_native(), "index", None)
    if getattr(getattr(index, "dtype", None), "kind", "") != "M":
        return None
    return nw.from_native(index.to_series(index=range(len(index))), series_only=True)


def has_key(frame: Any, name: str) -> bool:
    """Is there such a column, or level of a pandas index."""
    return name in frame.columns or name in _levels(frame.to_native())


def _levels(native: Any) -> list[Any]:
    pd = sys.modules.get("pandas")
    named = pd is not None and isinstance(native, pd.DataFrame)
    return [name for name in native.index.names if name is not None] if named else []


def fields(frame: Any, keys: list[str]) -> list[str]:
    """Names of the columns of numbers, without the keys."""
    return [
        name
        for name, dtype in frame.schema.items()
        if name not in keys and (dtype.is_numeric() or dtype == nw.Boolean)
    ]


def numbers(frame: Any, name: str) -> AnyArray:
    """One field's values by row."""
    if name not in frame.columns:
        raise InputError(f"there is no column {name!r}{near(name, frame.columns)}")
    column = frame.get_column(name).to_native()  # a name may be a number
    pd = sys.modules.get("pandas")
    if pd is not None and isinstance(column, pd.Series):
        return columns.of_pandas(column, name)
    return columns.of_narwhals(frame.get_column(name), name)


def with_columns(frame: Any, results: Mapping[str, AnyArray], fields: list[str]) -> Any:
    """The caller's frame with new columns, of the backing that the fields have."""
    native = frame.to_native()
    pd, pl, pa = (sys.modules.get(name) for name in ("pandas", "polars", "pyarrow"))
    if pd is not None and isinstance(native, pd.DataFrame):
        kinds = {columns.backing(native[name].dtype) for name in fields}
        kind = next((k for k in ("arrow", "nullable") if k in kinds), "numpy")
        new = {name: columns.to_pandas(values, kind) for name, values in results.items()}  # type: ignore[arg-type]
        added = pd.DataFrame(new, index=native.index, copy=False)
        return pd.concat([native, added], axis=1).__finalize__(native)
    with ThreadPoolExecutor(2) as pool:
        arrays = dict(zip(results, pool.map(columns.to_arrow, results.values()), strict=True))
    if pl is not None and isinstance(native, pl.DataFrame):
        return native.with_columns(pl.Series(name, array) for name, array in arrays.items())
    if pa is not None and isinstance(native, pa.Table):
        for name, array in arrays.items():
            native = native.append_column(name, array)
        return native
    new_columns = (
        nw.new_series(name, array.to_numpy(zero_copy_only=False), nw.Float64, backend=frame.implementation)
        for name, array in arrays.items()
    )
    return frame.with_columns(*new_columns).to_native()
