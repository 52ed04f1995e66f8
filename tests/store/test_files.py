"""What lies in the folder of a store, and what may be done to it."""

from __future__ import annotations

import gc
import multiprocessing
import os
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

import fastind as fi
from tests import processes
from tests.grid_faults.watched import PATIENCE
from tests.store.small import shrink

BARS = {"date": [1, 2, 1], "code": ["A", "A", "B"], "x": [1.0, 2.0, 3.0]}
MAPPED = [[1.0, 3.0], [2.0, np.nan]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with fi.open_store(tmp_path / "store", mode="a") as store:
        store.append(BARS)
    return tmp_path / "store"


def plain_rows(folder: Path) -> list[tuple[Any, Any, Any]]:
    """The rows of every part, as any reader of Parquet has them."""
    tables = [pq.ParquetFile(file).read() for file in sorted((folder / "parts").glob("*.parquet"))]
    return [tuple(row.values()) for table in tables for row in table.to_pylist()]


def mapped_file(array: Any) -> str | None:
    """The file over which an array lies."""
    while array is not None and not isinstance(array, np.memmap):
        array = array.base
    return None if array is None else str(array.filename)


def test_plain_parquet_reads_the_parts(folder: Path) -> None:
    assert plain_rows(folder) == [(1, "A", 1.0), (2, "A", 2.0), (1, "B", 3.0)] or plain_rows(folder) == [
        ("A", 1, 1.0),
        ("A", 2, 2.0),
        ("B", 1, 3.0),
    ]


def test_compact_leaves_each_key_once_over_all_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch.setattr)
    rng = np.random.default_rng(2)
    newest: dict[tuple[str, int], float] = {}
    with fi.open_store(tmp_path / "store", mode="a") as store:
        for _ in range(60):
            codes, dates = rng.choice(["A", "B", "C"], 9), rng.integers(0, 60, 9)
            frame = pd.DataFrame({"code": codes, "date": dates, "x": rng.normal(size=9)})
            frame = frame.drop_duplicates(["code", "date"])
            store.append(frame)
            newest.update({(c, d): x for c, d, x in frame.itertuples(index=False)})
        store.compact()
        parts = store.info()["parts"]
    files = list((tmp_path / "store" / "parts").iterdir())
    rows = pd.concat([pq.ParquetFile(file).read().to_pandas() for file in files])
    assert len(files) == parts > 3
    assert max(Counter(zip(rows["code"], rows["date"], strict=True)).values()) == 1
    assert {(c, d): x for c, d, x in zip(rows["code"], rows["date"], rows["x"], strict=True)} == newest


def test_sealing_and_merging_happen_by_themselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch.setattr)
    with fi.open_store(tmp_path / "store", mode="a") as store:
        seen = []
        for k in range(40):
            store.append({"date": [k], "code": ["A"]})
            about = store.info()
            seen.append((about["journal_batches"], about["parts"]))
    assert max(batches for batches, _ in seen) == 3
    assert 1 <= max(parts for _, parts in seen) <= 8  # 40 appends of one row
    assert len(plain_rows(tmp_path / "store")) == 40


def test_an_unsealed_journal_is_not_lost_with_its_writer(tmp_path: Path) -> None:
    code = (
        "import os, fastind as fi\n"
        f"store = fi.open_store({str(tmp_path / 'store')!r}, mode='a')\n"
        f"store.append({BARS!r})\n"
        "os._exit(0)\n"
    )
    processes.run_python(code)
    with fi.open_store(tmp_path / "store") as reader:
        assert len(reader.query()) == 3


def test_a_panel_is_mapped_by_everyone(folder: Path) -> None:
    with fi.open_store(folder) as one, fi.open_store(folder) as other:
        files = [mapped_file(store.panel("x")["x"]) for store in (one, other)]
        np.testing.assert_array_equal(one.panel("x")["x"], MAPPED)
    assert files[0] is not None
    assert files[0] == files[1]
    assert Path(files[0]).is_relative_to(folder / "panel")


def test_a_panel_is_made_again_after_an_append_and_not_after_compact(folder: Path) -> None:
    with fi.open_store(folder, mode="a") as store:
        first = panel_files(store)
        store.append({"date": [2], "code": ["A"], "x": [2.5]})
        second = panel_files(store)
        store.compact()
        assert panel_files(store) == second
        np.testing.assert_array_equal(store.panel("x")["x"], [[1.0, 3.0], [2.5, np.nan]])
    assert not first & second
    assert len(list((folder / "panel").iterdir())) == 1  # the older one is gone
    with fi.open_store(folder) as reader:
        assert panel_files(reader) == second


def panel_files(store: Any) -> set[tuple[str, int]]:
    """The mapped file, by its name and number: one that is made again has another number."""
    file = Path(mapped_file(store.panel("x")["x"]) or "")
    return {(str(file), file.stat().st_ino)}


@pytest.mark.parametrize("damage", ["a bit", "cut", "empty", "other shape", "no text", "other text", "older"])
def test_a_damaged_panel_is_not_served(folder: Path, damage: str) -> None:
    with fi.open_store(folder) as reader:
        file = Path(mapped_file(reader.panel("x")["x"]) or "")
    data, text = bytearray(file.read_bytes()), file.with_suffix(".json")
    if damage == "a bit":
        data[-3] ^= 4
        file.write_bytes(data)
    elif damage in ("cut", "empty"):
        file.write_bytes(data[:-8] if damage == "cut" else b"")
    elif damage == "other shape":
        np.save(file, np.zeros((4, 4)))
    elif damage == "older":
        np.save(file, np.array([[9.0, 9.0], [9.0, 9.0]]))
    else:
        text.write_text("" if damage == "no text" else "[]", encoding="utf-8")
    with fi.open_store(folder) as reader:
        np.testing.assert_array_equal(reader.panel("x")["x"], MAPPED)


def read(folder: Path) -> tuple[Any, Any, str]:
    """What a reader gets, and what a writer is told."""
    with fi.open_store(folder) as store:
        rows, panel = store.query(kind="rows"), store.panel("x")["x"].tolist()
    try:
        fi.open_store(folder, mode="a").close()
    except fi.errors.StoreError as error:
        return rows, panel, str(error)
    return rows, panel, ""


def read_as_nobody(pipe: Any, folder: Path) -> None:
    if os.getuid() == 0:  # who may do anything
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    pipe.send(read(folder))


def in_a_forked_child(target: Any, *args: Any) -> Any:
    """What a function sends through the pipe that it gets first."""
    context = multiprocessing.get_context("fork")
    there, here = context.Pipe()
    process = context.Process(target=target, args=(here, *args))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns of forks beside threads
        process.start()
    here.close()
    try:
        assert there.poll(PATIENCE), "it does not end"
        return there.recv()
    finally:
        process.kill()
        process.join()


def test_a_read_only_folder_reads(folder: Path, tmp_path: Path) -> None:
    with fi.open_store(tmp_path / "writable", mode="a") as store:
        store.append(BARS)
    expected = read(tmp_path / "writable")  # loads what the other user may not load
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    private = [parent for parent in folder.parents if not parent.stat().st_mode & 0o001]
    for parent in private:
        parent.chmod(parent.stat().st_mode | 0o001)
    try:
        rows, panel, refusal = in_a_forked_child(read_as_nobody, folder)
    finally:
        for parent in private:
            parent.chmod(parent.stat().st_mode & ~0o001)
        folder.chmod(0o755)  # or pytest cannot clean up
    assert (rows, str(panel)) == (expected[0], str(expected[1]))
    assert str(folder) in refusal
    assert not (folder / "panel").exists()


def read_and_try_to_append(pipe: Any, store: Any) -> None:
    rows, panel = store.query(kind="rows"), store.panel("x")["x"].tolist()
    try:
        store.append(BARS)
    except fi.errors.StoreError as error:
        pipe.send((rows, panel, str(error)))


@pytest.mark.parametrize("mode", ["r", "a"])
def test_a_forked_child_reads_and_leaves_the_writer_alone(folder: Path, mode: Any) -> None:
    with fi.open_store(folder, mode=mode) as store:
        rows, panel, refusal = in_a_forked_child(read_and_try_to_append, store)
        assert rows == store.query(kind="rows")
        np.testing.assert_array_equal(panel, MAPPED)
        assert ("opened for writing by process" if mode == "a" else "opened to read") in refusal
        if mode == "a":
            store.append({"date": [9], "code": ["A"], "x": [1.0]})
            with pytest.raises(fi.errors.StoreLocked, match=str(os.getpid())):
                fi.open_store(folder, mode="a")


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="no /proc: open files cannot be counted")
def test_no_file_stays_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch.setattr)

    def use(k: int) -> None:
        with fi.open_store(tmp_path / "store", mode="a") as store:
            for n in range(8):
                store.append({"date": [k * 8 + n], "code": ["A"], "x": [0.5]})
            store.query(codes=["A"])
            next(iter(store.query(kind="batches")))
            for wrong in ({"date": [1]}, {"date": [1], "code": [1]}):
                with pytest.raises(fi.errors.InputError):
                    store.append(wrong)
        with fi.open_store(tmp_path / "store") as reader:
            reader.panel("x")
            reader.info()

    use(0)
    gc.collect()
    before = open_files()
    for k in range(1, 6):
        use(k)
    gc.collect()
    assert open_files() <= before


def test_a_path_may_be_anywhere_and_of_any_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for path in ("plain", "deep/er/store", "with space#%?&", "é\N{ROCKET}", tmp_path / "path"):
        with fi.open_store(path, mode="a") as store:
            store.append(BARS)
        with fi.open_store(path) as reader:
            assert len(reader.query()) == 3


def test_an_empty_folder_becomes_a_store(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    with fi.open_store(tmp_path / "store", mode="a") as store:
        assert store.append(BARS) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["store"]
