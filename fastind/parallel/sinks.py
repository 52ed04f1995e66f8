"""Where blocks go: into memory here, into a store in `commits`."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Protocol

import numpy as np

from fastind._types import IntArray
from fastind.parallel.chunk import Block, Failure, Job, failure
from fastind.parallel.mixing import TOLD, joined_column, kept, refused, settled
from fastind.parallel.tasks import Tasks

COMMITTED = "_committed"
"""The hidden column of the time of a row's commit."""


class Sink(Protocol):
    """Takes blocks."""

    completed: int
    """Tasks with a row, in memory or durable."""
    failed: int
    refused: int
    """Of the failed: results that cannot be kept beside others."""

    @property
    def is_full(self) -> bool:
        """Must tasks wait."""

    def add(self, block: Block) -> None:
        """Take a block."""

    def wait(self, seconds: float) -> None:
        """Until there is room, or so long."""

    def finish(self) -> None:
        """Bring everything to its place."""


class Memory:
    """Keeps everything."""

    is_full = False

    def __init__(self, job: Job) -> None:
        self._job = job
        self.blocks: list[Block] = []
        self.failures: list[Failure] = []
        self.completed = self.failed = self.refused = 0

    def add(self, block: Block) -> None:
        """Keep a block."""
        self.failures += block.failures
        if block.has_values:
            self.blocks.append(block)
        self.failed += len(block.failures)
        self.completed = self.completed + block.stop - block.start - len(block.failures)

    def wait(self, seconds: float) -> None:
        """There is always room."""

    def finish(self) -> None:
        """Nothing is left to do."""

    def rows(self) -> tuple[IntArray, list[Any]]:
        """The places of the finished tasks, ascending, and the columns of their values."""
        self.blocks.sort(key=lambda block: block.start)  # chunks end in any order
        ks, columns = joined(self.blocks)
        rows = unsettled(columns, [None] * len(columns))
        if rows is not None:
            self.failures += [failure(int(k), "result", "ValueError", TOLD) for k in ks[rows]]
            self.refused = int(rows.sum())
            self.failed, self.completed = self.failed + self.refused, self.completed - self.refused
            ks, columns = ks[~rows], [kept(column, ~rows) for column in columns]
        return self._job.at(ks), [settled(column, None) for column in columns]


def unsettled(columns: Sequence[Any], kinds: Sequence[str | None]) -> Any:
    """The rows that cannot stay in columns of these kinds; None if all can."""
    found = [
        rows
        for column, kind in zip(columns, kinds, strict=True)
        if (rows := refused(column, kind)) is not None
    ]
    rows = np.logical_or.reduce(found) if found else None
    return rows if rows is not None and rows.any() else None


def joined(blocks: Sequence[Block]) -> tuple[IntArray, list[Any]]:
    """Blocks as one: their finished tasks, and a column of each value."""
    full = [block for block in blocks if block.has_values]
    if not full:
        return np.zeros(0, np.int64), []
    if any(block.failures for block in full) or any(a.stop != b.start for a, b in pairwise(full)):
        ks = np.concatenate([block.places() for block in full])
    else:  # nothing is missing
        ks = np.arange(full[0].start, full[-1].stop)
    if all(isinstance(block.columns, np.ndarray) for block in full):
        return ks, list(np.concatenate([block.columns for block in full], axis=1))
    width = len(full[0].columns)
    return ks, [joined_column([block.columns[k] for block in full]) for k in range(width)]


def keys(job: Job, places: IntArray, names: Sequence[str]) -> dict[str, Any]:
    """The key columns of tasks."""
    return dict(zip(names, job.tasks.arrow(places), strict=True))


def no_failures(tasks: Tasks, names: Sequence[str]) -> Any:
    """The table of failures when there are none."""
    return failures_table(Job(None, tasks, None), [], names)


def failures_table(job: Job, failures: Sequence[Failure], names: Sequence[str]) -> Any:
    """Failures as an Arrow table, by key."""
    import pyarrow as pa

    ks = np.array([failure.k for failure in failures], np.int64)
    columns = keys(job, job.at(ks), names)
    for name, kind in zip(Failure._fields[1:], [*[pa.string()] * 4, pa.int64()], strict=True):
        columns[name] = pa.array([getattr(failure, name) for failure in failures], kind)
    return pa.table(columns)
