"""Tasks that end their worker, take all time or all memory: they alone are in the failures table."""

from __future__ import annotations

import json
import os
import resource
import warnings
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

import fastind as fi
from fastind.errors import GridWarning
from fastind.parallel.machine import memory
from tests.grid_faults.watched import assert_no_workers
from tests.grid_faults.work import calls_in, count_in, eat, for_ever, note, rows, segfault, value
from tests.store_faults import IS_SOAK
from tests.store_faults.children import child, say

TIMEOUT = 8.0  # seconds; eating takes less, also where memory comes slowly
TASKS = 5_000 if IS_SOAK else 300
MOST = 2**30  # bytes that the run may take
KINDS = {7: "died", 40: "died", 111: "timeout", 200: "memory"}
TYPES = {"died": "WorkerDied", "timeout": "TimeoutError", "memory": "MemoryError"}


def deadly(k: int) -> Any:
    """Four tasks that do not come back."""
    note(k)
    if k == 7:
        segfault()
    elif k == 40:
        os._exit(3)
    elif k == 111:
        for_ever()
    elif k == 200:
        eat(MOST + MOST // 2)
    return value(k)


def run(pipe: Connection, store: Path, calls: Path, resume: bool, retry: bool) -> None:
    """Run all, and say what the failures are."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    count_in(calls)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        result = fi.run_grid(
            deadly, fi.grid(range(TASKS)), n_jobs=2, store=store, resume=resume, retry_failed=retry,
            task_timeout=TIMEOUT, memory_limit=min(1.0, MOST / memory()), progress=False,
        )  # fmt: skip
    assert [each.category for each in warned] == [GridWarning] * retry
    assert list(result) == rows(sorted({*range(TASKS)} - KINDS.keys()))
    say(pipe, result.failures[["k", "kind", "type", "attempts", "message"]].to_json(orient="values"))


@pytest.mark.slow
def test_four_deadly_tasks(tmp_path: Path) -> None:
    attempts = {k: 1 if kind == "timeout" else 2 for k, kind in KINDS.items()}
    called = []
    for number, (resume, retry) in enumerate([(False, True), (True, True), (True, False)]):
        calls = tmp_path / f"calls{number}"
        with child(run, tmp_path / "store", calls, resume, retry) as driver:
            (said,) = driver.messages()
            driver.ends_well()
            assert_no_workers(driver.pid)
        *facts, messages = zip(*json.loads(said), strict=True)
        assert list(zip(*facts, strict=True)) == [(k, KINDS[k], TYPES[KINDS[k]], attempts[k]) for k in KINDS]
        told = ("SIGSEGV", "exited with code 3", f"task_timeout={TIMEOUT:g} seconds", "memory_limit=")
        assert all(what in message for what, message in zip(told, messages, strict=True)), messages
        called.append(calls_in(calls))
    assert {k: n for k, n in called[0].items() if k in KINDS} == attempts
    assert called[0].keys() == set(range(TASKS))
    assert called[1] == attempts
    assert not called[2]


def failing(k: int) -> Any:
    """Some fail."""
    note(k)
    if k % 50 == 3:
        raise ValueError(k)
    return value(k)


def first_failure(pipe: Connection, store: Path, calls: Path) -> None:
    """Stop at the first failure, and say what is kept."""
    count_in(calls)
    with pytest.raises(
        fi.errors.GridError, match=r"ValueError(.|\n)*resume=True|resume=True(.|\n)*ValueError"
    ):
        fi.run_grid(failing, fi.grid(range(1000)), n_jobs=2, store=store, on_error="raise", progress=False)
    with fi.open_store(store, keys=("k",)) as there:
        kept = {int(row[0]): list(row) for row in there.query(kind="rows")}
        failed = set(there.failures()["k"].to_pylist())
    assert list(kept.values()) == rows(kept)
    assert failed
    assert all(k % 50 == 3 for k in failed)
    assert set(kept) | failed == calls_in(calls).keys()
    say(pipe, "right")


def test_the_first_failure_stops_and_what_is_done_is_kept(tmp_path: Path) -> None:
    with child(first_failure, tmp_path / "store", tmp_path / "calls") as driver:
        assert list(driver.messages()) == ["right"]
        driver.ends_well()
