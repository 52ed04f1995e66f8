"""Loops around a `@fold` in which each code's clock runs with its own rows: one code after the other, or side
by side as long as all codes of a block have the same rows; see `render_fold`."""

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
from fastind.kernels.render_step import gap_lines
from fastind.kernels.text import indent, opened, reads, rows_of, sent, valid, values


def series(fold: Fold, policy: str) -> str:
    return "\n".join(
        [
            lane(fold, policy),
            "\n",
            "@jit.entry",
            "def series(io, rows, t, state, params, extra):",
            "    lane(io, rows, t, state, params, extra, 0, 0)",
        ]
    )


def tile_lanes(fold: Fold, policy: str) -> str:
    is_dense = policy == "skip"
    together = [
        f"    clocks = jit.cells(state, {len(head_of(fold, policy))})",
        f"    clock, apart = clocks[{list(head_of(fold, policy)).index('clock')}], 0",
        "    for k in range(LANES):",
        "        apart += 1 if clock[k] != clock[0] else 0",
        "    start = dense(io, rows, state, params, extra) if apart == 0 else 0",
        "    if start == rows:",
        "        return",
    ]
    return "\n".join(
        [
            lane(fold, policy),
            "\n",
            *([dense(fold, policy), "\n"] if is_dense else []),
            "@jit.entry",
            "def tile(io, rows, t, state, params, extra):",
            *(together if is_dense else ["    start = 0"]),
            "    for k in range(LANES):",
            "        lane(io, rows, t, state + k * 8, params, LANES * 8, k * 8, start)",
        ]
    )


def dense(fold: Fold, policy: str) -> str:
    """All codes side by side while their clocks go together; gives the row at which they part, one in which
    some of the codes are missing and others are not."""
    head, fields = list(head_of(fold, policy)), fields_of(fold, policy)
    inputs, prevs = reads(inputs_of(fold.reads)), [n for n in head if n.endswith(PREV)]
    known = [*head, *fields]
    kept = [(k, n) for k, n in enumerate(known) if n != "clock"]
    body = [
        *(f"{n} = at_{n}[lane]" for n in inputs),
        *(f"{n} = s[{k}, lane]" for k, n in kept),
        *term_of(fold, policy),
        *count_of(policy),
        *take(fold, policy),
        *value_of(fold, policy, "older[{}, lane]"),
        *(f"s[{k}, lane] = {n.removesuffix(PREV) if n in prevs else n}" for k, n in kept),
        *(f"slot[{k}, lane] = {x}" for k, x in enumerate(terms_of(fold))),
        *(f"to_{k}[lane] = {v}" for k, v in enumerate(results_of(fold))),
    ]
    width = f"{len(fields)} * LANES * 8"
    clock = known.index("clock")
    return "\n".join(
        [
            "@jit.njit",
            "def dense(io, rows, state, params, extra):",
            *indent(opened(inputs, fold.outputs, values(params_of(fold, policy)))),
            "    size = int(p_window)",
            f"    s = jit.cells(state, {len(known)})",
            f"    slots = state + {len(known)} * LANES * 8",
            f"    pos, done = int(s[{clock}, 0]), 0",
            "    for r in range(rows):",
            *indent(rows_of(inputs, fold.outputs), 8),
            "        there = 0",
            "        for lane in range(LANES):",
            *indent([f"{n} = at_{n}[lane]" for n in inputs], 12),
            f"            there += 1 if {valid(inputs)} else 0",
            "        if 0 < there < LANES:",
            "            break",
            "        done += 1",
            "        if there == 0:",
            "            for lane in range(LANES):",
            *indent([f"to_{k}[lane] = np.nan" for k in range(len(fold.outputs))], 16),
            *indent(sent(fold.outputs), 12),
            "            continue",
            "        at = float(pos)",
            f"        slot = jit.cells(slots + pos * {width}, {len(fields)})",
            f"        older = jit.cells(slots + (pos + 1) * {width}, {len(fields)})",
            "        for lane in range(LANES):",
            *indent(body, 12),
            *indent(sent(fold.outputs), 8),
            "        pos += 1",
            *indent(block_ends(fold, policy, len(head), width), 8),
            "    for lane in range(LANES):",
            f"        s[{clock}, lane] = float(pos)",
            "    return done",
        ]
    )


def lane(fold: Fold, policy: str) -> str:
    """One code: `extra` bytes from one state element to the next, `shift` bytes into each row."""
    head, fields = list(head_of(fold, policy)), fields_of(fold, policy)
    inputs, prevs = reads(inputs_of(fold.reads)), [n for n in head if n.endswith(PREV)]
    known = [*head, *fields]
    slots = f"state + {len(known)} * extra"
    width = f"{len(fields)} * extra"

    def cell(row: str, k: int | str) -> str:
        return f"jit.row({slots} + {row} * {width} + {k} * extra, 1)[0]"

    advance = [
        "at = float(pos)",
        *term_of(fold, policy),
        *count_of(policy),
        *take(fold, policy),
        *value_of(fold, policy, cell("(pos + 1)", "{}")),
        *(f"{cell('pos', k)} = {x}" for k, x in enumerate(terms_of(fold))),
        *(f"{n} = {n.removesuffix(PREV)}" for n in prevs),
        "pos += 1",
        "if pos == size:",
        "    pos = 0",
        *(f"    {n} = 0.0" for n in fields),
        "    for back in range(size - 1, -1, -1):",
        "        at = float(size - 1 - back)",
        *(f"        {x} = {cell('back', k)}" for k, x in enumerate(terms_of(fold))),
        *indent(take(fold, policy, is_older=True), 8),
        *(f"        {cell('back', k)} = {n}" for k, n in enumerate(fields)),
        *(f"    {n} = 0.0" for n in fields),
    ]
    if policy in ROWS:
        guarded, condition = [*cleaned(inputs, policy), *advance], "ok"
    else:
        restart = [
            f"{n} = {'np.nan' if n in prevs else 0.0} if gap > p_max_gap else {n}"
            for n in known
            if n != "gap"
        ]
        restart = [
            line.replace("clock = 0.0", "pos = 0").replace("else clock", "else pos") for line in restart
        ]
        gap, condition = gap_lines(policy, restart)
        nothing = [f"{v} = np.nan" for v in results_of(fold)]
        guarded = [f"ok = {valid(inputs)}", *gap, *nothing, "if ok:", *indent(advance)]
    told = "{}" if condition == "ok" else f"{{}} if {condition} else np.nan"
    clock = "t % size" if policy in ROWS else "int(clock)"
    return "\n".join(
        [
            "@jit.njit",
            "def lane(io, rows, t, state, params, extra, shift, start):",
            *indent(opened(inputs, fold.outputs, values(params_of(fold, policy)))),
            "    size = int(p_window)",
            *indent([f"{n} = jit.row(state + {k} * extra, 1)[0]" for k, n in enumerate(known)]),
            f"    pos = {clock}",
            "    for r in range(start, rows):",
            *indent([f"{n} = jit.row(from_{n} + r * step_{n} + shift, 1)[0]" for n in inputs], 8),
            *indent(guarded, 8),
            *indent(
                [
                    f"jit.row(into_{k} + r * stride_{k} + shift, 1)[0] = {told.format(v)}"
                    for k, v in enumerate(results_of(fold))
                ],
                8,
            ),
            *([] if policy in ROWS else ["    clock = float(pos)"]),
            *indent([f"jit.row(state + {k} * extra, 1)[0] = {n}" for k, n in enumerate(known)]),
        ]
    )
