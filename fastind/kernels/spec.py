"""What an indicator is for its users: `@indicator` on a function whose signature is the public one and
whose body says, for given parameters, which definition to run with which values."""

import inspect
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import Annotated, Any, Literal, get_args, get_type_hints

import numpy as np

from fastind.errors import DefinitionError, ParameterError
from fastind.kernels.composition import Bound, Field, Source, Value
from fastind.kernels.definition import Fold, Step, Window, inputs_of
from fastind.kernels.docs import documented
from fastind.kernels.holes import with_policy
from fastind.kernels.parameters import AtLeast, Beside, MinPeriods, checked, known
from fastind.kernels.profiles import PROFILES, Profile
from fastind.kernels.program import Program

Family = Literal[
    "trend",
    "momentum",
    "volatility",
    "volume",
    "price",
    "statistics",
    "returns",
    "maths",
    "cross-section",
    "own",
]


def _recursion(
    *,
    nan: Literal["skip", "propagate", "reset", "raise"] = "skip",
    max_gap: Annotated[int, AtLeast(0)] | None = None,
    profile: Profile | None = None,
) -> None:
    """The parameters that every indicator with gaps="skip" shares."""


@dataclass(frozen=True)
class Spec:
    """An indicator's facts, and the way from its parameters to a definition."""

    name: str
    family: Family
    plan: Callable[..., Any]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    gaps: Literal["skip", "rows"]
    talib: str | None
    source: str
    signature: inspect.Signature
    hints: Mapping[str, Any]

    @cached_property
    def doc(self) -> str:
        """The docstring, whole."""
        return documented(self) if self.family != "own" else inspect.cleandoc(self.plan.__doc__ or "")

    @property
    def params(self) -> dict[str, Any]:
        """Every parameter but `out`, with its default; None for one that must be given."""
        return {
            name: None if p.default is p.empty else p.default
            for name, p in self.signature.parameters.items()
            if name not in self.inputs and name != "out"
        }

    @cached_property
    def sides(self) -> dict[str, bool]:
        """Parameters that are data, and whether they may be several: they are read after the inputs."""
        beside = {n: a for n, hint in self.hints.items() for a in get_args(hint) if isinstance(a, Beside)}
        return {name: one.several for name, one in beside.items()}

    @property
    def crosses(self) -> bool:
        """Does it compare the codes of a date."""
        return self.family == "cross-section"

    def width(self, given: Mapping[str, Any]) -> int:
        """Number of tables that it reads, for these parameters."""
        return len(self.inputs) + sum(given.get(name) or 0 for name in self.sides)

    def __call__(self, *inputs: Source, **params: Any) -> Any:
        """In the plan of another indicator: the values that this one makes of others."""
        made = self.plan(*inputs, **params)
        return made.on(*inputs) if isinstance(made, Bound) else made

    def missing(self, given: Mapping[str, Any]) -> list[str]:
        """Parameters without a default that are not among these."""
        parameters = self.signature.parameters
        return [n for n in self.params if parameters[n].default is inspect.Parameter.empty and n not in given]

    def values(self, given: Mapping[str, Any]) -> tuple[Value, ...]:
        """Check the parameters and say what to compute, an output each."""
        known(self.name, given, self.params)
        missing = self.missing(given)
        if missing:
            like = "labels of the codes" if missing[0] in self.sides else "20"
            raise ParameterError(f"{self.name} needs {', '.join(missing)}, for example {missing[0]}={like}")
        n_in = at = len(self.inputs)
        beside: dict[str, Any] = {}
        for name, several in self.sides.items():
            n = given.get(name) or 0
            places = tuple(map(Field, range(at, at + n)))
            beside |= {name: places if several else places[0]} if n else {}
            at += n
        given = beside | {
            name: checked(self.name, name, value, self.hints[name])
            for name, value in given.items()
            if name not in self.sides
        }
        defaults = dict(self.params)
        if given.get("profile"):
            defaults |= PROFILES[given["profile"]].get(self.name, {})
        values = {**defaults, **given}
        own = {k: v for k, v in values.items() if k in inspect.signature(self.plan).parameters}
        made = self(*map(Field, range(n_in)), **own)
        outputs = made if isinstance(made, tuple) else (made,)
        if self.crosses:
            return outputs
        if self.gaps == "rows":
            return with_policy(outputs, n_in)
        return with_policy(outputs, n_in, *_policy(self.name, values))

    @cached_property
    def example(self) -> dict[str, Any]:
        """Parameters with which it runs: none where the defaults do, else those that must be given."""
        must = [name for name in self.missing({}) if name not in self.sides]
        optional = [n for n in self.params if n not in (*must, *self.sides) and self.params[n] is None]
        for names in (must, *([*must, name] for name in optional)):
            for values in product(*(_some(self.hints[name]) for name in names)):
                given = dict(zip(names, values, strict=True))
                with suppress(ParameterError):
                    self.lookback(given)
                    return given
        raise DefinitionError(f"{self.name}: no parameters are known with which it runs")

    def program(self, given: Mapping[str, Any]) -> Program:
        """What to run."""
        return Program.of(self.values(given), self.width(given))

    def lookback(self, given: Mapping[str, Any]) -> int:
        """Rows before the first value."""
        return max(value.lookback for value in self.values({**self.some_sides, **given}))

    @cached_property
    def some_sides(self) -> dict[str, int]:
        """One of each kind of data that must be given beside the inputs, whatever they are."""
        return {name: 1 for name in self.missing({}) if name in self.sides}


def _some(hint: Any) -> list[Any]:
    """A few values that a parameter may have."""
    found = []
    for value in (20, 0.5, *(option for option in get_args(hint) if isinstance(option, str))):
        with suppress(ParameterError):
            found.append(checked("", "", value, hint))
    return found


def _policy(name: str, values: Mapping[str, Any]) -> tuple[str, dict[str, float]]:
    if values["nan"] == "reset":
        if values["max_gap"] is None:
            raise ParameterError(
                f'{name}: nan="reset" needs max_gap=, the missing rows that are still bridged'
            )
        return "reset", {"max_gap": float(values["max_gap"])}
    if values["max_gap"] is not None:
        raise ParameterError(
            f'{name}: max_gap={values["max_gap"]} goes with nan="reset" only, got nan={values["nan"]!r}'
        )
    return values["nan"], {}


def windowed(
    name: str, fold: Fold | Window, window: int, min_periods: MinPeriods = None, **values: float
) -> Bound:
    """A fold over rows: every row of the window valid, or at least `min_periods` of them."""
    bound = fold.using(window=window, **values)
    if min_periods is None or min_periods == window:
        return replace(bound, policy="rows")
    if min_periods > window:
        raise ParameterError(
            f"{name}: min_periods must be an integer from 1 to window ({window}), got {min_periods}"
        )
    return replace(bound, policy="counted", extra={"min_periods": float(min_periods)})


def indicator(
    *,
    family: Family,
    gaps: Literal["skip", "rows"],
    source: str,
    talib: str | None = None,
    outputs: tuple[str, ...] | None = None,
) -> Callable[[Callable[..., Any]], Spec]:
    """Turn a public signature, its docstring and its plan into a Spec."""

    def made(plan: Callable[..., Any]) -> Spec:
        own = list(inspect.signature(plan).parameters.values())
        hints = get_type_hints(plan, include_extras=True)
        inputs = tuple(p.name for p in own if hints[p.name] is Any)
        shared: list[inspect.Parameter] = []
        if gaps == "skip":
            shared = list(inspect.signature(_recursion).parameters.values())
            hints |= get_type_hints(_recursion, include_extras=True)
        out = inspect.Parameter("out", inspect.Parameter.KEYWORD_ONLY, default=None)
        return Spec(
            name=plan.__name__,
            family=family,
            plan=plan,
            inputs=inputs,
            outputs=outputs or (plan.__name__,),
            gaps=gaps,
            talib=talib,
            source=source,
            signature=inspect.Signature([*own, *shared, out]),
            hints={k: v for k, v in hints.items() if k != "return"},
        )

    return made


def _tried(step: Step) -> None:
    """Refuse a step whose signature or result cannot work, in words of its author's."""
    taken = sorted({"nan", "max_gap", "profile", "out"} & {*step.params, *step.reads})
    if taken:
        raise DefinitionError(
            f"{step.name}: the name {taken[0]} is a parameter of every indicator: choose another one"
        )
    numbers = [np.float64(1.0) for _ in step.reads], [np.float64(v) for v in step.params.values()]
    try:
        with np.errstate(all="ignore"):
            result = step.function(tuple(map(np.float64, step.state.values())), *numbers[0], *numbers[1])
    except (ArithmeticError, ValueError):
        return  # of these numbers, not of the step
    except (NameError, TypeError, RecursionError) as error:
        raise DefinitionError(f"{step.name} fails on a row of ones: {error}") from error
    n_state, n_out = len(step.state), len(step.outputs)
    fits = isinstance(result, tuple) and len(result) == 2 and isinstance(result[0], tuple)
    fits = fits and len(result[0]) == n_state
    if fits and n_out > 1:
        fits = isinstance(result[1], tuple) and len(result[1]) == n_out
    elif fits:
        fits = isinstance(result[1], (int, float))
    if not fits:
        raise DefinitionError(
            f"{step.name} must return (state, output): a tuple of {n_state} state elements, then "
            f"{'one number' if n_out == 1 else f'a tuple of {n_out} numbers'}; it returned {result!r}"
        )


def of_step(step: Step) -> Spec:
    """A user's own step as an indicator: its inputs, parameters and outputs are those of its signature."""
    _tried(step)
    inputs = inputs_of(step.reads)
    Kind = inspect.Parameter
    own = [
        *(Kind(name, Kind.POSITIONAL_OR_KEYWORD) for name in inputs),
        *(Kind(name, Kind.POSITIONAL_OR_KEYWORD, default=value) for name, value in step.params.items()),
    ]
    shared = list(inspect.signature(_recursion).parameters.values())
    hints: dict[str, Any] = {
        name: (Annotated[int, AtLeast(1)] if name == "window" else int) if isinstance(value, int) else float
        for name, value in step.params.items()
    }

    def plan(*_: None, **values: float) -> Bound:
        return step.using(**values)

    plan.__doc__ = step.function.__doc__ or f"{step.name}: an indicator made from a step of your own."
    plan.__signature__ = inspect.Signature(own)  # type: ignore[attr-defined]
    return Spec(
        name=step.name,
        family="own",
        plan=plan,
        inputs=inputs,
        outputs=step.outputs,
        gaps="skip",
        talib=None,
        source="",
        signature=inspect.Signature([*own, *shared, Kind("out", Kind.KEYWORD_ONLY, default=None)]),
        hints=hints | get_type_hints(_recursion, include_extras=True),
    )
