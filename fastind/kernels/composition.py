"""Definitions with their parameters, over inputs and over each other: the plan of an indicator."""

import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fastind.kernels.definition import Definition


@dataclass(frozen=True)
class Bound:
    """A definition with the values of its parameters: what one kernel call needs to know."""

    definition: "Definition"
    values: Mapping[str, float]
    policy: str = "skip"
    extra: Mapping[str, float] = field(default_factory=dict)

    def on(self, *sources: "Source") -> Any:
        """What this makes of these: a value, or a tuple of them."""
        made = tuple(Value(self, sources, k) for k in range(len(self.definition.outputs)))
        return made if len(made) > 1 else made[0]

    @property
    def lookback(self) -> int:
        """Rows before the first value."""
        values = dict(self.values)
        if self.policy == "counted":
            values["window"] = max(self.extra["min_periods"], 1)
        names = inspect.signature(self.definition.lookback).parameters
        return int(self.definition.lookback(**{name: values[name] for name in names}))


@dataclass(frozen=True)
class Field:
    """An input, by its place among all of them."""

    place: int

    @property
    def key(self) -> Any:
        """Equal for the same input."""
        return self.place

    def on(self, sources: Sequence["Source"]) -> "Source":
        """What stands in its place there."""
        return sources[self.place]


@dataclass(frozen=True)
class Value:
    """An output of a definition that reads these."""

    bound: Bound
    reads: tuple["Source", ...]
    output: int = 0

    @cached_property
    def node(self) -> Any:
        """Equal for what one kernel computes."""
        bound = self.bound
        about = id(bound.definition), tuple(bound.values.items()), bound.policy, tuple(bound.extra.items())
        return about, tuple(read.key for read in self.reads)

    @property
    def key(self) -> Any:
        return self.node, self.output

    @property
    def lookback(self) -> int:
        """Rows before its first value."""
        before = max((read.lookback for read in self.reads if isinstance(read, Value)), default=0)
        return before + self.bound.lookback

    def on(self, sources: Sequence["Source"]) -> "Value":
        """The same of other inputs."""
        return replace(self, reads=tuple(read.on(sources) for read in self.reads))

    def under(self, policy: str, extra: Mapping[str, float]) -> "Value":
        """The same with another policy for holes, down to its inputs."""
        reads = tuple(read.under(policy, extra) if isinstance(read, Value) else read for read in self.reads)
        return replace(self, bound=replace(self.bound, policy=policy, extra=extra), reads=reads)

    def nodes(self) -> Iterator["Value"]:
        """It, and what it is made of."""
        yield self
        for read in self.reads:
            if isinstance(read, Value):
                yield from read.nodes()


Source = Field | Value
