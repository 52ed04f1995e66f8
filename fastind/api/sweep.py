"""One indicator with many combinations of parameters, in one pass that shares what they have in common."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal

import numpy as np

from fastind._types import LANES, AnyArray, FloatArray
from fastind.api.indicator import BoundIndicator, Indicator, is_list
from fastind.errors import HoleError, InputError, ParameterError
from fastind.frames.arrays import table
from fastind.frames.named import named
from fastind.frames.panel import Panel
from fastind.frames.wide import Wide, opened, same_labels
from fastind.kernels.composition import Source, Value
from fastind.kernels.definition import step
from fastind.kernels.program import Program
from fastind.kernels.run import run

STATE_BYTES = 64_000_000
"""What the states of a chunk of codes may take, where results are reduced."""
WHOLE_BYTES = 256_000_000
"""What whole results may take at a time, where a function reduces them."""
Reduce = Literal["last", "mean"] | Callable[[Any], Any] | None


@step(state={})
def copied(s: Any, x: float) -> Any:
    """A value again, into memory of its own."""
    return (), x


@step(state={"total": 0.0, "lost": 0.0, "n": 0.0})
def summed(s: Any, x: float) -> Any:
    """Neumaier's sum: what each addition rounds off is added up apart."""
    total, lost, n = s
    more = total + x
    rest = (total - more) + x if abs(total) >= abs(x) else (x - more) + total
    return (more, lost + rest, n + 1.0), more


def sweep(
    indicator: Indicator | BoundIndicator,
    data: Any,
    params: Mapping[str, Sequence[Any]],
    *,
    where: Callable[[Any], bool] | None = None,
    reduce: Reduce = None,
) -> "SweepResult":
    """One indicator with all combinations of several parameters' values.

    What combinations share is computed once: 12 x 12 MACDs cost 24 averages.

    Parameters
    ----------
    indicator : Indicator, or one with parameters set by `bind`
    data : array (T,), table (T, N), Series, wide DataFrame, Panel, or mapping from name to one of these
        The indicator's input; a tuple for several inputs. Of a Panel or mapping it takes the fields it names.
    params : mapping of name to list
        Values of each parameter. The first one changes slowest.
    where : callable, optional
        Takes a combination, with the parameters as attributes, and says whether it is wanted.
    reduce : {"last", "mean"} or callable, optional
        What is kept of each result. "last": its last row. "mean": the mean of its values, NaN left out. A
        function takes a result as the indicator gives it for numpy input (several outputs: a named tuple)
        and gives a number or an array. By default whole results are kept. Nothing larger than what is kept
        is made with "last" and "mean"; for a function some results at a time.

    Returns
    -------
    SweepResult
        `params`, a named tuple for each combination, and `values`, with an axis for them in front:
        (P, T[, N]), or (P[, N]) when reduced; for several outputs a named tuple of such arrays.

    Raises
    ------
    ParameterError
        A parameter is unknown or has no values, or none of the combinations is wanted.
    InputError
        The data are of a kind or shape that cannot be used.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> close = np.array([1.0, 2.0, 4.0, 7.0, 11.0])
    >>> found = fi.sweep(
    ...     fi.macd,
    ...     close,
    ...     {"fast": [1, 2], "slow": [2, 3], "signal": [1]},
    ...     where=lambda p: p.fast < p.slow,
    ...     reduce="last",
    ... )
    >>> found.params[1]
    macd_params(fast=1, slow=3, signal=1)
    >>> found.values.macd
    array([1.75925926, 3.16666667, 1.40740741])
    """
    of, fixed = (
        (indicator.indicator, indicator.params) if isinstance(indicator, BoundIndicator) else (indicator, {})
    )
    if not isinstance(of, Indicator):
        raise ParameterError(f"sweep takes an indicator, for example fastind.rsi, got {type(of).__name__}")
    if of.family == "cross-section":
        raise ParameterError(
            f"sweep takes codes a few at a time, and {of.name} compares them: call it with a list for one "
            "parameter, or bind each value to a key of fastind.compute"
        )
    if isinstance(reduce, str) and reduce not in ("last", "mean"):
        raise ParameterError(f'sweep: reduce must be "last", "mean", a function or None, got {reduce!r}')
    combinations = _combinations(of, params, where)
    tables = _tables(of, indicator, data)
    wanted = [of._spec.values({**fixed, **c._asdict()}) for c in combinations]
    try:
        values = _Sweep(of, tables, wanted).values(reduce)
    except HoleError as hole:
        raise hole.labelled(tables[0].codes, tables[0].dates) from None
    return SweepResult(combinations, values, tables[0].dates, tables[0].codes)


def _combinations(of: Indicator, params: Mapping[str, Sequence[Any]], where: Any) -> list[Any]:
    if not isinstance(params, Mapping) or not params:
        raise ParameterError('sweep needs params, for example {"window": [7, 14, 21]}')
    for name, values in params.items():
        if not is_list(values) or not len(values):
            raise ParameterError(f"sweep: {name} must be a list of values, got {values!r}")
    kind = named(f"{of.name}_params", tuple(params))
    plain = [getattr(values, "tolist", lambda values=values: values)() for values in params.values()]
    found = [
        combination for combination in map(kind._make, product(*plain)) if where is None or where(combination)
    ]
    if not found:
        raise ParameterError("sweep: where= leaves none of the combinations")
    return found


def _tables(of: Indicator, given: Indicator | BoundIndicator, data: Any) -> list[Wide]:
    """The inputs."""
    fields = given.fields if isinstance(given, BoundIndicator) else {}
    names = [fields.get(name, "close" if name == "x" else name) for name in of.inputs]
    columns = data if isinstance(data, tuple) else (data,)
    if isinstance(data, (Panel, Mapping)):
        available = list(data.fields if isinstance(data, Panel) else data)
        missing = [name for name in names if name not in available]
        if missing:
            raise InputError(
                f"sweep: {of.name} needs the field {missing[0]}; there are {', '.join(available)}"
            )
        columns = tuple(data[name] for name in names)
    if len(columns) != len(of.inputs):
        raise InputError(
            f"{of.name} needs {', '.join(of.inputs)}: give a tuple of {len(of.inputs)}, got {len(columns)}"
        )
    tables = [opened(x, name) for x, name in zip(columns, of.inputs, strict=True)]
    same_labels(tables, of.inputs)
    return tables


class _Sweep:
    """The values of all combinations over the same inputs."""

    def __init__(self, of: Indicator, tables: list[Wide], wanted: list[tuple[Value, ...]]) -> None:
        self._of, self._wanted = of, wanted
        self._inputs = [table(t.values) for t in tables]
        self._shape = tables[0].values.shape
        self._rows, self._codes = self._inputs[0].shape

    def values(self, reduce: Reduce) -> Any:
        if reduce is None:
            return self._shaped(self._whole(self._wanted), self._shape)
        if reduce == "last":
            return self._shaped(self._last(), self._shape[1:])
        if reduce == "mean":
            return self._shaped(self._mean(), self._shape[1:])
        return self._reduced(reduce)

    def _shaped(self, results: FloatArray, shape: tuple[int, ...]) -> Any:
        """Combinations x outputs x ... as the caller gets it."""
        outputs = [results[:, k].reshape(len(results), *shape) for k in range(len(self._of.outputs))]
        return self._named(outputs)

    def _named(self, outputs: Sequence[Any]) -> Any:
        return self._of._named(*outputs) if self._of._named else outputs[0]

    def _whole(self, wanted: list[tuple[Value, ...]]) -> FloatArray:
        results = np.empty((len(wanted), len(self._of.outputs), self._rows, self._codes))
        program = Program.of([v for values in wanted for v in values], len(self._inputs))
        run(
            program.jobs(self._rows),
            self._inputs,
            [output for result in results for output in result],
            parts=program.parts,
        )
        return results

    def _last(self) -> FloatArray:
        """All rows of a result go to the same memory: the last one stays."""
        results = np.full((len(self._wanted), len(self._of.outputs), self._codes), np.nan)
        read = {
            key for values in self._wanted for v in values for n in v.nodes() for key in map(_key, n.reads)
        }
        ends = [v for values in self._wanted for v in values]  # copied where others read all of its rows
        ends = [copied.using().on(v) if v.key in read else v for v in ends]
        program = Program.of(ends, len(self._inputs))
        rows = [
            np.lib.stride_tricks.as_strided(row, (self._rows, self._codes), (0, row.strides[0]))
            for result in results
            for row in result
        ]
        run(program.jobs(self._rows), self._inputs, rows, parts=program.parts)
        return results

    def _mean(self) -> FloatArray:
        """A state each that adds up; nothing else is kept."""
        sums = [summed.using().on(v) for values in self._wanted for v in values]
        program = Program.of([], len(self._inputs), ends=sums)
        results = np.empty((len(sums), self._codes))
        jobs = program.jobs(self._rows)
        elements = sum(job.kernel.elements for job in jobs)
        width = max(1, STATE_BYTES // (8 * elements * LANES)) * LANES
        for first in range(0, self._codes, width):
            part = [x[:, first : first + width] for x in self._inputs]
            n = part[0].shape[1]
            states = [job.kernel.state(-(-n // LANES)) for job in jobs]
            run(jobs, part, [], states, parts=program.parts)
            for k, number in enumerate(program.ends):
                total, lost, count = np.swapaxes(states[number], 0, 1).reshape(3, -1)[:, :n]
                with np.errstate(invalid="ignore"):
                    results[k, first : first + n] = (total + lost) / count
        return results.reshape(len(self._wanted), len(self._of.outputs), self._codes)

    def _reduced(self, reduce: Callable[[Any], Any]) -> Any:
        """Whole results of some combinations at a time, each given to the function."""
        size = 8 * self._rows * self._codes * len(self._of.outputs) or 1
        step = max(1, WHOLE_BYTES // size)
        found = []
        for k in range(0, len(self._wanted), step):
            for result in self._whole(self._wanted[k : k + step]):
                value = reduce(self._named([output.reshape(self._shape) for output in result]))
                found.append(np.asarray(value))
                if found[-1].dtype.kind not in "biuf" or found[-1].shape != found[0].shape:
                    raise ParameterError(
                        f"sweep: reduce= must give a number, or arrays of one shape; it gave {value!r}"
                    )
        return np.stack(found)


def _key(source: Source) -> Any:
    return source.key


@dataclass(frozen=True)
class SweepResult:
    """What `sweep` gives.

    Attributes
    ----------
    params : list of named tuples
        The combinations, in the order of `values`.
    values : array, or a named tuple of them for several outputs
        (P, T[, N]), or without the rows when they were reduced.
    """

    params: list[Any]
    values: Any
    dates: Any = None
    codes: Any = None

    def __len__(self) -> int:
        return len(self.params)

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        """Give each combination and its values."""
        for k, combination in enumerate(self.params):
            yield combination, self._of(k)

    def _of(self, k: int) -> Any:
        if isinstance(self.values, tuple):
            return self.values._make(output[k] for output in self.values)  # type: ignore[attr-defined]
        return self.values[k]

    def to_pandas(self) -> Any:
        """A frame with a row for each combination (and date), and a column for each code (or output).

        Returns
        -------
        pandas.DataFrame

        Raises
        ------
        InputError
            A function has reduced the results to something of another shape.
        """
        import pandas as pd

        outputs = self.values._asdict() if isinstance(self.values, tuple) else {"value": self.values}  # type: ignore[attr-defined]
        frames = {name: self._frame(np.asarray(values), pd) for name, values in outputs.items()}
        if len(frames) == 1:
            return frames["value"]
        if all(frame.shape[1] == 1 for frame in frames.values()):
            return pd.DataFrame({name: frame.iloc[:, 0] for name, frame in frames.items()})
        return pd.concat(frames, axis=1)

    def _frame(self, values: AnyArray, pd: Any) -> Any:
        combinations = pd.MultiIndex.from_tuples(map(tuple, self.params), names=self.params[0]._fields)
        codes = None if self.codes is None else list(self.codes)
        rows = len(self.dates) if self.dates is not None else None
        if values.ndim == 1:
            return pd.DataFrame({"value": values}, index=combinations)
        if values.ndim == 2 and (codes is None or values.shape[1] == len(codes)) and values.shape[1] != rows:
            return pd.DataFrame(values, index=combinations, columns=codes)
        if values.ndim > 3:
            raise InputError(f"values of shape {values.shape} do not fit into a frame: use .values")
        dates = list(self.dates) if self.dates is not None else range(values.shape[1])
        if len(dates) != values.shape[1]:
            raise InputError(f"values of shape {values.shape} do not fit the {len(dates)} dates: use .values")
        names = [*combinations.names, "date"]
        index = pd.MultiIndex.from_tuples([(*c, d) for c in combinations for d in dates], names=names)
        flat = values.reshape(len(index), -1)
        return pd.DataFrame(flat, index=index, columns=codes if values.ndim == 3 else ["value"])
