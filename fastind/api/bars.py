"""A look at bars that were given one by one: are they what their names say."""

import warnings
from collections.abc import Sequence

import numpy as np

from fastind._types import AnyArray
from fastind.errors import InputWarning

ROWS, CODES = 16, 16
"""No more is looked at: each cell is far from the last one in memory, and a mix-up is in all of them."""


def look(owner: str, names: Sequence[str], inputs: Sequence[AnyArray]) -> None:
    """Warn if high is below low in most of some rows; values are computed all the same."""
    if "high" not in names or "low" not in names or not inputs[0].size:
        return
    cells = tuple(
        slice(None, None, -(-n // most)) for n, most in zip(inputs[0].shape, (ROWS, CODES), strict=False)
    )
    high, low = (inputs[list(names).index(name)][cells] for name in ("high", "low"))
    seen = np.isfinite(high) & np.isfinite(low)
    below, looked = int(np.count_nonzero(high[seen] < low[seen])), int(np.count_nonzero(seen))
    if 2 * below > looked:
        warnings.warn(
            f"{owner}: high is below low in {below} of {looked} cells looked at. Its inputs are "
            f"{', '.join(names)}, in this order; fastind.check looks at all cells",
            InputWarning,
            stacklevel=4,
        )
