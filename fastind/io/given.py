"""What users give where a table is wanted: frames of any library, a Panel, a mapping of columns."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from fastind.errors import InputError
from fastind.frames import long
from fastind.frames.panel import Panel


def table(frame: Any, taker: str) -> Any:
    """Anything that is a table, as narwhals has it; `taker` is the function that was called."""
    if isinstance(frame, Panel):
        frame = frame.to_long("arrow")
    if isinstance(frame, Mapping):
        try:
            frame = pa.table(dict(frame))
        except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
            raise InputError(f"the mapping is no table of columns: {error}") from error
    if isinstance(frame, pa.RecordBatch):
        frame = pa.Table.from_batches([frame])
    found = long.narwhal(frame)
    if found is None:
        raise InputError(
            f"{taker} takes a pandas or polars DataFrame, a pyarrow Table or RecordBatch, a Panel, or a "
            f"mapping of columns; got {type(frame).__name__}"
        )
    return found


def is_row_numbers(index: Any) -> bool:
    """Is an index of pandas 0, 1, 2, ..., and so may be left out; labels may not get lost."""
    is_whole = index.nlevels == 1 and index.dtype.kind in "iu"
    return is_whole and index.name is None and np.array_equal(index, np.arange(len(index)))
