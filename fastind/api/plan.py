"""One pass over several fields for several indicators: who reads what, and where results go."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from fastind._types import AnyArray
from fastind.api.indicator import BoundIndicator, Indicator, is_list, one_code
from fastind.errors import InputError, ParameterError
from fastind.frames.arrays import Rooms, table, writable
from fastind.frames.beside import beside
from fastind.frames.labels import near
from fastind.frames.wide import Labelled
from fastind.kernels.composition import Field, Source, Value
from fastind.kernels.cross import run_all
from fastind.kernels.program import Program


def passed(
    fields: Mapping[str, AnyArray],
    bound: Mapping[str, BoundIndicator],
    out: Mapping[str, AnyArray],
    codes: Any = None,
) -> dict[str, AnyArray]:
    """Run all indicators over the fields; the results by name. `codes` are the fields' columns."""
    rooms = Rooms(sum(len(entry.indicator.outputs) for entry in bound.values()))
    plan = _Plan(fields, out, codes, rooms)
    for key, entry in bound.items():
        plan.add(key, entry)
    plan.check_out()
    program, rows = plan.program(), next(iter(fields.values())).shape[0]
    tables = [table(a) for a in plan.inputs], [table(a) for a in plan.results.values()]
    run_all(program.jobs(rows), *tables, parts=program.parts)
    return plan.results


def sources(entry: BoundIndicator) -> dict[str, str]:
    """What an entry reads, and the names of the fields or earlier results that it is."""
    named = {name: "close" if name == "x" else name for name in entry.indicator.inputs} | entry.fields
    beside = ((name, value) for name, values in entry.sides.items() for value in values)
    return named | {f"{name}={value!r}": value for name, value in beside if isinstance(value, str)}


def outputs(key: str, entry: BoundIndicator) -> list[str]:
    """Names of the results of an entry."""
    of = entry.indicator
    return [key] if len(of.outputs) == 1 else [f"{key}_{output}" for output in of.outputs]


def needed(bound: Mapping[str, BoundIndicator], available: list[str], taken: list[str]) -> list[str]:
    """The fields that are read; one that is not there, or a result that has a column's name, is an error."""
    made: set[str] = set()
    found: dict[str, None] = {}
    for key, entry in bound.items():
        for name in sources(entry).values():
            if name not in made:
                if name not in available:
                    raise no_field(key, entry, name, [*available, *made])
                found[name] = None
        for name in outputs(key, entry):
            if name in taken or name in made:
                raise is_taken(name)
            made.add(name)
    return list(found)


def no_field(key: str, entry: BoundIndicator, name: str, names: list[str]) -> InputError:
    """An indicator reads what is not there."""
    which = next(read for read, source in sources(entry).items() if source == name).partition("=")[0]
    return InputError(
        f"{key} needs the field {name!r}, and there is none{near(name, names)}; there are: "
        f"{', '.join(map(str, names[:30]))}. bind({which}=...) reads another"
    )


def is_taken(name: str) -> ParameterError:
    """A result has the name of a field."""
    return ParameterError(f"the key {name!r} is taken already: drop that column first, or choose another key")


class _Plan:
    """The tables of one pass and what is computed; they count the inputs that are used, then the results."""

    def __init__(
        self, fields: Mapping[str, AnyArray], out: Mapping[str, AnyArray], codes: Any, rooms: Rooms
    ) -> None:
        self.fields, self.out, self.codes, self._rooms = fields, out, codes, rooms
        self.inputs: list[AnyArray] = []
        self.results: dict[str, AnyArray] = {}
        self._input_at: dict[str, int] = {}
        self._values: dict[str, Value] = {}

    def add(self, key: str, entry: BoundIndicator) -> None:
        of, named = entry.indicator, sources(entry)
        reads = [self._source(key, entry, named[name]) for name in of.inputs]
        reads += [
            self._side(key, entry, name, value) for name, values in entry.sides.items() for value in values
        ]
        single = all(self._dtype(named[name]) == np.float32 for name in of.inputs)
        if of._spec.crosses and self.fields[next(iter(self.fields))].ndim == 1:
            raise one_code(key)
        made = of._spec.values(of._parted(entry.params)[1])
        for name, value in zip(outputs(key, entry), made, strict=True):
            self._result(name, single)
            self._values[name] = value.on(reads)

    def program(self) -> Program:
        return Program.of(list(self._values.values()), len(self.inputs))

    def check_out(self) -> None:
        unknown = [key for key in self.out if key not in self.results]
        if unknown:
            raise ParameterError(
                f"out has {unknown[0]!r}, which is no result: they are {', '.join(self.results)}"
            )

    def _source(self, key: str, entry: BoundIndicator, name: str) -> Source:
        """An earlier result, or an input."""
        if name in self._values:
            return self._values[name]
        if name not in self.fields:
            raise no_field(key, entry, name, [*self.fields, *self.results])
        if name not in self._input_at:
            self._input_at[name] = len(self.inputs)
            self.inputs.append(self.fields[name])
        return Field(self._input_at[name])

    def _side(self, key: str, entry: BoundIndicator, name: str, value: Any) -> Source:
        """Data that go with the inputs: a field's name, or an input of its own."""
        if isinstance(value, str):
            return self._source(key, entry, value)
        like = Labelled(next(iter(self.fields.values())), self.codes)
        self.inputs.append(beside(value, name, like))
        return Field(len(self.inputs) - 1)

    def _dtype(self, name: str) -> Any:
        return (self.results if name in self.results else self.fields)[name].dtype

    def _result(self, name: str, single: bool) -> None:
        if name in self.results or name in self.fields:
            raise is_taken(name)
        first = next(iter(self.fields.values()))
        if name in self.out:
            others = [*self.fields.values(), *self.results.values()]
            self.results[name] = writable(self.out[name], first.shape, others, f"out[{name!r}]")
        else:
            self.results[name] = self._rooms.like(first, single)


def entries(indicators: Any) -> dict[str, BoundIndicator]:
    """What a caller asks for, checked."""
    if not isinstance(indicators, Mapping) or not indicators:
        raise ParameterError(
            'compute needs a mapping of keys to indicators, for example {"rsi14": fi.rsi.bind(window=14)}'
        )
    unnamed = [key for key in indicators if not isinstance(key, str)]
    if unnamed:
        raise ParameterError(f"keys name results, they must be text, got {unnamed[0]!r}")
    return {key: _bound(key, entry) for key, entry in indicators.items()}


def _bound(key: str, entry: Any) -> BoundIndicator:
    if isinstance(entry, Indicator):
        return entry.bind()
    if isinstance(entry, BoundIndicator):
        for name, value in entry.indicator._parted(entry.params)[1].items():
            if is_list(value):
                raise ParameterError(
                    f"{key}: {name} may not be a list in compute; give each value a key of its own"
                )
        return entry
    raise ParameterError(
        f"{key}: expected an indicator such as fi.rsi or fi.rsi.bind(window=7), got {type(entry).__name__}"
    )
