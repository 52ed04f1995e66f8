"""Pools between processes: started how they may be, forked, killed, in any order."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import subprocess
import warnings
from pathlib import Path
from threading import Event, Thread
from typing import Any

import numpy as np
import pandas as pd
import pytest
from joblib import Parallel, delayed
from joblib.externals.loky import get_reusable_executor

import fastind as fi
from fastind.io.pool import place
from fastind.parallel.machine import memory
from tests.grid_faults.watched import PATIENCE
from tests.pool import grid_work
from tests.processes import result_of, run_python, start_python

READ = """
import fastind as fi
with fi.attach_to_pool("test") as pool:
    print(float(pool.get("x").sum()))
"""
WAIT = """
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
print("ready", flush=True)
signal.sigwait({signal.SIGUSR1})
"""
HOLD = (
    """
import signal
import fastind as fi
pool = fi.attach_to_pool("test")
x = pool.get("x")
"""
    + WAIT
)
MAKE = (
    """
import signal
import fastind as fi
pool = fi.SharedDataPool("test")
pool.put("x", [1])
"""
    + WAIT
)


def started(code: str) -> subprocess.Popen[str]:
    """A process that has come to its WAIT."""
    process = start_python(code)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.fixture
def filled(pool: fi.SharedDataPool) -> fi.SharedDataPool:
    pool.put("x", np.arange(10.0))
    return pool


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_processes_of_multiprocessing(filled: fi.SharedDataPool, tmp_path: Path, method: str) -> None:
    context = multiprocessing.get_context(method)
    ready, there = context.Pipe(duplex=False)
    here, go = context.Pipe(duplex=False)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*fork.*", category=DeprecationWarning)
        told = (str(tmp_path / "pools"), "test", there, here)
        child = context.Process(target=grid_work.hold_until_told, args=told)
        child.start()
    there.close()  # so that the end of a child that has died is seen
    here.close()
    try:
        assert ready.poll(PATIENCE)
        assert ready.recv() == 45
        filled.cleanup()
        with fi.attach_to_pool("test") as again:  # the child holds it
            assert again.get("x").sum() == 45
        go.send(None)
        child.join(PATIENCE)
        assert child.exitcode == 0
    finally:
        child.kill()
        child.join()
    with pytest.raises(fi.errors.PoolError, match="no process holds"):
        fi.attach_to_pool("test")
    child.close()


def test_a_process_of_a_shell(filled: fi.SharedDataPool) -> None:
    assert run_python(READ) == "45.0"


def test_it_is_pickled_by_name(filled: fi.SharedDataPool, monkeypatch: pytest.MonkeyPatch) -> None:
    data = pickle.dumps(filled)
    monkeypatch.setenv("FASTIND_POOL_DIR", "/nowhere")  # it knows where it lies
    with pickle.loads(data) as other:
        assert np.array_equal(other.get("x"), filled.get("x"))
    filled.cleanup()
    with pytest.raises(fi.errors.PoolError, match="no process holds"):
        pickle.loads(data)


def test_the_last_one_removes_it(pools: Path) -> None:
    first = fi.SharedDataPool("test")
    first.put("x", np.arange(3.0))
    second = fi.attach_to_pool("test")
    array = second.get("x")
    first.cleanup()
    assert second.get("x").tolist() == [0, 1, 2]
    second.cleanup()
    assert list(pools.iterdir()) == []
    assert array.tolist() == [0, 1, 2]


def test_a_forgotten_one_is_let_go(pools: Path) -> None:
    pool = fi.SharedDataPool("test")
    pool.put("x", 1)
    del pool
    assert list(pools.iterdir()) == []


def test_one_that_is_forgotten_while_pools_are_made(pools: Path) -> None:
    """Garbage may be collected anywhere: nobody waits there for what this thread has itself."""
    forgotten = fi.SharedDataPool("forgotten")
    with place._ours(place.base()):
        del forgotten
        assert (pools / "forgotten").exists()
    fi.SharedDataPool("other").cleanup()
    assert list(pools.iterdir()) == []


def test_a_process_that_ends_without_cleanup(pools: Path) -> None:
    run_python("import fastind as fi\npool = fi.SharedDataPool('test')\npool.put('x', [1])")
    assert list(pools.iterdir()) == []


@pytest.mark.parametrize("collect", ["gc", "create", "attach"])
def test_what_killed_processes_leave(pools: Path, collect: str) -> None:
    holder = started(MAKE)
    other = fi.attach_to_pool("test")
    assert other.get("x") == [1]
    other.cleanup()
    assert (pools / "test").exists()
    holder.kill()
    holder.communicate()
    assert (pools / "test").exists()
    if collect == "gc":
        from fastind.io.pool.survey import collect as gc

        assert gc().pools == ["test"]
    elif collect == "create":
        fi.SharedDataPool("other").cleanup()
    else:
        with pytest.raises(fi.errors.PoolError, match="no process holds"):
            fi.attach_to_pool("test")
    assert list(pools.iterdir()) == []


def test_a_worker_that_is_killed_holds_nothing(filled: fi.SharedDataPool, pools: Path) -> None:
    worker = started(HOLD)
    worker.kill()
    worker.communicate()
    filled.cleanup()
    assert list(pools.iterdir()) == []


def test_a_worker_outlives_its_creator(pools: Path) -> None:
    creator = fi.SharedDataPool("test")
    creator.put("x", np.arange(10.0))
    worker = started(HOLD)
    creator.cleanup()
    assert run_python(READ) == "45.0"
    worker.send_signal(signal.SIGUSR1)
    assert result_of(worker) == ""
    assert list(pools.iterdir()) == []


def test_a_forked_child_holds_it_too(filled: fi.SharedDataPool, pools: Path) -> None:
    """The child uses it when the parent has let it go, and cleans up; the parent's hold is its own."""
    here, there = os.pipe()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*fork.*", category=DeprecationWarning)
        child = os.fork()
    if not child:
        os.close(there)
        os.read(here, 1)  # until the parent has let it go
        is_well = filled.get("x").sum() == 45
        filled.put("y", [1])
        filled.cleanup()
        os._exit(0 if is_well and not list(pools.iterdir()) else 1)
    os.close(here)
    filled.cleanup()
    assert (pools / "test").exists()
    os.write(there, b"1")
    os.close(there)
    assert os.waitpid(child, 0)[1] == 0
    assert list(pools.iterdir()) == []


def test_a_child_that_cleans_up_takes_nothing_from_its_parent(filled: fi.SharedDataPool) -> None:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*fork.*", category=DeprecationWarning)
        child = os.fork()
    if not child:
        filled.cleanup()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert run_python(READ) == "45.0"


def test_forks_while_threads_write(filled: fi.SharedDataPool) -> None:
    """No child keeps a lock that a thread of its parent had."""
    done = Event()

    def write() -> None:
        while not done.is_set():
            filled.put("m", {"a": 1}, replace=True)

    threads = [Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".*fork.*", category=DeprecationWarning)
            for _ in range(20):
                child = os.fork()
                if not child:
                    signal.pause()  # it lives on with all that it got
                try:
                    filled.put("n", 1, replace=True)
                    with fi.SharedDataPool("other") as other:
                        other.put("x", 1)
                finally:
                    os.kill(child, signal.SIGKILL)
                    os.waitpid(child, 0)
    finally:
        done.set()
        for thread in threads:
            thread.join()


def test_attach_create_and_cleanup_at_once(pools: Path) -> None:
    """Eight processes come and go; whoever has it can use it."""
    code = """
import fastind as fi
for k in range(60):
    with fi.SharedDataPool("test") as pool:
        pool.put("x", [k], replace=True)
        assert isinstance(pool.get("x"), list)
        try:
            with fi.attach_to_pool("test") as other:
                other.get("x")
        except KeyError:
            raise SystemExit("it was removed under us")
"""
    for process in [start_python(code) for _ in range(8)]:
        result_of(process)
    assert list(pools.iterdir()) == []


def test_messages_between_processes(pool: fi.SharedDataPool) -> None:
    code = """
import fastind as fi
with fi.attach_to_pool("test") as pool:
    for k in range(200):
        while (message := pool.get("there"))["k"] != k:
            pass
        pool.put("back", message, replace=True)
"""
    pool.put("there", {"k": -1})
    pool.put("back", {"k": -1})
    with start_python(code) as child:
        try:
            for k in range(200):
                message = {"k": k, "text": "x" * 1000}
                pool.put("there", message, replace=True)
                while (found := pool.get("back"))["k"] != k:
                    assert child.poll() is None or pool.get("back")["k"] == k
                assert found == message
            result_of(child)
        finally:
            child.kill()


BACKENDS = ["serial", "threads", "loky", "joblib"]


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_pool_as_data_of_a_grid(pool: fi.SharedDataPool, backend: str) -> None:
    arrays = {name: np.random.default_rng(k).normal(size=(30, 3)) for k, name in enumerate("AB")}
    for name, array in arrays.items():
        pool.put(name, array)
    result = fi.run_grid(
        grid_work.close_sum, fi.grid(range(30), ["A", "B"]), data={"pool": pool}, backend=backend, n_jobs=2
    )
    assert [row[2] for row in result] == [float(arrays[s][row].sum()) for row in range(30) for s in "AB"]
    assert len(result.failures) == 0
    if backend == "joblib":  # whose workers wait for more, with what they have
        get_reusable_executor().shutdown(wait=True)


def test_arrays_of_a_pool_are_mapped_by_workers(pool: fi.SharedDataPool, pools: Path) -> None:
    """The pool's own file, not a copy of it."""
    pool.put("large", np.zeros(2**18))
    seen: list[str] = []

    def look(k: int, array: Any) -> dict[str, Any]:
        return {"file": grid_work.file_of(k, array)}

    result = fi.run_grid(
        look, [(k,) for k in range(4)], data={"array": pool.get("large")}, backend="loky", n_jobs=2
    )
    for _, told in result:
        pid, path = told.split(maxsplit=1)
        seen.append(path)
        assert int(pid) != os.getpid()
    assert len(set(seen)) == 1
    assert seen[0].startswith(str(pools / "test"))


@pytest.mark.slow
def test_large_data_is_no_leak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers may read more than `memory_limit`: the pool's memory was taken before the run."""
    monkeypatch.delenv("FASTIND_POOL_DIR")
    name = f"test-{os.getpid()}"
    with fi.SharedDataPool(name, create=True) as pool:
        pool.put("large", np.ones(100 * 2**20))
        tasks, limit = [(k,) for k in range(300)], 600 * 2**20 / memory()
        result = fi.run_grid(
            grid_work.many_pages, tasks, data={"pool": pool}, backend="loky", n_jobs=2, memory_limit=limit
        )
        assert result.summary()["workers_lost"] == 0
        assert len(result) == 300


def test_joblib_and_a_pool_object_in_a_closure(pool: fi.SharedDataPool) -> None:
    pool.put("x", pd.DataFrame({"a": [1.0, 2.0]}))
    found = Parallel(2)(delayed(lambda k: float(pool.get_dataframe("x")["a"].iloc[k]))(k) for k in range(2))
    assert found == [1, 2]
    get_reusable_executor().shutdown(wait=True)
