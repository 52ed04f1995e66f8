"""A clean panel to plant faults in, and what a report found, as plain rows."""

from __future__ import annotations

from typing import Any

import numpy as np

from fastind.report.check import CheckReport
from fastind.report.faults import BLOCK
from tests.panels import clean_panel

ROWS, COLUMNS = 300, BLOCK + 9
BARS = ("open", "high", "low", "close", "volume")
DATES = np.datetime64("2023-01-02") + np.arange(ROWS)
CODES = [f"C{j:03d}" for j in range(COLUMNS)]
CLEAN = {name: clean_panel(ROWS, COLUMNS)[name] for name in BARS}
Row = tuple[str, str | None, Any, Any, int]


def found(report: CheckReport) -> list[Row]:
    return [(f.kind, f.field, f.code, f.date, f.rows) for f in report.findings]
