"""Thresholds so small that a few appends seal, cut parts into row groups and merge them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastind.io.store import compaction, draft, part, snapshot, writer

ROWS = {"group_rows": 4, "part_rows": 12}
SLICE = 5


def shrink(change: Callable[[Any, str, Any], None] = setattr) -> None:
    """Make the thresholds of this process small, by `setattr` or by a monkeypatch's."""
    change(writer, "SEAL_BYTES", 2400)
    change(writer, "SEAL_BATCHES", 3)
    change(compaction, "FAN", 2)
    for module in (part, draft, writer):
        for name, rows in ROWS.items():
            if hasattr(module, name):
                change(module, name, lambda schema, rows=rows: rows)
    slices = snapshot.slices
    change(snapshot, "slices", lambda bounds, extents, keys, rows: slices(bounds, extents, keys, SLICE))
