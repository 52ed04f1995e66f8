"""Clusters whose workers, scheduler or driver are killed: nothing is lost, and what is said helps."""

from __future__ import annotations

import os
import signal
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

import fastind as fi
from fastind.errors import GridError, GridWarning
from tests.grid.clusters import cluster
from tests.grid_faults.test_driver_killed import rows_of
from tests.grid_faults.work import busy, calls_in, count_in, rows, value
from tests.store_faults import IS_SOAK
from tests.store_faults.children import child, say

TASKS = 100_000 if IS_SOAK else 8_000
SECONDS = 0.0004  # of a task
KILLS = 60 if IS_SOAK else 4
FEW = 60

pytestmark = pytest.mark.slow


@pytest.fixture(params=["dask", "ray"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def with_host(folder: Path, k: int) -> Any:
    """Note the process of the cluster that holds this lane, its parent."""
    (folder / f"{os.getppid()}.host").touch()
    count_in(folder / "calls")
    return busy(SECONDS, k)


def hosts(folder: Path) -> list[int]:
    """The processes that have held lanes and live."""
    found = sorted(int(file.stem) for file in folder.glob("*.host"))
    return [pid for pid in found if Path(f"/proc/{pid}").exists()]


def test_workers_killed_all_the_time(backend: str, tmp_path: Path) -> None:
    killed, at = list[int](), [0]

    def kill(now: fi.parallel.progress.Progress) -> None:
        living = sorted(set(hosts(tmp_path)) - set(killed))
        if living and len(killed) < KILLS and now.completed >= at[0]:
            at[0] = now.completed + TASKS // (2 * KILLS)
            killed.append(living[-1])
            os.kill(killed[-1], signal.SIGKILL)

    with cluster(backend, tmp_path / backend) as address:
        result = fi.run_grid(
            partial(with_host, tmp_path),
            fi.grid(k=range(TASKS)),
            backend=backend,
            address=address,
            progress=kill,
        )
    assert len(killed) == KILLS
    assert list(result) == rows(range(TASKS))
    assert len(result.failures) == 0


def deadly(k: int) -> Any:
    """One of the tasks takes the process that holds its lane along, and so all that could name it."""
    if k == 17:
        os.kill(os.getppid(), signal.SIGKILL)
        signal.pause()
    return value(k)


def test_a_task_that_kills_more_than_its_lane_is_found(backend: str, tmp_path: Path) -> None:
    with cluster(backend, tmp_path / backend) as address, pytest.warns(GridWarning, match="1 of 60"):
        result = fi.run_grid(deadly, fi.grid(k=range(FEW)), backend=backend, address=address)
    assert list(result) == rows([k for k in range(FEW) if k != 17])
    assert result.failures[["k", "kind", "type"]].to_numpy().tolist() == [[17, "died", "WorkerDied"]]


def drive(pipe: Connection, store: Path, calls: Path, backend: str, address: str) -> None:
    """Run what is missing; say how many are done."""
    fi.run_grid(
        partial(noted_busy, calls), fi.grid(k=range(TASKS)), store=store, resume="force", backend=backend,
        address=address, progress=lambda now: say(pipe, now.completed),
    )  # fmt: skip


def noted_busy(calls: Path, k: int) -> Any:
    count_in(calls)
    return busy(SECONDS, k)


def test_a_killed_driver_loses_nothing(backend: str, tmp_path: Path) -> None:
    store = tmp_path / "store"
    with cluster(backend, tmp_path / backend) as address:
        with child(drive, store, tmp_path / "calls", backend, address) as driver:
            completed = next(int(said) for said in driver.messages() if int(said) > TASKS / 10)
            driver.kill()
        done = rows_of(store)
        assert completed <= len(done) < TASKS
        assert calls_in(tmp_path / "calls").keys() >= done.keys()
        with child(drive, store, tmp_path / "again", backend, address) as driver:
            *_, last = driver.messages()
            driver.ends_well()
    assert int(last) == TASKS
    assert calls_in(tmp_path / "again") == dict.fromkeys(set(range(TASKS)) - done.keys(), 1)
    assert rows_of(store).keys() == set(range(TASKS))


def until_it_is_gone(pipe: Connection, store: Path, backend: str, address: str) -> None:
    """Run until the cluster is gone, and say what is said of it."""
    with pytest.raises(GridError) as error:
        fi.run_grid(
            partial(busy_only, 0.01), fi.grid(k=range(TASKS)), store=store, backend=backend, address=address,
            progress=lambda now: say(pipe, now.completed),
        )  # fmt: skip
    say(pipe, error.value)


def busy_only(seconds: float, k: int) -> Any:
    count_in(Path(os.devnull))
    return busy(seconds, k)


def test_a_cluster_that_is_gone(backend: str, tmp_path: Path) -> None:
    store = tmp_path / "store"
    with (
        cluster(backend, tmp_path / backend) as address,
        child(until_it_is_gone, store, backend, address) as driver,
    ):
        said = driver.messages()
        next(now for now in said if int(now) > 10)
        os.killpg(int((tmp_path / backend / "pid").read_text()), signal.SIGKILL)
        *_, last = said
        driver.ends_well()
    assert f"tasks of this run are in {store}, and resume=True goes on from there" in last
    kept = rows_of(store)
    assert 10 < len(kept) < TASKS
    assert f"{len(kept):,} tasks of this run" in last
