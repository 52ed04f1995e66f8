"""What goes to an executor and comes back: the job, a chunk of its tasks, a block of results, failures."""

import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from fastind._types import IntArray
from fastind.parallel.interrupts import Abort
from fastind.parallel.tasks import Tasks
from fastind.parallel.values import Shape

IDLE = -1  # what a slot says between tasks
UNKNOWN = -2  # a task of a chunk, and nobody knows which
LONGEST = 2_000  # characters of a message or traceback


class Failure(NamedTuple):
    """A task that has no result, and why."""

    k: int
    kind: str
    """exception, result, died, timeout or memory"""
    type: str
    message: str
    traceback: str
    attempts: int


class Chunk(NamedTuple):
    """Tasks `start` to `stop`, in the order of the job, for about so many seconds."""

    start: int
    stop: int
    seconds: float
    shape: Shape | None
    deaths: int = 0
    """Workers that have died while its one task ran."""


class Block(NamedTuple):
    """What became of tasks `start` to `stop`: the failed ones, and columns of the others' values."""

    start: int
    stop: int
    failures: list[Failure]
    columns: Any
    """A sequence of columns: numpy arrays, lists of text, or the rows of one array."""
    shape: Shape | None

    @property
    def has_values(self) -> bool:
        """Is there a row in it."""
        return len(self.columns) > 0 and len(self.columns[0]) > 0

    def places(self) -> IntArray:
        """The tasks that have values."""
        ks = np.arange(self.start, self.stop)
        return np.delete(ks, [f.k - self.start for f in self.failures]) if self.failures else ks


@dataclass(frozen=True)
class Job:
    """All that a worker must know; it gets it once."""

    func: Any
    tasks: Tasks
    order: IntArray | None
    """The places of the tasks that are to run; None: all of them."""
    data: Mapping[str, Any] = field(default_factory=dict)
    max_attempts: int = 1

    def __len__(self) -> int:
        return len(self.tasks) if self.order is None else len(self.order)

    def places(self, start: int, stop: int) -> IntArray:
        """Where in `args` these tasks are."""
        return np.arange(start, stop) if self.order is None else self.order[start:stop]

    def at(self, ks: IntArray) -> IntArray:
        """Where in `args` tasks are that are named by their number in this job."""
        return ks if self.order is None else self.order[ks]


def failure(k: int, kind: str, error: str, message: str, text: str = "", attempts: int = 1) -> Failure:
    """A failure, of texts that a store can keep."""
    return Failure(k, kind, _clean(error), _clean(message), _clean(text), attempts)


def raised(k: int, error: BaseException, attempts: int) -> Failure:
    """A failure by what a task has raised."""
    kind = type(error)
    try:
        message = str(error)
    except Abort:
        raise
    except BaseException as broken:  # noqa: BLE001 - a user's __str__
        message = f"(its message raises {type(broken).__name__})"
    try:
        frames = traceback.extract_tb(error.__traceback__)[1:]  # the first frame is ours
        lines = [*traceback.format_list(frames[-3:]), *traceback.format_exception_only(error)]
        text = "".join([*lines, *_causes(error)])
    except Abort:
        raise
    except BaseException:  # noqa: BLE001 - of a user's class
        text = ""
    name = (
        kind.__qualname__
        if kind.__module__ in ("builtins", "__main__")
        else f"{kind.__module__}.{kind.__qualname__}"
    )
    return failure(k, "exception", name, message, text, attempts)


def _causes(error: BaseException) -> list[str]:
    """What an error was raised from, a line each."""
    lines: list[str] = []
    while len(lines) < 3:
        before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if before is None:
            break
        lines.append(f"from {traceback.format_exception_only(before)[-1]}")
        error = before
    return lines


def _clean(text: str) -> str:
    """Text that a store can keep, not too long."""
    return text[:LONGEST].encode(errors="replace").decode().replace("\0", "\\0")
