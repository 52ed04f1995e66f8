"""One row of prices at a time, from a state that can be kept."""

import json
import zipfile
from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from fastind._types import LANES, AnyArray, FloatArray
from fastind.api.indicator import Indicator
from fastind.errors import InputError, ParameterError
from fastind.frames.arrays import readable
from fastind.frames.beside import beside
from fastind.frames.wide import Labelled, opened
from fastind.kernels.cross import run_all
from fastind.kernels.run import Rows

FORMAT = "fastind.stream/1"
LARGEST = 2**33  # bytes of state: more is a mistake in a window


class Stream:
    """An indicator that goes on: update row by row, or warm by chunks; made by `fi.rsi.stream(codes=N)`.

    Equal, bit by bit, to the batch over all rows so far. A row is one value a code; NaN is a missing row.

    Attributes
    ----------
    rows : int
        Rows taken so far.
    codes : list
        Names (or numbers) of the codes.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> s = fi.ema.stream(codes=["AAPL", "IBM"], window=2)
    >>> s.warm(np.array([[1.0, 10.0], [2.0, 20.0]]))
    array([[ nan,  nan],
           [ 1.5, 15. ]])
    >>> s.update(np.array([3.5, np.nan]))
    array([2.83333333,        nan])
    """

    def __init__(self, indicator: Indicator, codes: int | Sequence[Any], params: Mapping[str, Any]) -> None:
        self.indicator = indicator
        self.params = dict(params)
        self.codes: list[Any] = _names(codes)
        self.rows = 0
        self._beside = self._sides()
        self._program = indicator._spec.program(indicator._parted(self.params)[1])
        blocks = -(-len(self.codes) // LANES)
        size = blocks * LANES * 8 * self._program.elements
        if size > LARGEST:
            raise ParameterError(
                f"{indicator.name}: a stream with these parameters holds {size:.1e} bytes of state"
            )
        self._state = self._program.state(blocks)
        self._rows: Rows | None = None

    def update(self, *row: Any) -> Any:
        """Take one row (one array a field) and give its values, a fresh array (codes,)."""
        inputs = [self._row(x, name) for x, name in zip(self._given(row), self.indicator.inputs, strict=True)]
        outputs = [np.empty(len(self.codes)) for _ in self.indicator.outputs]
        if self._program.crosses:
            self._run([x[None, :] for x in inputs], [y[None, :] for y in outputs])
            return self.indicator._result(outputs)
        if self._rows is None:
            of, program = self.indicator, self._program
            shape = len(self.codes), len(of.inputs), len(of.outputs), program.parts
            self._rows = Rows(program.jobs(), program.states(self._state), shape)
        self._rows(inputs, outputs, self.rows)
        self.rows += 1
        return self.indicator._result(outputs)

    def peek(self, *row: Any) -> Any:
        """What `update` would give; nothing moves on."""
        return self.copy().update(*row)

    def warm(self, *chunk: Any) -> Any:
        """Take a chunk of rows (T, codes), or (T,) for one code, and give its values as a numpy array."""
        given = [
            opened(x, name).values for x, name in zip(self._given(chunk), self.indicator.inputs, strict=True)
        ]
        tables = [x[:, None] if x.ndim == 1 and len(self.codes) == 1 else x for x in given]
        for x, name in zip(tables, self.indicator.inputs, strict=True):
            if x.ndim != 2 or x.shape[1] != len(self.codes) or x.shape != tables[0].shape:
                raise InputError(f"{name} must be rows x {len(self.codes)} codes, got shape {x.shape}")
        single = all(x.dtype == np.float32 for x in tables)
        outputs: list[AnyArray] = [
            np.empty(tables[0].shape, np.float32 if single else np.float64) for _ in self.indicator.outputs
        ]
        self._run(tables, outputs)
        return self.indicator._result([y.reshape(given[0].shape) for y in outputs])

    def _run(self, inputs: list[AnyArray], outputs: list[AnyArray]) -> None:
        """A chunk of rows, and on."""
        rows, codes = inputs[0].shape
        more = [np.broadcast_to(one, (rows, codes)) for values in self._beside.values() for one in values]
        program, states = self._program, self._program.states(self._state)
        run_all(program.jobs(), [*inputs, *more], outputs, states, self.rows, program.parts)
        self.rows += rows

    def _sides(self) -> dict[str, list[FloatArray]]:
        """Data beside the inputs, one value for each code."""
        sides, _ = self.indicator._parted(self.params)
        like = Labelled(np.empty((1, len(self.codes))), self.codes)
        return {name: [beside(value, name, like)[0] for value in values] for name, values in sides.items()}

    def copy(self) -> "Stream":
        """A second stream that goes on from here by itself."""
        other = object.__new__(Stream)
        other.__dict__.update(self.__dict__, params=dict(self.params), codes=list(self.codes), _rows=None)
        other._state = self._program.state(self._state.shape[0])
        other._state[:] = self._state
        return other

    def add_codes(self, codes: int | Sequence[Any]) -> None:
        """Add codes that begin now, after the others; a number or names."""
        first, new = len(self.codes), _names(codes, len(self.codes))
        doubled = set(new) & set(self.codes)
        if doubled:
            raise ParameterError(f"the stream has the code {sorted(map(str, doubled))[0]} already")
        before, self.codes = self.codes, [*self.codes, *new]
        try:
            self._beside = self._sides()
        except InputError:
            self.codes = before
            raise
        state = self._program.state(-(-len(self.codes) // LANES), self.rows)
        for block, kept in enumerate(self._state):
            lanes = min(LANES, first - block * LANES)
            state[block, :, :lanes] = kept[:, :lanes]
        self._state, self._rows = state, None

    def save(self, path: str | PathLike[str]) -> None:
        """Write the stream to a file (.npz); `Stream.load` goes on from there."""
        about = {
            "format": FORMAT,
            "indicator": self.indicator.name,
            "params": self.params | {name: _saved(values) for name, values in self._beside.items()},
            "codes": self.codes,
            "rows": self.rows,
        }
        try:
            text = json.dumps(about, default=_plain)
        except TypeError as error:
            raise InputError(f"codes must be text or numbers to be saved: {error}") from error
        if any(isinstance(code, (tuple, list, type(None))) for code in self.codes):
            raise InputError("codes must be text or numbers to be saved")
        with Path(path).open("wb") as file:
            np.savez(file, about=np.array(text), state=self._state)

    @classmethod
    def load(cls, path: str | PathLike[str], indicator: Indicator | None = None) -> "Stream":
        """Read a stream; `indicator` is needed for an indicator of your own."""
        from fastind.api import catalogue

        try:
            with Path(path).open("rb") as raw, np.load(raw, allow_pickle=False) as file:
                about, state = json.loads(str(file["about"])), file["state"]
        except (ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            raise InputError(f"{path} is not a saved stream: {error}") from error
        if about.get("format") != FORMAT:
            raise InputError(f"{path} has format {about.get('format')!r}, this fastind reads {FORMAT!r}")
        found = indicator or catalogue.get(about["indicator"])
        if found is None or found.name != about["indicator"]:
            raise InputError(
                f"{path} is a stream of {about['indicator']!r}: pass that indicator as indicator="
            )
        stream = cls(found, about["codes"], about["params"])
        if state.shape != stream._state.shape:
            raise InputError(
                f"{path} has a state of shape {state.shape}, {found.name} needs {stream._state.shape}"
            )
        stream._state[:] = state
        stream.rows = int(about["rows"])
        return stream

    def __reduce__(self) -> Any:
        return _restored, (self.indicator, self.codes, self.params, self.rows, self._state)

    def _given(self, rows: tuple[Any, ...]) -> tuple[Any, ...]:
        if len(rows) != len(self.indicator.inputs):
            raise InputError(
                f"{self.indicator.name} takes {', '.join(self.indicator.inputs)}; got {len(rows)} arrays"
            )
        return rows

    def _row(self, row: Any, name: str) -> FloatArray:
        if (
            type(row) is np.ndarray
            and row.dtype == np.float64
            and row.flags.c_contiguous
            and row.flags.aligned
        ):
            values: FloatArray = row
        elif np.ndim(row) == 0 and isinstance(row, (int, float, np.number)):
            values = np.array([row], np.float64)
        else:
            labels = getattr(row, "index", None)
            if labels is not None and not callable(labels) and list(labels) != self.codes:
                raise InputError(f"{name} has other codes than the stream, or in another order")
            array = row if isinstance(row, np.ndarray) else np.asarray(row)
            values = np.ascontiguousarray(readable(array, name), np.float64)
        if values.shape != (len(self.codes),):
            raise InputError(
                f"{name} must be one value for each of {len(self.codes)} codes, got shape {values.shape}"
            )
        return values

    def __repr__(self) -> str:
        return f"<fastind stream of {self.indicator.name}: {len(self.codes)} codes, {self.rows} rows so far>"


def _restored(indicator: Indicator, codes: list[Any], params: Any, rows: int, state: FloatArray) -> Stream:
    """Unpickle a stream."""
    stream = Stream(indicator, codes, params)
    stream._state[:] = state
    stream.rows = rows
    return stream


def _saved(values: list[FloatArray]) -> list[Any]:
    """What `Indicator.stream` takes again."""
    return list(values[0]) if len(values) == 1 else list(map(list, values))


def _plain(value: Any) -> Any:
    """numpy's numbers and text as Python's."""
    if isinstance(value, (np.number, np.str_, np.bool_)):
        return value.item()
    raise TypeError(f"{type(value).__name__} cannot be saved")


def _names(codes: Any, first: int = 0) -> list[Any]:
    if isinstance(codes, (int, np.integer)) and not isinstance(codes, bool):
        if codes < 0:
            raise ParameterError(f"codes must be a number >= 0 or a list of names, got {codes}")
        return list(range(first, first + int(codes)))
    if isinstance(codes, (str, bytes, bool)) or not hasattr(codes, "__iter__"):
        raise ParameterError(f"codes must be a number or a list of names, got {codes!r}")
    names = [c.item() if isinstance(c, np.generic) else c for c in codes]
    if len(set(names)) != len(names):
        raise ParameterError("codes must be different from each other")
    return names
