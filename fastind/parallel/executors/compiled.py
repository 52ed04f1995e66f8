"""An `@njit` function of scalars: one compiled loop over a block of tasks, which threads run side by side.

Not numba's `prange`, whose threads abort when two callers enter at once (`kernels.threads` says why); it is
as fast. The loop looks the keys up in their axes, so that no task is ever materialised, and is compiled once
for a function and the types of its arguments. Before each call it notes the task: an exception is then that
task's failure, and the loop goes on behind it. The note costs nothing that can be measured.
"""

import inspect
import re
from typing import Any

import numpy as np

from fastind import _jit
from fastind.errors import InputError, ParameterError
from fastind.io.identity import is_compiled
from fastind.parallel.chunk import Block, Failure, Job, failure, raised
from fastind.parallel.columns import Column
from fastind.parallel.executors.local import Threads
from fastind.parallel.executors.loops import loop_for
from fastind.parallel.runner import ChunkRunner
from fastind.parallel.values import MOST, Shape

BLOCK_BYTES = 2**21  # of results
SAID = 400  # characters of numba's reason
GIVEN = (np.ndarray, np.generic, int, float, complex, bool, str, tuple, type(None))


class Compiled(Threads):
    """Runs a compiled function of scalars in threads."""

    name = "numba"

    def start(self, job: Job) -> None:
        program = Program(job)
        if program.has_threads:  # of `parallel=True`: they take all cores, and abort when two callers enter
            self._n = 1
        self._make = lambda _: CompiledRunner(program)
        super().start(job)


class Program:
    """A job compiled.

    Whole numbers, floats and bools are what they are. A date is its days since 1970-01-01, a datetime its
    microseconds, a text its position among the distinct texts of the tasks, sorted: all int64.
    """

    def __init__(self, job: Job) -> None:
        self._func, tasks = job.func, job.tasks
        self._name = getattr(job.func, "__name__", None) or type(job.func).__name__
        if not is_compiled(job.func):
            raise ParameterError(
                f'backend="numba" runs functions that numba has compiled, and {self._name} is none: decorate '
                'it with @numba.njit (NUMBA_DISABLE_JIT turns that off), or use backend="loky"'
            )
        self._columns = tuple(_numbers(column) for column in tasks.columns)
        self._counters = tuple((step, size, int(step == 1 and size > 1)) for step, size in tasks.counters)
        self._span = next((size for _, size, moves in self._counters if moves), len(tasks))
        self._order = (
            np.zeros(0, np.int64) if job.order is None else np.ascontiguousarray(job.order, np.int64)
        )
        self._data = self._bound(job)
        self.form, self.dtypes = self._returned()
        self._loop = loop_for(self.form)
        try:
            self.run(np.zeros(2, np.int64), 0, 0, self.room(0, 1))
        except Exception as error:
            raise self._refused(error) from error
        own = [kinds for kinds in self._loop.overloads if kinds[0] == _jit.typeof(self._func)]
        self.has_threads = any("numba_parallel_for" in self._loop.inspect_llvm(kinds) for kinds in own)

    def room(self, n: int, width: int) -> Any:
        """Where the results of so many tasks go; arrays have a width."""
        if self.form == "array":
            return np.empty((n, width), self.dtypes[0])
        return tuple(np.empty(n, dtype) for dtype in self.dtypes)

    def run(self, at: Any, start: int, stop: int, out: Any) -> int:
        """Run tasks; `at` has the one that runs. Gives `stop`, or the first whose array has another width."""
        where = self._columns, self._counters, self._span, self._order
        return int(self._loop(self._func, self._data, *where, at, start, stop, out))

    def one(self, k: int) -> Any:
        """The result of one task."""
        place = int(self._order[k]) if len(self._order) else k
        rows = [place // step % size for step, size, _ in self._counters]
        return self._func(*(c[row] for c, row in zip(self._columns, rows, strict=True)), *self._data)

    def _bound(self, job: Job) -> tuple[Any, ...]:
        """The data in the order of the function's parameters."""
        for name, value in job.data.items():
            if not isinstance(value, GIVEN):
                raise InputError(
                    f"data[{name!r}] is a {type(value).__name__}: compiled functions take arrays and numbers"
                )
        signature = inspect.signature(job.func.py_func)
        bound = signature.bind(*[None] * len(self._columns), **job.data)
        bound.apply_defaults()
        if bound.kwargs:
            raise InputError(f"{self._name} has parameters by name only, which numba cannot call")
        given = bound.args[len(self._columns) :]
        return tuple(v.view(np.ndarray) if isinstance(v, np.ndarray) else v for v in given)

    def _returned(self) -> tuple[str, list[Any]]:
        """Is it a number, a tuple or an array, and the dtypes of the columns."""
        arguments = [column.dtype.type(0) for column in self._columns]
        try:
            form, dtypes, told = _jit.returned(self._func, [*arguments, *self._data])
        except Exception as error:
            raise self._refused(error) from error
        if not form or np.dtype(np.uint64) in dtypes or len(dtypes) > MOST:
            raise InputError(
                f"{self._name} returns {told}: a compiled function returns a number, a tuple of at most "
                f"{MOST:,} numbers or an array of them with one dimension; int64, float64, bool or smaller"
            )
        wide = {"b": np.int64, "i": np.int64, "u": np.int64, "f": np.float64}
        return form, [wide[dtype.kind] for dtype in dtypes]

    def _refused(self, error: Exception) -> InputError:
        kinds = ", ".join(str(column.dtype) for column in self._columns)
        text = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).split("During:")[0]
        lines = [line.strip() for line in text.splitlines() if line.strip() and "nopython mode" not in line]
        return InputError(f"{self._name} cannot be compiled for ({kinds}): {' '.join(lines)[:SAID]}")


class CompiledRunner(ChunkRunner):
    """Runs chunks of a compiled job."""

    growth = 8

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._program = program
        self._at = np.zeros(2, np.int64)

    def block(self, start: int, stop: int, shape: Shape | None, until: float) -> Block:
        """Run the loop; blocks are so short that it needs no look at the time."""
        is_array, failures = self._program.form == "array", list[Failure]()
        if is_array and shape is None:
            shape = self._measured(start, failures)
            if shape is None:
                return Block(start, start + 1, failures, [], None)
        width = len(shape.names) if is_array and shape else len(self._program.dtypes)
        stop = min(stop, start + max(1, BLOCK_BYTES // (8 * width)))
        out = self._program.room(stop - start, width)
        self._fill(start, stop, out, failures)
        columns = list(out.T) if is_array else list(out)
        if failures:
            bad = [failure.k - start for failure in failures]
            columns = [np.delete(column, bad) for column in columns]
        shape = shape or Shape(tuple(f"f{k}" for k in range(width)), False, (False,) * width)
        return Block(start, stop, failures, columns, shape)

    def _measured(self, k: int, failures: list[Failure]) -> Shape | None:
        """Let the first array tell how long all are; if there is none, that is a failure."""
        try:
            result = self._program.one(k)
        except BaseException as error:  # noqa: BLE001 - whatever the function raises
            failures.append(_failed(k, error))
            return None
        try:
            return Shape.of(result)
        except ValueError as error:
            failures.append(failure(k, "result", "ValueError", str(error)))
            return None

    def _fill(self, start: int, stop: int, out: Any, failures: list[Failure]) -> None:
        """Run all tasks of a block; each that ends the loop has failed."""
        k = start
        while k < stop:
            try:
                k = self._program.run(self._at, k, stop, _after(out, k - start))
            except BaseException as error:  # noqa: BLE001 - whatever the function raises
                k = int(self._at[0])
                failures.append(_failed(k, error))
            else:
                if k < stop:
                    told = f"it returned {self._at[1]} values; the first result had {out.shape[1]}"
                    failures.append(failure(k, "result", "ValueError", told))
            k += 1


def _failed(k: int, error: BaseException) -> Failure:
    """The failure, without the frame of ours that called numba."""
    ours = error.__traceback__
    return raised(k, error.with_traceback(ours.tb_next if ours else None), 1)


def _after(out: Any, n: int) -> Any:
    return out[n:] if isinstance(out, np.ndarray) else tuple(column[n:] for column in out)


def _numbers(column: Column) -> Any:
    """A column as the function gets it."""
    import pyarrow as pa

    array = column.arrow(np.arange(len(column)))
    if pa.types.is_dictionary(array.type):
        words = np.array(array.dictionary.to_pylist(), object)
        place = np.empty(len(words), np.int64)
        place[np.argsort(words)] = np.arange(len(words))
        return place[array.indices.to_numpy()]
    if pa.types.is_date(array.type):
        array = array.cast(pa.date32()).cast(pa.int32())
    elif pa.types.is_timestamp(array.type):
        array = array.cast(pa.timestamp("us")).cast(pa.int64())
    kinds = {"double": np.float64, "float": np.float64, "bool": np.bool_}
    return np.ascontiguousarray(array.to_numpy(zero_copy_only=False), kinds.get(str(array.type), np.int64))
