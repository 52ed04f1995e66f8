"""TA-Lib's functions as calls: its arguments in, its kinds of series out, fastind's indicators between."""

import inspect
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from fastind.compat.talib.entries import Entry, described
from fastind.compat.talib.plans import Plan, exists, plan_of
from fastind.compat.talib.table import GROUPS
from fastind.errors import InputError, ParameterError
from fastind.frames.wide import opened

UNSET = (-(2**31), -4e37)
"""What TA-Lib's own signatures have for "the default"."""
KEPT = 256  # plans of a function


class Function:
    """One of TA-Lib's functions, computed by fastind."""

    def __init__(self, name: str, group: str, entry: Entry) -> None:
        self.__name__ = self.__qualname__ = self.name = name
        self.__doc__ = _doc(name, group, entry)
        self.group, self.entry = group, entry
        required = [inspect.Parameter(i, inspect.Parameter.POSITIONAL_OR_KEYWORD) for i in entry.inputs]
        optional = [
            inspect.Parameter(key, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=value)
            for key, value in entry.parameters.items()
        ]
        self.__signature__ = inspect.Signature([*required, *optional])
        self._order = (*entry.inputs, *entry.parameters)
        self._plans: dict[Any, Plan] = {}

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Compute it."""
        # The shortest way for the usual call: the inputs by position, parameters that were there before.
        plan = self._plans.get(_key(kwargs)) if len(args) == len(self.entry.inputs) else None
        if plan is None:
            args, given = self.split(args, kwargs)
            plan = self.plan(given)
        arrays, like = taken(args, self.entry.inputs)
        if plan.finish is None:
            outputs = plan.values(arrays)
        else:
            tables = [opened(x, name) for x, name in zip(arrays, self.entry.inputs, strict=True)]
            outputs = [tables[0].like(o) for o in plan.batch([table.values for table in tables])]
        if like is not None:
            outputs = [like(o) for o in outputs]
        return outputs[0] if len(outputs) == 1 else tuple(outputs)

    def split(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Inputs in their order, and the parameters that were given."""
        order, name = self._order, self.name
        if len(args) > len(order):
            raise ParameterError(
                f"{name}() takes at most {len(order)} arguments ({', '.join(order)}), got {len(args)}"
            )
        given = dict(zip(order, args, strict=False))
        for key in kwargs:
            if key in given:
                raise ParameterError(f"{name}() got multiple values for argument {key!r}")
            if key not in order:
                raise ParameterError(
                    f"{name}() got an unexpected keyword argument {key!r}: it has {', '.join(order)}"
                )
        given.update(kwargs)
        missing = [i for i in self.entry.inputs if i not in given]
        if missing:
            raise ParameterError(f"{name}() needs {', '.join(self.entry.inputs)}; missing: {missing[0]}")
        return tuple(given.pop(i) for i in self.entry.inputs), given

    def plan(self, given: Mapping[str, Any]) -> Plan:
        """What to run for these parameters, under TA-Lib's names."""
        found = self._plans.get(_key(given))
        if found is None:
            defaults = self.entry.parameters
            values = {key: self._checked(key, given.get(key), value) for key, value in defaults.items()}
            try:
                found = plan_of(self.name, self.entry, values)
            except ParameterError as error:
                said = ", ".join(f"{key}={value!r}" for key, value in values.items())
                raise ParameterError(f"{self.name}({said}): fastind's {error}") from error
            if len(self._plans) >= KEPT:
                self._plans.clear()
            self._plans[_key(given)] = found
        return found

    def _checked(self, key: str, value: Any, default: Any) -> Any:
        """The value with the default's type."""
        if value is None or (isinstance(value, (int, float)) and value in UNSET):
            return default
        if isinstance(value, (bool, np.bool_)) or np.ndim(value) or not hasattr(value, "__float__"):
            raise ParameterError(f"{self.name}: {key} must be a number, got {value!r}")
        if isinstance(default, float):
            return float(value)
        if not math.isfinite(value) or value != int(value):
            raise ParameterError(f"{self.name}: {key} must be a whole number, got {value!r}")
        return int(value)

    def __repr__(self) -> str:
        return f"<fastind's {self.name}{self.__signature__}>"

    def __reduce__(self) -> Any:
        return _by_name, (self.name,)


def _key(given: Mapping[str, Any]) -> Any:
    """Parameters as they were given; None if they cannot be looked up."""
    key = (*given.items(), *map(type, given.values()))
    try:
        hash(key)
    except TypeError:
        return None
    return key


def taken(inputs: Sequence[Any], names: Sequence[str]) -> tuple[Sequence[Any], Callable[[Any], Any] | None]:
    """Arrays of pandas' or polars' series, and what makes a result such a series.

    As TA-Lib does: float64 whatever came in, rows by position, the index of the first series, no name.
    Everything else goes on as it is.
    """
    if all(type(x) is np.ndarray for x in inputs):
        return inputs, None
    pd, pl = sys.modules.get("pandas"), sys.modules.get("polars")
    by_pandas = [pd is not None and isinstance(x, pd.Series) for x in inputs]
    by_polars = [pl is not None and isinstance(x, pl.Series) for x in inputs]
    if not any(by_pandas) and not any(by_polars):
        return inputs, None
    if any(by_pandas) and any(by_polars):
        raise InputError(f"{' and '.join(names)}: pandas and polars cannot be mixed")
    arrays = []
    for x, name, is_pandas, is_polars in zip(inputs, names, by_pandas, by_polars, strict=True):
        if is_pandas:
            x = x.to_numpy(dtype=np.float64, na_value=np.nan)
        elif is_polars:
            x = x.to_numpy().astype(np.float64)
        elif np.ndim(x) != 1:
            raise InputError(f"{name} must be a series as the others are, got {type(x).__name__}")
        arrays.append(x)
    if any(by_polars):
        assert pl is not None
        return arrays, pl.Series
    assert pd is not None
    index = inputs[by_pandas.index(True)].index
    return arrays, lambda result: pd.Series(result, index=index, copy=False)


def _doc(name: str, group: str, entry: Entry) -> str:
    """TA-Lib's docstring."""
    call = ", ".join([*entry.inputs, *(f"{key}={value}" for key, value in entry.parameters.items())])
    return f"{name}({call})\n\n{described(group, entry)}"


def _by_name(name: str) -> Function:
    """Unpickle a function."""
    return FUNCTIONS[name]


FUNCTIONS = {
    name: Function(name, group, entry)
    for group, entries in GROUPS.items()
    for name, entry in entries.items()
    if exists(entry)
}
"""Those that can be computed."""
