"""What an indicator is made of: a `@step` (a recursion), a `@fold` (what the last rows add up to), a
`@window` (what needs each of the last rows) or a `@cross` (what compares codes, `fastind.kernels.cross`).

The first three are pure, branch-free scalar functions, and their signature is their specification: arguments
without a default are inputs by field name, `<input>_prev` is that input one row before, arguments
with a default are parameters. They know nothing of holes, memory orders, threads or streams: the loops
made from them do. A definition is turned into loops by `fastind.kernels.render`.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastind.errors import DefinitionError
from fastind.kernels.composition import Bound

PREV = "_prev"
Function = Callable[..., Any]


@dataclass(frozen=True)
class Step:
    """A recursion: `(state, inputs, params) -> (new state, output)`."""

    name: str
    function: Function
    state: Mapping[str, float]
    reads: tuple[str, ...]
    params: Mapping[str, float]
    outputs: tuple[str, ...]
    lookback: Function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(*args, **kwargs)

    def using(self, **values: float) -> Bound:
        return Bound(self, {**self.params, **values})


@dataclass(frozen=True)
class Accumulator:
    """How rows are summed up: `add(n, acc, x)` takes one more row, the newest, into an accumulator of `n`
    rows, `prepend` one that is older than all in it (by default the same); `merge(n_old, old, n_new, new)`
    joins two. The fields of no rows are zeros. With several `terms` x is a tuple."""

    fields: tuple[str, ...]
    add: Function
    merge: Function
    prepend: Function | None = None
    terms: int = 1


@dataclass(frozen=True)
class Fold:
    """A value of the last `window` rows: `term(inputs)` is summed by the accumulator, and
    `function(n, acc, inputs, params)` turns the sum of `n` terms into the output."""

    name: str
    function: Function
    accumulator: Accumulator
    term: Function
    term_reads: tuple[str, ...]
    value_reads: tuple[str, ...]
    params: Mapping[str, float]
    outputs: tuple[str, ...]
    lookback: Function

    @property
    def reads(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.term_reads + self.value_reads))

    def using(self, **values: float) -> Bound:
        return Bound(self, {**self.params, **values})


@dataclass(frozen=True)
class Window:
    """A value that needs every row of the last `window` ones, such as a rank: `begin(n, inputs, params)`
    gives an accumulator, `each(acc, other, k, n, inputs, params)` is called for each of the `n` valid rows,
    and `function(n, acc, inputs, params)` gives the output. `k` counts from 0 at the newest row or, where
    the rows are `is_ordered`, at the smallest."""

    name: str
    function: Function
    begin: Function
    each: Function
    fields: tuple[str, ...]
    is_ordered: bool
    term: Function
    term_reads: tuple[str, ...]
    value_reads: tuple[str, ...]
    params: Mapping[str, float]
    outputs: tuple[str, ...]
    lookback: Function

    @property
    def reads(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.term_reads + self.value_reads))

    def using(self, **values: float) -> Bound:
        return Bound(self, {**self.params, **values})


@dataclass(frozen=True)
class Cross:
    """A value of each code among all codes of a row: `function(out, inputs, params)` fills `out` from arrays
    that hold the codes which have a value, group by group; where they are `is_ordered`, the first input
    ascends. With `all_groups` it is called once a row, `function(out, ends, inputs, params)`: `ends` says
    where each group ends, and `inputs` is a table of one or several inputs."""

    name: str
    function: Function
    reads: tuple[str, ...]
    params: Mapping[str, float]
    outputs: tuple[str, ...]
    is_ordered: bool
    keeps_infinite: bool
    all_groups: bool
    lookback: Function

    def using(self, **values: float) -> Bound:
        return Bound(self, {**self.params, **values})


Definition = Step | Fold | Window | Cross


def inputs_of(reads: tuple[str, ...]) -> tuple[str, ...]:
    """Input names without `_prev`, each once, in order."""
    return tuple(dict.fromkeys(name.removesuffix(PREV) for name in reads))


def arguments(function: Function, skip: int) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Names of what a function reads, and its parameters with their defaults, without the first `skip`."""
    reads: list[str] = []
    params: dict[str, Any] = {}
    for p in list(inspect.signature(function).parameters.values())[skip:]:
        if p.kind is p.VAR_POSITIONAL or p.kind is p.VAR_KEYWORD:
            raise DefinitionError(f"{function.__name__} takes *{p.name}: name each input and parameter")
        if p.default is p.empty:
            reads.append(p.name)
        else:
            params[p.name] = p.default
    return tuple(reads), params


def _checked(name: str, reads: tuple[str, ...], params: Mapping[str, Any]) -> None:
    if not reads:
        raise DefinitionError(f"{name} reads no input: add one without a default, for example `close`")
    for key, value in params.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise DefinitionError(f"{name}: the default of {key} must be a number, got {value!r}")


def step(
    state: Mapping[str, float],
    *,
    outputs: tuple[str, ...] | None = None,
    lookback: Function | None = None,
) -> Callable[[Function], Step]:
    """Make a recursion from a pure, branch-free scalar function.

    Parameters
    ----------
    state : mapping of name to float
        The state's elements and what they are before the first row. The function takes them as its
        first argument, a tuple, and returns the new tuple first.
    outputs : tuple of str, optional
        Names of the outputs, where the function returns several; by default one, with its own name.
    lookback : callable, optional
        `lookback(window=...)` gives the rows before the first value; by default 0. Its arguments are
        parameters of the step.

    Raises
    ------
    DefinitionError
        The signature has no input, or a parameter whose default is not a number.

    Notes
    -----
    Write `a if condition else b` rather than `if` statements, and no early return: then the loops over
    codes are vectorised. The step never sees a missing value. It may use `math`, `numpy`, numbers and
    other pure functions of its module; its source is copied into the loops.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> @fi.step(state={"total": 0.0, "n": 0.0})
    ... def running_mean(s, close):
    ...     total, n = s
    ...     total = total + close
    ...     n = n + 1.0
    ...     return (total, n), total / n
    >>> fi.indicator(running_mean)(np.array([1.0, np.nan, 2.0, 6.0]))
    array([1. , nan, 1.5, 3. ])
    """
    if callable(state) or not isinstance(state, Mapping):
        raise DefinitionError('a step needs its state: @fastind.step(state={"total": 0.0})')
    for key, value in state.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise DefinitionError(f"the state's element {key} must start as a number, got {value!r}")

    def made(function: Function) -> Step:
        reads, params = arguments(function, 1)
        _checked(function.__name__, reads, params)
        return Step(
            name=function.__name__,
            function=function,
            state={k: float(v) for k, v in state.items()},
            reads=reads,
            params=params,
            outputs=outputs or (function.__name__,),
            lookback=lookback or (lambda: 0),
        )

    return made


def fold(
    accumulator: Accumulator,
    *,
    term: Function,
    lookback: Function | None = None,
    outputs: tuple[str, ...] | None = None,
) -> Callable[[Function], Fold]:
    """Make a windowed value from `function(n, acc, inputs, params)`; `window` is one of its parameters.

    The window is kept as two stacks: prefix sums of the current block of `window` rows and suffix sums
    of the block before. Nothing is ever subtracted, so nothing drifts and nothing is left of a spike
    that has gone (Tangwongsan, Hirzel, Schneider: "In-Order Sliding-Window Aggregation", 2019).
    """

    def made(function: Function) -> Fold:
        value_reads, params = arguments(function, 2)
        term_reads, extra = arguments(term, 0)
        _checked(function.__name__, term_reads, params)
        if "window" not in params or extra:
            raise DefinitionError(
                f"{function.__name__} needs a parameter `window`, and its term takes inputs only"
            )
        return Fold(
            name=function.__name__,
            function=function,
            accumulator=accumulator,
            term=term,
            term_reads=term_reads,
            value_reads=value_reads,
            params=params,
            outputs=outputs or (function.__name__,),
            lookback=lookback or (lambda window: window - 1),
        )

    return made


def window(
    *fields: str,
    begin: Function,
    each: Function,
    term: Function,
    is_ordered: bool = False,
    lookback: Function | None = None,
) -> Callable[[Function], Window]:
    """Make a value of all rows of a window, `function(n, acc, inputs, params)`; see `Window`.

    `begin` and `each` take the same inputs and parameters as the function, behind their own arguments. The
    rows lie in order of age and move by one with each new row, and a sorted copy is kept by putting one
    in and taking one out in the same pass: a few operations for each row of the window, for all codes
    at once, which for usual windows is faster than trees and heaps of one code.
    """

    def made(function: Function) -> Window:
        value_reads, params = arguments(function, 2)
        term_reads, extra = arguments(term, 0)
        _checked(function.__name__, term_reads, params)
        if "window" not in params or extra:
            raise DefinitionError(
                f"{function.__name__} needs a parameter `window`, and its term takes inputs only"
            )
        return Window(
            name=function.__name__,
            function=function,
            begin=begin,
            each=each,
            fields=fields,
            is_ordered=is_ordered,
            term=term,
            term_reads=term_reads,
            value_reads=value_reads,
            params=params,
            outputs=(function.__name__,),
            lookback=lookback or (lambda window: window - 1),
        )

    return made
