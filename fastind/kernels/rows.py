"""The loop over dates for every `@cross` definition; compiled once.

A row's codes that have a value are copied side by side, in the order of their groups and, where the
definition wants that, of their values; it fills a row of results, and these go back to their codes.
"""

# mypy: disallow-untyped-defs=False
import numpy as np

import fastind._jit as jit

# Columns of the tables of inputs and outputs.
BASE, ROW_STEP, CODE_STEP, SINGLE = range(4)
# Rows that are copied at a time: a table whose dates lie side by side is read by whole cache lines.
TILE_ROWS = 16
# Values are sorted by 6 digits of 11 bits: by the upper three, which leaves little, and that by insertion; so
# are rows of no more than so many values.
DIGITS, BITS, SMALL = 6, 11, 96
LARGEST = 2**63 - 1


@jit.njit
def _load(table, t, rows, codes, into):
    """Copy some rows of a table of any memory order."""
    base, row_step, code_step = table[BASE] + t * table[ROW_STEP], table[ROW_STEP], table[CODE_STEP]
    if table[SINGLE]:
        for r in range(rows):
            for c in range(codes):
                into[r, c] = jit.row32(base + r * row_step + c * code_step, 1)[0]
    elif code_step == 8:
        for r in range(rows):
            into[r, :codes] = jit.row(base + r * row_step, codes)
    else:
        for c in range(codes):
            for r in range(rows):
                into[r, c] = jit.row(base + r * row_step + c * code_step, 1)[0]


@jit.njit
def _store(table, t, rows, codes, source):
    """Copy some rows into a table of any memory order."""
    base, row_step, code_step = table[BASE] + t * table[ROW_STEP], table[ROW_STEP], table[CODE_STEP]
    if table[SINGLE]:
        for r in range(rows):
            for c in range(codes):
                jit.row32(base + r * row_step + c * code_step, 1)[0] = np.float32(source[r, c])
    elif code_step == 8:
        for r in range(rows):
            jit.row(base + r * row_step, codes)[:] = source[r, :codes]
    else:
        for c in range(codes):
            for r in range(rows):
                jit.row(base + r * row_step + c * code_step, 1)[0] = source[r, c]


@jit.njit
def _keys(values, order, n, zeros, bits, keys):
    """Whole numbers in the order of the values; -0 is 0."""
    for i in range(n):
        zeros[i] = values[order[i]] + 0.0
        keys[i] = bits[i] ^ ((bits[i] >> 63) & LARGEST)


@jit.njit
def _insert(keys, order, n, moves):
    """Sort by insertion; False, and not yet sorted, if it takes more than so many moves."""
    for i in range(1, n):
        key, code, j = keys[i], order[i], i
        while j > 0 and keys[j - 1] > key:
            keys[j], order[j] = keys[j - 1], order[j - 1]
            j -= 1
        keys[j], order[j] = key, code
        moves -= i - j
        if moves < 0:
            return False
    return True


@jit.njit
def _by_digits(keys, order, n, lowest, keys_too, order_too, counts):
    """Sort by the digits from the lowest one on, each time keeping the order of equals."""
    mask = 2**BITS - 1
    top = 2**BITS - 2 ** (63 - BITS * (DIGITS - 1))  # the sign's bits of the last digit: negative comes first
    counts[lowest:] = 0
    for i in range(n):
        key = keys[i]
        for p in range(lowest, DIGITS - 1):
            counts[p, (key >> (BITS * p)) & mask] += 1
        counts[DIGITS - 1, ((key >> (BITS * (DIGITS - 1))) & mask) ^ top] += 1
    one, two, order_one, order_two, is_moved = keys, keys_too, order, order_too, False
    for p in range(lowest, DIGITS):
        shift, flip = BITS * p, top if p == DIGITS - 1 else 0
        if counts[p, ((one[0] >> shift) & mask) ^ flip] == n:
            continue
        total = 0
        for d in range(mask + 1):
            size = counts[p, d]
            counts[p, d] = total
            total += size
        for i in range(n):
            d = ((one[i] >> shift) & mask) ^ flip
            at = counts[p, d]
            counts[p, d] = at + 1
            two[at], order_two[at] = one[i], order_one[i]
        one, two, order_one, order_two, is_moved = two, one, order_two, order_one, not is_moved
    if is_moved:
        keys[:n], order[:n] = keys_too[:n], order_too[:n]


@jit.njit
def _sort(keys, order, n, keys_too, order_too, counts):
    """Sort the keys, and the order with them; equal keys stay as they are."""
    if n <= SMALL:
        _insert(keys, order, n, n * n)
        return
    _by_digits(keys, order, n, DIGITS // 2, keys_too, order_too, counts)
    if not _insert(keys, order, n, 2 * n):
        _by_digits(keys, order, n, 0, keys_too, order_too, counts)


@jit.njit
def _there(tile, r, codes, n_in, has_group, keeps_infinite, order, is_there):
    """The codes of a row that have every input, are in a group and are not masked; how many."""
    is_there[:] = True
    for k in range(tile.shape[0]):
        x = tile[k, r]
        if k >= n_in + has_group:  # the mask
            for c in range(codes):
                is_there[c] &= (x[c] == x[c]) & (x[c] != 0.0)
        elif keeps_infinite and k < n_in:
            for c in range(codes):
                is_there[c] &= x[c] == x[c]
        else:
            for c in range(codes):
                is_there[c] &= abs(x[c]) < np.inf
    n = 0
    for c in range(codes):
        order[n] = c
        n += is_there[c]
    return n


@jit.njit
def _ends(labels, order, n, ends):
    """Where each group ends; how many they are."""
    groups = 0
    for i in range(1, n + 1):
        if i == n or labels[order[i]] != labels[order[i - 1]]:
            ends[groups] = i
            groups += 1
    return groups


@jit.compiled((*[jit.INTEGER] * 6, jit.TABLE, jit.TABLE, jit.INTEGER, jit.VECTOR))
def run(rows, codes, n_in, has_group, is_ordered, keeps_infinite, inputs, outputs, kernel, params):
    """Run a definition over rows; its `n_in` inputs are followed by labels (`has_group`) and by a mask."""
    n_all, n_out = inputs.shape[0], outputs.shape[0]
    tile, results = np.empty((n_all, TILE_ROWS, codes)), np.empty((n_out, TILE_ROWS, codes))
    dense, made, zeros = np.empty((n_in, codes)), np.empty((n_out, codes)), np.empty(codes)
    # One place more than codes: the last code that is not there is noted, too.
    order, order_too, ends = (
        np.empty(codes + 1, np.int64),
        np.empty(codes, np.int64),
        np.empty(codes, np.int64),
    )
    keys, keys_too = np.empty(codes, np.int64), np.empty(codes, np.int64)
    is_there = np.empty(codes, np.bool_)
    counts = np.empty((DIGITS, 2**BITS), np.int32)
    bits, io = zeros.view(np.int64), np.empty(2 + n_out + n_in, np.int64)
    io[0], io[1] = codes, n_in
    for k in range(n_out):
        io[2 + k] = made[k].ctypes.data
    for k in range(n_in):
        io[2 + n_out + k] = dense[k].ctypes.data
    for t in range(0, rows, TILE_ROWS):
        some = min(TILE_ROWS, rows - t)
        for k in range(n_all):
            _load(inputs[k], t, some, codes, tile[k])
        for r in range(some):
            n = _there(tile, r, codes, n_in, has_group, keeps_infinite, order, is_there)
            as_it_lies = n == codes and not is_ordered and not has_group
            if n < codes:
                results[:, r] = np.nan
            if n == 0:
                continue
            if is_ordered:
                _keys(tile[0, r], order, n, zeros, bits, keys)
                _sort(keys, order, n, keys_too, order_too, counts)
            ends[0], groups = n, 1
            if has_group:
                _keys(tile[n_in, r], order, n, zeros, bits, keys)
                _sort(keys, order, n, keys_too, order_too, counts)
                groups = _ends(tile[n_in, r], order, n, ends)
            for k in range(n_in):
                if as_it_lies:
                    dense[k] = tile[k, r]
                    continue
                for i in range(n):
                    dense[k, i] = tile[k, r, order[i]]
            jit.call(kernel, io.ctypes.data, n, groups, ends.ctypes.data, params.ctypes.data, 0)
            for k in range(n_out):
                if as_it_lies:
                    results[k, r] = made[k]
                    continue
                for i in range(n):
                    results[k, r, order[i]] = made[k, i]
        for k in range(n_out):
            _store(outputs[k], t, some, codes, results[k])
    io[0], dense[0, 0], made[0, 0], ends[0] = 0, 0.0, 0.0, 0  # see fastind.kernels.blocks
