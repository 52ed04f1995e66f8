"""A disk that is full in mid-run: a StoreError, and nothing is lost; the rest runs when there is room."""

from __future__ import annotations

import resource
import subprocess
import sys
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

import fastind as fi
from fastind.errors import StoreError
from tests.grid_faults.watched import Holdings
from tests.grid_faults.work import busy, calls_in, count_in, rows
from tests.processes import environment
from tests.store_faults import IS_SOAK
from tests.store_faults.children import child, say

TASKS = 10_000
SECONDS = 0.0002
ROOMS = range(0, 60_000, 2000) if IS_SOAK else (0, 3000, 50_000)
"""Bytes by which the largest file may still grow."""


def run_out_of_room(pipe: Connection, store: Path, calls: Path, room: int) -> None:
    """After the first acknowledgement no file may grow much; then there is room again."""
    count_in(calls)
    acknowledged = [0]

    def limit(now: fi.parallel.progress.Progress) -> None:
        acknowledged.append(now.completed)
        if now.completed and resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY:
            largest = max(file.stat().st_size for file in store.rglob("*") if file.is_file())
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest + room, resource.RLIM_INFINITY))

    def grid(progress: object, resume: bool) -> fi.parallel.result.GridResult:
        return fi.run_grid(
            partial(busy, SECONDS), fi.grid(range(TASKS)), n_jobs=2, store=store, batch_size=100,
            resume=resume, progress=progress,
        )  # fmt: skip

    before = Holdings()
    with pytest.raises(StoreError, match=r"nothing was stored|too large"):
        grid(limit, False)
    Holdings().assert_only(before)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    with fi.open_store(store, keys=("k",)) as there:
        kept = [list(row) for row in there.query(kind="rows")]
    assert kept == rows(row[0] for row in kept)
    assert len(kept) >= acknowledged[-1] > 0
    calls.unlink()
    assert list(grid(False, True)) == rows(range(TASKS))
    assert calls_in(calls) == dict.fromkeys({*range(TASKS)} - {row[0] for row in kept}, 1)
    say(pipe, "right")


@pytest.mark.slow
@pytest.mark.parametrize("room", ROOMS)
def test_files_that_may_not_grow(tmp_path: Path, room: int) -> None:
    with child(run_out_of_room, tmp_path / "store", tmp_path / "calls", room) as driver:
        assert list(driver.messages()) == ["right"]
        driver.ends_well()


SMALL = """
import sys
from functools import partial
import fastind as fi
from tests.grid_faults.work import rows, value
store, ballast = sys.argv[1] + "/store", sys.argv[1] + "/ballast"
def run(n, resume):
    return fi.run_grid(value, fi.grid(range(n)), n_jobs=2, store=store, resume=resume, progress=False)
done = len(run(1000, False))
with open(ballast, "wb", 0) as file:
    try:
        while True: file.write(bytes(4096))
    except OSError: pass
try:
    run(400_000, True)
    raise SystemExit("it was not full")
except fi.errors.StoreError as error:
    assert "No space left" in str(error) or "full" in str(error), error
with fi.open_store(store, keys=("k",)) as there:
    kept = [list(row) for row in there.query(kind="rows")]
assert len(kept) >= done == 1000 and kept == rows(row[0] for row in kept)
import os
os.remove(ballast)
result = run(20_000, True)
assert list(result) == rows(range(20_000)) and result.summary()["resumed"] == len(kept)
print("right")
"""


def test_a_small_disk(tmp_path: Path) -> None:
    """A real one, of 4 MB, in a namespace of its own."""
    mounted = f'mount -t tmpfs -o size=4m tmpfs {tmp_path} && exec {sys.executable} -c "$1" {tmp_path}'
    tried = subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", str(tmp_path)], check=False)
    if tried.returncode:
        pytest.skip("this machine lets nobody mount a disk")
    ran = subprocess.run(
        ["unshare", "-rm", "sh", "-c", mounted, "sh", SMALL], env=environment(),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.stdout == "right\n", ran.stderr
