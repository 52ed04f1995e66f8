"""Several indicators in one pass over the data."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from fastind._types import AnyArray
from fastind.api.indicator import BoundIndicator, Indicator, is_list
from fastind.errors import InputError, ParameterError
from fastind.frames.arrays import empty_like, readable, table, writable
from fastind.frames.panel import Panel
from fastind.kernels.run import Job, Kernel, run


def compute(
    data: Panel | Mapping[str, AnyArray],
    indicators: Mapping[str, Indicator | BoundIndicator],
    *,
    out: Mapping[str, AnyArray] | None = None,
) -> Any:
    """Compute several indicators in one pass: each row is read once, and every indicator takes it.

    Parameters
    ----------
    data : Panel, or mapping of field name to numpy array (T,) or (T, N)
        Indicators take their inputs by field name; `x` means `close`.
    indicators : mapping of key to indicator
        `fi.rsi`, or `fi.rsi.bind(window=7)`; `bind(x="volume")` names an input, which may be an earlier
        key. An indicator of several outputs under key `m` gives `m_<output>`.
    out : mapping of key to numpy array, optional
        Where to put results, for a mapping of arrays; keys that are left out get new arrays.

    Returns
    -------
    Panel with the results added as fields, or dict of key to array
        Equal, bit by bit, to each indicator called alone. (Between an indicator and one that reads its
        result float32 data stay float64.)

    Raises
    ------
    InputError
        A field is missing, or shapes differ.
    ParameterError
        A key is taken, or something is not an indicator.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> close = np.array([1.0, 2.0, 4.0])
    >>> fi.compute({"close": close}, {"fast": fi.ema.bind(window=1), "slow": fi.ema.bind(window=2)})
    {'fast': array([1., 2., 4.]), 'slow': array([ nan, 1.5       , 3.16666667])}
    """
    fields = _fields(data)
    bound = {key: _bound(key, entry) for key, entry in _entries(indicators).items()}
    if out is not None and not isinstance(out, Mapping):
        raise ParameterError(f"out must be a dict of key to array, got {type(out).__name__}")
    plan = _Plan(fields, out or {})
    for key, entry in bound.items():
        plan.add(key, entry)
    plan.check_out()
    run(plan.jobs, [table(a) for a in plan.inputs], [table(a) for a in plan.results.values()])
    return data.with_fields(plan.results) if isinstance(data, Panel) else plan.results


class _Plan:
    """The tables and jobs of one pass; tables count the inputs that are used, then the results."""

    def __init__(self, fields: Mapping[str, AnyArray], out: Mapping[str, AnyArray]) -> None:
        self.fields, self.out = fields, out
        self.inputs: list[AnyArray] = []
        self.results: dict[str, AnyArray] = {}
        self._input_at: dict[str, int] = {}
        self._wiring: list[tuple[Kernel, list[tuple[bool, int]], list[int]]] = []

    def add(self, key: str, entry: BoundIndicator) -> None:
        of = entry.indicator
        sources = [entry.fields.get(name, "close" if name == "x" else name) for name in of.inputs]
        reads = [self._source(key, name) for name in sources]
        single = all(self._dtype(read) == np.float32 for read in reads)
        names = [key] if len(of.outputs) == 1 else [f"{key}_{output}" for output in of.outputs]
        writes = [self._result(name, single) for name in names]
        rows = next(iter(self.fields.values())).shape[0]
        self._wiring.append((Kernel(of._spec.bound(entry.params)).fitted(rows), reads, writes))

    @property
    def jobs(self) -> list[Job]:
        n = len(self.inputs)
        return [
            Job(kernel, tuple(n + k if result else k for result, k in reads), tuple(n + k for k in writes))
            for kernel, reads, writes in self._wiring
        ]

    def check_out(self) -> None:
        unknown = [key for key in self.out if key not in self.results]
        if unknown:
            raise ParameterError(
                f"out has {unknown[0]!r}, which is no result: they are {', '.join(self.results)}"
            )

    def _source(self, key: str, name: str) -> tuple[bool, int]:
        """Is it an earlier result, and its number there or among the inputs."""
        if name in self.results:
            return True, list(self.results).index(name)
        if name not in self.fields:
            have = ", ".join([*self.fields, *self.results])
            raise InputError(f"{key} needs the field {name!r}, and there is none; there are: {have}")
        if name not in self._input_at:
            self._input_at[name] = len(self.inputs)
            self.inputs.append(self.fields[name])
        return False, self._input_at[name]

    def _dtype(self, read: tuple[bool, int]) -> Any:
        result, k = read
        return (list(self.results.values()) if result else self.inputs)[k].dtype

    def _result(self, name: str, single: bool) -> int:
        if name in self.results or name in self.fields:
            raise ParameterError(
                f"the key {name!r} is taken already: each result and field needs a name of its own"
            )
        first = next(iter(self.fields.values()))
        if name in self.out:
            others = [*self.fields.values(), *self.results.values()]
            self.results[name] = writable(self.out[name], first.shape, others, f"out[{name!r}]")
        else:
            self.results[name] = empty_like(first, first.shape, single)
        return len(self.results) - 1


def _fields(data: Any) -> dict[str, AnyArray]:
    if isinstance(data, Panel):
        return {name: data[name] for name in data.fields}
    if not isinstance(data, Mapping) or not data:
        raise InputError(
            f"compute takes a Panel or a mapping of field names to numpy arrays, got {type(data).__name__}"
        )
    for name, array in data.items():
        if not isinstance(array, np.ndarray):
            raise InputError(
                f"{name} must be a numpy array, got {type(array).__name__}: for frames make a Panel, "
                "fastind.Panel.from_wide({...})"
            )
    fields = {str(name): readable(array, str(name)) for name, array in data.items()}
    first, *others = fields
    for name in others:
        if fields[name].shape != fields[first].shape:
            raise InputError(
                f"{first} and {name} differ in shape: {fields[first].shape} and {fields[name].shape}"
            )
    return fields


def _entries(indicators: Any) -> Mapping[str, Any]:
    if not isinstance(indicators, Mapping) or not indicators:
        raise ParameterError(
            'compute needs a mapping of keys to indicators, for example {"rsi14": fi.rsi.bind(window=14)}'
        )
    return indicators


def _bound(key: str, entry: Any) -> BoundIndicator:
    if isinstance(entry, Indicator):
        return entry.bind()
    if isinstance(entry, BoundIndicator):
        for name, value in entry.params.items():
            if is_list(value):
                raise ParameterError(
                    f"{key}: {name} may not be a list in compute; give each value a key of its own"
                )
        return entry
    raise ParameterError(
        f"{key}: expected an indicator such as fi.rsi or fi.rsi.bind(window=7), got {type(entry).__name__}"
    )
