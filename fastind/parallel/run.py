"""One call of `run_grid`, from the tasks to the result."""

import os
import signal
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import numpy as np

from fastind._types import IntArray
from fastind.errors import GridError, GridWarning, InputError, ParameterError, TaskFailed
from fastind.io.identity import Identity
from fastind.parallel import durable
from fastind.parallel.chunk import Job
from fastind.parallel.commits import Durable
from fastind.parallel.driver import Driver
from fastind.parallel.executors.contract import Executor
from fastind.parallel.interrupts import Abort, Interrupts
from fastind.parallel.places import Places
from fastind.parallel.progress import Meter, Show, say
from fastind.parallel.result import GridResult, InMemory, InStore
from fastind.parallel.sinks import COMMITTED, Memory, Sink, failures_table
from fastind.parallel.tasks import Tasks
from fastind.parallel.values import Shape

TOLD = 3  # kinds of errors that a warning names


class Run:
    """What both ways, in memory and into a store, have in common."""

    def __init__(
        self,
        func: Callable[..., Any],
        tasks: Tasks,
        keys: Sequence[str],
        names: Sequence[str] | None,
        data: dict[str, Any],
        max_attempts: int,
        stop_at_failure: bool,
        show: Show,
        executor: Executor,
    ) -> None:
        self._func, self._tasks, self._keys = func, tasks, tuple(keys)
        self._names = names
        self._data = {name: _fixed(value) for name, value in data.items()}
        self._attempts, self._stop_at_failure = max_attempts, stop_at_failure
        self._show, self._executor = show, executor
        self._places = Places(tasks)
        self._left = 0
        """Tasks that have failed in earlier runs and are left so."""
        self._interrupts = Interrupts()

    def in_memory(self) -> GridResult:
        """Run; the rows stay here."""
        repeats = self._places.repeats
        job = self._job(None if repeats is None else np.flatnonzero(repeats == np.arange(len(repeats))))
        sink = Memory(job)
        driver = self._driver(job, sink, None, 0, self._value_names)
        self._drive(driver, sink)
        names = self._value_names(driver.shape)
        places, columns = sink.rows()
        driver.kinds["ValueError"] += sink.refused
        failures = failures_table(job, sorted(sink.failures), self._keys)
        rows = InMemory(self._tasks, self._keys, names, places, columns, failures, repeats)
        return self._ended(
            GridResult(self._keys, names, rows, len(rows), self._summary(driver, sink, 0, len(rows))), driver
        )

    def in_store(self, path: Any, resume: Any, retry_failed: bool, batch_size: int) -> GridResult:
        """Run; the rows go into a store."""
        with durable.opened(path, self._keys, resume) as store:
            durable.check_keys(self._tasks, self._keys, store)
            notes = durable.Notes(store, Identity.of(self._func), resume)
            order, resumed, self._left = durable.missing(
                store, self._tasks, self._places, self._keys, retry_failed
            )
            sink = Durable(job := self._job(order), store, self._keys, batch_size)

            def on_shape(shape: Shape) -> None:
                sink.names = self._value_names(shape)
                notes.keep(shape, sink.names)

            if notes.shape is not None:
                self._names = notes.names(self._names)
                on_shape(notes.shape)
            driver = self._driver(job, sink, notes.shape, resumed, on_shape)
            where = store.path
            try:
                self._drive(driver, sink)
            except GridError as error:
                raise GridError(f"{error}. {_kept(sink.completed, where)}") from error
            driver.kinds["ValueError"] += sink.refused
        names = self._value_names(driver.shape) if driver.shape else ()
        rows = InStore(where, self._tasks, self._places, self._keys, names)
        n = resumed + sink.completed if self._places.repeats is None else len(rows)
        return self._ended(
            GridResult(self._keys, names, rows, n, self._summary(driver, sink, resumed, n)), driver
        )

    def _job(self, order: IntArray | None) -> Job:
        return Job(self._func, self._tasks, order, self._data, self._attempts)

    def _driver(
        self, job: Job, sink: Sink, shape: Shape | None, resumed: int, on_shape: Callable[[Shape], Any]
    ) -> Driver:
        self._meter = Meter(self._show, len(job) + resumed, resumed)
        return Driver(
            job, self._executor, sink, self._meter, self._interrupts, shape, on_shape, self._stop_at_failure
        )

    def _drive(self, driver: Driver, sink: Sink) -> None:
        """Run, commit, and let the workers go, whatever happens; what is finished is kept."""
        with self._interrupts:
            try:
                with suppress(Abort), self._executor:
                    if driver.has_tasks:
                        self._executor.start(driver.job)
                        driver.run()
            finally:
                self._interrupts.is_patient = True
                sink.finish()
                driver.update(is_last=True)

    def _value_names(self, shape: Shape | None) -> tuple[str, ...]:
        """The columns of the values."""
        if shape is None:
            return tuple(self._names or ())
        names = tuple(self._names or shape.names)
        if len(names) != len(shape.names) or len(set(names)) < len(names):
            raise ParameterError(
                f"names must be {len(shape.names)} different names, one for each value; got {names!r}"
            )
        if COMMITTED in names:
            raise ParameterError(f"{COMMITTED} is the time of the commit: say names=(...)")
        both = [name for name in names if name in self._keys]
        if both:
            raise InputError(
                f"{both[0]!r} is the name of a key and of a value: say keys=(...) or names=(...)"
            )
        return names

    def _summary(self, driver: Driver, sink: Sink, resumed: int, n: int) -> dict[str, Any]:
        progress = self._meter.last
        return {
            "tasks": len(self._tasks),
            "completed": n,
            "resumed": resumed,
            "failed": sink.failed + self._left,
            "seconds": progress.elapsed,
            "rate": progress.rate,
            "workers_lost": driver.workers_lost,
            "backend": self._executor.name,
        }

    def _ended(self, result: GridResult, driver: Driver) -> GridResult:
        """The result, or what has stopped the run."""
        advice = f"; {_kept(None, result.store)}" if result.store else ""
        number = self._interrupts.signal
        if number:
            done = f"stopped after {len(result):,} of {len(self._tasks):,} tasks{advice}"
            if number == signal.SIGTERM:  # whoever sent it wants the process to end
                say(f"run_grid: {done}")
                os.kill(os.getpid(), signal.SIGTERM)
            stop = KeyboardInterrupt(
                done
            )  # itself, not a child: then a shell sees a program that Ctrl-C has ended
            stop.result = result  # type: ignore[attr-defined]
            raise stop
        if self._stop_at_failure and driver.failed is not None:
            failed = driver.failed
            task = dict(zip(self._keys, driver.task(failed.k), strict=True))
            told = ", ".join(f"{key}={value!r}" for key, value in task.items())
            what = failed.traceback or f"{failed.type}: {failed.message}"
            about = task | {name: getattr(failed, name) for name in failed._fields[1:]}
            raise TaskFailed(f"the task {told} failed ({failed.kind}){advice}\n{what}", about, result)
        if driver.kinds.total():
            told = ", ".join(f"{n:,} {kind}" for kind, n in driver.kinds.most_common(TOLD) if n)
            more = ", ..." if len(driver.kinds) > TOLD else ""
            warnings.warn(
                f"{driver.kinds.total():,} of {len(self._tasks):,} tasks failed ({told}{more}): "
                "result.failures lists them",
                GridWarning,
                stacklevel=4,
            )
        return result


def _kept(n: int | None, store: Any) -> str:
    """What is durable, and how to go on."""
    what = "what is finished is" if n is None else f"{n:,} tasks of this run are"
    return f"{what} in {store}, and resume=True goes on from there"


def _fixed(value: Any) -> Any:
    """Arrays so that no task changes them for another one, wherever it runs."""
    if isinstance(value, np.ndarray):
        value = value.view()
        value.flags.writeable = False
    return value
