"""A look at bars that were given one by one: are they what their names say."""

import warnings
from collections.abc import Sequence

import numpy as np

from fastind._types import AnyArray
from fastind.errors import InputWarning

ROWS = 16
"""Rows that are looked at: the data may be large, and a mix-up is in all of them."""


def look(owner: str, names: Sequence[str], inputs: Sequence[AnyArray]) -> None:
    """Warn if high is below low in most of some rows; values are computed all the same."""
    if "high" not in names or "low" not in names or not len(inputs[0]):
        return
    rows = np.unique(np.linspace(0, len(inputs[0]) - 1, ROWS).astype(int))
    high, low = (inputs[list(names).index(name)][rows] for name in ("high", "low"))
    seen = np.isfinite(high) & np.isfinite(low)
    below, cells = int(np.count_nonzero(high[seen] < low[seen])), int(np.count_nonzero(seen))
    if 2 * below > cells:
        warnings.warn(
            f"{owner}: high is below low in {below} of {cells} cells looked at. Its inputs are "
            f"{', '.join(names)}, in this order; fastind.check looks at all cells",
            InputWarning,
            stacklevel=4,
        )
