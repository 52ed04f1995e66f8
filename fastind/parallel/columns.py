"""A column of keys: the values of one position of the tasks."""

import datetime as dt
from typing import Any

import numpy as np

from fastind._types import IntArray
from fastind.errors import InputError

WIDE = 2**40  # whole numbers that span more are told apart as text is
KINDS = (bool, int, float, str, dt.datetime, dt.date)


class Column:
    """The values of one key: numbers as they are, anything else as places among the distinct ones.

    It is pickled to workers, which have no need of Arrow: `arrow` and `found` are the driver's.
    """

    def __init__(self, values: Any, words: list[Any] | None, kind: str) -> None:
        self.values, self.words, self.kind = values, words, kind
        low, high = (int(values.min()), int(values.max())) if len(values) and kind == "int64" else (0, 0)
        self.low, self.span = low, max(1, len(words)) if words is not None else high - low + 1

    @classmethod
    def of(cls, array: Any, name: str, is_axis: bool = False) -> "Column":
        """A column of an Arrow array, checked."""
        import pyarrow as pa

        from fastind.io.store.kinds import plain
        from fastind.io.store.schema import checked_key

        array = checked_key(_micros(plain(array, name), name), name)
        coded = array.dictionary_encode()
        if pa.types.is_integer(array.type) and not is_axis and 2 * len(coded.dictionary) > len(array):
            plain_one = cls(array.to_numpy(), None, "int64")
            if plain_one.span < WIDE:
                return plain_one
        return cls(coded.indices.to_numpy(), coded.dictionary.to_pylist(), str(array.type))

    def __len__(self) -> int:
        return len(self.values)

    def at(self, rows: Any) -> list[Any]:
        """The Python values of these rows."""
        found = self.values[rows].tolist()
        return found if self.words is None else list(map(self.words.__getitem__, found))

    def coded(self) -> "Column":
        """The same with numbers as places among the distinct ones."""
        if self.words is not None:
            return self
        words, places = np.unique(self.values, return_inverse=True)
        return Column(places, words.tolist(), self.kind)

    def codes(self, rows: Any) -> IntArray:
        """Whole numbers from 0, below `span`, the same for the same value."""
        values: IntArray = self.values[rows].astype(np.int64)
        return values - self.low if self.words is None else values

    def arrow(self, rows: Any) -> Any:
        """The values of these rows as an Arrow array; text as a dictionary."""
        import pyarrow as pa

        if self.words is None:
            return pa.array(self.values[rows])
        coded = pa.DictionaryArray.from_arrays(pa.array(self.values[rows]), self._dictionary())
        return coded if self.kind == "string" else coded.dictionary_decode()

    def found(self, array: Any) -> IntArray:
        """The codes of other values, -1 where they are not in this column."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if isinstance(array, pa.ChunkedArray):
            array = array.combine_chunks()
        if self.words is None:
            values = array.to_numpy() - self.low
            return np.where((values >= 0) & (values < self.span), values, -1)
        if pa.types.is_dictionary(array.type):
            place = pc.index_in(array.dictionary, self._dictionary()).fill_null(-1).to_numpy()
            codes: IntArray = place.astype(np.int64)[array.indices.to_numpy()]
            return codes
        found: IntArray = pc.index_in(array, self._dictionary()).fill_null(-1).to_numpy().astype(np.int64)
        return found

    def _dictionary(self) -> Any:
        import pyarrow as pa

        from fastind.io.store.kinds import named

        return pa.array(self.words, named(self.kind))


def _micros(array: Any, name: str) -> Any:
    """Timestamps in microseconds, as Python's are."""
    import pyarrow as pa

    if not pa.types.is_timestamp(array.type):
        return array
    try:
        return array.cast(pa.timestamp("us", array.type.tz))
    except pa.ArrowInvalid as error:
        raise InputError(f"{name} has nanoseconds, which datetimes of Python have not: {error}") from error


def column(values: Any, name: str, is_axis: bool = False) -> Column:
    """A column of Python values, numpy's or pandas', which are of one type."""
    import pyarrow as pa

    if not isinstance(values, list | tuple):
        values = list(
            values.tolist() if isinstance(values, np.ndarray) and values.dtype.kind in "iufbU" else values
        )
    found = set(map(type, values))
    if not found <= set(KINDS):
        values = [_plain(value, name, k) for k, value in enumerate(values)]
        found = set(map(type, values))
    if len(found) > 1:
        kinds = sorted(kind.__name__ for kind in found)
        odd = next(k for k, value in enumerate(values) if type(value) is not type(values[0]))
        raise InputError(
            f"{name} must be of one type, got {' and '.join(kinds)}: {values[0]!r} first, {values[odd]!r} in "
            f"place {odd}"
        )
    if found == {dt.datetime} and len({value.tzinfo is None for value in values}) > 1:
        raise InputError(f"{name} must be of one type, got datetimes with and without a time zone")
    try:
        return Column.of(pa.array(values, None if values else pa.int64()), name, is_axis)
    except (pa.ArrowInvalid, OverflowError, UnicodeError) as error:
        raise InputError(f"{name} cannot be kept as a key: {error}") from error


def _plain(value: Any, name: str, k: int) -> Any:
    """numpy's and pandas' scalars as Python's."""
    if type(value).__name__ in ("NaTType", "NAType") or (
        isinstance(value, np.datetime64) and np.isnat(value)
    ):
        raise InputError(f"{name} is missing in place {k}: {value!r}")
    if isinstance(value, np.datetime64):
        whole = value.astype("M8[D]" if value.dtype == "M8[D]" else "M8[us]")
        if whole != value:
            raise InputError(
                f"{name} has nanoseconds in place {k}, which datetimes of Python have not: {value!r}"
            )
        value = whole.item()
    elif isinstance(value, np.generic):
        value = value.item()
    elif hasattr(value, "to_pydatetime"):
        if getattr(value, "nanosecond", 0):
            raise InputError(
                f"{name} has nanoseconds in place {k}, which datetimes of Python have not: {value!r}"
            )
        value = value.to_pydatetime()
    for kind in KINDS:
        if isinstance(value, kind):
            return value if type(value) is kind else _base(value, kind)
    raise InputError(
        f"{name} must be whole numbers, floats, text, bool, dates or datetimes; place {k} is {value!r:.80} "
        f"({type(value).__name__})"
    )


def _base(value: Any, kind: type) -> Any:
    if kind is dt.datetime:
        return value.to_pydatetime() if hasattr(value, "to_pydatetime") else value
    return kind(value)
