"""The loops around a `@fold`, as text. Two stacks: `acc` sums the current block of `window` rows, the
slots behind it hold, after each full block, the sums from each of its rows to its end. A window is the
merge of the two, so that nothing is ever subtracted.

Policies: "rows" (the clock runs with the rows, every row of the window must be valid), "counted" (the
same, with `min_periods` valid ones), "ends" (the same, and any may be missing: the function sees NaN),
"raw" (the same, and infinite ones are as they are),
and the policies of recursions, where the clock of each code runs with its valid rows only. State:
`_prev` rows, counters, `acc`, then (window + 1) slots, the last empty.
"""

import numpy as np

from fastind._types import FloatArray
from fastind.kernels.definition import PREV, Fold, inputs_of
from fastind.kernels.fold_lines import (
    ROWS,
    block_ends,
    cleaned,
    count_of,
    fields_of,
    head_of,
    params_of,
    results_of,
    take,
    term_of,
    terms_of,
    value_of,
)
from fastind.kernels.render_fold_lanes import series, tile_lanes
from fastind.kernels.text import indent, opened, reads, rows_of, sent, values

__all__ = ["gap_row", "params_of", "series", "size_of", "state_of", "tile"]


def state_of(fold: Fold, policy: str, window: int, t: int) -> FloatArray:
    """What every state element is for a code that begins at row t: the head, then zeros for acc and the
    slots; where the clock runs with the rows, the terms of this block so far are missing."""
    head, fields = list(head_of(fold, policy).values()), len(fields_of(fold, policy))
    state = np.zeros(size_of(fold, policy, window))
    state[: len(head)] = head
    slots = state[len(head) + fields :].reshape(window + 1, fields)
    slots[: t % window if policy in ROWS else 0, : fold.accumulator.terms] = np.nan
    return state


def size_of(fold: Fold, policy: str, window: int) -> int:
    """Number of state elements."""
    return len(head_of(fold, policy)) + (window + 2) * len(fields_of(fold, policy))


def gap_row(fold: Fold, policy: str) -> int:
    """Which state element is the gap policy's counter."""
    return list(head_of(fold, policy)).index("gap")


def tile(fold: Fold, policy: str) -> str:
    return tile_rows(fold, policy) if policy in ROWS else tile_lanes(fold, policy)


def tile_rows(fold: Fold, policy: str) -> str:
    head, fields = list(head_of(fold, policy)), fields_of(fold, policy)
    inputs, prevs = reads(inputs_of(fold.reads)), [n for n in head if n.endswith(PREV)]
    known = [n for n in head if not n.endswith(PREV)] + fields
    body = [
        *(f"{n} = at_{n}[lane]" for n in (*inputs, *prevs)),
        *cleaned((*inputs, *prevs), policy),
        *(f"{n} = s[{len(prevs) + k}, lane]" for k, n in enumerate(known)),
        *term_of(fold, policy),
        *count_of(policy),
        *take(fold, policy),
        *value_of(fold, policy, "older[{}, lane]"),
        *(f"s[{len(prevs) + k}, lane] = {n}" for k, n in enumerate(known)),
        *(f"slot[{k}, lane] = {x}" for k, x in enumerate(terms_of(fold))),
        *(f"to_{k}[lane] = {v}" for k, v in enumerate(results_of(fold))),
    ]
    width = f"{len(fields)} * LANES * 8"
    return "\n".join(
        [
            "@jit.entry",
            "def tile(io, rows, t, state, params, extra):",
            *indent(opened(inputs, fold.outputs, values(params_of(fold, policy)))),
            "    size = int(p_window)",
            f"    s = jit.cells(state, {len(head) + len(fields)})",
            f"    slots = state + {len(head) + len(fields)} * LANES * 8",
            "    pos = t % size",
            "    for r in range(rows):",
            "        at = float(pos)",
            f"        slot = jit.cells(slots + pos * {width}, {len(fields)})",
            f"        older = jit.cells(slots + (pos + 1) * {width}, {len(fields)})",
            *indent(rows_of(inputs, fold.outputs), 8),
            *indent(
                [
                    f"before = from_{b} + (r - 1) * step_{b} if r > 0 else state + {k} * LANES * 8; "
                    f"at_{n} = jit.row(before, LANES)"
                    for k, n in enumerate(prevs)
                    for b in [n.removesuffix(PREV)]
                ],
                8,
            ),
            "        for lane in range(LANES):",
            *indent(body, 12),
            *indent(sent(fold.outputs), 8),
            "        pos += 1",
            *indent(block_ends(fold, policy, len(head), width), 8),
            *indent(
                [
                    line
                    for k, n in enumerate(prevs)
                    for b in [n.removesuffix(PREV)]
                    for line in (
                        f"at_{n} = jit.row(from_{b} + (rows - 1) * step_{b}, LANES)",
                        f"for lane in range(LANES): s[{k}, lane] = at_{n}[lane]",
                    )
                ]
            ),
        ]
    )
