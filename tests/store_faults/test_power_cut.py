"""A power cut at every moment, simulated: the store opens, and holds what was acknowledged.

What SQLite promises of a commit is taken for granted; `test_sqlite_full` reads the settings it rests on.
"""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

import fastind as fi
from tests.store_faults import IS_SOAK
from tests.store_faults.appends import assert_holds, frame, release
from tests.store_faults.power_cut import disk_after
from tests.store_faults.recorder import Event, Recorder
from tests.store_faults.small import shrink

APPENDS = 40 if IS_SOAK else 20
LUCKS = (0.0, 0.3, 0.7, 1.0) if IS_SOAK else (0.0, 0.5, 1.0)
"""How likely it is that what was not synced is there after all."""


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> list[Event]:
    """What a writer does to the disk that makes a store in new folders, appends, seals, compacts, closes."""
    root = tmp_path_factory.mktemp("recorded")
    with pytest.MonkeyPatch.context() as monkeypatch:
        shrink(monkeypatch.setattr)
        recorder = Recorder(monkeypatch, root)
        store = fi.open_store(root / "new" / "folders" / "store", "a")
        for number in range(1, APPENDS + 1):
            store.append(frame(number))
            recorder.acknowledged(number)
            if number % 7 == 0:
                store.compact()
        store.close()
    return recorder.events


def test_the_record_has_every_kind_of_event(events: list[Event]) -> None:
    kinds = Counter(event[0] for event in events)
    assert set(kinds) == {"add", "write", "sync", "rename", "sync_folder", "remove", "commit", "acknowledged"}
    assert kinds["acknowledged"] == APPENDS
    assert kinds["commit"] > APPENDS
    assert kinds["remove"] >= 4


@pytest.mark.slow
def test_after_a_power_cut_what_was_acknowledged_is_there(events: list[Event], tmp_path: Path) -> None:
    points = 0
    for luck in LUCKS:
        for moment in range(len(events) + 1):
            disk, acknowledged = disk_after(events[:moment])
            disk.build(tmp_path / "found", np.random.default_rng(moment), luck)
            assert_found(tmp_path / "found" / "new" / "folders" / "store", acknowledged)
            shutil.rmtree(tmp_path / "found")
            points += 1
    assert points >= 1000


def assert_found(path: Path, acknowledged: int) -> None:
    """The store is whole, or was never there; nothing else lies beside it when a writer has opened it."""
    if not path.exists():
        assert acknowledged == 0
        release(fi.open_store(path, "a"))
    assert_holds(path, acknowledged, under_way=1)
    assert [file.name for file in path.parent.iterdir()] == ["store"]
