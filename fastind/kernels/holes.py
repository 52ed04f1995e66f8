"""What a hole does to an indicator that is put together: the same as to one that is not.

A row counts for an indicator where all its inputs are there. Parts that read only some of them would count
rows of their own: they read copies instead, in which a row is there in all inputs or in none.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from fastind.kernels.composition import Bound, Field, Value
from fastind.kernels.definition import PREV, Step, step


@step(state={}, outputs=("a",))
def together_1(s: Any, a: float) -> Any:
    return (), a


@step(state={}, outputs=("a", "b"))
def together_2(s: Any, a: float, b: float) -> Any:
    return (), (a, b)


@step(state={}, outputs=("a", "b", "c"))
def together_3(s: Any, a: float, b: float, c: float) -> Any:
    return (), (a, b, c)


@step(state={}, outputs=("a", "b", "c", "d"))
def together_4(s: Any, a: float, b: float, c: float, d: float) -> Any:
    return (), (a, b, c, d)


@step(state={}, outputs=("a", "b", "c", "d", "e"))
def together_5(s: Any, a: float, b: float, c: float, d: float, e: float) -> Any:
    return (), (a, b, c, d, e)


LENIENT = ("counted", "ends", "raw")
"""Policies under which there may be a value in a row that is missing."""
TOGETHER: tuple[Step, ...] = (together_1, together_2, together_3, together_4, together_5)


def with_policy(
    outputs: Sequence[Value], n_in: int, policy: str | None = None, extra: Mapping[str, float] | None = None
) -> tuple[Value, ...]:
    """These values where holes do that; without a policy they follow their own rules, by rows."""
    ends_at_holes = policy in ("propagate", "raise")
    if policy is not None:
        is_one = len({node.node for output in outputs for node in output.nodes()}) == 1
        if is_one and _reads_all(outputs, n_in):
            return tuple(output.under(policy, extra or {}) for output in outputs)
        outputs = [output.under(policy if policy == "reset" else "skip", extra or {}) for output in outputs]
    if not ends_at_holes and _reads_all(outputs, n_in) and (policy or n_in == 1 or not _looks_back(outputs)):
        return tuple(outputs)
    guard = Bound(TOGETHER[n_in - 1], {}, policy=policy if policy and ends_at_holes else "skip")
    sources = [Value(guard, tuple(map(Field, range(n_in))), k) for k in range(n_in)]
    return tuple(output.on(sources) for output in outputs)


def _reads_all(outputs: Sequence[Value], n_in: int) -> bool:
    """Does each part that reads inputs see just the rows that count: by itself or by what else it reads."""
    return all(
        len(_missing_with(node)) == n_in
        for output in outputs
        for node in output.nodes()
        if any(isinstance(read, Field) for read in node.reads)
    )


def _missing_with(value: Value) -> set[int]:
    """The inputs without which a row is missing for it."""
    places = {read.place for read in value.reads if isinstance(read, Field)}
    parts = [read for read in value.reads if isinstance(read, Value)]
    return places.union(*(_missing_with(part) for part in parts if part.bound.policy not in LENIENT))


def _looks_back(outputs: Sequence[Value]) -> bool:
    """Does a part read the row before: by rows, one that is there in some inputs only would count."""
    return any(
        name.endswith(PREV)
        for output in outputs
        for node in output.nodes()
        for name in node.bound.definition.reads
    )
