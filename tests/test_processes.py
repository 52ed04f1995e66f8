"""After a fork, in a spawned worker, at exit, under any threading layer of numba: the same numbers."""

from __future__ import annotations

import os

import pytest

from tests.processes import run_python

# Several threads and a panel that they share, in the parent first.
SETUP = """
import hashlib, os, sys
import multiprocessing
import threading
import numpy as np
import fastind as fi


def digest(k=0):
    prices = np.random.default_rng(1).uniform(1.0, 2.0, (200, 1030))
    turned = np.asfortranarray(prices)
    results = [fi.rsi(prices), fi.ema(turned, 5), fi.volatility(prices), fi.volume_ratio(turned)]
    return hashlib.sha256(b"".join(np.ascontiguousarray(r).tobytes() for r in results)).hexdigest()


if __name__ == "__main__":
    fi.set_threads(4)
    want = digest()
"""

FORK = """
    for _ in range(4):
        child = os.fork()
        if child == 0:
            os._exit(0 if digest() == want else 1)
        assert os.waitpid(child, 0)[1] == 0
    assert digest() == want
    print(want)
"""

FORK_WHILE_OTHERS_WORK = """
    stop = threading.Event()

    def work():
        while not stop.is_set():
            assert digest() == want

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(6):
        child = os.fork()
        if child == 0:
            os._exit(0 if digest() == want else 1)
        assert os.waitpid(child, 0)[1] == 0
    stop.set()
    for thread in threads:
        thread.join()
    print(want)
"""

# A cold cache: the other thread compiles while this one forks.
FORK_WHILE_ANOTHER_COMPILES = """
    import fastind._jit
    x = np.arange(100.0)
    fi.rsi, fi.volatility
    other = threading.Thread(target=fi.volatility, args=(x,))
    other.start()
    threading.Event().wait({delay})
    child = os.fork()
    if child == 0:
        os._exit(0 if fi.rsi(x)[-1] == 100.0 and fi.volatility(x).size == 100 else 1)
    assert fi.rsi(x)[-1] == 100.0
    other.join()
    assert os.waitpid(child, 0)[1] == 0
    print("done")
"""

POOL = """
    with multiprocessing.get_context("{method}").Pool(3) as pool:
        assert pool.map(digest, range(9)) == [want] * 9
    assert digest() == want
    print(want)
"""

AT_EXIT = """
    import atexit
    atexit.register(lambda: print(digest()))
"""

IN_THREADS = """
    from concurrent.futures import ThreadPoolExecutor
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(digest, range(16))) == [want] * 16
    print(want)
"""

posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture(scope="module")
def want() -> str:
    return run_python(SETUP + "    print(want)")


@posix
def test_after_a_fork(want: str) -> None:
    assert run_python(SETUP + FORK) == want


@posix
def test_after_a_fork_while_other_threads_work(want: str) -> None:
    assert run_python(SETUP + FORK_WHILE_OTHERS_WORK) == want


@posix
@pytest.mark.parametrize("delay", [0.0, 0.2, 0.5])
def test_a_fork_waits_for_another_threads_compilation(delay: float, tmp_path) -> None:
    script = SETUP.replace("want = digest()", "") + FORK_WHILE_ANOTHER_COMPILES.format(delay=delay)
    assert run_python(script, FASTIND_CACHE_DIR=tmp_path) == "done"


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_in_a_pool_of_processes(want: str, method: str, tmp_path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SETUP + POOL.format(method=method))
    assert run_python(script) == want


def test_at_exit(want: str) -> None:
    assert run_python(SETUP + AT_EXIT) == want


@pytest.mark.parametrize("layer", ["workqueue", "omp", "forksafe", "threadsafe"])
def test_under_any_threading_layer(want: str, layer: str) -> None:
    assert run_python(SETUP + IN_THREADS, NUMBA_THREADING_LAYER=layer) == want


def test_beside_a_parallel_loop_of_the_users_own(want: str) -> None:
    own = """
    import numba

    @numba.njit(parallel=True)
    def total(x):
        s = 0.0
        for i in numba.prange(x.size):
            s += x[i]
        return s

    assert total(np.ones(1000)) == 1000.0
    assert digest() == want
    print(want)
"""
    assert run_python(SETUP + own) == want


@pytest.mark.parametrize("threads", ["1", "3", "16"])
def test_the_environment_sets_the_threads(want: str, threads: str) -> None:
    code = SETUP.replace("fi.set_threads(4)", "pass") + "    print(fi.get_threads(), want)"
    assert run_python(code, NUMBA_NUM_THREADS=threads) == f"{threads} {want}"


@pytest.mark.parametrize("value", ["0", "-2", "many", "1.5"])
@pytest.mark.parametrize("name", ["FASTIND_NUM_THREADS", "NUMBA_NUM_THREADS"])
def test_an_environment_that_makes_no_sense_is_refused(name: str, value: str) -> None:
    code = """
import fastind as fi
try:
    fi.get_threads()
except fi.errors.ParameterError as error:
    print(error)
"""
    others = dict.fromkeys(("FASTIND_NUM_THREADS", "NUMBA_NUM_THREADS"), "")
    message = run_python(code, **{**others, name: value})
    assert name in message
    assert repr(value) in message
