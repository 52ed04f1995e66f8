"""Array aliases and the numbers that every loop shares."""

from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
AnyArray = npt.NDArray[Any]

LANES = 64
"""Codes in one block. A panel is cut into blocks of so many codes; inside a block the codes are the
SIMD lanes, and a block's state is contiguous. 64 x float64 is eight cache lines a row."""

FEW = 20
"""A block of fewer codes is run one code after the other, with the state in registers (measured: 64 lanes
for 20 codes cost as much as 20 series)."""
