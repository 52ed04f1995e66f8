"""`backend="joblib"`: what `joblib.parallel_config` says, and what becomes of workers that die."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
from joblib import delayed
from joblib.parallel import BatchedCalls

from fastind.errors import GridError, GridWarning
from fastind.parallel.chunk import Chunk
from fastind.parallel.executors.by_joblib import Joblib, _run
from fastind.parallel.grid import run_grid
from fastind.parallel.machine import cores
from tests.grid.executor_suite import a_job, outcomes


def run(func: Any, args: Any, **options: Any) -> Any:
    return run_grid(func, args, backend="joblib", **options)


def lanes(n_jobs: int | None = None) -> int:
    executor = Joblib(n_jobs)
    executor.close()
    return executor.lanes


def test_the_number_of_workers() -> None:
    assert (lanes(), lanes(3)) == (cores(), 3)
    with joblib.parallel_config(n_jobs=1):
        assert (lanes(), lanes(3)) == (1, 3)
    with joblib.parallel_config("threading", n_jobs=5):
        assert (lanes(), lanes(3)) == (5, 3)
    with joblib.parallel_config("threading"):
        assert lanes() == cores()
    with joblib.parallel_config("loky", n_jobs=-1):
        assert lanes() == joblib.cpu_count()


def process(k: int) -> int:
    return os.getpid()


@pytest.mark.parametrize(
    ("backend", "n_jobs", "is_here"),
    [("threading", 2, True), ("loky", 1, True), ("loky", 2, False), ("sequential", 1, True)],
)
def test_it_runs_where_the_configuration_says(backend: str, n_jobs: int, is_here: bool) -> None:
    with joblib.parallel_config(backend, n_jobs=n_jobs):
        result = run(process, range(500))
    assert len(result) == 500
    assert (set(result.to_numpy()[:, 0]) == {os.getpid()}) == is_here


def test_a_run_leaves_the_workers_to_the_next_one() -> None:
    pids = {int(pid) for _ in range(20) for pid in run(process, range(20), n_jobs=2).to_numpy()[:, 0]}
    assert len(pids) <= 2


def test_a_round_that_ends_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """joblib kills its workers, which other runs may use, if it is closed in the middle of a round."""
    executor = Joblib(2)
    executor.start(a_job(process, range(10)))
    executor.submit(Chunk(0, 10, 0.25, None))
    outcomes(executor, 1)
    was_alive, leave = [], executor._parallel.__exit__

    def leaving(*error: Any) -> None:
        was_alive.append(executor._thread.is_alive())
        leave(*error)

    monkeypatch.setattr(executor._parallel, "__exit__", leaving)
    executor.close()
    assert was_alive == [False]


def test_threads_need_no_pickle() -> None:
    lock = threading.Lock()
    with joblib.parallel_config("threading", n_jobs=2):
        assert len(run(lambda k: lock.locked(), range(10))) == 10
    with pytest.raises(
        GridError, match=r"joblib cannot run this: TypeError: cannot pickle '_thread.lock' object"
    ):
        run(lambda k: lock.locked(), range(10), n_jobs=2)


def test_a_pool_that_waits_for_ever_is_refused() -> None:
    with (
        joblib.parallel_config("multiprocessing", n_jobs=2),
        pytest.raises(GridError, match="waits for ever"),
    ):
        run(process, [1])


def test_what_was_taken_for_a_round_that_broke_off_is_passed_over() -> None:
    """joblib keeps what it has taken and not yet sent, and runs it in the next round."""
    executor = Joblib(2)
    executor.start(a_job(process, range(10)))
    for number in (-1, -2):
        task = delayed(_run)(executor._parcel, number, Chunk(0, 10, 0.25, None))
        executor._parallel._ready_batches.put(
            BatchedCalls([task], executor._parallel._backend.get_nested_backend())
        )
    executor.submit(Chunk(0, 10, 0.25, None))
    (outcome,) = outcomes(executor, 1)
    executor.close()
    assert outcome.reached == 10


# loky's thread, when its executor is closed after a death, may look for work that it has given up.
after_a_death = pytest.mark.filterwarnings(
    "ignore:Exception in thread ExecutorManagerThread:pytest.PytestUnhandledThreadExceptionWarning"
)


def killer(path: Path) -> Callable[[int], int]:
    """A function that kills its worker as long as there is a file; it takes one of them away each time."""

    def kill(k: int) -> int:
        if k == 57:
            for file in sorted(path.iterdir())[:1]:
                file.unlink()
                os.kill(os.getpid(), signal.SIGKILL)
        return 2 * k

    return kill


@after_a_death
def test_one_death_is_survived(tmp_path: Path) -> None:
    (tmp_path / "1").touch()
    result = run(killer(tmp_path), range(1000), n_jobs=2)
    assert list(result) == [[k, 2 * k] for k in range(1000)]


@after_a_death
def test_another_death_ends_the_run_and_keeps_what_is_finished(tmp_path: Path) -> None:
    (tmp_path / "kill").mkdir()
    for name in "123":
        (tmp_path / "kill" / name).touch()
    with pytest.raises(GridError, match=r'TerminatedWorkerError: .* \(backend="loky" names the task'):
        run(killer(tmp_path / "kill"), range(1000), n_jobs=2, store=tmp_path / "store")
    (tmp_path / "kill" / "3").unlink()
    result = run(killer(tmp_path / "kill"), range(1000), n_jobs=2, store=tmp_path / "store", resume=True)
    assert list(result) == [[k, 2 * k] for k in range(1000)]
    assert result.summary()["resumed"] > 0


def test_large_arrays_are_mapped_once() -> None:
    table = np.arange(300_000.0)

    def look(k: int, table: Any) -> tuple[float, int, int]:
        return table[k], isinstance(table, np.memmap), table.flags.writeable

    result = run(look, range(100), n_jobs=2, data={"table": table})
    assert list(result) == [[k, float(k), 1, 0] for k in range(100)]


def test_large_arrays_in_a_closure_are_mapped_too() -> None:
    table = np.arange(300_000.0)
    result = run(lambda k: (table[k], isinstance(table, np.memmap)), range(100), n_jobs=2)
    assert list(result) == [[k, float(k), 1] for k in range(100)]


def test_failures_come_back_from_other_processes() -> None:
    with pytest.warns(GridWarning, match="1 of 3"):
        result = run(lambda k: 1 // (k - 1), range(3), n_jobs=2)
    assert result.failures[["k", "type"]].to_numpy().tolist() == [[1, "ZeroDivisionError"]]
