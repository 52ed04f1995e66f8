"""TA-Lib's abstract interface: functions that know their inputs, parameters and outputs by name."""

import sys
import threading
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, cast

import numpy as np

from fastind.compat.talib.calls import FUNCTIONS, taken
from fastind.compat.talib.entries import described, input_names
from fastind.compat.talib.missing import missing
from fastind.errors import InputError, ParameterError


class Function(threading.local):
    """A function of TA-Lib with its inputs and parameters; each thread has its own.

    Examples
    --------
    >>> import numpy as np
    >>> from fastind.compat.talib import abstract
    >>> sma = abstract.Function("sma", timeperiod=2)
    >>> sma({"close": np.array([1.0, 2.0, 4.0]), "open": np.array([1.0, 1.0, 3.0])}, price="open")
    array([nan,  1.,  2.])
    >>> sma.info["display_name"], sma.lookback, dict(sma.input_names)
    ('Simple Moving Average', 1, {'price': 'close'})
    """

    def __init__(self, function_name: str, *args: Any, **kwargs: Any) -> None:
        name = function_name.upper()
        if name not in FUNCTIONS:
            raise ParameterError(missing(name) or f"{name} not supported by TA-LIB")
        self.func_object = FUNCTIONS[name]
        self._entry = self.func_object.entry
        self._inputs = input_names(self._entry)
        self._given: dict[str, Any] = {}
        self._arrays: Any = {}
        self._results: list[Any] | None = None
        self.set_function_args(*args, **kwargs)

    @property
    def info(self) -> dict[str, Any]:
        """Name, group, display name, flags, inputs, parameters and outputs."""
        return {
            "name": self.func_object.name,
            "group": self.func_object.group,
            "display_name": self._entry.title,
            "function_flags": self.function_flags,
            "input_names": self.input_names,
            "parameters": self.parameters,
            "output_flags": self.output_flags,
            "output_names": self.output_names,
        }

    @property
    def function_flags(self) -> list[str]:
        """What TA-Lib says of the function."""
        return list(self._entry.flags)

    @property
    def output_flags(self) -> dict[str, list[str]]:
        """What TA-Lib says of each output."""
        return OrderedDict((name, list(flags)) for name, flags in self._entry.outputs.items())

    @property
    def output_names(self) -> list[str]:
        """Names of the outputs."""
        return list(self._entry.outputs)

    def get_input_names(self) -> dict[str, Any]:
        """Which series is taken for each input."""
        return OrderedDict((k, list(v) if isinstance(v, list) else v) for k, v in self._inputs.items())

    def set_input_names(self, input_names: Mapping[str, Any]) -> None:
        """Take other series."""
        for name, series in input_names.items():
            if name not in self._inputs:
                raise KeyError(name)
            self._inputs[name] = series
        self._results = None

    input_names = property(get_input_names, set_input_names)

    def get_input_arrays(self) -> Any:
        """A copy of the dict or frame of inputs."""
        return self._arrays.clone() if _is_frame(self._arrays, "polars") else self._arrays.copy()

    def set_input_arrays(self, input_arrays: Any) -> bool:
        """Set the dict or frame of inputs; False if it is neither."""
        if not _holds_arrays(input_arrays):
            return False
        columns = input_arrays.columns if _is_frame(input_arrays, "polars") else input_arrays
        lacking = [name for name in self._series() if name not in columns]
        if lacking:
            s = "s" if len(lacking) > 1 else ""
            raise InputError(f"input_arrays parameter missing required data key{s}: {', '.join(lacking)}")
        self._arrays, self._results = input_arrays, None
        return True

    input_arrays = property(get_input_arrays, cast(Any, set_input_arrays))

    def get_parameters(self) -> dict[str, Any]:
        """The parameters with their values."""
        return OrderedDict(
            (key, self._given.get(key, default)) for key, default in self._entry.parameters.items()
        )

    def set_parameters(self, parameters: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        """Set parameters."""
        for key, value in {**(parameters or {}), **kwargs}.items():
            if key not in self._entry.parameters:
                raise KeyError(key)
            self._set(key, value)
        self._results = None

    parameters = property(get_parameters, set_parameters)

    def set_function_args(self, *args: Any, **kwargs: Any) -> None:
        """Set inputs, then parameters in their order; parameters and inputs by name."""
        for key, value in kwargs.items():
            if key in self._entry.parameters:
                self._set(key, value)
            elif key in self._inputs:
                self._inputs[key] = value
        if args:
            rest = args[1:] if self.set_input_arrays(args[0]) else args
            for key, value in zip(self._entry.parameters, rest, strict=False):
                self._set(key, value)
        self._results = None

    @property
    def lookback(self) -> int:
        """Rows before the first value."""
        return self.func_object.plan(self.parameters).lookback

    @property
    def outputs(self) -> Any:
        """The values for the inputs and parameters that are set: an array, or a list; a frame for a frame."""
        if self._results is None:
            self._compute()
        found = self._results
        assert found is not None
        if _is_frame(self._arrays, "pandas"):
            pd, index = sys.modules["pandas"], self._arrays.index
            if len(found) == 1:
                return pd.Series(found[0], index=index)
            return pd.DataFrame(np.column_stack(found), index=index, columns=self.output_names)
        if _is_frame(self._arrays, "polars"):
            pl = sys.modules["polars"]
            if len(found) == 1:
                return pl.Series(found[0])
            return pl.DataFrame(np.column_stack(found), schema=self.output_names)
        return found[0] if len(found) == 1 else found

    def run(self, input_arrays: Any = None) -> Any:
        """Set the inputs, if given, and compute."""
        if input_arrays is not None:
            self.set_input_arrays(input_arrays)
        self._compute()
        return self.outputs

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Compute with these inputs and parameters; the parameters are forgotten after it."""
        given, inputs = dict(self._given), dict(self._inputs)
        names = self._series()
        arrays = []
        if args and not _holds_arrays(args[0]):
            for array in args:
                if not _is_array(array):
                    break
                arrays.append(array)
        if len(arrays) > len(names):
            raise ParameterError(f"Too many price arguments: expected {len(names)} ({', '.join(names)})")
        is_set = self._arrays is not None and len(self._arrays) > 0
        if len(arrays) == len(names):
            self.set_input_arrays(dict(zip(names, arrays, strict=True)))
            args = args[len(arrays) :]
        elif arrays or not (is_set or (args and _holds_arrays(args[0]))):
            raise ParameterError(f"Not enough price arguments: expected {len(names)} ({', '.join(names)})")
        try:
            self.set_function_args(*args, **kwargs)
            self._compute()
        finally:
            self._given, self._inputs = given, inputs
        return self.outputs

    def _series(self) -> list[str]:
        """The series that are read, in the function's order."""
        return [one for name in self._inputs.values() for one in (name if isinstance(name, list) else [name])]

    def _set(self, key: str, value: Any) -> None:
        kind = type(self._entry.parameters[key])
        if value is None:
            return
        if not isinstance(value, kind) and not (kind is int and isinstance(value, np.integer)):
            raise ParameterError(
                f"Invalid parameter value for {key} (expected {kind.__name__}, got {type(value).__name__})"
            )
        self._given[key] = value

    def _compute(self) -> None:
        # Without their labels, which `outputs` puts on again.
        arrays = [_unlabelled(self._arrays[name]) for name in self._series()]
        result = self.func_object(*arrays, **self.parameters)
        self._results = list(result) if isinstance(result, tuple) else [result]

    def __str__(self) -> str:
        values = self.parameters
        call = ", ".join(["[input_arrays]", *(f"[{key}={value}]" for key, value in values.items())])
        return f"{self.func_object.name}({call})\n\n{described(self.func_object.group, self._entry, values)}"

    def __repr__(self) -> str:
        return f"{self.info}"


def _is_frame(data: Any, package: str) -> bool:
    module = sys.modules.get(package)
    return module is not None and isinstance(data, module.DataFrame)


def _holds_arrays(data: Any) -> bool:
    return isinstance(data, dict) or _is_frame(data, "pandas") or _is_frame(data, "polars")


def _is_array(data: Any) -> bool:
    return isinstance(data, np.ndarray) or any(
        name in sys.modules and isinstance(data, sys.modules[name].Series) for name in ("pandas", "polars")
    )


def _unlabelled(series: Any) -> Any:
    if isinstance(series, np.ndarray):
        return series
    arrays, _ = taken([series], ["input"])
    return arrays[0]


globals().update({name: Function(name) for name in FUNCTIONS})
__all__ = ["Function"]
__all__ += FUNCTIONS


def __getattr__(name: str) -> Any:
    raise AttributeError(missing(name) or f"module {__name__!r} has no attribute {name!r}")
