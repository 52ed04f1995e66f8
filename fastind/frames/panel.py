"""`Panel`: fields (close, volume, ...) over the same dates x codes."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from fastind._types import AnyArray
from fastind.errors import InputError
from fastind.frames.arrays import numeric
from fastind.frames.wide import Wide, opened, same_labels


class Panel:
    """Fields over one set of dates and codes.

    Make one by `Panel.from_wide`. `panel["close"]` is a read-only numpy array, dates x codes.

    Attributes
    ----------
    dates, codes : numpy arrays
        Labels of the rows and of the columns.
    fields : tuple of str
    shape : (dates, codes)

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

    def __init__(self, arrays: Mapping[str, AnyArray], dates: AnyArray, codes: AnyArray) -> None:
        self._arrays: dict[str, AnyArray] = {}
        for name, array in arrays.items():
            view = array.view()
            view.flags.writeable = False
            self._arrays[name] = view
        self.dates = dates
        self.codes = codes

    @classmethod
    def from_wide(cls, fields: Mapping[str, Any], *, dates: Any = None, codes: Any = None) -> "Panel":
        """Make a panel from wide tables, which are not copied.

        Parameters
        ----------
        fields : mapping of name to wide DataFrame or numpy array (dates, codes)
            The same rows and columns in each.
        dates, codes : sequences, optional
            Labels for numpy arrays; by default 0, 1, 2, ...

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
        if not first.is_numpy:
            dates, codes = first.origin.index, first.columns
        labels = [
            _labels(given, n, what) for given, n, what in ((dates, rows, "dates"), (codes, columns, "codes"))
        ]
        return cls({name: t.values for name, t in tables.items()}, *labels)

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
            raise InputError(f"the panel has no field {field!r}: it has {', '.join(self.fields)}")
        return self._arrays[field]

    def __contains__(self, field: object) -> bool:
        return field in self._arrays

    def with_fields(self, arrays: Mapping[str, AnyArray]) -> "Panel":
        """The same panel with more fields, or others under the same names."""
        return Panel({**self._arrays, **arrays}, self.dates, self.codes)

    def wide(self, field: str) -> Any:
        """One field as a wide pandas DataFrame over the panel's memory."""
        import pandas as pd

        return pd.DataFrame(self[field], index=self.dates, columns=self.codes, copy=False)

    def __repr__(self) -> str:
        return f"Panel of {self.shape[0]} dates x {self.shape[1]} codes: {', '.join(self.fields)}"


def _two_dimensional(name: Any, table: Any) -> Wide:
    wide = opened(table, str(name))
    if wide.values.ndim != 2:
        raise InputError(f"field {name!r} must be a wide table, dates x codes; got {wide.values.ndim}-D")
    return Wide(numeric(wide.values, str(name)), wide.origin, wide.columns)


def _labels(given: Any, n: int, what: str) -> AnyArray:
    labels = np.arange(n) if given is None else np.asarray(given)
    if labels.ndim != 1 or len(labels) != n:
        raise InputError(f"{what} must be one label for each of {n}, got {len(labels)}")
    counts = Counter(labels.tolist())
    if len(counts) != n:
        raise InputError(
            f"{what} must be different from each other: {counts.most_common(1)[0][0]} is there twice"
        )
    return labels
