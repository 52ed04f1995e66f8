"""Codes that go together for a while, and then part, give what each gives alone."""

from __future__ import annotations

import numpy as np
import pytest

from fastind._types import LANES
from tests.panels import clean_panel
from tests.support import ENGINE_CASES, Case, assert_bits, each

ROWS = 300
FIRST_DAY, HOLIDAY, PARTING = 7, 60, 170


@pytest.mark.parametrize("parting", [None, 0, HOLIDAY, PARTING, ROWS - 1])
@pytest.mark.parametrize("case", ENGINE_CASES, ids=str)
def test_codes_that_part_are_what_they_are_alone(case: Case, parting: int | None) -> None:
    fields = clean_panel(ROWS, 2 * LANES)
    for values in fields.values():
        values[:FIRST_DAY] = np.nan
        values[HOLIDAY] = np.nan
        if parting is not None:
            values[parting, 5] = 50.0 if parting == HOLIDAY else np.nan
    whole = case(fields)
    for j in (0, 5, LANES - 1, LANES, 2 * LANES - 1):
        alone = case(each(fields, lambda a, j=j: a[:, j]))
        assert_bits(tuple(output[:, j] for output in whole), alone)
    stream = case.stream(2 * LANES)
    for row in range(ROWS):
        now = stream.update(*(a[row] for a in case.inputs(fields)))
        assert_bits(now if isinstance(now, tuple) else (now,), tuple(o[row] for o in whole))
