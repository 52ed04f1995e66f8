"""What lies in the object store and what beside the driver, and what each of two machines sees."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import Any

import fsspec
import numpy as np
import pyarrow.parquet as pq
import pytest

import fastind as fi
from fastind.io.store.objects import Objects
from tests.store.small import shrink
from tests.store_s3.server import SECRET, object_bytes, objects, state_folders

StoreError, StoreLocked = fi.errors.StoreError, fi.errors.StoreLocked
ONE = {"date": [1, 2], "code": ["A", "B"], "x": [1.0, 2.0]}
TWO = {"date": [2, 3], "code": ["B", "C"], "x": [20.0, 30.0]}
ROWS_OF_ONE = [(1, "A", 1.0), (2, "B", 2.0)]
ROWS = [(1, "A", 1.0), (2, "B", 20.0), (3, "C", 30.0)]


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """The state folder of another machine."""
    return tmp_path / "elsewhere"


def move_to(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("FASTIND_STATE_DIR", str(folder))


def rows(path: str) -> list[tuple[Any, ...]]:
    with fi.open_store(path) as store:
        found: list[tuple[Any, ...]] = store.query(kind="rows")
        return found


def die(store: Any) -> None:
    """Leave a store as a process that was killed does: the kernel's lock is gone, nothing else is."""
    store._handle._writer._lock._local.release()
    store._handle._writer._lock._is_taken = False
    store._handle.release()


def test_parts_are_plain_parquet_and_a_closed_store_has_no_lock(path: str) -> None:
    with fi.open_store(path, mode="a") as store:
        store.append(ONE)
        assert not [name for name in objects(path) if name.startswith("parts/")]
        assert "lock" in objects(path)
    there = objects(path)
    assert "lock" not in there
    (part,) = (name for name in there if name.startswith("parts/"))
    table = pq.read_table(f"{path[5:]}/{part}", filesystem=fsspec.filesystem("s3"))
    assert table.select(["date", "code", "x"]).to_pylist() == [
        {"date": d, "code": c, "x": x} for d, c, x in ROWS_OF_ONE
    ]


def test_the_journal_lies_beside_the_driver_and_info_says_where(path: str, state: Path) -> None:
    with fi.open_store(path, mode="a") as store:
        store.append(ONE)
        (folder,) = state_folders(state)
        assert store.info()["journal"] == str(folder)
        assert (folder / "url").read_text() == f"{path}\n"
        assert folder.stat().st_mode & 0o077 == 0
        with fi.open_store(path) as reader:
            assert reader.info()["journal"] == str(folder)


def test_without_a_setting_it_lies_in_the_users_folder_for_state(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FASTIND_STATE_DIR")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    with fi.open_store(path, mode="a") as store:
        assert Path(store.info()["journal"]).parent == tmp_path / "xdg" / "fastind"
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    with fi.open_store(path, mode="a") as store:
        assert Path(store.info()["journal"]).parent == tmp_path / "home/.local/state/fastind"


def test_another_machine_sees_what_is_sealed(
    path: str, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fi.open_store(path, mode="a") as store:
        store.append(ONE)
        store.note(made="today")
        assert rows(path) == ROWS_OF_ONE  # this machine sees the journal
        move_to(monkeypatch, elsewhere)
        assert rows(path) == []
        store.seal()
        assert rows(path) == ROWS_OF_ONE
        store.append(TWO)
        with fi.open_store(path) as reader:
            assert reader.query(kind="rows") == ROWS_OF_ONE
            assert reader.notes == {"made": "today"}
            assert reader.info()["appends"] == 1
            assert reader.info()["journal"].startswith("on ")
            assert reader.verify().ok
        assert rows(path) == ROWS_OF_ONE
    assert rows(path) == ROWS
    assert not elsewhere.exists()  # readers leave nothing behind


def test_failures_and_notes_without_rows_are_there_after_close(
    path: str, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fi.open_store(path, mode="a") as store:
        store.append(None, failures={"date": [1], "code": ["A"], "why": ["no data"]})
        store.note(n=1)
    before = objects(path)
    fi.open_store(path, mode="a").close()
    assert objects(path) == before  # nothing has changed, nothing is published
    move_to(monkeypatch, elsewhere)
    with fi.open_store(path) as reader:
        assert reader.failures(kind="rows") == [(1, "A", "no data")]
        assert reader.notes == {"n": 1}


def test_a_panel_of_another_machine_is_of_what_it_saw(
    path: str, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fi.open_store(path, mode="a") as store:
        store.append(ONE)
        store.seal()
        store.append(TWO)
        store.note(n=1)
        fi.open_store(path)
        move_to(monkeypatch, elsewhere)
        with fi.open_store(path) as reader:
            np.testing.assert_array_equal(reader.panel("x")["x"], [[1.0, np.nan], [np.nan, 2.0]])
    with fi.open_store(path) as reader:
        assert reader.panel("x")["x"].shape == (3, 3)


def test_two_writers_of_two_machines(path: str, elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with fi.open_store(path, mode="a") as store:
        store.append(ONE)
        with pytest.raises(StoreLocked, match=f"process {os.getpid()} on .* since"):
            fi.open_store(path, mode="a")
        move_to(monkeypatch, elsewhere)
        with pytest.raises(StoreLocked, match=rf"process {os.getpid()} on .* remove the object {path}/lock"):
            fi.open_store(path, mode="a")
        assert rows(path) == []
    with fi.open_store(path, mode="a") as store:  # the other one has closed it
        store.append(TWO)
        assert store.query(kind="rows") == ROWS


def test_after_a_death_the_same_machine_goes_on(path: str) -> None:
    store = fi.open_store(path, mode="a")
    store.append(ONE)
    store.seal()
    store.append(TWO)
    die(store)
    assert "lock" in objects(path)
    assert rows(path) == ROWS
    with fi.open_store(path, mode="a") as again:
        assert again.query(kind="rows") == ROWS
    assert rows(path) == ROWS


def test_a_store_that_another_machine_took_over(
    path: str, state: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = fi.open_store(path, mode="a")
    first.append(ONE)
    first.seal()
    first.append(TWO)
    move_to(monkeypatch, elsewhere)
    fsspec.filesystem("s3").rm_file(f"{path[5:]}/lock")  # as the message says, though the first one lives
    with fi.open_store(path, mode="a") as second:
        assert second.query(kind="rows") == ROWS_OF_ONE
        second.append({"date": [9], "code": ["Z"], "x": [9.0]})
    move_to(monkeypatch, state)
    with pytest.raises(StoreLocked, match=r"has been taken over by .* the journal in .*state"):
        first.seal()
    with pytest.raises(StoreError, match="closed for writing by an error"):
        first.append(ONE)
    first._handle.release()
    taken = [*ROWS_OF_ONE, (9, "Z", 9.0)]
    assert rows(path) == taken
    (folder,) = state_folders(state)
    with pytest.raises(StoreError, match=f"journal in {folder} has 2 rows that are not in it.*move that"):
        fi.open_store(path, mode="a")
    assert "lock" not in objects(path)
    folder.rename(state / "aside")
    with fi.open_store(path, mode="a") as again:
        assert again.query(kind="rows") == taken


def test_nothing_is_written_twice_under_one_name(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch.setattr)
    seen: dict[str, bytes] = {}
    for k in range(4):
        with fi.open_store(path, mode="a") as store:
            for n in range(5):
                store.append({"date": np.arange(n, 9), "code": ["A"] * (9 - n), "x": np.full(9 - n, k)})
        for name in objects(path):
            assert seen.setdefault(name, object_bytes(path, name)) == object_bytes(path, name)
    assert len([name for name in seen if name.startswith("parts/")]) > 4


def test_what_is_replaced_stays_for_readers_and_goes_later(
    path: str, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fi.open_store(path, mode="a") as store:
        for k in range(3):
            store.append({"date": [1, 2], "code": ["A", "B"], "x": [k, k]})
            store.seal()
        move_to(monkeypatch, elsewhere)
        reader = fi.open_store(path)
        store.compact()
        assert reader.query(kind="rows") == [(1, "A", 2), (2, "B", 2)]
        assert len(objects(path)) > 6
    monkeypatch.setattr("fastind.io.store.state.KEEP", 0.0)
    monkeypatch.setenv("FASTIND_STATE_DIR", str(elsewhere.parent / "state"))
    fi.open_store(path, mode="a").close()
    assert {name.partition("/")[0] for name in objects(path)} == {"manifests", "parts"}
    assert len(objects(path)) == 2
    with pytest.raises(fi.errors.StoreCorrupt, match=r"parquet is missing.*open it again"):
        reader.query()
    assert rows(path) == [(1, "A", 2), (2, "B", 2)]


def test_only_what_is_asked_for_is_read(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    n = 400_000
    codes = np.repeat([f"{k:04d}" for k in range(400)], 1000)
    with fi.open_store(path, mode="a", compression="none") as store:
        columns = {f"x{k}": rng.random(n) for k in range(5)}
        store.append({"date": np.tile(np.arange(1000), 400), "code": codes, **columns})
        store.seal()
        size = store.info()["part_bytes"]
    asked: list[tuple[int, int]] = []
    ranges = Objects.ranges

    def spy(self: Objects, name: str, spans: Any) -> Any:
        asked.extend(spans)
        return ranges(self, name, spans)

    monkeypatch.setattr(Objects, "ranges", spy)
    with fi.open_store(path) as reader:
        found = reader.query(codes=["0007"], dates=(10, 12), columns=["x3"])
    assert found["x3"].to_pylist() == columns["x3"][7010:7013].tolist()
    assert 0 < sum(last - first for first, last in asked) < size / 8


def test_repair_and_export(path: str, tmp_path: Path) -> None:
    with fi.open_store(path, mode="a") as store:
        store.append(ONE)
        store.seal()
        store.append({"date": [7], "code": ["Q"], "x": [7.0]})
    first, second = (name for name in sorted(objects(path)) if name.startswith("parts/"))
    data = bytearray(object_bytes(path, first))
    data[len(data) // 2] ^= 255
    fsspec.filesystem("s3").pipe_file(f"{path[5:]}/{first}", bytes(data))
    with fi.open_store(path, mode="a") as store:
        assert not store.verify().ok
        dropped = store.repair()
        assert dropped
        assert store.verify().ok
        kept = store.query(kind="rows")
        assert (7, "Q", 7.0) in kept
        assert store.export(tmp_path / "rows.parquet") == len(kept)
    assert f"{first}.damaged" in objects(path)
    fsspec.filesystem("s3").rm_file(f"{path[5:]}/{second}")
    with fi.open_store(path) as store:
        assert [problem.where for problem in store.verify().problems] == ["part 2"]


def test_a_pickled_store_opens_by_its_address(path: str) -> None:
    with fi.open_store(path, mode="a") as store:
        store.append(ONE)
        assert pickle.loads(pickle.dumps(store)).query(kind="rows") == ROWS_OF_ONE


def test_a_forked_process_reads(path: str) -> None:
    with fi.open_store(path, mode="a") as store:
        store.append(ONE)
        store.seal()
        number = os.fork()
        if number == 0:
            status = 1
            try:
                status = int(store.query(kind="rows") != ROWS_OF_ONE)
            finally:
                os._exit(status)
        assert os.waitpid(number, 0)[1] == 0
        store.append(TWO)
        assert store.query(kind="rows") == ROWS


def test_no_credentials_are_kept(path: str, state: Path) -> None:
    with fi.open_store(path, mode="a") as store:
        store.append(ONE)
        store.seal()
        kept = [object_bytes(path, name) for name in objects(path)]
        kept += [file.read_bytes() for file in state.rglob("*") if file.is_file()]
    assert len(kept) > 5
    assert not [data for data in kept if SECRET.encode() in data]


def test_an_address_of_a_file_is_a_path(tmp_path: Path) -> None:
    with fi.open_store((tmp_path / "a store").as_uri(), mode="a") as store:
        store.append(ONE)
    assert rows(str(tmp_path / "a store")) == ROWS_OF_ONE
    assert rows(f"file://{tmp_path}/a store") == ROWS_OF_ONE
