"""The loops around a `@step`, as text: `tile` (a block of codes, one row after the other, the codes are
the SIMD lanes) and `series` (one code, the state in registers).

A kernel is called as `(io, rows, t, state, params, extra)`, all integers: `io` points to pairs of
(address, bytes from row to row) for every input and then every output, `state` to one row of lanes per
state element (the step's own, then the row before for `_prev`, then the gap policy's counter).

Under the policy "ends" the step sees every row, NaN where a value is missing, and its output stands as it is.
"""

import numpy as np

from fastind._types import FloatArray
from fastind.kernels.definition import PREV, Step, inputs_of
from fastind.kernels.text import finite, indent, join, opened, reads, rows_of, sent, valid, values

COUNTER = {"skip": None, "ends": None, "propagate": 0.0, "raise": 0.0, "reset": 0.0}
"""Start of each policy's own state element. propagate and raise: 0 before the first valid row, 1 running,
2 in or after a hole, 3 a valid row came after a hole. reset: missing rows since the last valid one."""


def state_of(step: Step, policy: str) -> FloatArray:
    """What every state element starts as."""
    return np.array(list(_elements(step, policy).values()))


def gap_row(step: Step, policy: str) -> int:
    """Which state element is the gap policy's counter."""
    return list(_elements(step, policy)).index("gap")


def _elements(step: Step, policy: str) -> dict[str, float]:
    state = {f"s_{k}": v for k, v in step.state.items()}
    state |= {name: float("nan") for name in reads(step.reads) if name.endswith(PREV)}
    if COUNTER[policy] is not None:
        state["gap"] = 0.0
    return state


def params_of(step: Step, policy: str) -> tuple[str, ...]:
    return (*step.params, "max_gap") if policy == "reset" else tuple(step.params)


def _call(step: Step) -> str:
    state = "".join(f"s_{k}, " for k in step.state)
    return (
        f"new, {_results(step)} = {step.name}(({state}), {join((*reads(step.reads), *values(step.params)))})"
    )


def _results(step: Step) -> str:
    results = [f"v_{k}" for k in range(len(step.outputs))]
    return results[0] if len(results) == 1 else f"({join(results)})"


def gap_lines(policy: str, restart: list[str]) -> tuple[list[str], str]:
    """Lines that follow the holes, and the condition under which a row has a value."""
    if policy in ("skip", "ends"):
        return [], "ok"
    if policy == "reset":
        return [*restart, "gap = 0.0 if ok else gap + 1.0"], "ok"
    after = "3.0" if policy == "raise" else "2.0"
    return [
        f"going = 1.0 if gap == 0.0 else ({after} if gap == 2.0 else gap)",
        "going = going if ok else (0.0 if gap == 0.0 else 2.0)",
        "gap = going if gap != 3.0 else 3.0",
    ], "(ok and gap == 1.0)"


def _restart(step: Step, policy: str) -> list[str]:
    """reset: after more than max_gap missing rows the state is what it was before the first row."""
    own = [(k, v) for k, v in _elements(step, policy).items() if k != "gap"]
    return [f"{k} = {_literal(v)} if gap > p_max_gap else {k}" for k, v in own]


def _literal(value: float) -> str:
    return repr(value) if value == value and abs(value) != float("inf") else f'float("{value}")'


def _looked_at(inputs: tuple[str, ...], policy: str) -> list[str]:
    """Whether the row counts."""
    if policy == "ends":
        return [*finite(inputs), "ok = True"]
    return [f"ok = {valid(inputs)}"]


def tile(step: Step, policy: str) -> str:
    state = list(_elements(step, policy))
    gap, has_value = gap_lines(policy, _restart(step, policy))
    inputs = reads(inputs_of(step.reads))
    body = [
        *(f"{name} = at_{name}[lane]" for name in inputs),
        *(f"{name} = s[{k}, lane]" for k, name in enumerate(state)),
        *_looked_at(inputs, policy),
        *gap,
        _call(step),
        *(f"s[{k}, lane] = new[{k}] if ok else s_{name}" for k, name in enumerate(step.state)),
        *(
            f"s[{state.index(n)}, lane] = {n.removesuffix(PREV)} if ok else {n}"
            for n in state
            if n.endswith(PREV)
        ),
        *([f"s[{len(state) - 1}, lane] = gap"] if "gap" in state else []),
        *(f"to_{k}[lane] = v_{k} if {has_value} else np.nan" for k in range(len(step.outputs))),
    ]
    return "\n".join(
        [
            "@jit.entry",
            "def tile(io, rows, t, state, params, extra):",
            *indent(opened(inputs, step.outputs, values(params_of(step, policy)))),
            f"    s = jit.cells(state, {len(state)})",
            "    for r in range(rows):",
            *indent(rows_of(inputs, step.outputs), 8),
            "        for lane in range(LANES):",
            *indent(body, 12),
            *indent(sent(step.outputs), 8),
        ]
    )


def series(step: Step, policy: str) -> str:
    state = list(_elements(step, policy))
    gap, has_value = gap_lines(policy, _restart(step, policy))
    inputs = reads(inputs_of(step.reads))
    outputs = range(len(step.outputs))
    advance = [
        _call(step),
        *(f"s_{name} = new[{k}]" for k, name in enumerate(step.state)),
        *(f"{n} = {n.removesuffix(PREV)}" for n in state if n.endswith(PREV)),
    ]
    return "\n".join(
        [
            "@jit.entry",
            "def series(io, rows, t, state, params, extra):",
            *indent(opened(inputs, step.outputs, values(params_of(step, policy)))),
            *indent([f"{name} = jit.row(state + {k} * extra, 1)[0]" for k, name in enumerate(state)]),
            "    for r in range(rows):",
            *indent([f"{n} = jit.row(from_{n} + r * step_{n}, 1)[0]" for n in inputs], 8),
            *indent(_looked_at(inputs, policy) + gap, 8),
            "        if ok:",
            *indent(advance, 12),
            "        else:",
            *indent([f"v_{k} = np.nan" for k in outputs], 12),
            *indent(
                [
                    f"jit.row(into_{k} + r * stride_{k}, 1)[0] = "
                    + (f"v_{k}" if has_value == "ok" else f"v_{k} if {has_value} else np.nan")
                    for k in outputs
                ],
                8,
            ),
            *indent([f"jit.row(state + {k} * extra, 1)[0] = {name}" for k, name in enumerate(state)]),
        ]
    )
