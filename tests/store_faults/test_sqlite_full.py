"""SQLite's own writes on a full disk, by a limit of the kernel and by one of its own; its settings."""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

import fastind as fi
from fastind.errors import StoreCorrupt, StoreError
from tests.store_faults import IS_SOAK
from tests.store_faults.appends import assert_holds, frame, release
from tests.store_faults.broken_disk import LAST, scenario
from tests.store_faults.children import child, say
from tests.store_faults.small import shrink

LIMITS = range(0, 72_000, 64) if IS_SOAK else range(0, 72_000, 3000)
"""Bytes that a file may have: none, less than a page, up to more than the manifest takes."""


def write_within(pipe: Connection, path: Path, limit: int) -> None:
    """The scenario with files of so many bytes at most; say each append, and the error."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))  # Python ignores the signal of this limit

    def append(number: int) -> None:
        store.append(frame(number))
        say(pipe, number)

    try:
        store = fi.open_store(path, "a")
        scenario(append, store)
        say(pipe, "whole")
    except StoreCorrupt as error:
        say(pipe, f"wrong error: {error}")
    except StoreError:
        say(pipe, "StoreError")


@pytest.mark.slow
def test_files_that_may_not_grow(tmp_path: Path) -> None:
    pytest.importorskip("resource", reason="limits of the kernel")
    ends = []
    for limit in LIMITS:
        path = tmp_path / f"store{limit}"
        with child(write_within, path, limit) as writer:
            *numbers, end = writer.messages()
            writer.ends_well()
        assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
        ends.append(end)
        if not path.exists():
            assert not numbers
            release(fi.open_store(path, "a"))
        assert_holds(path, len(numbers))
    assert set(ends) == {"StoreError", "whole"}
    assert ends[0] == "StoreError"
    assert ends[-1] == "whole"


def test_a_manifest_that_may_have_no_more_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch.setattr)
    outcomes = set()
    for pages in range(1, 40):
        path = tmp_path / f"store{pages}"
        store = fi.open_store(path, "a")
        store._handle.manifest._connection.execute(f"pragma max_page_count = {pages}")
        acknowledged, end = appended_to(store)
        outcomes.add(end)
        if end != "whole":
            with pytest.raises(StoreError, match="Open it again"):
                store.append(frame(acknowledged + 1))
        release(store)
        assert_holds(path, acknowledged)
    assert outcomes == {"whole", "the disk is full; nothing was stored"}


def appended_to(store: Any) -> tuple[int, str]:
    """The last append that was acknowledged, and how it ended."""
    for number in range(1, LAST + 1):
        try:
            store.append(frame(number))
        except StoreError as error:
            return number - 1, str(error).split(": ")[-1].split(".")[0]
    return LAST, "whole"


def test_a_live_writer_has_the_settings_that_a_commit_rests_on(tmp_path: Path) -> None:
    with fi.open_store(tmp_path / "store", "a") as store:
        for number in (0, 1):
            assert pragmas(store) == {
                "journal_mode": "truncate",
                "synchronous": 3,  # extra
                "fullfsync": 1,
                "locking_mode": "normal",
            }, number
            store.append(frame(number + 1))


def pragmas(store: Any) -> dict[str, Any]:
    execute = store._handle.manifest._connection.execute
    names = ("journal_mode", "synchronous", "fullfsync", "locking_mode")
    return {name: execute(f"pragma {name}").fetchone()[0] for name in names}
