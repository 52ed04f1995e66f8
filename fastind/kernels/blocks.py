"""The loops over blocks of codes, for every definition and every mode; compiled once.

A run is a list of jobs over the same rows: each job is a kernel (by address) with its state and
parameters. The codes are cut into blocks of LANES, the rows into spans, and in each tile every job runs
before the next tile is touched: what one job read is in cache for the next one, and what one job wrote
is there for a job that reads it.
"""

# mypy: disallow-untyped-defs=False
import numpy as np

import fastind._jit as jit
from fastind._types import FEW, LANES

# Columns of the tables of inputs and outputs.
BASE, ROW_STEP, CODE_STEP, SINGLE = range(4)
# Columns of the table of jobs.
TILE, SERIES, STATE, STATE_STEP, LANE_STEP, PARAMS, N_IN, N_OUT = range(8)
# Rows of a tile; the block's state stays in L1 meanwhile. 32 where tiles lie in the caller's memory: those of
# many jobs fit in L2 (five indicators take 10 % more with 128). 128 where they are transposed: a visit to a
# code takes 1,024 bytes of its memory.
NEAR_ROWS, FAR_ROWS = 32, 128
# Lines are asked for so many bytes ahead in their row (without that RSI takes 1.5 times as long).
AHEAD = 2 * LANES * 8


@jit.njit
def _load(base, row_step, code_step, single, into, rows, codes):
    """Copy a tile of any memory order into rows of LANES float64; the rows after it are asked for."""
    if single:
        for r in range(rows):
            to = jit.row(into + r * LANES * 8, LANES)
            for c in range(codes):
                to[c] = jit.row32(base + r * row_step + c * code_step, 1)[0]
        return
    whole_rows = rows // 8 * 8 if row_step == 8 else 0
    whole_codes = codes // 8 * 8 if row_step == 8 else 0
    for c in range(0, whole_codes, 8):
        for r in range(0, whole_rows, 8):
            jit.transpose8(base + c * code_step + r * 8, code_step, into + (r * LANES + c) * 8, LANES * 8)
            for k in range(c, c + 8):
                jit.prefetch(base + k * code_step + (rows + r) * 8, 8)
    for r in range(rows):
        to = jit.row(into + r * LANES * 8, LANES)
        for c in range(whole_codes if r < whole_rows else 0, codes):
            to[c] = jit.row(base + r * row_step + c * code_step, 1)[0]


@jit.njit
def _store(source, base, row_step, code_step, single, rows, codes):
    """Copy rows of LANES float64 into a tile of any memory order; the rows after it are asked for."""
    if single:
        for r in range(rows):
            at = jit.row(source + r * LANES * 8, LANES)
            for c in range(codes):
                jit.row32(base + r * row_step + c * code_step, 1)[0] = np.float32(at[c])
        return
    whole_rows = rows // 8 * 8 if row_step == 8 else 0
    whole_codes = codes // 8 * 8 if row_step == 8 else 0
    for c in range(0, whole_codes, 8):
        for r in range(0, whole_rows, 8):
            jit.transpose8(source + (r * LANES + c) * 8, LANES * 8, base + c * code_step + r * 8, code_step)
            for k in range(c, c + 8):
                jit.prefetch_out(base + k * code_step + (rows + r) * 8, 8)
    for r in range(rows):
        at = jit.row(source + r * LANES * 8, LANES)
        for c in range(whole_codes if r < whole_rows else 0, codes):
            jit.row(base + r * row_step + c * code_step, 1)[0] = at[c]


@jit.njit
def _is_near(table):
    """Can the kernels use this memory as it lies: float64, the codes of a row side by side."""
    return table[CODE_STEP] == 8 and table[SINGLE] == 0


@jit.compiled((*[jit.INTEGER] * 3, *[jit.TABLE] * 4))
def run(rows, t, codes, inputs, outputs, jobs, wires):
    """Run the jobs over `rows` rows, the first of which is row `t` of the history, and `codes` codes.

    A job's row in `wires` numbers its inputs and then its outputs among all tables: inputs first.
    """
    n_in, n_tables = inputs.shape[0], inputs.shape[0] + outputs.shape[0]
    tables = np.empty((n_tables, 4), np.int64)
    near, double = True, True
    for k in range(n_tables):
        tables[k] = inputs[k] if k < n_in else outputs[k - n_in]
        near = near and _is_near(tables[k])
        double = double and tables[k, SINGLE] == 0
    scratch = np.empty(n_tables * FAR_ROWS * LANES + 8)
    room = (scratch.ctypes.data + 63) // 64 * 64
    where = np.empty((n_tables, 3), np.int64)  # this tile's address, row step and code step
    io = np.empty(2 * n_tables, np.int64)
    span = NEAR_ROWS if near else max(rows, 1)
    for t0 in range(0, rows, span):
        for block in range(0, codes, LANES):
            width = min(LANES, codes - block)
            few = width < FEW
            step = span if few and double else (NEAR_ROWS if near else FAR_ROWS)
            for t1 in range(t0, min(t0 + span, rows), step):
                n = min(step, min(t0 + span, rows) - t1)
                for k in range(n_tables):
                    at = tables[k, BASE] + t1 * tables[k, ROW_STEP] + block * tables[k, CODE_STEP]
                    if (few and double) or (width == LANES and _is_near(tables[k])):
                        where[k, 0], where[k, 1], where[k, 2] = at, tables[k, ROW_STEP], tables[k, CODE_STEP]
                        continue
                    where[k, 0], where[k, 1], where[k, 2] = room + k * FAR_ROWS * LANES * 8, LANES * 8, 8
                    if k < n_in:
                        _load(
                            at,
                            tables[k, ROW_STEP],
                            tables[k, CODE_STEP],
                            tables[k, SINGLE],
                            where[k, 0],
                            n,
                            width,
                        )
                for j in range(jobs.shape[0]):
                    state = jobs[j, STATE] + block // LANES * jobs[j, STATE_STEP]
                    wired = jobs[j, N_IN] + jobs[j, N_OUT]
                    if not few:
                        for w in range(wired):
                            io[2 * w], io[2 * w + 1] = where[wires[j, w], 0], where[wires[j, w], 1]
                        ahead = AHEAD if near and width == LANES else 0
                        jit.call(jobs[j, TILE], io.ctypes.data, n, t + t1, state, jobs[j, PARAMS], ahead)
                        continue
                    for c in range(width):
                        for w in range(wired):
                            k = wires[j, w]
                            io[2 * w], io[2 * w + 1] = where[k, 0] + c * where[k, 2], where[k, 1]
                        jit.call(
                            jobs[j, SERIES],
                            io.ctypes.data,
                            n,
                            t + t1,
                            state + c * 8,
                            jobs[j, PARAMS],
                            jobs[j, LANE_STEP],
                        )
                for k in range(n_in, n_tables):
                    if where[k, 0] == room + k * FAR_ROWS * LANES * 8:
                        at = tables[k, BASE] + t1 * tables[k, ROW_STEP] + block * tables[k, CODE_STEP]
                        _store(
                            where[k, 0],
                            at,
                            tables[k, ROW_STEP],
                            tables[k, CODE_STEP],
                            tables[k, SINGLE],
                            n,
                            width,
                        )
    scratch[0], io[0] = 0.0, 0  # numba frees an array after its last use, and an address is no use
