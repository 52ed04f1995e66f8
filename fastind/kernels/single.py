"""The shortest way through one kernel, for one contiguous series; compiled once for all definitions."""

# mypy: disallow-untyped-defs=False
import numpy as np

import fastind._jit as jit


@jit.compiled(*((jit.INTEGER, x, jit.VECTOR, jit.VECTOR, jit.VECTOR) for x in (jit.VECTOR, jit.READ_ONLY)))
def one(series, x, y, start, params):
    """Run one kernel of one input and one output from its first row on; `start` is its first state."""
    io, state = np.empty(4, np.int64), start.copy()
    io[0], io[1], io[2], io[3] = x.ctypes.data, 8, y.ctypes.data, 8
    jit.call(series, io.ctypes.data, x.size, 0, state.ctypes.data, params.ctypes.data, 8)
    io[0] = state.size  # numba frees an array after its last use, and an address is no use
