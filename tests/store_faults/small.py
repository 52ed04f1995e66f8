"""A store whose thresholds are so small that a few appends seal, cut parts and merge them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastind.io.store import compaction, draft, part, writer

GROUP_ROWS = 32
PART_ROWS = 96
SEAL_BYTES = 5000
SEAL_BATCHES = 4
FAN = 3


def shrink(change: Callable[[Any, str, Any], None] = setattr) -> None:
    """Make the thresholds of this process small, by `setattr` or by a monkeypatch's."""
    change(writer, "SEAL_BYTES", SEAL_BYTES)
    change(writer, "SEAL_BATCHES", SEAL_BATCHES)
    change(compaction, "FAN", FAN)
    for module in (part, draft, writer):
        for name, rows in (("group_rows", GROUP_ROWS), ("part_rows", PART_ROWS)):
            if hasattr(module, name):
                change(module, name, lambda schema, rows=rows: rows)
