"""One body of tests for every executor: each inherits `ExecutorTests` and says how it is made.

The functions take whole numbers, so that a compiled one gives the same as Python.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import fastind as fi
from fastind.errors import GridError, GridWarning
from fastind.parallel.chunk import Block, Chunk, Job
from fastind.parallel.executors.contract import Executor, Outcome
from fastind.parallel.grid import run_grid
from fastind.parallel.tasks import tasks_of
from fastind.parallel.values import Shape
from tests.grid.functions import held, powers, scaled, thirds, three

SECONDS = 0.25
AXES = range(7, 60), range(100, 140)
PAIRS = [(a, b) for a in AXES[0] for b in AXES[1]]
THREE = Shape(("f0", "f1", "f2"), False, (False,) * 3)


def a_job(func: Any, args: Any, order: list[int] | None = None, attempts: int = 1, **data: Any) -> Job:
    places = None if order is None else np.array(order, np.int64)
    return Job(func, tasks_of(args)[0], places, data, attempts)


def checked(outcome: Outcome) -> Outcome:
    """Its blocks lie side by side, and have a value or a failure for each task."""
    at = outcome.chunk.start
    for block in outcome.blocks:
        assert block.start == at < block.stop
        assert block.failures == sorted(block.failures)
        if block.columns:
            assert block.shape is not None
            assert {len(column) for column in block.columns} == {len(block.places())}
        else:
            assert len(block.failures) == block.stop - block.start
        at = block.stop
    assert at == outcome.reached <= outcome.chunk.stop
    assert outcome.lost is None
    return outcome


def outcomes(executor: Executor, n: int) -> list[Outcome]:
    found: list[Outcome] = []
    while len(found) < n:
        found += map(checked, executor.poll(0.05))
    assert executor.poll(0.0) == []
    return found


def driven(executor: Executor, job: Job, size: int, shape: Shape | None = None) -> list[Block]:
    """All blocks of a job, in order; what a chunk did not reach is submitted again, as the driver does."""
    waiting = deque((start, min(start + size, len(job))) for start in range(0, len(job), size))
    sent, blocks = 0, list[Block]()
    executor.start(job)
    while waiting or sent:
        while waiting and sent < executor.capacity:
            executor.submit(Chunk(*waiting.popleft(), SECONDS, shape))
            sent += 1
        for outcome in map(checked, executor.poll(0.05)):
            assert outcome.reached > outcome.chunk.start
            assert outcome.seconds > 0
            sent -= 1
            blocks += outcome.blocks
            if outcome.reached < outcome.chunk.stop:
                waiting.append((outcome.reached, outcome.chunk.stop))
    executor.close()
    return sorted(blocks, key=lambda block: block.start)


def rows(blocks: list[Block]) -> list[tuple[Any, ...]]:
    return [row for block in blocks for row in zip(*(c.tolist() for c in block.columns), strict=True)]


class ExecutorTests:
    """Needs `backend`, its name, and `make`, which gives a fresh executor for two at a time."""

    backend: str
    is_compiled = False

    def make(self) -> Executor:
        raise NotImplementedError

    def of(self, func: Callable[..., Any]) -> Any:
        """A function as this executor takes it."""
        return func

    def run(self, func: Any, args: Any, **options: Any) -> Any:
        return run_grid(self.of(func), args, backend=self.backend, n_jobs=2, **options)

    # --- the contract ---

    def test_says_what_it_is(self) -> None:
        executor = self.make()
        assert executor.name == self.backend
        assert executor.capacity >= executor.lanes >= 1
        assert executor.memory() >= 0
        executor.close()

    @pytest.mark.parametrize("shape", [None, THREE])
    def test_chunks_come_back_whole(self, shape: Shape | None) -> None:
        blocks = driven(self.make(), a_job(self.of(three), fi.grid(*AXES)), 97, shape)
        assert rows(blocks) == [three(a, b) for a, b in PAIRS]
        assert {block.shape for block in blocks} == {THREE}

    def test_each_chunk_has_one_outcome(self) -> None:
        with self.make() as executor:
            executor.start(a_job(self.of(three), PAIRS))
            chunks = [
                Chunk(start, start + 10, SECONDS, None) for start in range(0, 10 * executor.capacity, 10)
            ]
            for chunk in chunks:
                executor.submit(chunk)
            assert sorted(outcome.chunk for outcome in outcomes(executor, len(chunks))) == chunks

    def test_nothing_submitted_nothing_ended(self) -> None:
        with self.make() as executor:
            executor.start(a_job(self.of(three), PAIRS))
            assert executor.poll(0.01) == []
            executor.submit(Chunk(0, 1, SECONDS, None, deaths=1))
            assert [outcome.reached for outcome in outcomes(executor, 1)] == [1]

    def test_a_chunk_runs_one_task_at_least(self) -> None:
        with self.make() as executor:
            executor.start(a_job(self.of(three), PAIRS))
            executor.submit(Chunk(5, 500, 0.0, None))
            (outcome,) = outcomes(executor, 1)
            assert 5 < outcome.reached < 500

    def test_only_some_tasks_in_their_order(self) -> None:
        order = [0, 1, 2, 5, 39, 40, 41, 79, 80, 700, 2119]
        blocks = driven(self.make(), a_job(self.of(three), fi.grid(*AXES), order), 4)
        assert rows(blocks) == [three(*PAIRS[k]) for k in order]

    def test_axes_in_another_order(self) -> None:
        tasks = tasks_of(fi.grid(AXES[1], AXES[0]))[0].reordered([1, 0])
        blocks = driven(self.make(), Job(self.of(three), tasks, None), 300)
        assert rows(blocks) == [three(a, b) for b in AXES[1] for a in AXES[0]]

    def test_exceptions_are_failures_of_their_tasks(self) -> None:
        blocks = driven(self.make(), a_job(self.of(thirds), PAIRS), 250)
        assert rows(blocks) == [(a + b,) for a, b in PAIRS if a % 3]
        failures = [failure for block in blocks for failure in block.failures]
        assert [failure.k for failure in failures] == [k for k, (a, _) in enumerate(PAIRS) if not a % 3]
        assert {failure[1:4] + failure[5:] for failure in failures} == {
            ("exception", "ValueError", "a third", 1)
        }
        assert all('raise ValueError("a third")' in failure.traceback for failure in failures)

    def test_attempts(self) -> None:
        blocks = driven(self.make(), a_job(self.of(thirds), [(3, 1), (4, 1)], attempts=3), 2)
        assert rows(blocks) == [(5,)]
        assert blocks[0].failures[0].attempts == (1 if self.is_compiled else 3)

    def test_data_comes_by_name(self) -> None:
        table = np.arange(100.0)
        blocks = driven(self.make(), a_job(self.of(scaled), PAIRS, by=3, table=table), 500)
        assert rows(blocks) == [(a * b * 3.0,) for a, b in PAIRS]

    def test_cancelled_chunks_come_back(self) -> None:
        with self.make() as executor:
            executor.start(a_job(self.of(three), PAIRS))
            chunks = [
                Chunk(start, start + 10, SECONDS, None) for start in range(0, 10 * executor.capacity, 10)
            ]
            for chunk in chunks:
                executor.submit(chunk)
            executor.cancel()
            found = outcomes(executor, len(chunks))
            assert sorted(outcome.chunk for outcome in found) == chunks
            assert all(outcome.blocks or outcome.reached == outcome.chunk.start for outcome in found)

    def test_closes_before_it_has_started(self) -> None:
        self.make().close()

    def test_closes_with_chunks_that_wait(self) -> None:
        with self.make() as executor:
            executor.start(a_job(self.of(three), PAIRS))
            for start in range(0, 10 * executor.capacity, 10):
                executor.submit(Chunk(start, start + 10, SECONDS, None))

    # --- a whole run ---

    def test_values_in_the_order_of_the_tasks(self) -> None:
        pairs = [PAIRS[k] for k in np.random.default_rng(1).permutation(len(PAIRS))]
        assert list(self.run(three, pairs)) == [[a, b, *three(a, b)] for a, b in pairs]

    def test_a_product(self) -> None:
        result = self.run(three, fi.grid(range(200), range(300)))
        a, b = np.divmod(np.arange(60_000), 300)
        assert len(result) == 60_000
        assert np.array_equal(result.to_numpy(), np.column_stack([a * 10 + b, a - b, a * b / 4]))

    def test_axes_by_name(self) -> None:
        result = self.run(three, fi.grid(b=[1, 2], a=[10, 20]))
        assert list(result) == [[a, b, *three(a, b)] for b in (1, 2) for a in (10, 20)]

    def test_arrays_are_columns(self) -> None:
        result = self.run(powers, PAIRS)
        assert list(result) == [[a, b, *powers(a, b).tolist()] for a, b in PAIRS]

    def test_failures_are_told(self) -> None:
        with pytest.warns(GridWarning, match=r"680 of 2,120 tasks failed \(680 ValueError\)"):
            result = self.run(thirds, PAIRS)
        assert list(result) == [[a, b, a + b] for a, b in PAIRS if a % 3]
        assert list(result.failures[["a", "b"]].itertuples(index=False, name=None)) == [
            (a, b) for a, b in PAIRS if not a % 3
        ]

    def test_nothing_but_failures(self) -> None:
        with pytest.warns(GridWarning, match="40 of 40"):
            result = self.run(thirds, [(3 * k, 1) for k in range(40)])
        assert len(result) == 0
        assert len(result.failures) == 40

    def test_the_first_failure_can_end_it(self) -> None:
        with pytest.raises(GridError, match="a third"):
            self.run(thirds, PAIRS, on_error="raise")

    def test_a_task_given_twice(self) -> None:
        pairs = PAIRS[:50] + PAIRS[20:70] + PAIRS[:5]
        assert list(self.run(three, pairs)) == [[a, b, *three(a, b)] for a, b in pairs]

    def test_no_tasks(self) -> None:
        assert list(self.run(three, [])) == []
        assert list(self.run(three, fi.grid([], [1, 2]))) == []

    def test_a_store_and_more_tasks(self, tmp_path: Path) -> None:
        some = [pair for k, pair in enumerate(PAIRS) if k % 3 or k > 1000]
        self.run(three, some, store=tmp_path / "s")
        result = self.run(three, fi.grid(*AXES), store=tmp_path / "s", resume=True)
        assert list(result) == [[a, b, *three(a, b)] for a, b in PAIRS]
        assert result.summary()["resumed"] == len(some)

    def test_progress_ends_at_the_end(self) -> None:
        seen: list[Any] = []
        self.run(three, PAIRS, progress=seen.append)
        assert (seen[-1].completed, seen[-1].total, seen[-1].eta) == (len(PAIRS), len(PAIRS), 0.0)

    def test_two_runs_at_once(self) -> None:
        def one(k: int) -> list[Any]:
            return list(self.run(three, fi.grid([k], range(3000))))

        with ThreadPoolExecutor(2) as pool:
            found = list(pool.map(one, [1, 2]))
        assert found == [[[k, b, *three(k, b)] for b in range(3000)] for k in (1, 2)]


class PythonTests(ExecutorTests):
    """What only a function that Python runs can do."""

    def test_text_stays_text(self) -> None:
        result = self.run(lambda code, n: (len(code) + n, code[::-1]), fi.grid(["ab", "c"], [1, 2]))
        assert list(result) == [["ab", 1, 3, "ba"], ["ab", 2, 4, "ba"], ["c", 1, 2, "c"], ["c", 2, 3, "c"]]

    def test_dicts_name_the_columns(self) -> None:
        result = self.run(lambda a: {"double": 2 * a, "half": a / 2}, [3, 4])
        assert result.names == ("double", "half")
        assert list(result) == [[3, 6, 1.5], [4, 8, 2.0]]


class WorkerTests(PythonTests):
    """What only an executor can do whose tasks run beside the driver."""

    def test_closes_while_a_task_runs(self, tmp_path: Path) -> None:
        paths: Mapping[str, str] = {name: str(tmp_path / name) for name in ("started", "release")}
        for path in paths.values():
            os.mkfifo(path)
        executor = self.make()
        executor.start(a_job(held, [1, 2, 3], **paths))
        executor.submit(Chunk(0, 1, SECONDS, None))
        with open(paths["started"]):  # noqa: PTH123 - it runs
            executor.close()
        self.let_go(paths["release"])

    def let_go(self, path: str) -> None:
        """End the task, if it lives on in a thread."""
        with open(path, "w"):  # noqa: PTH123
            pass
