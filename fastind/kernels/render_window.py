"""The loops around a `@window`, as text: one for a block of codes and for a single one (`WIDE` codes).

State: `_prev` rows, counters, rows of numbers in passing, then the window's rows by age, the newest first,
and, if they are ordered, once more by size with one number more behind them. A missing row is NaN by age and
inf by size. Policies as for folds; under all of them the rows move on by one for each row that counts.
"""

from collections.abc import Callable

import numpy as np

from fastind._types import LANES, FloatArray
from fastind.kernels.definition import PREV, Window, inputs_of
from fastind.kernels.render_step import COUNTER, gap_lines
from fastind.kernels.text import indent, join, opened, reads, valid, values

ROWS = ("rows", "counted")
PASSING = ("new", "old", "going")


def _head(window: Window, policy: str) -> dict[str, float]:
    head = {name: float("nan") for name in reads(window.reads) if name.endswith(PREV)}
    head |= {"run": 0.0, "n": 0.0}
    if policy not in ROWS and COUNTER[policy] is not None:
        head["gap"] = 0.0
    return head


def _cells(window: Window, policy: str) -> list[str]:
    """State elements by name, without the window's rows."""
    return [*_head(window, policy), *PASSING, *map(_seen, reads(window.value_reads)), *_acc(window)]


def _seen(name: str) -> str:
    """An input's row in the state: loops over memory of one origin are the ones that are vectorised."""
    return f"seen_{name}"


def _acc(window: Window) -> tuple[str, ...]:
    return tuple(f"a_{name}" for name in window.fields)


def state_of(window: Window, policy: str, size: int, t: int) -> FloatArray:
    """What every state element is before the first row."""
    head = list(_head(window, policy).values())
    passing = [0.0] * (len(_cells(window, policy)) - len(head))
    sorted_rows = [np.inf] * (size + 1) if window.is_ordered else []
    return np.array([*head, *passing, *[np.nan] * size, *sorted_rows])


def size_of(window: Window, policy: str, size: int) -> int:
    """Number of state elements."""
    return len(_cells(window, policy)) + (2 * size + 1 if window.is_ordered else size)


def gap_row(window: Window, policy: str) -> int:
    """Which state element is the gap policy's counter."""
    return list(_head(window, policy)).index("gap")


def params_of(window: Window, policy: str) -> tuple[str, ...]:
    more = {"counted": ("min_periods",), "reset": ("max_gap",)}
    return (*window.params, *more.get(policy, ()))


def tile(window: Window, policy: str) -> str:
    return "\n".join([f"WIDE, STEP = {LANES}, {LANES} * 8", "\n", *_loop(window, policy, "tile")])


def series(window: Window, policy: str) -> str:
    return "\n".join(["WIDE = 1", "\n", *_loop(window, policy, "series")])


def _loop(window: Window, policy: str, mode: str) -> list[str]:
    head, cells = list(_head(window, policy)), _cells(window, policy)
    inputs = reads(inputs_of(window.reads))
    step = "STEP" if mode == "tile" else "extra"
    first, size = len(cells), len(_cells(window, policy))

    def row(place: str) -> str:
        return f"jit.row(state + ({place}) * {step}, WIDE)"

    given = [f"{n} = s_{n}[lane]" for n in head]
    return [
        "@jit.entry",
        f"def {mode}(io, rows, t, state, params, extra):",
        *indent(opened(inputs, window.outputs, values(params_of(window, policy)))),
        "    size = int(p_window)",
        *indent(f"s_{name} = {row(str(k))}" for k, name in enumerate(cells)),
        "    for r in range(rows):",
        *indent([f"at_{n} = jit.row(from_{n} + r * step_{n}, WIDE)" for n in inputs], 8),
        f"        last = {row(f'{size} + size - 1')}",
        "        for lane in range(WIDE):",
        *indent([f"{n} = at_{n}[lane]" for n in inputs] + given + _arrival(window, policy), 12),
        *indent(_ordered(window, row, first) if window.is_ordered else _by_age(window, row, first), 8),
        "        to = jit.row(into_0 + r * stride_0, WIDE)",
        "        for lane in range(WIDE):",
        *indent([f"{n} = at_{n}[lane]" for n in inputs] + given, 12),
        *indent(_departure(window, policy), 12),
    ]


def _arrival(window: Window, policy: str) -> list[str]:
    """The new row's term, the counters, and what the accumulator begins as."""
    inputs, head = reads(inputs_of(window.reads)), list(_head(window, policy))
    prevs = [n for n in head if n.endswith(PREV)]
    if policy in ROWS:
        lines = [f"{n} = {n} if math.isfinite({n}) else np.nan" for n in (*inputs, *prevs)]
        going = "1.0"
    else:
        restart = [f"{n} = 0.0 if gap > p_max_gap else {n}" for n in ("run",)]
        restart += [f"{n} = np.nan if gap > p_max_gap else {n}" for n in prevs]
        gap, _ = gap_lines(policy, restart)
        lines, going = [f"ok = {valid(inputs)}", *gap], "1.0 if ok else 0.0"
    lines += [
        f"going = {going}",
        f"x = {window.term.__name__}({join(reads(window.term_reads))})",
        "x = x if math.isfinite(x) else np.nan",
        "old = last[lane]",
        "n = n - (1.0 if math.isfinite(old) else 0.0) + (1.0 if math.isfinite(x) else 0.0) "
        "if going > 0.0 else n",
        "run = (run + 1.0 if math.isfinite(x) else 0.0) if going > 0.0 else run",
        "s_new[lane], s_old[lane], s_going[lane] = x, old, going",
        *(f"s_{n}[lane] = {n}" for n in head if not n.endswith(PREV)),
        *(f"s_{_seen(n)}[lane] = {n}" for n in reads(window.value_reads)),
        f"begun = {window.begin.__name__}({join(('n', *_given(window)))})",
        *(f"s_{a}[lane] = begun[{k}]" for k, a in enumerate(_acc(window))),
    ]
    return lines


def _given(window: Window) -> tuple[str, ...]:
    return (*reads(window.value_reads), *values(window.params))


def _each(window: Window, inputs: tuple[str, ...]) -> list[str]:
    """Take `other` into the accumulator, unless it is missing."""
    acc = _acc(window)
    given = join((f"({join(acc)}, )", "other", "float(k)", "n", *_given(window)))
    return [
        *(f"{n} = s_{_seen(n)}[lane]" for n in inputs),
        "n = s_n[lane]",
        *(f"{a} = s_{a}[lane]" for a in acc),
        f"took = {window.each.__name__}({given})",
        *(f"s_{a}[lane] = took[{k}] if math.isfinite(other) else {a}" for k, a in enumerate(acc)),
    ]


def _by_age(window: Window, row: Callable[[str], str], first: int) -> list[str]:
    """Move the rows on by one, and take each into the accumulator in the same pass."""
    inputs = reads(window.value_reads)
    return [
        "for k in range(size):",
        f"    here = {row(f'{first} + k')}",
        "    for lane in range(WIDE):",
        "        going, new, was = s_going[lane], s_new[lane], here[lane]",
        "        other = new if going > 0.0 else was",
        "        s_new[lane], here[lane] = was, other",
        *indent(_each(window, inputs), 8),
    ]


def _ordered(window: Window, row: Callable[[str], str], first: int) -> list[str]:
    """The same by size: what leaves is taken out and what comes is put in while each row is looked at."""
    inputs = reads(window.value_reads)
    return [
        "for lane in range(WIDE):",
        "    going, old = s_going[lane], s_old[lane]",
        "    s_old[lane] = old if going > 0.0 and math.isfinite(old) else np.inf",
        "for k in range(size - 1, 0, -1):",
        f"    here, before = {row(f'{first} + k')}, {row(f'{first} + k - 1')}",
        "    for lane in range(WIDE):",
        "        going, was, younger = s_going[lane], here[lane], before[lane]",
        "        here[lane] = younger if going > 0.0 else was",
        f"newest = {row(str(first))}",
        "for lane in range(WIDE):",
        "    going, new, was = s_going[lane], s_new[lane], newest[lane]",
        "    newest[lane] = new if going > 0.0 else was",
        "    s_new[lane] = new if going > 0.0 and math.isfinite(new) else np.inf",
        "for k in range(size):",
        f"    here, behind = {row(f'{first} + size + k')}, {row(f'{first} + size + k + 1')}",
        "    for lane in range(WIDE):",
        "        was, more, old, new = here[lane], behind[lane], s_old[lane], s_new[lane]",
        "        left = was if was < old else more",
        "        other = left if left < new else new",
        "        s_new[lane] = new if left < new else left",
        "        here[lane] = other",
        *indent(_each(window, inputs), 8),
    ]


def _departure(window: Window, policy: str) -> list[str]:
    """The output, and the row that is the one before from now on."""
    prevs = [n for n in _head(window, policy) if n.endswith(PREV)]
    acc = "".join(f"s_{a}[lane], " for a in _acc(window))
    enough = "n >= p_min_periods" if policy == "counted" else "run >= p_window"
    value = f"v = {window.name}({join(('n', f'({acc})', *_given(window)))})"
    if policy in ROWS:
        inputs = reads(inputs_of(window.reads))
        lines = [f"{n} = {n} if math.isfinite({n}) else np.nan" for n in inputs]
        lines += [value, f"to[lane] = v if {enough} else np.nan"]
    else:
        shown = "s_going[lane] > 0.0"
        if policy in ("propagate", "raise"):
            shown += " and gap == 1.0"
        lines = [value, f"to[lane] = v if {enough} and {shown} else np.nan"]
    moved = "" if policy in ROWS else " if s_going[lane] > 0.0 else {}"
    return lines + [f"s_{n}[lane] = {n.removesuffix(PREV)}{moved.format(n)}" for n in prevs]
