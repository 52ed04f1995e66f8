"""`verify` finds what is damaged, `repair` drops that and nothing else, and says what it was."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import fastind as fi
from fastind.errors import StoreCorrupt, StoreError, StoreLocked
from fastind.io.store import checked
from fastind.io.store.repair import repair
from tests.store.small import shrink

Rows = dict[tuple[int, str], float]
FLIPS = 150


def frame(number: int, rows: int = 24) -> dict[str, Any]:
    """An append of its own rows; every value tells its key."""
    keys = np.arange(rows) + 24 * number
    return {"date": keys % 30, "code": [f"{k // 30:03d}" for k in keys], "x": keys + 0.5}


def rows_of(store: fi.Store) -> Rows:
    return {(date, code): x for date, code, x in store.query(kind="rows")}


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of six parts and two batches that are not sealed."""
    monkeypatch.setattr(checked, "BLOCK", 256)
    shrink(monkeypatch.setattr)
    path = tmp_path / "bars.fi"
    with fi.open_store(path, "a") as store:
        for number in range(6):
            store.append(frame(number))
        store.compact()
    store = fi.open_store(path, "a")
    for number in (6, 7):
        store.append(frame(number, 4))
    store.__exit__(KeyError, KeyError(), None)  # as an error leaves it: the journal is not sealed
    with fi.open_store(path) as store:
        assert store.info()["journal_batches"] == 2
        assert store.info()["parts"] > 2
    return path


@pytest.fixture
def whole(path: Path) -> Rows:
    with fi.open_store(path) as store:
        return rows_of(store)


def part(path: Path) -> Path:
    return sorted((path / "parts").iterdir())[1]


def change(file: Path, at: int, data: bytes) -> None:
    with file.open("r+b") as opened:
        opened.seek(at)
        opened.write(data)


def flip(file: Path, at: int) -> None:
    change(file, at, bytes([file.read_bytes()[at] ^ 0xFF]))


def within_manifest(path: Path, text: bytes) -> int:
    """Where these bytes stand, once, in the manifest."""
    data = (path / "manifest.sqlite").read_bytes()
    assert data.count(text) == 1
    return data.index(text)


def mended(path: Path, whole: Rows) -> tuple[list[str], Rows]:
    """What repair says, and the rows that it left; the store is sound and says nothing new."""
    said = repair(path)
    with fi.open_store(path) as store:
        left = rows_of(store)
        assert store.verify().ok, str(store.verify())
    assert left.items() <= whole.items()
    assert repair(path) == []
    with fi.open_store(path, "a") as store:  # and it can be written to
        store.append({"date": [999], "code": ["new"], "x": [1.0]})
    with fi.open_store(path) as store:
        assert rows_of(store) == {**left, (999, "new"): 1.0}
    return said, left


def test_a_sound_store_is_left_alone(path: Path) -> None:
    def digests() -> dict[Path, str]:
        files = [file for file in path.rglob("*") if file.is_file() and file.name != "lock"]
        return {file: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}

    before = digests()
    with fi.open_store(path) as store:
        report = store.verify()
    assert report.ok
    assert (report.batches, report.parts) == (2, len(list((path / "parts").iterdir())))
    assert str(report).endswith("all well")
    assert repair(path) == []
    assert digests() == before


def test_a_damaged_block_costs_its_row_groups(path: Path, whole: Rows) -> None:
    file = part(path)
    flip(file, 300)
    with fi.open_store(path) as store:
        report = store.verify()
        assert [problem.where for problem in report.problems] == [f"part {int(file.stem)}"]
        assert "between bytes 256 and 512" in str(report)
        with pytest.raises(StoreCorrupt, match="fastind store repair"):
            store.query()
    said, left = mended(path, whole)
    assert all(line.startswith(f"part {int(file.stem)}, row group ") for line in said)
    assert all("4 rows, code 0" in line for line in said)
    assert len(left) == len(whole) - 4 * len(said)
    assert len(said) <= 2
    assert [f.name for f in (path / "parts").iterdir() if f.suffix == ".damaged"] == [f"{file.name}.damaged"]


@pytest.mark.parametrize("how", ["flipped", "longer", "cut"])
def test_a_damaged_footer_costs_nothing(path: Path, whole: Rows, how: str) -> None:
    """The manifest has another one; Parquet's page index and such lie between the rows and the footer."""
    file = part(path)
    data = file.read_bytes()
    other = {"flipped": data[:-30] + b"?" + data[-29:], "longer": data + b"junk", "cut": data[:-9]}
    file.write_bytes(other[how])
    with fi.open_store(path) as store:
        assert not store.verify().ok
        if how != "flipped":
            with pytest.raises(StoreCorrupt, match="it was sealed with"):
                store.query()
    said, left = mended(path, whole)
    assert said == [f"part {int(file.stem)}: no row, but bytes beside them: written anew"]
    assert left == whole


def test_a_lost_part(path: Path, whole: Rows) -> None:
    part(path).unlink()
    with fi.open_store(path) as store, pytest.raises(StoreCorrupt, match="missing"):
        store.query()
    said, left = mended(path, whole)
    assert len(said) == 1
    assert "missing" in said[0]
    assert len(left) == len(whole) - 12


@pytest.mark.parametrize("what", ["about", "data"])
def test_a_damaged_batch(path: Path, whole: Rows, what: str) -> None:
    with sqlite3.connect(path / "manifest.sqlite") as connection:
        number, text = connection.execute(f"select id, cast({what} as blob) from batch").fetchone()
    connection.close()
    flip(path / "manifest.sqlite", within_manifest(path, text) + len(text) // 2)
    with fi.open_store(path) as store:
        assert [problem.where for problem in store.verify().problems] == [f"batch {number}"]
        with pytest.raises(StoreCorrupt):
            store.query()
    said, left = mended(path, whole)
    known = "4 rows, code 004 to 004, date 24 to 27" if what == "data" else "its rows"
    assert said == [f"batch {number}: {known}"]
    assert len(left) == len(whole) - 4


@pytest.mark.parametrize(
    "at", [0, 20, 28, 96, 105, 4000], ids=["mark", "header", "pages", "version", "tables", "schema"]
)
def test_a_damaged_first_page_costs_nothing(path: Path, whole: Rows, at: int) -> None:
    change(path / "manifest.sqlite", at, b"\xff" * 8)
    with pytest.raises(StoreCorrupt, match="fastind store repair"):
        fi.open_store(path).query()
    said, left = mended(path, whole)
    assert said[0].startswith("manifest:")
    assert left == whole
    assert (path / "manifest.sqlite.damaged").exists()


def test_a_first_page_after_the_journal_has_shrunk(path: Path, whole: Rows) -> None:
    connection = sqlite3.connect(path / "manifest.sqlite")
    connection.execute("vacuum")
    connection.close()
    change(path / "manifest.sqlite", 0, bytes(4096))
    assert mended(path, whole)[1] == whole


def test_a_damaged_head(path: Path, whole: Rows) -> None:
    flip(path / "manifest.sqlite", within_manifest(path, b'"generation"'))
    said, left = mended(path, whole)
    assert any("head is damaged" in line for line in said)
    assert left == whole


def test_a_lost_manifest(path: Path, whole: Rows) -> None:
    (path / "manifest.sqlite").unlink()
    with pytest.raises(StoreCorrupt, match="fastind store repair"):
        fi.open_store(path)
    said, left = mended(path, whole)
    assert said == [
        "manifest: it is lost; made again from the parts, without what the journal held and without notes"
    ]
    assert len(left) == len(whole) - 8


def test_a_manifest_that_is_lost_with_all_parts(path: Path) -> None:
    (path / "manifest.sqlite").unlink()
    for file in (path / "parts").iterdir():
        file.unlink()
    with pytest.raises(StoreError, match="no part is there to tell its keys"):
        repair(path)


def test_a_damaged_part_is_not_taken_for_sound_when_the_manifest_is_lost_too(path: Path, whole: Rows) -> None:
    flip(part(path), 300)
    (path / "manifest.sqlite").unlink()
    said, left = mended(path, whole)
    assert any("row group" in line for line in said)
    assert len(left) < len(whole) - 8


def test_any_byte(path: Path, whole: Rows) -> None:
    """Whatever byte is wrong, what is left afterwards is right, and what is gone was said."""
    files = {file: file.read_bytes() for file in path.rglob("*") if file.is_file() and file.name != "lock"}
    files = {file: data for file, data in files.items() if data}
    rng = np.random.default_rng(5)
    for file in rng.choice(sorted(files), FLIPS):
        flip(file, int(rng.integers(len(files[file]))))
        said = repair(path)
        with fi.open_store(path) as store:
            left = rows_of(store)
            assert store.verify().ok
        assert left.items() <= whole.items()
        assert said or left == whole
        for other in path.rglob("*"):
            if other.is_file():
                other.unlink()
        for other, data in files.items():
            other.write_bytes(data)


@pytest.mark.parametrize("damage", [lambda path: None, lambda path: flip(part(path), 300)])
def test_from_an_open_store(path: Path, whole: Rows, damage: Callable[[Path], None]) -> None:
    with fi.open_store(path, "a") as store:
        damage(path)
        said = store.repair()
        assert rows_of(store).items() <= whole.items()
        assert bool(said) == (rows_of(store) != whole)
        store.append({"date": [999], "code": ["new"], "x": [1.0]})
    with pytest.raises(StoreError, match="opened to read"):
        fi.open_store(path).repair()


def test_nobody_may_be_writing(path: Path) -> None:
    with fi.open_store(path, "a"), pytest.raises(StoreLocked):
        repair(path)


def test_there_must_be_a_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store"):
        repair(tmp_path / "none")
