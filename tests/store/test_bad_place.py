"""A store is opened where one is or can be, by arguments that mean something, and not used after its end."""

from __future__ import annotations

import os
import sqlite3
import zlib
from pathlib import Path
from typing import Any

import pytest

import fastind as fi

ParameterError, StoreError = fi.errors.ParameterError, fi.errors.StoreError
BARS = {"date": [1], "code": ["A"], "x": [1.5]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with fi.open_store(tmp_path / "store", mode="a") as store:
        store.append(BARS)
    return tmp_path / "store"


@pytest.mark.parametrize("mode", ["r", "a"])
def test_a_file_is_no_store(tmp_path: Path, mode: Any) -> None:
    (tmp_path / "bars.csv").write_text("date,code\n", encoding="utf-8")
    with pytest.raises(StoreError, match=r"bars.csv is a file; a fastind store is a folder"):
        fi.open_store(tmp_path / "bars.csv", mode=mode)
    with pytest.raises(StoreError, match=r"bars.csv"):
        fi.open_store(tmp_path / "bars.csv" / "store", mode=mode)
    assert (tmp_path / "bars.csv").read_text(encoding="utf-8") == "date,code\n"
    assert [path.name for path in tmp_path.iterdir()] == ["bars.csv"]


@pytest.mark.parametrize("mode", ["r", "a"])
def test_a_folder_of_something_else_is_no_store(tmp_path: Path, mode: Any) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(StoreError, match=r"is a folder of something else: it holds no manifest.sqlite"):
        fi.open_store(tmp_path, mode=mode)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("content", [b"", b"not a database" * 100])
@pytest.mark.parametrize("mode", ["r", "a"])
def test_a_manifest_of_something_else_is_refused(tmp_path: Path, mode: Any, content: bytes) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "manifest.sqlite").write_bytes(content)
    with pytest.raises(fi.errors.StoreCorrupt, match="damaged"):
        fi.open_store(tmp_path / "store", mode=mode)
    assert (tmp_path / "store" / "manifest.sqlite").read_bytes() == content


def test_reading_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r'there is no store at .*nowhere; mode="a" makes one'):
        fi.open_store(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(StoreError, match=r"there is no store at .*empty"):
        fi.open_store(tmp_path / "empty")
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


@pytest.mark.parametrize("mode", ["r", "a"])
def test_a_store_of_a_newer_format_asks_for_an_upgrade(folder: Path, mode: Any) -> None:
    connection = sqlite3.connect(folder / "manifest.sqlite")
    body = connection.execute("select body from head").fetchone()[0].replace('"format": 1', '"format": 2')
    connection.execute("update head set body = ?, crc = ?", (body, zlib.crc32(body.encode())))
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match=r"newer fastind \(format 2, this one knows 1\): upgrade fastind"):
        fi.open_store(folder, mode=mode)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permission")
@pytest.mark.parametrize("mode", ["r", "a"])
def test_a_folder_that_anyone_may_write_to_is_refused(folder: Path, mode: Any) -> None:
    folder.chmod(0o777)
    with pytest.raises(StoreError, match=r"anyone may write to .*: chmod o-w"):
        fi.open_store(folder, mode=mode)
    folder.chmod(0o755)
    with fi.open_store(folder, mode=mode) as store:
        assert len(store.query()) == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"mode": "w"}, "mode must be .*; got 'w'"),
        ({"mode": None}, "mode must be .*; got None"),
        ({"mode": "a", "compression": "gzip"}, "compression must be auto, zstd, lz4, none; got 'gzip'"),
        ({"mode": "a", "compression": None}, "compression must be .*; got None"),
        ({"mode": "a", "compression": "lz4", "level": 3}, "level is zstd's, 1 to 22; got 3 with .* 'lz4'"),
        ({"mode": "a", "level": 0}, "level is zstd's, 1 to 22; got 0"),
        ({"mode": "a", "level": 23}, "got 23"),
        ({"mode": "a", "level": "3"}, "level is zstd's, 1 to 22; got '3'"),
        ({"mode": "a", "level": 2.5}, "got 2.5"),
        ({"mode": "a", "keys": ()}, r"keys must be different names, .*; got \(\)"),
        ({"mode": "a", "keys": ("a", "a")}, "keys must be different names"),
        ({"mode": "a", "keys": ("a", 5)}, r"keys must be different names, .*; got \('a', 5\)"),
        ({"mode": "a", "keys": [["a"]]}, "keys must be different names"),
        ({"mode": "a", "keys": 5}, "keys must be different names, .*; got 5"),
        ({"mode": "a", "keys": ("a", "")}, "keys must be different names"),
        ({"mode": "a", "keys": ("a\0b",)}, "keys must be different names"),
        ({"mode": "a", "keys": ("\ud800",)}, "keys must be different names"),
    ],
)
def test_arguments_that_mean_nothing_make_nothing(
    tmp_path: Path, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ParameterError, match=message):
        fi.open_store(tmp_path / "store", **options)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", [5, None, b"store", "", "a\0b"], ids=repr)
def test_what_is_no_path_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: Any) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises((ParameterError, StoreError)):
        fi.open_store(path, mode="a")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mode", ["r", "a"])
def test_other_keys_than_the_store_has_are_refused(folder: Path, mode: Any) -> None:
    for keys in (("code", "date"), ("window", "code"), "date"):
        with pytest.raises(StoreError, match="has the keys date, code, not"):
            fi.open_store(folder, mode=mode, keys=keys)
    with fi.open_store(folder, mode=mode, keys=("date", "code")) as store:  # the lock was given back
        assert store.keys == ("date", "code")


def test_a_second_writer_is_told_who_writes(folder: Path) -> None:
    with fi.open_store(folder, mode="a") as store:
        with pytest.raises(fi.errors.StoreLocked, match=f'{os.getpid()} on .* since .*mode="r" reads'):
            fi.open_store(folder, mode="a")
        store.append({"date": [2], "code": ["A"]})
        with fi.open_store(folder) as reader:
            assert len(reader.query()) == 2


def test_a_reader_does_not_write(folder: Path) -> None:
    with fi.open_store(folder) as reader:
        for attempt in (lambda: reader.append(BARS), reader.seal, reader.compact):
            with pytest.raises(StoreError, match='was opened to read: open it with mode="a"'):
                attempt()
        assert len(reader.query()) == 1


@pytest.mark.parametrize("mode", ["r", "a"])
def test_nothing_goes_on_after_close(folder: Path, mode: Any) -> None:
    store = fi.open_store(folder, mode=mode)
    batches = store.query(kind="batches")
    store.close()
    store.close()  # does nothing
    attempts = [
        lambda: store.append(BARS), store.query, lambda: store.query(kind="batches"), store.panel, store.info,
        store.codes, store.dates, store.failures, store.seal, store.compact,
    ]  # fmt: skip
    for attempt in attempts:
        with pytest.raises(StoreError, match="has been closed"):
            attempt()
    assert repr(store) == f"Store({str(folder)!r}, 'closed')"
    assert len(list(batches)) == 1  # what was asked for before is still given
    with fi.open_store(folder, mode="a") as again:
        assert len(again.query()) == 1
