"""`Panel`: fields (close, volume, ...) over the same dates x codes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import numpy as np

from fastind._types import AnyArray
from fastind.errors import InputError, ParameterError
from fastind.frames import labels
from fastind.frames.arrays import numeric
from fastind.frames.wide import Wide, opened, same_labels


class Panel:
    """Fields over one set of dates and codes.

    Make one by `Panel.from_long` or `Panel.from_wide`. `panel["close"]` is a read-only numpy array, dates x
    codes. Dates and codes are in ascending order after `from_long`, as given after `from_wide`.

    Attributes
    ----------
    dates : numpy array
        Labels of the rows: whole numbers (20240131) or datetime64, which is UTC where `zone` is set.
    codes : numpy array
        Labels of the columns: text or whole numbers.
    fields : tuple of str
    shape : (dates, codes)
    zone : str or None
        Time zone of the dates.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> panel = fi.Panel.from_wide({"close": np.array([[1.0, 5.0], [2.0, 4.0]])}, codes=["A", "B"])
    >>> panel
    Panel of 2 dates x 2 codes: close
    >>> fi.rsi(panel, window=1)["rsi"]
    array([[ nan,  nan],
           [100.,   0.]])
    """

    def __init__(
        self, arrays: Mapping[str, AnyArray], dates: AnyArray, codes: AnyArray, zone: str | None = None
    ) -> None:
        self._arrays: dict[str, AnyArray] = {name: _read_only(array) for name, array in arrays.items()}
        self._dates, self._codes, self._zone = _read_only(dates), _read_only(codes), zone
        for name, array in self._arrays.items():
            if array.shape != self.shape:
                raise InputError(f"field {name!r} has shape {array.shape}, the labels say {self.shape}")

    @classmethod
    def from_long(
        cls, frame: Any, date: str = "date", code: str = "code", fields: str | Sequence[str] | None = None
    ) -> "Panel":
        """Make a panel from a long frame: one row a (date, code), in any order.

        Parameters
        ----------
        frame : pandas or polars DataFrame, pyarrow Table
        date, code : str
            Names of the key columns (or of levels of a pandas index). Dates are whole numbers (20240131),
            dates or timestamps; codes are text or whole numbers.
        fields : list of str, optional
            Columns to take; by default every column of numbers.

        Returns
        -------
        Panel
            Dates and codes ascending; NaN where there is no row.

        Raises
        ------
        InputError
            A key column is missing, has missing values or mixed types or time zones; rows repeat a
            (date, code); a field is not there or not numbers.

        Examples
        --------
        >>> import fastind as fi, pandas as pd
        >>> frame = pd.DataFrame({"date": [20240103, 20240102], "code": ["A", "B"], "close": [2.0, 1.0]})
        >>> fi.Panel.from_long(frame)["close"]
        array([[nan,  1.],
               [ 2., nan]])
        """
        from fastind.frames import long

        found = long.narwhal(frame)
        if found is None:
            raise InputError(
                f"from_long takes a pandas or polars DataFrame or a pyarrow Table, got {type(frame).__name__}"
            )
        placed = long.opened(found, date, code)
        given = [fields] if isinstance(fields, str) else fields
        names = long.fields(found, [date, code]) if given is None else list(given)
        if not names:
            raise InputError(f"there is no column of numbers beside {date!r} and {code!r}")
        placed.refuse_empty(date, len(names))
        tables = {str(name): placed.table(name) for name in names}
        return cls(tables, placed.dates, placed.codes, placed.zone)

    @classmethod
    def from_wide(cls, fields: Mapping[str, Any], *, dates: Any = None, codes: Any = None) -> "Panel":
        """Make a panel from wide tables, which are not copied where they can be used as they lie.

        Parameters
        ----------
        fields : mapping of name to a wide table
            pandas or polars DataFrames, pyarrow Tables or numpy arrays (dates, codes), of the same rows
            and columns in each.
        dates, codes : sequences, optional
            Labels for tables that have none; by default 0, 1, 2, ... The index of a pandas DataFrame and a
            date column of polars are dates, names of columns are codes.

        Raises
        ------
        InputError
            No fields, or tables of different rows, columns or shapes.
        """
        if not isinstance(fields, Mapping) or not fields:
            raise InputError(
                "a Panel needs a mapping of field names to wide tables, for example {'close': frame}"
            )
        tables = {str(name): _two_dimensional(name, table) for name, table in fields.items()}
        same_labels(list(tables.values()), list(tables))
        first = next(iter(tables.values()))
        rows, columns = first.values.shape
        found, zone = labels.given(first.dates if dates is None else dates, rows, "dates")
        names, _ = labels.given(first.codes if codes is None else codes, columns, "codes")
        return cls({name: t.values for name, t in tables.items()}, found, names, zone)

    @property
    def dates(self) -> AnyArray:
        """Labels of the rows."""
        return self._dates

    @property
    def codes(self) -> AnyArray:
        """Labels of the columns."""
        return self._codes

    @property
    def zone(self) -> str | None:
        """Time zone of the dates."""
        return self._zone

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the fields, in order."""
        return tuple(self._arrays)

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of dates and of codes."""
        return len(self.dates), len(self.codes)

    def __getitem__(self, field: str) -> AnyArray:
        if field not in self._arrays:
            hint = labels.near(field, self.fields)
            raise InputError(f"the panel has no field {field!r}{hint}: it has {', '.join(self.fields)}")
        return self._arrays[field]

    def __iter__(self) -> Iterator[str]:
        return iter(self.fields)

    def __contains__(self, field: object) -> bool:
        return field in self._arrays

    def with_fields(self, arrays: Mapping[str, AnyArray]) -> "Panel":
        """The same panel with more fields, numpy arrays (dates, codes) that are not copied, or others."""
        for name, array in arrays.items():
            if not isinstance(array, np.ndarray):
                raise InputError(
                    f"field {name!r} must be a numpy array, got {type(array).__name__}; "
                    "frames become panels by Panel.from_wide"
                )
            if np.shape(array) != self.shape:
                raise InputError(f"field {name!r} has shape {np.shape(array)}, the panel has {self.shape}")
        new = {str(name): numeric(np.asarray(array), str(name)) for name, array in arrays.items()}
        return Panel({**self._arrays, **new}, self.dates, self.codes, self.zone)

    def sel(self, dates: tuple[Any, Any] | None = None, codes: Sequence[Any] | None = None) -> "Panel":
        """A part of the panel; its memory is used where it lies, but for a choice of codes.

        Parameters
        ----------
        dates : (first, last), optional
            Both ends are included; None leaves an end open. ISO text is understood for datetime64.
        codes : list of codes, optional
            In the order that is wanted.

        Raises
        ------
        InputError
            A code is not there.

        Examples
        --------
        >>> import fastind as fi, numpy as np
        >>> close = np.arange(6.0).reshape(3, 2)
        >>> dates = [20240102, 20240103, 20240104]
        >>> panel = fi.Panel.from_wide({"close": close}, dates=dates, codes=["A", "B"])
        >>> panel.sel(dates=(20240103, None), codes=["B"])["close"]
        array([[3.],
               [5.]])
        """
        rows: Any = slice(None) if dates is None else self._between(dates)
        columns: Any = slice(None)
        if codes is not None:
            columns = labels.positions(
                [codes] if isinstance(codes, (str, int, np.integer)) else list(codes), self.codes, "codes"
            )
        arrays = {name: array[rows][:, columns] for name, array in self._arrays.items()}
        return Panel(arrays, self.dates[rows], self.codes[columns], self.zone)

    def _between(self, ends: Any) -> Any:
        if not isinstance(ends, (tuple, list)) or len(ends) != 2:
            raise ParameterError(f"dates must be (first, last), both included, got {ends!r}")
        inside = np.ones(len(self.dates), bool)
        if ends[0] is not None:
            inside &= self.dates >= self._date(ends[0], last=False)
        if ends[1] is not None:
            inside &= self.dates <= self._date(ends[1], last=True)
        rows = np.flatnonzero(inside)
        is_run = rows.size and rows[-1] - rows[0] + 1 == rows.size
        return slice(int(rows[0]), int(rows[-1]) + 1) if is_run else rows

    def _date(self, value: Any, last: bool) -> Any:
        return labels.end(value, self.dates, self.zone, last)

    def wide(self, field: str, kind: Literal["pandas", "polars", "arrow"] = "pandas") -> Any:
        """One field as a wide frame of one column a code; the pandas one lies over the panel's memory."""
        from fastind.frames import panel_frames

        return panel_frames.wide(self, field, kind)

    def to_long(self, kind: Literal["pandas", "polars", "arrow"] = "pandas") -> Any:
        """A long frame (date, code, fields), sorted by code and date.

        Cells where every field is missing have no row.
        """
        from fastind.frames import panel_frames

        return panel_frames.to_long(self, kind)

    def __reduce__(self) -> Any:
        return Panel, (self._arrays, self.dates, self.codes, self.zone)

    def __repr__(self) -> str:
        return f"Panel of {self.shape[0]} dates x {self.shape[1]} codes: {', '.join(self.fields)}"


def _read_only(array: AnyArray) -> AnyArray:
    view = np.asarray(array).view()
    view.flags.writeable = False
    return view


def _two_dimensional(name: Any, table: Any) -> Wide:
    wide = opened(table, str(name))
    if wide.values.ndim != 2:
        raise InputError(f"field {name!r} must be a wide table, dates x codes; got {wide.values.ndim}-D")
    wide.values = numeric(wide.values, str(name))
    return wide
