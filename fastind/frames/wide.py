"""Wide tables (dates x codes) and series of any kind, opened as arrays and made again as the same kind."""

import sys
from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np

from fastind._types import AnyArray, FloatArray
from fastind.errors import InputError
from fastind.frames.arrays import readable

FLOAT64 = np.dtype(np.float64)
FIELDS = ("open", "high", "low", "close", "volume")


class Wide:
    """A table's numbers, and how a result becomes a table of its kind; this one is a numpy array."""

    def __init__(self, values: AnyArray, origin: Any) -> None:
        self.values = values
        self.origin = origin

    @property
    def is_numpy(self) -> bool:
        """Did a numpy array come in."""
        return isinstance(self.origin, np.ndarray)

    @property
    def dates(self) -> Any:
        """Labels of the rows; None if there are none."""
        return None

    @property
    def codes(self) -> Any:
        """Labels of the columns; None if there are none."""
        return None

    def like(self, result: AnyArray) -> Any:
        """A result as the origin's kind, with its labels."""
        return result

    def sweep(self, results: AnyArray, values: Sequence[Any], parameter: str, output: str) -> Any:
        """A result for each value of one parameter."""
        return results

    def difference(self, other: Any) -> tuple[str, Any, Any] | None:
        """What labels differ ("rows" or "codes"), ours and theirs."""
        return None


class Labelled(Wide):
    """An array whose columns have names."""

    def __init__(self, values: AnyArray, codes: Any) -> None:
        super().__init__(values, values)
        self._codes = codes

    @property
    def codes(self) -> Any:
        """As given."""
        return self._codes


def unlabelled(data: Any) -> tuple[FloatArray | None, Callable[[FloatArray], Any] | None]:
    """One contiguous float64 series as it lies, and what puts labels on a result; (None, None) for the rest.

    The short way for small calls: it skips work whose result is known.
    """
    values, labels = data, None
    if type(data) is not np.ndarray:
        pd = sys.modules.get("pandas")
        if pd is None or type(data) is not pd.Series or data.dtype is not FLOAT64:
            return None, None
        if data.index.nlevels > 1 or data.attrs:
            return None, None
        values = data.to_numpy()

        def labels(result: FloatArray) -> Any:
            return pd.Series(result, index=data.index, name=data.name, copy=False)

    if (
        values.ndim != 1
        or values.dtype is not FLOAT64
        or not values.flags.c_contiguous
        or not values.flags.aligned
    ):
        return None, None
    return values, labels


def opened(data: Any, name: str) -> Wide:
    """Open a table as numbers; its memory is used where it lies if it can be."""
    if isinstance(data, np.ndarray):
        return Wide(readable(data, name), data)
    pd = sys.modules.get("pandas")
    if pd is not None and isinstance(data, (pd.Series, pd.DataFrame)):
        from fastind.frames import wide_pandas

        return wide_pandas.opened(data, name)
    if type(data).__module__.partition(".")[0] in ("polars", "pyarrow"):
        from fastind.frames import wide_arrow

        table = wide_arrow.opened(data, name)
        if table is not None:
            return table
    return Wide(readable(data, name), data)


def fields_among(columns: Collection[Any]) -> list[str]:
    """Columns named like fields, if that makes the frame one security's bars or a long frame; else none.

    `low` is a field. LOW alone may be a ticker; beside CLOSE or Close it is a field, too.
    """
    exact = [field for field in FIELDS if field in columns]
    spelled = [form(field) for form in (str.title, str.upper) for field in FIELDS if form(field) in columns]
    are_fields = len(spelled) > 1 and "close" in map(str.lower, spelled)
    return [*exact, *spelled] if exact or are_fields else []


def refuse_fields(columns: Collection[Any], name: str) -> None:
    """A wide table has no columns named like fields."""
    fields = fields_among(columns)
    if fields:
        raise InputError(
            f"{name} has a column named {fields[0]!r}: a wide table has one column a code. "
            f"For one security's bars or a long frame pass the column, frame[{fields[0]!r}], "
            "or use fastind.compute"
        )


def one_date_column(names: Sequence[Any], frame: Any) -> Any:
    """The column of dates of a frame that is to be a field of a panel."""
    if len(names) > 1:
        raise InputError(
            f"there is more than one column of dates, {', '.join(map(str, names))}: keep one of them"
        )
    return frame[names[0]]


def not_numbers(column: Any, dtype: Any, name: str, cast: str) -> InputError:
    """A wide table has numbers only."""
    return InputError(
        f"{name}: column {column!r} has dtype {dtype}; a wide table has numbers only, one column a code. "
        f"Drop it{', make it the index,' if 'astype' in cast else ''} or use fastind.compute on the columns "
        f"of a long frame; numbers kept as objects or text become numbers by {cast}"
    )


def same_labels(tables: Sequence[Wide], names: Sequence[str]) -> None:
    """Several inputs of one call: the same kind, shape and labels, or an error that names the difference."""
    first, first_name = tables[0], names[0]
    for other, name in zip(tables[1:], names[1:], strict=True):
        if type(first.origin) is not type(other.origin):
            kinds = " and ".join(_kind(table.origin) for table in (first, other))
            raise InputError(f"{first_name} and {name} are of different kinds: {kinds}")
        differs = first.difference(other)
        if differs:
            _refuse(*differs, first_name, name)
        if first.values.shape != other.values.shape:
            raise InputError(
                f"{first_name} and {name} differ in shape: {first.values.shape} and {other.values.shape}"
            )


def _kind(table: Any) -> str:
    return f"{type(table).__module__.partition('.')[0]} {type(table).__name__}"


def _refuse(what: str, one: Any, two: Any, one_name: str, two_name: str) -> None:
    ours, theirs = list(one), list(two)
    known, others = set(ours), set(theirs)
    missing = [v for v in ours if v not in others], [v for v in theirs if v not in known]
    parts = [
        f"missing from {name}: {', '.join(map(str, values[:3]))}"
        for name, values in zip((two_name, one_name), missing, strict=True)
        if values
    ]
    detail = "; ".join(parts) or "the same labels in another order"
    raise InputError(f"{one_name} and {two_name} differ: {len(ours)} and {len(theirs)} {what}; {detail}")
