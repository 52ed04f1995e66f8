"""kill -9 of the driver at random moments: what was acknowledged is there, and the next one runs the rest."""

from __future__ import annotations

from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import pytest

import fastind as fi
from tests.grid_faults.watched import assert_no_workers, pause
from tests.grid_faults.work import busy, calls_in, count_in, rows
from tests.store_faults import IS_SOAK
from tests.store_faults.children import Child, child, say

KILLS = 60 if IS_SOAK else 6
LIVES = 6  # kills that one store lives through
TASKS = 20_000
SECONDS = 0.0004  # of a task


def drive(pipe: Connection, store: Path, calls: Path, batch_size: int) -> None:
    """Run what is missing; say how many are done, each time it is told."""
    count_in(calls)
    fi.run_grid(
        partial(busy, SECONDS),
        fi.grid(range(TASKS)),
        n_jobs=2,
        store=store,
        resume=True,
        batch_size=batch_size,
        progress=lambda now: say(pipe, now.completed),
    )


def killed_at_random(driver: Child, rng: np.random.Generator) -> int:
    """Kill it after some progress and a moment more; the last number that it has sent."""
    left, completed = int(rng.integers(0, 9)), 0
    said = driver.messages()
    while left > 0:
        before, completed = completed, int(next(said))
        left -= completed > before
    pause(rng.uniform(0, 0.3))
    driver.kill()
    return int([completed, *said][-1])


def rows_of(store: Path) -> dict[int, list[object]]:
    """The rows of a store, of which each is there once and right."""
    if not store.exists():
        return {}
    with fi.open_store(store, keys=("k",)) as there:
        assert there.verify().ok
        found = [list(row) for row in there.query(kind="rows")] if there.info()["rows"] else []
    by_task = {int(row[0]): row for row in found}
    assert len(by_task) == len(found)
    assert list(by_task.values()) == rows(by_task)  # text, whole numbers and floats: no NaN, so bit for bit
    return by_task


@pytest.mark.slow
def test_a_killed_driver_loses_nothing(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    grew = 0
    for life in range(KILLS):
        store, calls = tmp_path / f"store{life // LIVES}", tmp_path / f"calls{life}"
        before = rows_of(store)
        with child(drive, store, calls, int(rng.choice([1, 100, 1000]))) as driver:
            completed = killed_at_random(driver, rng)
            assert_no_workers(driver.pid)
        after = rows_of(store)
        assert after.keys() >= before.keys()
        assert len(after) >= completed
        called = calls_in(calls)
        assert called.keys() >= after.keys() - before.keys()
        assert not called.keys() & before.keys()
        assert set(called.values()) <= {1}
        grew += len(after) > len(before)
        if life % LIVES == LIVES - 1:
            assert_finishes(store, tmp_path / f"last{life}", after.keys())
    assert grew > KILLS / 4


def assert_finishes(store: Path, calls: Path, done: set[int]) -> None:
    """The last driver, which nobody kills, runs exactly the rest."""
    with child(drive, store, calls, 1000) as driver:
        *_, completed = driver.messages()
        driver.ends_well()
    assert int(completed) == TASKS
    assert calls_in(calls) == dict.fromkeys(set(range(TASKS)) - set(done), 1)
    assert rows_of(store).keys() == set(range(TASKS))
