"""The function's parameters: the names of the keys, and whether it can be called with what it is given."""

import inspect
from collections.abc import Mapping
from typing import Any

from fastind.errors import InputError, ParameterError
from fastind.frames.labels import near
from fastind.io.identity import compiled_from, parameters
from fastind.parallel.tasks import Tasks

POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


def named(
    func: Any,
    tasks: Tasks,
    keys: tuple[str, ...] | None,
    given: tuple[str, ...] | None,
    data: Mapping[str, Any],
) -> tuple[Tasks, tuple[str, ...]]:
    """The tasks in the order of the function's parameters, and the names of their keys."""
    if not callable(func):
        raise InputError(f"func must be callable, got {type(func).__name__}: {func!r:.80}")
    known = parameters(func)
    own = [p.name for p in known or () if p.kind in POSITIONAL and p.name not in data]
    if not tasks.columns:  # an empty list, which does not say how many values a task has
        required = [p for p in known or () if p.name in own and p.default is p.empty]
        tasks = Tasks.empty(len(keys or required) or 1)
    n = len(tasks.columns)
    if given and set(given) & set(own) and own[:n] != list(given):
        tasks, given = _as_called(tasks, given, own, n)
    names = _chosen(keys, given, own, n)
    if known is not None:
        _check_call(func, tasks, names, data)
    return tasks, names


def _as_called(tasks: Tasks, given: tuple[str, ...], own: list[str], n: int) -> tuple[Tasks, tuple[str, ...]]:
    """Columns by name, where the function has parameters of these names."""
    odd = next((name for name in given if name not in own), None)
    if odd is not None:
        raise InputError(
            f"the function has no parameter {odd!r}{near(odd, own)}; it takes {', '.join(own)}. Axes "
            "and columns go to the parameters of their names"
        )
    if set(own[:n]) != set(given):
        raise InputError(
            f"the tasks have {', '.join(given)}, the function takes {', '.join(own)}: its first {n} must be "
            "these"
        )
    return tasks.reordered([given.index(name) for name in own[:n]]), tuple(own[:n])


def _chosen(
    keys: tuple[str, ...] | None, given: tuple[str, ...] | None, own: list[str], n: int
) -> tuple[str, ...]:
    if keys is not None:
        if len(keys) != n:
            raise ParameterError(f"keys must be {n} names, one for each value of a task; got {keys!r}")
        return keys
    if given is not None:
        return given
    return tuple(own[:n]) if len(own) >= n else tuple(f"key{k}" for k in range(n))


def _check_call(func: Any, tasks: Tasks, names: tuple[str, ...], data: Mapping[str, Any]) -> None:
    n = len(names)
    try:
        inspect.signature(compiled_from(func)).bind(*names, **data)
    except TypeError as error:
        told = f", and data {', '.join(data)}" if data else ""
        raise InputError(f"func cannot be called with the {n} values of a task{told}: {error}") from error
