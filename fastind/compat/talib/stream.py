"""TA-Lib's stream interface: a function opened on a history, then one row at a time.

`stream.RSI(history)` has `value`, `update`, `peek`, `copy`, `advance` and `out_range`;
`stream.RSI.open_and_fill` gives the values of the history, too. Every value is, bit by bit, what the function
gives for all rows so far: the history is read once, as a recursion needs all of it. In arithmetic,
comparisons and unpacking a stream is its last value, which is what older TA-Libs gave.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from fastind.compat.talib.calls import FUNCTIONS, Function, taken
from fastind.compat.talib.missing import missing
from fastind.compat.talib.plans import Plan, outputs
from fastind.errors import FastindError, InputError


class InsufficientHistory(FastindError):
    """The history has no value yet: take more rows and try again."""


class OutRange(NamedTuple):
    """The first row with a value, and how many there are from it on."""

    begidx: int
    nbelement: int


class Stream(NDArrayOperatorsMixin):
    """A function that goes on row by row; made by `stream.RSI(history, timeperiod=14)`."""

    function: ClassVar[Function]
    _plan: Plan

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._open(args, kwargs)

    @classmethod
    def open_and_fill(cls, *args: Any, **kwargs: Any) -> tuple["Stream", Any]:
        """The stream, and the function's values over the history."""
        stream = cls.__new__(cls)
        filled = stream._open(args, kwargs)
        return stream, filled[0] if len(filled) == 1 else tuple(filled)

    def _open(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> list[Any]:
        name, entry = self.function.name, self.function.entry
        inputs, given = self.function.split(args, kwargs)
        arrays, like = taken(inputs, entry.inputs)
        rows = [np.asarray(x, np.float64) for x in arrays]
        if any(x.ndim != 1 or x.shape != rows[0].shape for x in rows):
            raise InputError(
                f"stream.{name} takes series of one length, got shapes {[x.shape for x in rows]}"
            )
        self._plan = plan = self.function.plan(given)
        self._parts = [bound.stream() for bound, _ in plan.parts]
        self._rows, self._skipped = len(rows[0]), 0
        valid = np.flatnonzero(np.logical_and.reduce([np.isfinite(x) for x in rows]))
        self._begin = (int(valid[0]) if len(valid) else self._rows) + plan.lookback
        if len(valid) <= plan.lookback:
            raise InsufficientHistory(
                f"stream.{name}: {len(valid)} rows of history, at least {plan.lookback + 1} needed "
                "(a row in which an input is missing is none)"
            )
        found = [
            output
            for part, (_, read) in zip(self._parts, plan.parts, strict=True)
            for output in outputs(part.warm(*(rows[i] for i in read)))
        ]
        if plan.finish is not None:
            begun = np.logical_or.accumulate(~np.isnan(found[0]))
            found = plan.finish(found, np.arange(self._rows), begun)
        self._last = tuple(output[-1].item() for output in found)
        return found if like is None else [like(output) for output in found]

    @property
    def value(self) -> Any:
        """The value of the last row: a number, or a tuple of them."""
        return self._last[0] if len(self._last) == 1 else self._last

    def update(self, *row: float) -> Any:
        """Take one row, one number an input, and give its value; NaN is a missing row."""
        names = self.function.entry.inputs
        if len(row) != len(names):
            raise InputError(f"stream.{self.function.name} takes {', '.join(names)}; got {len(row)} numbers")
        found = [
            output
            for part, (_, read) in zip(self._parts, self._plan.parts, strict=True)
            for output in outputs(part.update(*(float(row[i]) for i in read)))
        ]
        self._rows += 1
        if self._plan.finish is not None:
            found = self._plan.finish(found, np.array([self._rows - 1]), np.array([True]))
        self._last = tuple(output[0].item() for output in found)
        return self.value

    def peek(self, *row: float) -> Any:
        """What `update` would give; nothing moves on."""
        return self.copy().update(*row)

    def copy(self) -> "Stream":
        """A second stream that goes on from here by itself."""
        other = type(self).__new__(type(self))
        other.__dict__.update(self.__dict__)
        other._parts = [part.copy() for part in self._parts]
        return other

    def __copy__(self) -> "Stream":
        return self.copy()

    def __deepcopy__(self, memo: Any) -> "Stream":
        return self.copy()

    def advance(self) -> None:
        """Count a row that was not taken."""
        if self._plan.counts_rows:
            raise NotImplementedError(
                f"stream.{self.function.name}: rows that were not taken have no position; update with NaN"
            )
        self._rows += 1

    @property
    def out_range(self) -> OutRange:
        """Where the values are among the rows so far."""
        return OutRange(self._begin, self._rows - self._begin)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **more: Any) -> Any:
        values = (x.value if isinstance(x, Stream) else x for x in inputs)
        return getattr(ufunc, method)(*values, **more)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        return np.array(self.value, dtype)

    def __float__(self) -> float:
        return float(self.value)

    def __round__(self, digits: int | None = None) -> Any:
        return round(self.value, digits)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._last)

    def __len__(self) -> int:
        return len(self._last)

    def __getitem__(self, which: Any) -> Any:
        return self._last[which]

    def __format__(self, spec: str) -> str:
        return format(self.value, spec)

    def __str__(self) -> str:
        return str(self.value)

    def __repr__(self) -> str:
        return f"<fastind's stream.{self.function.name}: {self.value!r} in row {self._rows - 1}>"

    __hash__ = object.__hash__


def _opener(function: Function) -> type[Stream]:
    doc = f"{function.__doc__}\n\nOpened on a history; see `Stream`."
    return type(function.name, (Stream,), {"function": function, "__doc__": doc, "__module__": __name__})


globals().update({name: _opener(function) for name, function in FUNCTIONS.items()})
__all__ = ["InsufficientHistory", "OutRange", "Stream"]
__all__ += FUNCTIONS


def __getattr__(name: str) -> Any:
    raise AttributeError(missing(name) or f"module {__name__!r} has no attribute {name!r}")
