"""A run inside of what runs in parallel itself: a thread, a daemon, a fork, joblib's worker, a run's task."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

import fastind as fi
from tests.grid_faults.watched import Holdings, assert_no_workers
from tests.grid_faults.work import busy, count_in, rows, value
from tests.processes import run_python
from tests.store_faults.children import child, context, say

TASKS = 500


def is_right(store: Path | None = None, **more: Any) -> bool:
    """Run some tasks; is the result the serial one, and is nothing left behind."""
    before = Holdings()
    result = fi.run_grid(value, fi.grid(range(TASKS)), store=store, progress=False, **{"n_jobs": 2, **more})
    Holdings().assert_only(before)
    return list(result) == rows(range(TASKS))


def test_in_a_thread(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(is_right, tmp_path / "store").result()


def test_in_many_threads(tmp_path: Path) -> None:
    def run(k: int) -> bool:
        result = fi.run_grid(
            value, fi.grid(range(TASKS)), store=tmp_path / f"store{k}", progress=False, n_jobs=2
        )
        return list(result) == rows(range(TASKS))

    before = Holdings()
    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(run, range(4)))
    Holdings().assert_only(before)


def say_right(pipe: Connection, store: Path) -> None:
    """For a process."""
    say(pipe, is_right(store))


def test_in_a_daemon(tmp_path: Path) -> None:
    """multiprocessing lets those have no children of its own kind."""
    ours, theirs = context.Pipe()
    process = context.Process(target=say_right, args=(theirs, tmp_path / "store"), daemon=True)
    process.start()
    theirs.close()
    assert ours.recv_bytes() == b"True"
    process.join()
    assert process.exitcode == 0
    ours.close()


def run_in_fork(pipe: Connection, store: Path) -> None:
    """Run, fork, and run in both; threads of Arrow and numba are in the first one alone."""
    assert is_right()
    number = os.fork()
    if number == 0:
        status = 1
        try:
            status = 0 if is_right(store) and is_right(backend="threads") else 1
        finally:
            os._exit(status)
    assert is_right()
    assert os.waitpid(number, 0)[1] == 0
    say(pipe, "right")


def test_in_a_fork(tmp_path: Path) -> None:
    with child(run_in_fork, tmp_path / "store") as driver:
        assert list(driver.messages()) == ["right"]
        driver.ends_well()
        assert_no_workers(driver.pid)


def fork_in_the_middle(pipe: Connection, store: Path, calls: Path) -> None:
    """A thread forks while a run goes on; the child lives on, and holds nothing that the run waits for."""
    count_in(calls)
    ours, theirs = os.pipe()
    forked: list[int] = []

    def fork(now: fi.parallel.progress.Progress) -> None:
        if now.done > 1 and not forked:
            forked.append(os.fork())
            if not forked[0]:
                os.read(ours, 1)
                os._exit(0)

    result = fi.run_grid(partial(busy, 0.0002), fi.grid(range(5000)), store=store, n_jobs=2, progress=fork)
    assert forked
    assert list(result) == rows(range(5000))
    os.write(theirs, b".")
    assert os.waitpid(forked[0], 0)[1] == 0
    say(pipe, "right")


def test_a_fork_of_the_driver_takes_nothing_from_it(tmp_path: Path) -> None:
    with child(fork_in_the_middle, tmp_path / "store", tmp_path / "calls") as driver:
        assert list(driver.messages()) == ["right"]
        driver.ends_well()


def inner(how: str, k: int) -> float:
    """A run inside of a task."""
    more: dict[str, Any] = {"timeout": {"task_timeout": 30.0, "n_jobs": 2}, "auto": {}}.get(how) or {
        "backend": how
    }
    result = fi.run_grid(value, fi.grid(range(20)), progress=False, **more)
    assert list(result) == rows(range(20))
    return float(len(result) + k)


@pytest.mark.parametrize("how", ["auto", "loky", "threads", "serial", "timeout"])
def test_in_a_task(how: str) -> None:
    before = Holdings()
    result = fi.run_grid(partial(inner, how), fi.grid(range(4)), n_jobs=2, progress=False)
    assert list(result) == [[k, 20.0 + k] for k in range(4)]
    Holdings().assert_only(before)
    assert_no_workers(os.getpid())


def test_in_a_worker_of_joblib() -> None:
    """In a process of its own: loky's workers stay for a while, with whoever has started them."""
    pytest.importorskip("joblib")
    assert (
        run_python(
            "from joblib import Parallel, delayed\n"
            "from tests.grid_faults.test_nested import is_right\n"
            "print(Parallel(n_jobs=2, backend='loky')(delayed(is_right)() for _ in range(2)))"
        )
        == "[True, True]"
    )


def test_in_a_pool_of_multiprocessing() -> None:
    assert (
        run_python(
            "import multiprocessing\n"
            "from tests.grid_faults.test_nested import is_right\n"
            "with multiprocessing.get_context('fork').Pool(2) as pool:\n"
            "    print(pool.starmap(is_right, [(), ()]))"
        )
        == "[True, True]"
    )


TEST = """
from tests.grid_faults.test_nested import is_right
def test_it():
    assert is_right()
def test_local():
    import fastind as fi
    def own(x): return x * scale
    scale = 2
    assert list(fi.run_grid(own, [(1,), (2,)], n_jobs=2, progress=False)) == [[1, 2], [2, 4]]
"""


def test_in_pytest_of_another_place(tmp_path: Path) -> None:
    """With xdist where it is installed, else by pytest alone; a test's own functions are sent by value."""
    (tmp_path / "test_own.py").write_text(TEST)
    spread = ["-n", "2"] if find_spec("xdist") else []
    arguments = ["-q", "-p", "no:cacheprovider", *spread, str(tmp_path)]
    assert "2 passed" in run_python(f"import pytest; pytest.main({arguments!r})")
