"""Whole numbers and floats in one column: nothing is ever rounded.

Floats keep whole numbers up to 2**53. Where larger ones meet floats, the column is of Python's numbers (dtype
object) until all that is kept together is there; then NaN is a missing whole number, and of a fraction and a
large whole number only one can stay.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

EXACT = 2**53
LARGEST = 2.0**63
TOLD = (
    "whole numbers that floats cannot keep and fractions came to one column; return text, or only one of them"
)


def number_column(values: Sequence[Any], is_whole: bool) -> Any:
    """Checked numbers as an array."""
    if is_whole:
        return np.array(values, np.int64)
    if any(isinstance(value, int | np.integer) and abs(int(value)) > EXACT for value in values):
        column = np.empty(len(values), object)
        column[:] = [int(v) if isinstance(v, int | np.integer) else float(v) for v in values]
        return column
    return np.array(values, np.float64)


def joined_column(pieces: Sequence[Any]) -> Any:
    """Pieces of one column as one; text is in lists."""
    if isinstance(pieces[0], list):
        return [text for piece in pieces for text in piece]
    kinds = {piece.dtype.kind for piece in pieces}
    if "O" in kinds or (len(kinds) > 1 and any(_large(piece).any() for piece in pieces)):
        return np.concatenate([piece.astype(object) for piece in pieces])
    return np.concatenate(pieces)


def refused(column: Any, kind: str | None) -> Any:
    """The rows that cannot stay in a column which is "int64", "double" or nothing yet; None if all can."""
    if isinstance(column, list) or column.dtype.kind == "f":
        return None
    if column.dtype.kind == "i":
        return _large(column) if kind == "double" else None
    fractions = np.array([isinstance(v, float) and v == v and not _is_whole(v) for v in column])
    if kind == "double" or (kind is None and fractions.any()):
        return _large(column)
    return fractions


def settled(column: Any, kind: str | None) -> Any:
    """A column without refused rows as it is kept: whole numbers that may be missing, or floats."""
    if isinstance(column, list) or (column.dtype.kind != "O" and kind != "double"):
        return column
    if kind == "double" or not _large(column).any():
        return column.astype(np.float64)
    missing = np.array([v != v for v in column], bool)
    return np.ma.array([0 if v != v else int(v) for v in column], np.int64, mask=missing)


def kept(column: Any, rows: Any) -> Any:
    """These rows of a column."""
    return column[rows] if isinstance(column, np.ndarray) else [column[k] for k in np.flatnonzero(rows)]


def needs_more_than_floats(column: Any) -> bool:
    """Has it whole numbers that floats cannot keep."""
    return bool(column.dtype.kind == "i" and _large(np.ma.filled(column, 0)).any())


def _large(column: Any) -> Any:
    if column.dtype.kind == "O":
        return np.array([isinstance(v, int) and abs(v) > EXACT for v in column], bool)
    return (column > EXACT) | (column < -EXACT) if column.dtype.kind == "i" else np.zeros(len(column), bool)


def _is_whole(value: float) -> bool:
    return value.is_integer() and abs(value) < LARGEST
