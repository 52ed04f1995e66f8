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
# Rows of a tile; the block's state stays in L1 meanwhile. 32 where several jobs share tiles in the caller's
# memory: those fit in L2 (five indicators take 10 % more with 128). 128 for one job (volatility takes 10 %
# more with 32), and where tiles are transposed: a visit to a code takes 1,024 bytes of its memory.
SHARED_ROWS, TILE_ROWS = 32, 128
# Where all tables have so many bytes results are written past the caches, which would not keep them
# (measured: even at 32 MB; at 200 MB an EMA takes 15 % less, at 80 MB a true range 25 %), by kernels whose
# block's state is below so many bytes: it shares L1 and the queue of stores (volatility, 33 kB, takes 10 %
# more).
LARGE, LIGHT = 56_000_000, 16_384


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
    return table[BASE] == 0 or (table[CODE_STEP] == 8 and table[SINGLE] == 0)


@jit.njit
def _fetch(tables, n_in, t, block, rows, width, as_it_lies, room, where):
    """Say where each table's tile is, and bring the inputs there that cannot be used as they lie."""
    for k in range(tables.shape[0]):
        base, row_step, code_step, single = tables[k]
        at = base + t * row_step + block * code_step
        if base == 0:  # what one job makes for another one is never kept
            where[k, 0], where[k, 1], where[k, 2] = room + k * TILE_ROWS * LANES * 8, LANES * 8, 8
            continue
        if as_it_lies or (width == LANES and _is_near(tables[k])):
            where[k, 0], where[k, 1], where[k, 2] = at, row_step, code_step
            continue
        own = room + k * TILE_ROWS * LANES * 8
        where[k, 0], where[k, 1], where[k, 2] = own, LANES * 8, 8
        if k < n_in:
            _load(at, row_step, code_step, single, own, rows, width)


@jit.njit
def _work(jobs, wires, where, io, t, block, rows, width, near, past):
    """Every job on one tile: as lanes side by side, or a few codes one after the other.

    A block's kernel is told what to do with memory: 0 nothing (it is ours), 1 ask ahead (`near`), or the
    address where it may keep a row of each result that goes past the caches (`past`, if not 0).
    """
    for j in range(jobs.shape[0]):
        state = jobs[j, STATE] + block // LANES * jobs[j, STATE_STEP]
        for c in range(width if width < FEW else 1):
            for w in range(jobs[j, N_IN] + jobs[j, N_OUT]):
                k = wires[j, w]
                io[2 * w], io[2 * w + 1] = where[k, 0] + c * where[k, 2], where[k, 1]
            if width < FEW:
                step = jobs[j, LANE_STEP]
                jit.call(jobs[j, SERIES], io.ctypes.data, rows, t, state + c * 8, jobs[j, PARAMS], step)
            else:
                extra = past[j] if near and past[j] else int(near)
                jit.call(jobs[j, TILE], io.ctypes.data, rows, t, state, jobs[j, PARAMS], extra)


@jit.njit
def _past(jobs, wires, tables, room):
    """For each job the room for a row of its results, if they go past the caches: nobody reads them again."""
    is_used = (tables[:, BASE] == 0) | (tables[:, ROW_STEP] == 0)  # one place for all rows
    for j in range(jobs.shape[0]):
        for w in range(jobs[j, N_IN]):
            is_used[wires[j, w]] = True
    past = np.zeros(jobs.shape[0], np.int64)
    for j in range(jobs.shape[0]):
        writes = wires[j, jobs[j, N_IN] : jobs[j, N_IN] + jobs[j, N_OUT]]
        if jobs[j, STATE_STEP] <= LIGHT and not np.any(is_used[writes]):
            past[j] = room
    return past


@jit.njit
def _put(tables, n_in, t, block, rows, width, room, where):
    """Bring results home that were made in our own memory."""
    for k in range(n_in, tables.shape[0]):
        if tables[k, BASE] != 0 and where[k, 0] == room + k * TILE_ROWS * LANES * 8:
            base, row_step, code_step, single = tables[k]
            at = base + t * row_step + block * code_step
            _store(where[k, 0], at, row_step, code_step, single, rows, width)


@jit.compiled((*[jit.INTEGER] * 3, *[jit.TABLE] * 4))
def run(rows, t, codes, inputs, outputs, jobs, wires):
    """Run the jobs over `rows` rows, the first of which is row `t` of the history, and `codes` codes.

    A job's row in `wires` numbers its inputs and then its outputs among all tables: inputs first.
    """
    n_in, n_tables = inputs.shape[0], inputs.shape[0] + outputs.shape[0]
    tables = np.empty((n_tables, 4), np.int64)
    tables[:n_in], tables[n_in:] = inputs, outputs
    near, has_parts, size = True, False, 0
    for k in range(n_tables):
        near = near and _is_near(tables[k])
        has_parts = has_parts or tables[k, BASE] == 0
        size += rows * codes * 8 if tables[k, BASE] != 0 else 0
    double = not np.any(tables[:, SINGLE])
    scratch = np.empty(n_tables * TILE_ROWS * LANES + 8)
    room = (scratch.ctypes.data + 63) // 64 * 64
    where = np.empty((n_tables, 3), np.int64)  # this tile's address, row step and code step
    io = np.empty(2 * wires.shape[1], np.int64)
    span = (SHARED_ROWS if jobs.shape[0] > 1 else TILE_ROWS) if near else rows
    large = near and size >= LARGE
    past = _past(jobs, wires, tables, room) if large else np.zeros(jobs.shape[0], np.int64)
    for t0 in range(0, rows, span):
        end = min(t0 + span, rows)
        for block in range(0, codes, LANES):
            width = min(LANES, codes - block)
            as_it_lies = width < FEW and double
            whole = near and width == LANES and rows > 1  # a stream's row is in cache
            step = span if as_it_lies and not has_parts else min(span, TILE_ROWS)
            for t1 in range(t0, end, step):
                n = min(step, end - t1)
                _fetch(tables, n_in, t1, block, n, width, as_it_lies, room, where)
                _work(jobs, wires, where, io, t + t1, block, n, width, whole, past)
                _put(tables, n_in, t1, block, n, width, room, where)
    scratch[0], io[0] = 0.0, 0  # numba frees an array after its last use, and an address is no use
