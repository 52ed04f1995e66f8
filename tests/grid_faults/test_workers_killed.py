"""kill -9 and SIGSTOP of workers while tasks run: the result is the serial one, and few tasks run twice."""

from __future__ import annotations

import os
import signal
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import fastind as fi
from tests.grid_faults.watched import pause, state, stop, until, workers
from tests.grid_faults.work import busy, calls_in, count_in, note, rows, value
from tests.store_faults import IS_SOAK
from tests.store_faults.children import Child, child, say

TASKS = 500_000 if IS_SOAK else 20_000
SECONDS = 0.0002  # of a task
EVERY = 500  # tasks that are done between kills: a slow machine has to come to its tasks, too
TWICE = 0.02  # share of the tasks that may run twice


def run_all(pipe: Connection, calls: Path, function: Any, n: int, timeout: float | None = None) -> None:
    """Run so many tasks with two workers, and say what came of it."""
    count_in(calls)
    result = fi.run_grid(
        function, fi.grid(range(n)), n_jobs=2, task_timeout=timeout, progress=lambda now: say(pipe, now.done)
    )
    assert list(result) == rows(range(n))
    assert len(result.failures) == 0
    say(pipe, f"right {result.summary()['workers_lost']}")


def last(driver: Child) -> str:
    """What a driver says in the end, which must be a good one."""
    *_, said = driver.messages()
    driver.ends_well()
    return said


@pytest.mark.slow
def test_workers_killed_all_the_time(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    kills = 0
    with child(run_all, tmp_path / "calls", partial(busy, SECONDS), TASKS) as driver:
        done = 0
        for said in driver.messages():
            if said.isdecimal() and int(said) >= done + EVERY:
                done = int(said)
                living = workers(driver.pid)
                if living:
                    kills += _killed(int(rng.choice(living)))
        driver.ends_well()
    assert said.startswith("right")
    called = calls_in(tmp_path / "calls")
    assert called.keys() == set(range(TASKS))
    assert called.total() <= (1 + TWICE) * TASKS
    assert kills > 5


def _killed(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def lets_it_stand(k: int) -> Any:
    """The first task stops the other worker, which has nothing to do yet."""
    note(k)
    if k == 0:
        until(lambda: len(workers(os.getppid())) == 2, "there are two workers")
        for other in workers(os.getppid()):
            if other != os.getpid():
                stop(other)
    return value(k)


def test_a_worker_that_is_stopped_before_it_has_a_task(tmp_path: Path) -> None:
    with child(run_all, tmp_path / "calls", lets_it_stand, 2000) as driver:
        assert last(driver).startswith("right")
    assert calls_in(tmp_path / "calls") == dict.fromkeys(range(2000), 1)


@pytest.mark.slow
@pytest.mark.parametrize("timeout", [None, 2.0])
def test_a_worker_that_is_stopped_for_ever(tmp_path: Path, timeout: float | None) -> None:
    n = 20_000
    with child(run_all, tmp_path / "calls", partial(busy, SECONDS), n, timeout) as driver:
        first = stopped_one(driver)
        assert last(driver).startswith("right")
    assert first not in workers(driver.pid)
    called = calls_in(tmp_path / "calls")
    assert called.keys() == set(range(n))
    assert called.total() <= n + 0.05 / SECONDS


@pytest.mark.slow
def test_a_worker_that_is_stopped_and_goes_on(tmp_path: Path) -> None:
    n = 20_000
    with child(run_all, tmp_path / "calls", partial(busy, SECONDS), n, 1.0) as driver:
        first = stopped_one(driver)
        pause(1.5)  # longer than a task may take
        os.kill(first, signal.SIGCONT)
        assert last(driver) == "right 0"
    assert calls_in(tmp_path / "calls") == dict.fromkeys(range(n), 1)


def stopped_one(driver: Child) -> int:
    """A worker that stands now, in the middle of the run."""
    while int(driver.pipe.recv_bytes()) < 2:
        pass
    first = workers(driver.pid)[0]
    stop(first)
    return first


@pytest.mark.slow
@pytest.mark.parametrize("whom", ["driver", "all"])
def test_a_driver_that_is_stopped_takes_nobody_for_late(tmp_path: Path, whom: str) -> None:
    n = 60
    with child(run_all, tmp_path / "calls", partial(busy, 0.1), n, 1.0) as driver:
        while int(driver.pipe.recv_bytes()) < 2:
            pass
        standing = [driver.pid, *(workers(driver.pid) if whom == "all" else [])]
        for pid in standing:
            stop(pid)
        pause(2.0)  # longer than a task may take
        for pid in standing:
            os.kill(pid, signal.SIGCONT)
        assert last(driver) == "right 0"
    assert calls_in(tmp_path / "calls") == dict.fromkeys(range(n), 1)


def test_a_worker_that_dies_before_the_driver_looks(tmp_path: Path) -> None:
    """Its last chunk is done and told of; the driver was elsewhere, and sees both at once."""
    n = 3000
    with child(run_and_kill_in_callback, tmp_path / "calls", n) as driver:
        assert last(driver) == "right"
    assert calls_in(tmp_path / "calls").keys() == set(range(n))


def run_and_kill_in_callback(pipe: Connection, calls: Path, n: int) -> None:
    """From the progress function: wait until the workers are idle, then kill them."""
    count_in(calls)
    killed: list[int] = []

    def kill(now: fi.parallel.progress.Progress) -> None:
        if now.done > 1 and not killed:
            killed.extend(workers(os.getpid()))
            seen = [-1]

            def stands() -> bool:
                seen.append(calls_in(calls).total())
                pause(0.02)
                return seen[-1] == seen[-2] and all(state(pid) == "S" for pid in killed)

            until(stands, "the workers are idle")
            for pid in killed:
                os.kill(pid, signal.SIGKILL)
            until(lambda: all(state(pid) == "Z" for pid in killed), "the workers are dead")

    result = fi.run_grid(partial(busy, 0.002), fi.grid(range(n)), n_jobs=2, progress=kill)
    assert killed
    assert list(result) == rows(range(n))
    say(pipe, "right")
