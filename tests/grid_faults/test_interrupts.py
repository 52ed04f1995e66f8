"""Ctrl-C and SIGTERM: tasks in progress are finished and kept, what to do is said; a second stops all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

import fastind as fi
from tests.grid_faults.watched import Holdings, assert_no_workers, until
from tests.grid_faults.work import busy, calls_in, count_in, for_ever, note, rows, value
from tests.processes import environment
from tests.store_faults.children import Child, child, say

TASKS = 100_000
SECONDS = 0.0005
STUCK = 50


def run(pipe: Connection, calls: Path, store: Path | None, function: Any, backend: str) -> None:
    """Run in a process group of its own, as a shell starts it; say what is kept when it is stopped."""
    os.setpgid(0, 0)
    count_in(calls)
    handlers = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    before = Holdings()
    try:
        fi.run_grid(
            function, fi.grid(range(TASKS)), n_jobs=None if backend == "serial" else 2, store=store,
            backend=backend, progress=lambda now: say(pipe, now.done),
        )  # fmt: skip
    except KeyboardInterrupt as stopped:
        result = stopped.result  # type: ignore[attr-defined]
        kept = [row[0] for row in result]
        assert list(result) == rows(kept)
        assert len(result) == len(kept) == result.summary()["completed"]
        assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == handlers
        if backend not in ("threads", "dask"):  # a stuck thread cannot be ended; Dask keeps some of its own
            Holdings().assert_only(before)
        say(pipe, json.dumps([str(stopped), kept]))


def stopped(driver: Child) -> tuple[str, list[int]]:
    """The message and the tasks of an interrupted run."""
    *_, said = driver.messages()
    driver.ends_well()
    assert_no_workers(driver.pid)
    message, kept = json.loads(said)
    return message, kept


@pytest.mark.parametrize("backend", ["loky", "threads", "serial", "dask"])
@pytest.mark.parametrize("is_stored", [True, False], ids=["store", "memory"])
def test_ctrl_c_finishes_what_has_begun(tmp_path: Path, is_stored: bool, backend: str) -> None:
    store, calls = tmp_path / "store" if is_stored else None, tmp_path / "calls"
    with child(run, calls, store, partial(busy, SECONDS), backend) as driver:
        while int(driver.pipe.recv_bytes()) < 2:
            pass
        os.killpg(driver.pid, signal.SIGINT)
        message, kept = stopped(driver)
    assert f"stopped after {len(kept):,} of {TASKS:,} tasks" in message
    assert ("resume=True" in message) == is_stored
    assert calls_in(calls) == dict.fromkeys(kept, 1)
    assert 0 < len(kept) < TASKS
    if store is not None:
        with fi.open_store(store, keys=("k",)) as there:
            assert [row[0] for row in there.query(kind="rows")] == kept


def stuck(k: int) -> Any:
    """One task never ends."""
    note(k)
    if k == STUCK:
        for_ever()
    return value(k)


@pytest.mark.parametrize("backend", ["loky", "threads", "dask"])
@pytest.mark.parametrize("is_stored", [True, False], ids=["store", "memory"])
def test_a_second_ctrl_c_does_not_wait(tmp_path: Path, is_stored: bool, backend: str) -> None:
    calls = tmp_path / "calls"
    with child(run, calls, tmp_path / "store" if is_stored else None, stuck, backend) as driver:
        until(lambda: STUCK in calls_in(calls), "the task that never ends has begun")
        os.killpg(driver.pid, signal.SIGINT)
        while driver.pipe.poll():
            driver.pipe.recv_bytes()
        for _ in range(3):  # the driver goes round and round: it has noted the first one
            driver.pipe.recv_bytes()
        os.killpg(driver.pid, signal.SIGINT)
        _, kept = stopped(driver)
    assert STUCK not in kept
    assert 0 in kept


def interrupt_at_the_end(pipe: Connection, store: Path, times: int) -> None:
    """Ctrl-C, several times, while the last rows are committed."""
    sent = []

    def press(now: fi.parallel.progress.Progress) -> None:
        if now.done and len(sent) < times:
            sent.extend(os.kill(os.getpid(), signal.SIGINT) for _ in range(times))

    with pytest.raises(KeyboardInterrupt) as caught:
        fi.run_grid(value, fi.grid(range(100)), n_jobs=1, store=store, progress=press)
    kept = [row[0] for row in caught.value.result]
    assert list(caught.value.result) == rows(kept)
    say(pipe, "right")


@pytest.mark.parametrize("times", [1, 2, 3, 10])
def test_ctrl_c_in_the_progress_function(tmp_path: Path, times: int) -> None:
    with child(interrupt_at_the_end, tmp_path / "store", times) as driver:
        assert list(driver.messages()) == ["right"]
        driver.ends_well()


def ignore(pipe: Connection, calls: Path) -> None:
    """As a shell script starts a process with &: Ctrl-C is meant for others."""
    count_in(calls)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    result = fi.run_grid(
        partial(busy, SECONDS), fi.grid(range(2000)), n_jobs=2,
        progress=lambda now: os.kill(os.getpid(), signal.SIGINT),
    )  # fmt: skip
    assert list(result) == rows(range(2000))
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    say(pipe, "right")


def test_ctrl_c_that_is_ignored_stays_ignored(tmp_path: Path) -> None:
    with child(ignore, tmp_path / "calls") as driver:
        assert list(driver.messages()) == ["right"]
        driver.ends_well()


SCRIPT = f"""
import sys
from functools import partial
from pathlib import Path
import fastind as fi
from tests.grid_faults.work import busy, count_in
count_in(Path(sys.argv[1]))
fi.run_grid(partial(busy, {SECONDS}), fi.grid(range({TASKS})), n_jobs=2, store=sys.argv[2],
            progress=lambda now: print(now.done, flush=True))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("to_all", [True, False], ids=["all", "driver"])
def test_a_script_that_is_stopped_says_how_to_go_on(
    tmp_path: Path, number: signal.Signals, to_all: bool
) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    calls, store = tmp_path / "calls", tmp_path / "store"
    process = subprocess.Popen(
        [sys.executable, script, calls, store], env=environment(), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, process_group=0,
    )  # fmt: skip
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) > 1:
            break
    (os.killpg if to_all else os.kill)(process.pid, number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == -number
    assert f"what is finished is in {store}, and resume=True goes on from there" in " ".join(said.split())
    assert_no_workers(process.pid)
    with fi.open_store(store, keys=("k",)) as there:
        kept = [list(row) for row in there.query(kind="rows")]
    assert kept == rows(row[0] for row in kept)
    assert 0 < len(kept) < TASKS
    assert calls_in(calls) == dict.fromkeys((row[0] for row in kept), 1)
