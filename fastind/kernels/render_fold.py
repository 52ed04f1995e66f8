"""The loops around a `@fold`, as text. Two stacks: `acc` sums the current block of `window` rows, the
slots behind it hold, after each full block, the sums from each of its rows to its end. A window is the
merge of the two, so that nothing is ever subtracted.

Policies: "rows" (the clock runs with the rows, every row of the window must be valid), "counted" (the
same, with `min_periods` valid ones), "ends" (the same, and any may be missing: the function sees NaN),
and the policies of recursions, where the clock of each code runs with its valid rows only. State:
`_prev` rows, counters, `acc`, then (window + 1) slots, the last empty.
"""

import numpy as np

from fastind._types import FloatArray
from fastind.kernels.definition import PREV, Fold, inputs_of
from fastind.kernels.render_step import COUNTER, gap_lines
from fastind.kernels.text import finite, indent, join, opened, reads, rows_of, sent, valid, values

ROWS = ("rows", "counted", "ends")


def _head(fold: Fold, policy: str) -> dict[str, float]:
    head = {name: float("nan") for name in reads(fold.reads) if name.endswith(PREV)}
    head |= {} if policy == "counted" else {"run": 0.0}
    if policy not in ROWS:
        head["clock"] = 0.0
        if COUNTER[policy] is not None:
            head["gap"] = 0.0
    return head


def _fields(fold: Fold, policy: str) -> list[str]:
    own = [f"a_{name}" for name in fold.accumulator.fields]
    return ["count", *own] if policy == "counted" else own


def state_of(fold: Fold, policy: str, window: int, t: int) -> FloatArray:
    """What every state element is for a code that begins at row t: the head, then zeros for acc and the
    slots; where the clock runs with the rows, the terms of this block so far are missing."""
    head, fields = list(_head(fold, policy).values()), len(_fields(fold, policy))
    state = np.zeros(size_of(fold, policy, window))
    state[: len(head)] = head
    slots = state[len(head) + fields :].reshape(window + 1, fields)
    slots[: t % window if policy in ROWS else 0, : fold.accumulator.terms] = np.nan
    return state


def size_of(fold: Fold, policy: str, window: int) -> int:
    """Number of state elements."""
    return len(_head(fold, policy)) + (window + 2) * len(_fields(fold, policy))


def gap_row(fold: Fold, policy: str) -> int:
    """Which state element is the gap policy's counter."""
    return list(_head(fold, policy)).index("gap")


def params_of(fold: Fold, policy: str) -> tuple[str, ...]:
    more = {"counted": ("min_periods",), "reset": ("max_gap",)}
    return (*fold.params, *more.get(policy, ()))


def _x(fold: Fold) -> tuple[str, ...]:
    """The terms as the loops name them."""
    return tuple(f"x_{k}" for k in range(fold.accumulator.terms))


def _given(fold: Fold) -> str:
    """The terms as the accumulator takes them."""
    return "x_0" if fold.accumulator.terms == 1 else f"({join(_x(fold))})"


def _results(fold: Fold) -> tuple[str, ...]:
    return tuple(f"v_{k}" for k in range(len(fold.outputs)))


def _is_valid(fold: Fold) -> str:
    return valid(_x(fold))


def _take(fold: Fold, policy: str, is_older: bool = False) -> list[str]:
    """Put the terms into acc: `at` rows are in it already."""
    algebra = fold.accumulator
    add = (is_older and algebra.prepend) or algebra.add
    acc = "".join(f"a_{name}, " for name in algebra.fields)
    if policy != "counted":
        return [f"{acc}= {add.__name__}(at, ({acc}), {_given(fold)})"]
    return [
        f"ok = {_is_valid(fold)}",
        f"more = {add.__name__}(count, ({acc}), {_given(fold)})",
        "count = count + 1.0 if ok else count",
        *(f"a_{name} = more[{k}] if ok else a_{name}" for k, name in enumerate(algebra.fields)),
    ]


def _value(fold: Fold, policy: str, slot: str) -> list[str]:
    """The outputs of the window: the older rows' slot merged with acc."""
    own = (
        range(1, 1 + len(fold.accumulator.fields))
        if policy == "counted"
        else range(len(fold.accumulator.fields))
    )
    acc = "".join(f"a_{name}, " for name in fold.accumulator.fields)
    old = "".join(slot.format(k) + ", " for k in own)
    first = (
        f"n_old, n_new = {slot.format(0)}, count"
        if policy == "counted"
        else "n_old, n_new = p_window - at - 1.0, at + 1.0"
    )
    size, enough = (
        ("n_old + n_new", "n_old + n_new >= p_min_periods")
        if policy == "counted"
        else ("p_window", "run >= p_window")
    )
    arguments = join((size, "both", *reads(fold.value_reads), *values(fold.params)))
    results = _results(fold)
    return [
        first,
        f"both = {fold.accumulator.merge.__name__}(n_old, ({old}), n_new, ({acc}))",
        f"{join(results)} = {fold.name}({arguments})",
        *(f"{v} = {v} if {enough} else np.nan" for v in results),
    ]


def _term(fold: Fold) -> list[str]:
    x = _x(fold)
    return [
        f"{join(x)} = {fold.term.__name__}({join(reads(fold.term_reads))})",
        f"is_finite = {_is_valid(fold)}",
        *(f"{name} = {name} if is_finite else np.nan" for name in x),
    ]


def _run(policy: str) -> list[str]:
    """Count the valid rows without a hole, or, where holes do not matter, all rows."""
    if policy == "counted":
        return []
    return ["run = run + 1.0" if policy == "ends" else "run = run + 1.0 if is_finite else 0.0"]


def tile(fold: Fold, policy: str) -> str:
    return _tile_rows(fold, policy) if policy in ROWS else _tile_lanes(fold, policy)


def _tile_rows(fold: Fold, policy: str) -> str:
    head, fields = list(_head(fold, policy)), _fields(fold, policy)
    inputs, prevs = reads(inputs_of(fold.reads)), [n for n in head if n.endswith(PREV)]
    known = [n for n in head if not n.endswith(PREV)] + fields
    body = [
        *(f"{n} = at_{n}[lane]" for n in (*inputs, *prevs)),
        *finite((*inputs, *prevs)),
        *(f"{n} = s[{len(prevs) + k}, lane]" for k, n in enumerate(known)),
        *_term(fold),
        *_run(policy),
        *_take(fold, policy),
        *_value(fold, policy, "older[{}, lane]"),
        *(f"s[{len(prevs) + k}, lane] = {n}" for k, n in enumerate(known)),
        *(f"slot[{k}, lane] = {x}" for k, x in enumerate(_x(fold))),
        *(f"to_{k}[lane] = {v}" for k, v in enumerate(_results(fold))),
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
            *indent(_block_ends(fold, policy, len(head), width), 8),
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


def _lane(fold: Fold, policy: str) -> str:
    """One code: `extra` bytes from one state element to the next, `shift` bytes into each row."""
    head, fields = list(_head(fold, policy)), _fields(fold, policy)
    inputs, prevs = reads(inputs_of(fold.reads)), [n for n in head if n.endswith(PREV)]
    known = [*head, *fields]
    slots = f"state + {len(known)} * extra"
    width = f"{len(fields)} * extra"

    def cell(row: str, k: int | str) -> str:
        return f"jit.row({slots} + {row} * {width} + {k} * extra, 1)[0]"

    advance = [
        "at = float(pos)",
        *_term(fold),
        *_run(policy),
        *_take(fold, policy),
        *_value(fold, policy, cell("(pos + 1)", "{}")),
        *(f"{cell('pos', k)} = {x}" for k, x in enumerate(_x(fold))),
        *(f"{n} = {n.removesuffix(PREV)}" for n in prevs),
        "pos += 1",
        "if pos == size:",
        "    pos = 0",
        *(f"    {n} = 0.0" for n in fields),
        "    for back in range(size - 1, -1, -1):",
        "        at = float(size - 1 - back)",
        *(f"        {x} = {cell('back', k)}" for k, x in enumerate(_x(fold))),
        *indent(_take(fold, policy, is_older=True), 8),
        *(f"        {cell('back', k)} = {n}" for k, n in enumerate(fields)),
        *(f"    {n} = 0.0" for n in fields),
    ]
    if policy in ROWS:
        guarded, condition = [*finite(inputs), *advance], "ok"
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
        nothing = [f"{v} = np.nan" for v in _results(fold)]
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
                    for k, v in enumerate(_results(fold))
                ],
                8,
            ),
            *([] if policy in ROWS else ["    clock = float(pos)"]),
            *indent([f"jit.row(state + {k} * extra, 1)[0] = {n}" for k, n in enumerate(known)]),
        ]
    )


def series(fold: Fold, policy: str) -> str:
    return "\n".join(
        [
            _lane(fold, policy),
            "\n",
            "@jit.entry",
            "def series(io, rows, t, state, params, extra):",
            "    lane(io, rows, t, state, params, extra, 0, 0)",
        ]
    )


def _tile_lanes(fold: Fold, policy: str) -> str:
    is_dense = policy == "skip"
    together = [
        f"    clocks = jit.cells(state, {len(_head(fold, policy))})",
        f"    clock, apart = clocks[{list(_head(fold, policy)).index('clock')}], 0",
        "    for k in range(LANES):",
        "        apart += 1 if clock[k] != clock[0] else 0",
        "    start = dense(io, rows, state, params, extra) if apart == 0 else 0",
        "    if start == rows:",
        "        return",
    ]
    return "\n".join(
        [
            _lane(fold, policy),
            "\n",
            *([_dense(fold, policy), "\n"] if is_dense else []),
            "@jit.entry",
            "def tile(io, rows, t, state, params, extra):",
            *(together if is_dense else ["    start = 0"]),
            "    for k in range(LANES):",
            "        lane(io, rows, t, state + k * 8, params, LANES * 8, k * 8, start)",
        ]
    )


def _dense(fold: Fold, policy: str) -> str:
    """All codes side by side while their clocks go together; gives the row at which they part, one in which
    some of the codes are missing and others are not."""
    head, fields = list(_head(fold, policy)), _fields(fold, policy)
    inputs, prevs = reads(inputs_of(fold.reads)), [n for n in head if n.endswith(PREV)]
    known = [*head, *fields]
    kept = [(k, n) for k, n in enumerate(known) if n != "clock"]
    body = [
        *(f"{n} = at_{n}[lane]" for n in inputs),
        *(f"{n} = s[{k}, lane]" for k, n in kept),
        *_term(fold),
        *_run(policy),
        *_take(fold, policy),
        *_value(fold, policy, "older[{}, lane]"),
        *(f"s[{k}, lane] = {n.removesuffix(PREV) if n in prevs else n}" for k, n in kept),
        *(f"slot[{k}, lane] = {x}" for k, x in enumerate(_x(fold))),
        *(f"to_{k}[lane] = {v}" for k, v in enumerate(_results(fold))),
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
            *indent(_block_ends(fold, policy, len(head), width), 8),
            "    for lane in range(LANES):",
            f"        s[{clock}, lane] = float(pos)",
            "    return done",
        ]
    )


def _block_ends(fold: Fold, policy: str, first: int, width: str) -> list[str]:
    """After each full block its slots become the sums from each of its rows to its end."""
    fields = _fields(fold, policy)
    again = [
        *(f"{n} = newer[{k}, lane]" for k, n in enumerate(fields)),
        *(f"{x} = slot[{k}, lane]" for k, x in enumerate(_x(fold))),
        *_take(fold, policy, is_older=True),
        *(f"slot[{k}, lane] = {n}" for k, n in enumerate(fields)),
    ]
    return [
        "if pos == size:",
        "    pos = 0",
        "    for back in range(size - 1, -1, -1):",
        "        at = float(size - 1 - back)",
        f"        slot = jit.cells(slots + back * {width}, {len(fields)})",
        f"        newer = jit.cells(slots + (back + 1) * {width}, {len(fields)})",
        "        for lane in range(LANES):",
        *indent(again, 12),
        "    for lane in range(LANES):",
        *indent([f"s[{first + k}, lane] = 0.0" for k in range(len(fields))], 8),
    ]
