"""An indicator as its users see it: a function with its facts on it."""

import inspect
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from fastind._types import AnyArray
from fastind.api.bars import look
from fastind.errors import DefinitionError, HoleError, InputError, ParameterError
from fastind.frames.arrays import empty_like, table, writable
from fastind.frames.beside import beside, listed
from fastind.frames.named import named
from fastind.frames.panel import Panel
from fastind.frames.wide import Wide, opened, same_labels, unlabelled
from fastind.kernels.cross import run_all
from fastind.kernels.definition import Step
from fastind.kernels.program import Program
from fastind.kernels.run import run_one
from fastind.kernels.source import keep
from fastind.kernels.spec import Spec, of_step

if TYPE_CHECKING:
    from fastind.api.stream import Stream


class _Doc:
    """The docstring: of the class, and of an indicator, whose text is put together when somebody asks."""

    def __init__(self, text: str) -> None:
        self._text = inspect.cleandoc(text)

    def __get__(self, indicator: "Indicator | None", kind: type) -> str:
        return self._text if indicator is None else indicator._spec.doc


class Indicator:  # noqa: D101 - below
    __doc__ = _Doc("""A function on prices, and the facts about it.

    Attributes
    ----------
    name, family : str
    inputs, outputs : tuple of str
        Names of the fields it takes and of what it gives.
    params : dict
        Parameters and their defaults.
    gaps : {"skip", "rows"}
        What holes do: "skip", a recursion over valid rows (see `nan=`); "rows", a window of rows.
    talib : str or None
        TA-Lib's name for it.
    source : str
    step : Step or None
        What it was made of, if it is your own.
    """)

    def __init__(self, spec: Spec, step: Step | None = None) -> None:
        self._spec, self.step = spec, step
        self._programs: dict[Any, Program] = {}
        self._is_plain = len(spec.inputs) == len(spec.outputs) == 1
        self.name, self.family = spec.name, spec.family
        self.inputs, self.outputs, self.params = spec.inputs, spec.outputs, spec.params
        self.gaps, self.talib, self.source = spec.gaps, spec.talib, spec.source
        self.__name__ = self.__qualname__ = spec.name
        self.__signature__ = spec.signature
        self._order = [n for n, p in spec.signature.parameters.items() if p.kind is p.POSITIONAL_OR_KEYWORD]
        self._named = named(spec.name, spec.outputs) if len(spec.outputs) > 1 else None

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Compute it; see the indicator's own documentation."""
        if args and self._is_plain:
            # The shortest way for one series; everything else takes the general one.
            x, labels = unlabelled(args[0])
            if x is not None and "out" not in kwargs:
                program = self._program(
                    self._arguments(args, kwargs, self.inputs) if len(args) > 1 else kwargs
                )
                kernel = program.only if program is not None else None
                if kernel is not None and kernel.bound.policy != "raise":
                    y = np.empty(x.size)
                    run_one(kernel.fitted(x.size), x, y)
                    return y if labels is None else labels(y)
        return self._general(args, kwargs)

    def _program(self, given: Mapping[str, Any]) -> Program | None:
        """What to run for these parameters, kept for the next call; None where one of them is a list."""
        key = (*given.items(), *map(type, given.values())) if given else ()
        try:
            return self._programs[key]
        except KeyError:
            pass
        except TypeError:
            return None if any(is_list(v) for v in given.values()) else self._spec.program(given)
        if any(is_list(v) for v in given.values()):
            return None
        if len(self._programs) >= 256:
            self._programs.clear()
        program = self._programs[key] = self._spec.program(given)
        return program

    def _general(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
        if args and isinstance(args[0], Panel):
            return self._of_panel(args[0], args[1:], kwargs)
        given = self._arguments(args, kwargs)
        out = given.pop("out", None)
        data = [given.pop(name) for name in self.inputs]
        if is_lazy(data[0]):
            return self._lazily(data, given)
        tables = [opened(x, name) for x, name in zip(data, self.inputs, strict=True)]
        same_labels(tables, self.inputs)
        look(self.name, self.inputs, [t.values for t in tables])
        if self._spec.crosses and tables[0].values.ndim == 1:
            raise one_code(self.name)
        sides, given = self._parted(given)
        more = [beside(value, name, tables[0]) for name, values in sides.items() for value in values]
        swept = [name for name, value in given.items() if is_list(value)]
        if len(swept) > 1:
            raise ParameterError(
                f"{self.name}: one parameter at a time may be a list, got {' and '.join(swept)}"
            )
        if swept:
            return self._sweep(tables, more, given, swept[0], out)
        shape = tables[0].values.shape
        outs = self._outs(out, tables, shape)
        program = self._program(given)
        assert program is not None  # lists have gone to _sweep
        self._run(tables, more, program, [table(o) for o in outs])
        return self._result([tables[0].like(o) for o in outs])

    def _parted(self, given: Mapping[str, Any]) -> tuple[dict[str, list[Any]], dict[str, Any]]:
        """Data that go with the inputs, and the parameters, with the number of data in place of them."""
        sides = {name: listed(given.get(name), several) for name, several in self._spec.sides.items()}
        sides = {name: values for name, values in sides.items() if values}
        params = {name: value for name, value in given.items() if name not in self._spec.sides}
        return sides, params | {name: len(values) for name, values in sides.items()}

    def _lazily(self, data: list[Any], given: Mapping[str, Any]) -> Any:
        from fastind.api.frames import lazily

        if len(data) > 1:
            raise InputError(f"{self.name} takes several frames: collect them first, or use fastind.compute")
        return lazily(data[0], lambda frame: self(frame, **given))

    def _sweep(
        self, tables: list[Wide], more: list[AnyArray], given: dict[str, Any], name: str, out: Any
    ) -> Any:
        values = list(given[name])
        if not values:
            raise ParameterError(f"{self.name}: {name} is an empty list; give at least one value")
        wanted = [made for value in values for made in self._spec.values({**given, name: value})]
        outs = self._outs(out, tables, (len(values), *tables[0].values.shape))
        places = [table(o[k]) for k in range(len(values)) for o in outs]
        self._run(tables, more, Program.of(wanted, self._spec.width(given)), places)
        return self._result(
            [tables[0].sweep(o, values, name, output) for o, output in zip(outs, self.outputs, strict=True)]
        )

    def _run(self, tables: list[Wide], more: list[AnyArray], program: Program, outs: list[AnyArray]) -> None:
        jobs = program.jobs(tables[0].values.shape[0])
        try:
            run_all(jobs, [*(table(t.values) for t in tables), *more], outs, parts=program.parts)
        except HoleError as hole:
            raise hole.labelled(tables[0].codes, tables[0].dates) from None

    def _outs(self, out: Any, tables: list[Wide], shape: tuple[int, ...]) -> list[AnyArray]:
        """Where the outputs go: what the caller gave, checked, or new arrays."""
        inputs = [t.values for t in tables]
        if out is None:
            single = all(x.dtype == np.float32 for x in inputs)
            return [empty_like(inputs[0], shape, single) for _ in self.outputs]
        if not tables[0].is_numpy:
            raise ParameterError(f"{self.name}: out= is for numpy input only")
        given = out if self._named and isinstance(out, tuple) else (out,)
        if len(given) != len(self.outputs):
            raise ParameterError(
                f"{self.name}: out= must be a tuple of {len(self.outputs)} arrays: {self.outputs}"
            )
        taken = [t.origin for t in tables]
        for array in given:
            writable(array, shape, taken)
            taken.append(array)
        return list(given)

    def _result(self, parts: list[Any]) -> Any:
        return self._named(*parts) if self._named else parts[0]

    def _of_panel(self, panel: Panel, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Panel:
        from fastind.api.compute import compute

        given = self._arguments((*[None] * len(self.inputs), *args), kwargs)
        if given.pop("out", None) is not None:
            raise ParameterError(f"{self.name}: out= is for numpy input only")
        params = {k: v for k, v in given.items() if k not in self.inputs}
        for name, value in self._parted(params)[1].items():
            if is_list(value):
                raise ParameterError(
                    f"{self.name}: {name} may not be a list for a Panel, whose fields need a name each; "
                    f"use fastind.compute(panel, {{'a': fi.{self.name}.bind({name}=...), ...}})"
                )
        result: Panel = compute(panel, {self.name: self.bind(**params)})
        return result

    def _arguments(
        self, args: tuple[Any, ...], kwargs: Mapping[str, Any], without: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        """Arguments by name, those that were given only."""
        order = self._order
        if len(args) > len(order):
            raise ParameterError(
                f"{self.name} takes {len(order)} positional arguments ({', '.join(order)}), got {len(args)}"
            )
        given = dict(zip(order, args, strict=False))
        for name in kwargs:
            if name in given:
                raise ParameterError(f"{self.name}: {name} was given twice")
        given |= kwargs
        missing = [name for name in self.inputs if name not in given]
        if missing:
            raise ParameterError(f"{self.name} needs {', '.join(self.inputs)}; missing: {', '.join(missing)}")
        return {name: value for name, value in given.items() if name not in without}

    def bind(self, **params: Any) -> "BoundIndicator":
        """The indicator with parameters set; inputs may be set to field names (`x="volume"`)."""
        return BoundIndicator(self, params)

    def lookback(self, **params: Any) -> int:
        """Rows before the first value, for these parameters."""
        return self._spec.lookback(self._parted(params)[1])

    def stream(self, codes: int | Sequence[Any] = 1, **params: Any) -> "Stream":
        """A stream that takes one row of prices at a time; `codes` is their number or their names."""
        from fastind.api.stream import Stream

        return Stream(self, codes, params)

    def __repr__(self) -> str:
        given = (
            p.name if p.default is p.empty else f"{p.name}={p.default!r}"
            for p in self.__signature__.parameters.values()
        )
        return f"<fastind indicator {self.name}({', '.join(given)})>"

    def __reduce__(self) -> Any:
        if self.step is None:
            return _by_name, (self.name,)
        keep(self.step.function)
        return indicator, (self.step,)  # for cloudpickle, which takes functions by value


def _by_name(name: str) -> Indicator:
    from fastind.api import catalogue

    return catalogue[name]


class BoundIndicator:
    """An indicator with parameters set: a function of its inputs, and an entry for `compute`."""

    def __init__(self, of: Indicator, params: Mapping[str, Any]) -> None:
        self.indicator = of
        self.fields = {name: params[name] for name in of.inputs if name in params}
        for name, field in self.fields.items():
            if not isinstance(field, str):
                raise ParameterError(
                    f"{of.name}: bind({name}=...) takes a field's name, got {type(field).__name__}"
                )
        self.sides, given = of._parted(params)
        self.params = {k: v for k, v in params.items() if k not in of.inputs}
        values = {k: v for k, v in given.items() if k not in of.inputs}
        if not any(is_list(v) for v in values.values()) and not of._spec.missing(values):
            of._spec.values(values)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Compute it with the parameters that are set; keywords here win."""
        return self.indicator(*args, **{**self.params, **kwargs})

    def bind(self, **params: Any) -> "BoundIndicator":
        """The same with these parameters and fields too; they win over those that are set."""
        return BoundIndicator(self.indicator, {**self.fields, **self.params, **params})

    def lookback(self) -> int:
        """Rows before the first value."""
        return self.indicator.lookback(**self.params)

    def stream(self, codes: int | Sequence[Any] = 1) -> "Stream":
        """A stream that takes one row of prices at a time."""
        return self.indicator.stream(codes, **self.params)

    def __repr__(self) -> str:
        given = ", ".join(f"{k}={v!r}" for k, v in (self.fields | self.params).items())
        return f"<fastind {self.indicator.name}.bind({given})>"


def indicator(step: Step) -> Indicator:
    """A user's own step as an indicator, with every mode.

    Parameters
    ----------
    step : a function decorated with `fastind.step`

    Returns
    -------
    Indicator

    Raises
    ------
    DefinitionError
        Not a step.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> @fi.step(state={"top": 0.0})
    ... def high_water(s, close):
    ...     (top,) = s
    ...     top = close if close > top else top
    ...     return (top,), top
    >>> fi.indicator(high_water)(np.array([1.0, 3.0, 2.0]))
    array([1., 3., 3.])
    """
    if not isinstance(step, Step):
        raise DefinitionError(
            f"indicator() takes a function decorated with @fastind.step, got {type(step).__name__}"
        )
    return Indicator(of_step(step), step)


def one_code(name: str) -> InputError:
    """A series has nothing to compare with."""
    return InputError(
        f"{name} compares the codes of a date, and a series is one code: pass a table of dates x codes (one "
        "date is a table, too: x[None, :]), or use fastind.compute on a long frame with its column of codes"
    )


def is_lazy(data: Any) -> bool:
    """Is it a polars LazyFrame."""
    return type(data).__name__ == "LazyFrame" and type(data).__module__.startswith("polars")


def is_list(value: Any) -> bool:
    """Is it a list of parameter values, a sweep."""
    return isinstance(value, (list, tuple, range)) or (isinstance(value, np.ndarray) and value.ndim == 1)
