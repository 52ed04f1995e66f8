"""Key columns: where each row stands among the sorted labels of the dates or codes."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from fastind._types import AnyArray, IntArray
from fastind.errors import InputError
from fastind.frames.labels import ADVICE, plain

SAMPLE = 4096


@dataclass(frozen=True)
class Keys:
    """The sorted labels of a key column, and each row's position among them."""

    labels: AnyArray
    rows: IntArray
    zone: str | None = None
    """Time zone that the labels, which are UTC, are shown in."""


def factorised(column: Any, name: str, what: str) -> Keys:
    """The labels of a narwhals Series; `what` is "dates" or "codes"."""
    refuse_missing(column, name)
    runs = run_starts(column)
    indices, found = _encoded(arrow(column if runs is None else column[runs], name, what), name, what)
    labels, zone = plain(found, name, what)
    order = np.argsort(labels, kind="stable")
    if not np.array_equal(order, np.arange(len(order))):
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        indices = rank[indices]
    if runs is not None:
        indices = np.repeat(indices, np.diff(runs, append=len(column)))
    return Keys(labels[order], indices, zone)


def refuse_missing(column: Any, name: str) -> None:
    """A row without a key is no row."""
    if column.null_count():
        rows = np.flatnonzero(column.is_null().to_numpy())
        raise InputError(
            f"{name} is missing in {len(rows)} rows, the first is row {rows[0]}: drop or fill them"
        )


def run_starts(column: Any) -> IntArray | None:
    """First rows of the runs of equal values; None if runs are short.

    A frame sorted by its key is encoded in a fifth of the time by its runs (12.5 million text codes).
    """
    if len(column) < SAMPLE or len(_changes(column[:SAMPLE])) > SAMPLE // 8:
        return None
    found = _changes(column)
    return found if len(found) < len(column) // 4 else None


def _changes(column: Any) -> IntArray:
    changed = column[1:] != column[:-1]
    return np.concatenate([[0], np.flatnonzero(changed.to_numpy()) + 1])


def arrow(column: Any, name: str, what: str) -> Any:
    """The column as one pyarrow Array."""
    import pyarrow as pa

    native = column.to_native()
    if str(getattr(native, "dtype", "")) == "object":
        _refuse_mixed(native, name, what)
    try:
        values = column.to_arrow()
    except (pa.ArrowInvalid, pa.ArrowTypeError, TypeError) as error:
        raise InputError(f"{name} cannot be read as {what} ({error}): {ADVICE[what]}") from error
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values


def _refuse_mixed(native: Any, name: str, what: str) -> None:
    """Objects of several types or time zones, with an example of each."""
    examples: dict[str, Any] = {}
    for raw in native:
        value = raw.item() if isinstance(raw, np.generic) else raw
        zone = getattr(value, "tzinfo", None)
        examples.setdefault(type(value).__name__ + (f" in {zone}" if zone else ""), value)
    if len(examples) > 1:
        shown = ", ".join(f"{value!r} ({kind})" for kind, value in list(examples.items())[:3])
        raise InputError(f"{name} mixes types or time zones: {shown}; {ADVICE[what]}")


def _encoded(values: Any, name: str, what: str) -> tuple[IntArray, Any]:
    """Each value's position among the distinct ones, and those."""
    import pyarrow as pa

    if isinstance(values, pa.ExtensionArray) or pa.types.is_run_end_encoded(values.type):
        raise InputError(f"{name} has type {values.type}: {ADVICE[what]}")
    if pa.types.is_dictionary(values.type) and _has_doubles(values.dictionary):
        values = values.dictionary_decode()
    encoded = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
    used = encoded.dictionary
    indices = encoded.indices.to_numpy(zero_copy_only=False).astype(np.intp)
    if encoded is values:  # a category may have no rows
        present, indices = np.unique(indices, return_inverse=True)
        used = used.take(pa.array(present))
    return indices, used


def _has_doubles(categories: Any) -> bool:
    return not categories.null_count and len(categories.unique()) < len(categories)
