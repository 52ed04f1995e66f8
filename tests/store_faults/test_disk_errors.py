"""A full or failing disk, at every write of the store's own: a clear error, and what was kept is there."""

from __future__ import annotations

import errno
import itertools
import os
from pathlib import Path
from typing import Any

import pytest

import fastind as fi
from fastind.errors import StoreError
from fastind.io.store import disk
from tests.store_faults import IS_SOAK
from tests.store_faults.appends import assert_holds, frame, release
from tests.store_faults.broken_disk import LAST, WRITES, BrokenDisk, scenario
from tests.store_faults.small import shrink

SOME = [("EIO", False), ("ENOSPC", True), ("short", False)]
HOW = list(itertools.product(("ENOSPC", "EIO", "short"), (False, True))) if IS_SOAK else SOME


class Run:
    """The scenario, up to the error if there is one."""

    def __init__(self, path: Path) -> None:
        self.acknowledged = 0
        self.error: StoreError | None = None
        self.store: Any = None
        try:
            self.store = fi.open_store(path, "a", compression="lz4")
            scenario(self.append, self.store)
        except StoreError as error:
            self.error = error

    def append(self, number: int) -> None:
        assert self.store.append(frame(number)) == frame(number).num_rows
        self.acknowledged = number


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The calls of the scenario when nothing fails."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        shrink(monkeypatch.setattr)
        disk_calls = BrokenDisk(monkeypatch, at=0, how="EIO").calls
        path = tmp_path_factory.mktemp("whole") / "store"
        assert Run(path).acknowledged == LAST
        seen = list(disk_calls)
    assert_holds(path, LAST)
    assert set(seen) == set(WRITES)
    assert len(seen) > 100
    return seen


@pytest.mark.slow
@pytest.mark.parametrize(("how", "for_good"), HOW, ids=str)
def test_an_error_at_every_write(how: str, for_good: bool, calls: list[str], tmp_path: Path) -> None:
    for at, name in enumerate(calls, 1):
        if how == "short" and name != "write":
            continue
        path = tmp_path / f"store{at}"
        with pytest.MonkeyPatch.context() as monkeypatch:
            shrink(monkeypatch.setattr)
            broken = BrokenDisk(monkeypatch, at, how, for_good)
            run = Run(path)
            assert broken.failed, at
            if run.error is None:
                assert name == "remove"  # the next writer removes it
            else:
                assert_refuses(run, how, broken)
        if run.store is None and not path.exists():
            release(fi.open_store(path, "a"))
        assert_holds(path, run.acknowledged)
        assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


def assert_refuses(run: Run, how: str, broken: BrokenDisk) -> None:
    """The error says why; until the store is opened again that writer writes nothing more."""
    assert os.strerror(errno.EIO if how == "EIO" else errno.ENOSPC) in str(run.error)
    if run.store is None or run.store._handle.is_closed:
        return
    before = len(broken.calls)
    for again in (lambda: run.append(run.acknowledged + 1), run.store.seal, run.store.compact):
        with pytest.raises(StoreError, match="Open it again"):
            again()
    run.store.close()
    assert len(broken.calls) == before


def test_a_failed_sync_is_not_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = fi.open_store(tmp_path / "store", "a")
    store.append(frame(1))
    with monkeypatch.context() as once:
        once.setattr(disk, "sync", _failing)
        with pytest.raises(StoreError, match="Input/output error"):
            store.seal()
    broken = BrokenDisk(monkeypatch, at=0, how="EIO")
    with pytest.raises(StoreError, match="Open it again"):
        store.seal()
    store.close()
    assert broken.calls == []
    assert_holds(tmp_path / "store", 1)


def test_a_disk_that_takes_little_at_a_time_is_written_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, taken = os.write, []

    def write(fd: int, data: Any) -> int:
        taken.append(real(fd, memoryview(data)[:7]))
        return taken[-1]

    shrink(monkeypatch.setattr)
    monkeypatch.setattr(disk.os, "write", write)
    run = Run(tmp_path / "store")
    assert run.acknowledged == LAST
    assert max(taken) == 7
    assert len(taken) > 1000
    monkeypatch.undo()
    assert_holds(tmp_path / "store", LAST)


def _failing(*args: Any) -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))
