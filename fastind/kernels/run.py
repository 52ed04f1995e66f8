"""Runs definitions over arrays: chunks of blocks to threads, each chunk one call of the engine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

import numpy as np

from fastind._types import FEW, LANES, AnyArray, FloatArray, IntArray
from fastind.errors import HoleError
from fastind.kernels import render, threads
from fastind.kernels.composition import Bound
from fastind.kernels.definition import Cross, Step, inputs_of

# A chunk's state stays below this, so that a panel call needs little beside its input and output.
STATE_BYTES = 4_000_000
# Fewer cells than this are not worth a second thread (measured: a hand-over costs 20 to 40 us).
SERIAL_CELLS = 60_000


@dataclass(frozen=True)
class Kernel:
    """A definition with its parameters, ready to run; what it needs is made once."""

    bound: Bound
    tile: int = field(init=False, repr=False, compare=False)
    series: int = field(init=False, repr=False, compare=False)

    def fitted(self, rows: int) -> "Kernel":
        """The same values over so many rows: a longer window needs no more memory than the data."""
        if isinstance(self.bound.definition, Step | Cross):
            return self
        limit = max(rows, 1) if self.bound.policy == "counted" else rows + 1
        if self.bound.values["window"] <= limit:
            return self
        return Kernel(replace(self.bound, values={**self.bound.values, "window": limit}))

    @property
    def crosses(self) -> bool:
        """Does it look across codes: then it runs by itself, over whole rows."""
        return isinstance(self.bound.definition, Cross)

    @cached_property
    def params(self) -> FloatArray:
        values = {**self.bound.values, **self.bound.extra}
        names = render.params_of(self.bound.definition, self.bound.policy)
        return np.array([values[k] for k in names] or [0.0], np.float64)

    @cached_property
    def start(self) -> FloatArray:
        """One code's state before its first row."""
        bound = self.bound
        return render.state_of(bound.definition, bound.policy, bound.values, 0)

    def start_at(self, t: int) -> FloatArray:
        """One code's state before row t, which is its first one."""
        bound = self.bound
        return render.state_of(bound.definition, bound.policy, bound.values, t) if t else self.start

    @cached_property
    def elements(self) -> int:
        """Numbers that one code's state holds."""
        return render.size_of(self.bound.definition, self.bound.policy, self.bound.values)

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        return inputs_of(self.bound.definition.reads)

    @property
    def outputs(self) -> tuple[str, ...]:
        return self.bound.definition.outputs

    def __getattr__(self, mode: str) -> int:
        """Address of the compiled loop, "tile" or "series"; from the first use on a plain attribute.

        Not a cached_property: until Python 3.12 its lock is held meanwhile, and a fork would inherit it.
        """
        if mode not in ("tile", "series"):
            raise AttributeError(mode)
        found = render.address(self.bound.definition, self.bound.policy, mode)
        self.__dict__[mode] = found
        return found

    def state(self, blocks: int, t: int = 0, lanes: int = LANES) -> FloatArray:
        """Fresh state before row t: (blocks, elements, lanes), on the border of a cache line."""
        shape = (blocks, self.elements, lanes)
        raw = np.empty(blocks * self.elements * lanes + 8)
        first = -(raw.__array_interface__["data"][0] // 8) % 8
        state = raw[first : first + raw.size - 8].reshape(shape)
        state[:] = self.start_at(t)[:, None]
        return state


@dataclass(frozen=True)
class Job:
    """A kernel and the tables that it reads and writes; numbers count inputs, outputs, then parts."""

    kernel: Kernel
    reads: tuple[int, ...]
    writes: tuple[int, ...]


def run_one(kernel: Kernel, x: FloatArray, y: FloatArray) -> None:
    """One contiguous float64 series through a kernel of one input and one output."""
    render.shared("single").one(kernel.series, x, y, kernel.start, kernel.params)


def run(
    jobs: Sequence[Job],
    inputs: Sequence[AnyArray],
    outputs: Sequence[AnyArray],
    states: Sequence[FloatArray] | None = None,
    t: int = 0,
    parts: int = 0,
) -> None:
    """All jobs in one pass over tables of dates x codes: float64 or float32, any strides.

    Of `parts`, tables that one job writes for others, nothing is kept.

    With `states` the run goes on from them, and moves them on; its first row is row `t` of their history.
    """
    rows, codes = inputs[0].shape
    if rows == 0 or codes == 0:
        return
    width = _width(jobs, rows, codes, fresh=states is None)
    _compile(jobs, min(width, codes), codes % width)

    def prepared(first: int) -> Callable[[], None]:
        n = min(width, codes - first)
        if states is None:
            lanes = LANES if width >= LANES else width
            part = [job.kernel.state(-(-n // lanes), lanes=lanes) for job in jobs]
        else:
            part = [s[first // LANES :] for s in states]
        call = _call(jobs, inputs, outputs, part, t, first, n, parts)

        def run_chunk() -> None:
            call()
            _refuse_holes(jobs, inputs, part, first)

        return run_chunk

    # Each thread's first chunk is prepared here: a helper that wakes with cold caches takes 0.1 ms for it.
    firsts = range(0, codes, width)
    ahead = {first: prepared(first) for first in firsts[: threads.get_threads()]}
    threads.each(lambda first: (ahead.pop(first, None) or prepared(first))(), firsts)


def _width(jobs: Sequence[Job], rows: int, codes: int, fresh: bool) -> int:
    """Codes of a chunk: whole blocks, or fewer than FEW if there are no more or state is huge."""
    per_code = 8 * sum(job.kernel.elements for job in jobs) or 8
    if fresh and (codes < FEW or LANES * per_code > STATE_BYTES):
        return min(codes, FEW - 1, max(1, STATE_BYTES // per_code))
    blocks = -(-codes // LANES)
    share = -(-blocks // threads.get_threads()) if rows * codes * len(jobs) >= SERIAL_CELLS else blocks
    return LANES * (max(1, min(share, STATE_BYTES // (LANES * per_code))) if fresh else share)


class Rows:
    """Calls of one row each, for a stream, with everything prepared that does not change."""

    def __init__(self, jobs: Sequence[Job], states: Sequence[FloatArray], shape: tuple[int, ...]) -> None:
        """`shape`: the numbers of codes, inputs, outputs and parts."""
        self._list, self._states = jobs, states
        self._refuses = any(job.kernel.bound.policy == "raise" for job in jobs)
        self._codes, n_in, n_out, parts = shape
        _compile(jobs, self._codes)
        self._jobs, self._wires = _tables(jobs, states, self._codes)
        self._inputs = np.array([[0, 0, 8, 0]] * n_in, np.int64)
        self._outputs = np.array([[0, 0, 8, 0]] * n_out + [[0, 0, 0, 0]] * parts, np.int64)
        self._run = render.shared("blocks").run

    def __call__(self, inputs: Sequence[FloatArray], outputs: Sequence[FloatArray], t: int) -> None:
        if self._codes == 0:
            return
        for k, x in enumerate(inputs):
            self._inputs[k, 0] = _base(x)
        for k, y in enumerate(outputs):
            self._outputs[k, 0] = _base(y)
        self._run(1, t, self._codes, self._inputs, self._outputs, self._jobs, self._wires)
        if self._refuses:
            _refuse_holes(self._list, [x[None, :] for x in inputs], self._states, 0)


def _call(
    jobs: Sequence[Job],
    inputs: Sequence[AnyArray],
    outputs: Sequence[AnyArray],
    states: Sequence[FloatArray],
    t: int,
    first: int,
    codes: int,
    parts: int,
) -> Callable[[], None]:
    """A call of the engine, to be made, for the codes from `first` on; `states` are those of their blocks."""
    tables = places(inputs, first), np.vstack([places(outputs, first), np.zeros((parts, 4), np.int64)])
    engine = render.shared("blocks").run
    return partial(engine, inputs[0].shape[0], t, codes, *tables, *_tables(jobs, states, codes))


def _tables(jobs: Sequence[Job], states: Sequence[FloatArray], codes: int) -> tuple[IntArray, IntArray]:
    """The engine's tables of jobs and of their wires."""
    tile, series = _wanted(codes)
    table = np.empty((len(jobs), 8), np.int64)
    wires = np.zeros((len(jobs), max(len(job.reads) + len(job.writes) for job in jobs)), np.int64)
    for j, (job, state) in enumerate(zip(jobs, states, strict=True)):
        entries = (job.kernel.tile if tile else 0, job.kernel.series if series else 0)
        memory = (_base(state), state.strides[0], state.strides[1], _base(job.kernel.params))
        table[j] = (*entries, *memory, len(job.reads), len(job.writes))
        wires[j, : len(job.reads) + len(job.writes)] = (*job.reads, *job.writes)
    return table, wires


def _wanted(codes: int) -> tuple[bool, bool]:
    """Which loops so many codes need: blocks of lanes, single series for a last block of few."""
    rest = codes % LANES
    return codes >= LANES or rest >= FEW, 0 < rest < FEW


def _compile(jobs: Sequence[Job], *codes: int) -> None:
    """Compile for chunks of so many codes, and fill what is cached, once: before threads start."""
    render.shared("blocks")
    tile, series = (any(wanted) for wanted in zip(*map(_wanted, codes), strict=True))
    for job in jobs:
        _ = tile and job.kernel.tile, series and job.kernel.series, job.kernel.params, job.kernel.start


def places(arrays: Sequence[AnyArray], first: int = 0) -> IntArray:
    """The loops' table of these tables, from a code on."""
    return np.array(
        [
            (_base(a) + first * a.strides[1], a.strides[0], a.strides[1], a.dtype == np.float32)
            for a in arrays
        ],
        np.int64,
    ).reshape(-1, 4)


def _base(a: AnyArray) -> int:
    return int(a.__array_interface__["data"][0])


def _refuse_holes(
    jobs: Sequence[Job], inputs: Sequence[AnyArray], states: Sequence[FloatArray], first: int
) -> None:
    """nan="raise": the loops have marked a code that has a hole; say which one."""
    for job, state in zip(jobs, states, strict=True):
        if job.kernel.bound.policy != "raise":
            continue
        gap = state[:, render.gap_row(job.kernel.bound.definition, "raise")].ravel()
        if not np.any(gap == 3.0):
            continue
        code = first + int(np.flatnonzero(gap == 3.0)[0])
        valid = np.all([np.isfinite(inputs[k][:, code]) for k in job.reads if k < len(inputs)], axis=0)
        rows = np.flatnonzero(valid)
        after = rows[np.flatnonzero(np.diff(rows) > 1)]
        hole = (int(after[0]) + 1, int(rows[rows > after[0]][0]) - 1) if after.size else None
        raise HoleError(code, hole)
