"""The store as a sink: a thread commits while the tasks run."""

import datetime as dt
import threading
from collections.abc import Sequence
from time import monotonic
from typing import Any

import numpy as np

from fastind._types import IntArray
from fastind.errors import InputError, StoreError
from fastind.parallel.chunk import Block, Failure, Job, failure
from fastind.parallel.mixing import LARGEST, TOLD, kept, settled
from fastind.parallel.sinks import COMMITTED, failures_table, joined, keys, unsettled

ROOM = 2**24  # bytes that may wait for the store before no more tasks are sent
SECOND = 1.0  # the longest that a row waits for its commit


class Durable:
    """Commits to a store: all that waits shares one transaction."""

    def __init__(self, job: Job, store: Any, keys: Sequence[str], batch_size: int) -> None:
        self._job, self._store, self._keys, self._batch_size = job, store, tuple(keys), batch_size
        self.names: tuple[str, ...] = ()
        """Of the values; known with the first result."""
        self.completed = self.failed = 0
        self.refused = 0
        """Of the failed: results that the store could not take."""
        self._types = {field.name: str(field.type) for field in store.schema}
        self._waiting: list[Block] = []
        self._rows = self._bytes = 0
        self._since = 0.0
        self._condition = threading.Condition()
        self._is_ending = False
        self._error: BaseException | None = None
        self._thread: threading.Thread | None = None

    @property
    def is_full(self) -> bool:
        """Must tasks wait for the disk; raises what has stopped the commits."""
        if self._error is not None:
            raise self._error
        return self._bytes > ROOM

    def add(self, block: Block) -> None:
        """Hand a block over."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="fastind-commits", daemon=True)
            self._thread.start()
        with self._condition:
            if not self._waiting:
                self._since = monotonic()
            self._waiting.append(block)
            self._rows += block.stop - block.start
            self._bytes += self._size(block)
            if self._rows >= self._batch_size:
                self._condition.notify()

    def wait(self, seconds: float) -> None:
        """Until a commit has made room, or so long."""
        with self._condition:
            self._condition.wait(seconds)

    def finish(self) -> None:
        """Commit what waits; raises what has stopped the commits."""
        with self._condition:
            self._is_ending = True
            self._condition.notify()
        if self._thread is not None:
            self._thread.join()
        if self._error is not None:
            raise self._error

    def _work(self) -> None:
        try:
            while blocks := self._taken():
                self._commit(blocks)
        except StoreError as error:  # raised where the driver asks
            told = f"{error} Of this run {self.completed:,} rows are kept; resume=True goes on from there"
            self._error = type(error)(told)
        except BaseException as error:  # noqa: BLE001 - raised there, too
            self._error = error

    def _taken(self) -> list[Block]:
        """The blocks of the next commit, when it is due; none at the end."""
        with self._condition:
            while not self._is_ending and not self._is_due():
                self._condition.wait(SECOND / 10)
            blocks, self._waiting = self._waiting, []
            self._rows = 0
            return blocks

    def _is_due(self) -> bool:
        return bool(self._waiting) and (self._rows >= self._batch_size or monotonic() - self._since >= SECOND)

    def _commit(self, blocks: list[Block]) -> None:
        failures = [failed for block in blocks for failed in block.failures]
        ks, columns = joined(blocks)
        kinds = [self._types.get(name) for name in self.names[: len(columns)]]
        rows = unsettled(columns, kinds)
        if rows is not None:
            ks, columns = self._refuse(rows, ks, columns, failures)
        columns = [settled(column, kind) for column, kind in zip(columns, kinds, strict=True)]
        try:
            self._append(ks, columns, failures)
        except InputError:  # fractions come to a column that has whole numbers beyond floats
            rows = _fractions(columns, kinds)
            if rows is None:
                raise
            ks, columns = self._refuse(rows, ks, columns, failures)
            self._append(ks, columns, failures)
        with self._condition:
            self.completed += len(ks)
            self.failed += len(failures)
            self._bytes = sum(map(self._size, self._waiting))
            self._condition.notify_all()

    def _refuse(
        self, rows: Any, ks: IntArray, columns: list[Any], failures: list[Failure]
    ) -> tuple[IntArray, list[Any]]:
        failures += [failure(int(k), "result", "ValueError", TOLD) for k in ks[rows]]
        self.refused += int(rows.sum())
        return ks[~rows], [kept(column, ~rows) for column in columns]

    def _append(self, ks: IntArray, columns: list[Any], failures: list[Failure]) -> None:
        rows = None
        if len(ks):
            rows = keys(self._job, self._job.at(ks), self._keys)
            rows |= dict(zip(self.names, columns, strict=True))
            rows[COMMITTED] = stamps(dt.datetime.now(dt.UTC), len(ks))
        failed = failures_table(self._job, failures, self._keys) if failures else None
        self._store.append(rows, failures=failed)
        self._types = {field.name: str(field.type) for field in self._store.schema}

    def _size(self, block: Block) -> int:
        return (block.stop - block.start) * 8 * (1 + len(self._keys) + len(block.columns))


def _fractions(columns: Sequence[Any], kinds: Sequence[str | None]) -> Any:
    """The rows with fractions in columns of whole numbers; None if there is no such column."""
    found = [
        ~np.isnan(column) & ((column != np.floor(column)) | (np.abs(column) >= LARGEST))
        for column, kind in zip(columns, kinds, strict=True)
        if kind == "int64" and not isinstance(column, list) and column.dtype.kind == "f"
    ]
    return np.logical_or.reduce(found) if found else None


def stamps(now: dt.datetime, n: int) -> Any:
    """The time of a commit, for each of its rows."""
    import pyarrow as pa

    micros = int(now.timestamp() * 1e6)
    return pa.array(np.full(n, micros, np.int64)).view(pa.timestamp("us", "UTC"))
