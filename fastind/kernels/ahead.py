"""Loops that are compiled before anybody asks for them: which there are, by names that a process can be told.

The name of a loop is an indicator's, the place of a kernel in the program that it runs with its defaults, and
the mode, as in "macd 1 tile"; or that of loops that serve all indicators.
"""

import json
import os
import sys
from collections.abc import Iterable
from functools import cache, partial

from fastind.kernels import render
from fastind.kernels.catalogue import SPECS
from fastind.kernels.definition import Definition, Step
from fastind.kernels.run import Kernel

MODES = {"tile": "blocks", "series": "single", "row": "rows"}
"""What a definition may be rendered as, and the loops for all definitions that call it."""
SHARED = tuple(MODES.values())


def loops(names: Iterable[str]) -> list[str]:
    """All loops of these indicators, each once, those first that take longest to compile."""
    found: dict[tuple[int, str, str], tuple[bool, str]] = {}
    for name in names:
        for k, kernel in enumerate(_kernels(name)):
            definition, policy = kernel.bound.definition, kernel.bound.policy
            for mode in filter(partial(render.has_mode, definition), MODES):
                place = isinstance(definition, Step), f"{name} {k} {mode}"
                found.setdefault((id(definition), policy, mode), place)
    used = {mode for _, _, mode in found}
    shared = [name for mode, name in MODES.items() if mode in used]
    return [*shared, *(loop for _, loop in sorted(found.values(), key=lambda place: place[0]))]


def is_kept(loop: str) -> bool:
    """Does the cache folder have it, as far as can be seen."""
    import fastind._jit as jit

    if not jit.ENABLED:
        return True
    if loop in SHARED:
        return render.is_shared_kept(loop)
    return render.is_kept(*_found(loop))


def make(loop: str) -> None:
    """Compile it, or take it from the cache folder, and keep it for calls."""
    if loop in SHARED:
        render.shared(loop)
    else:
        render.address(*_found(loop))


def serve() -> None:
    """Make the loop that each line of standard input names; answer with a line: null, or what is wrong."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what is printed else is no answer
    for line in sys.stdin:
        try:
            make(line.strip())
            error = None
        except Exception as failed:  # noqa: BLE001 - whatever a compiler raises
            error = f"{type(failed).__name__}: {failed}"
        answers.write(json.dumps(error) + "\n")
        answers.flush()


def _found(loop: str) -> tuple[Definition, str, str]:
    """Its definition, policy and mode."""
    name, k, mode = loop.split()
    bound = _kernels(name)[int(k)].bound
    return bound.definition, bound.policy, mode


@cache
def _kernels(name: str) -> tuple[Kernel, ...]:
    spec = SPECS[name]
    return spec.program({**spec.some_sides, **spec.example}).kernels
