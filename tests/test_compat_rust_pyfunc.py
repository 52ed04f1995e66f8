"""`fastind.compat.rust_pyfunc`: code that was written for that package's grid."""

from __future__ import annotations

import json
import math
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import fastind as fi
from fastind.compat.rust_pyfunc import query_backup, run_pools
from fastind.errors import GridError, GridWarning, InputError, ParameterError, StoreError
from tests.processes import result_of, start_python

ARGS = [(date, code) for date in (20240102, 20240103, 20240104) for code in ("000001", "600000")]
FORMATS = ("binary", "json", "memory_map")
EXPORTS = {"json": "jsonl", "memory_map": "npy"}


def factors(date: int, code: str) -> list[float]:
    return [date % 100 + 0.5, float(code), math.nan if code == "600000" else -1.0]


def rows_of(args: Any) -> list[list[Any]]:
    return [[date, code, *factors(date, code)] for date, code in args]


def assert_rows(found: Any, expected: Any) -> None:
    """The same rows, NaN being equal to NaN."""
    assert list(map(repr, found)) == list(map(repr, expected))


def test_rows_are_in_the_order_of_the_arguments() -> None:
    assert_rows(run_pools(factors, ARGS[::-1], 2), rows_of(ARGS[::-1]))
    assert_rows(run_pools(factors, [list(task) for task in ARGS], num_threads=1), rows_of(ARGS))
    assert run_pools(factors, []) == []


@pytest.mark.parametrize("storage_format", FORMATS)
def test_a_backup_is_queried(tmp_path: Path, storage_format: Any) -> None:
    path, before = tmp_path / "backup", int(time.time())
    rows = run_pools(factors, ARGS, 2, str(path), 2, False, storage_format)
    assert_rows(rows, rows_of(ARGS))
    exported = [path.with_name(f"backup.{suffix}") for suffix in EXPORTS.values()]
    assert [p.exists() for p in exported] == [storage_format == "json", storage_format == "memory_map"]
    for source in (path, *(p for p in exported if p.exists())):
        found = query_backup(source, storage_format=storage_format)
        assert_rows([row[:2] + row[3:] for row in found], sorted(rows_of(ARGS), key=lambda row: row[1::-1]))
        assert all(type(row[2]) is int and before <= row[2] <= time.time() for row in found)
        assert_rows(query_backup(source, (20240103, 20240104), ["600000", "nothing"]), found[4:])
        assert_rows(query_backup(source, (None, 20240102)), [found[0], found[3]])
        assert_rows(query_backup(source, (20240104, None)), [found[2], found[5]])
        assert query_backup(source, (20250101, 20251231)) == query_backup(source, codes=[]) == []


def test_exports_are_plain_files(tmp_path: Path) -> None:
    run_pools(factors, ARGS, 1, tmp_path / "a", storage_format="json")
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    assert list(lines[0]) == ["date", "code", "timestamp", "f0", "f1", "f2"]
    assert [line["f2"] for line in lines] == [-1.0] * 3 + [None] * 3
    run_pools(factors, ARGS, 1, tmp_path / "b", storage_format="memory_map")
    folder = tmp_path / "b.npy"
    assert np.load(folder / "f0.npy", mmap_mode="r").tolist() == [[k + 0.5] * 2 for k in (2, 3, 4)]
    assert np.load(folder / "codes.npy").tolist() == ["000001", "600000"]


@pytest.mark.parametrize("storage_format", FORMATS)
def test_it_resumes(tmp_path: Path, storage_format: Any) -> None:
    path, log = tmp_path / "backup", tmp_path / "log"
    log.touch()

    def logged(date: int, code: str) -> list[float]:
        with log.open("a") as file:
            file.write(f"{date} {code}\n")
        return [float(date)]

    run_pools(logged, ARGS[:4], 2, path, storage_format=storage_format)
    rows = run_pools(logged, ARGS, 2, path, storage_format=storage_format, resume_from_backup=True)
    assert rows == [[date, code, float(date)] for date, code in ARGS]
    assert sorted(log.read_text().splitlines()) == sorted(f"{date} {code}" for date, code in ARGS)
    again = run_pools(logged, ARGS[:2], 2, path, storage_format=storage_format, resume_from_backup=True)
    assert again == rows[:2]
    for source in (path, *tmp_path.glob("backup.*")):
        assert len(query_backup(source)) == len(ARGS)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    run_pools(factors, ARGS, 1, tmp_path / "a", storage_format="json")
    with pytest.raises(StoreError, match=r"a is there already.*resume_from_backup=True"):
        run_pools(factors, ARGS, 1, tmp_path / "a")
    (tmp_path / "b.jsonl").write_text("mine\n")
    with pytest.raises(StoreError, match=r"b\.jsonl is there already"):
        run_pools(factors, ARGS, 1, tmp_path / "b", storage_format="json")
    assert not (tmp_path / "b").exists()
    with pytest.raises(GridError, match="another function"):
        run_pools(lambda date, code: [1.0, 2.0, 3.0], ARGS, 1, tmp_path / "a", resume_from_backup=True)
    assert run_pools(len_of, ARGS[:1], 1, tmp_path / "a", resume_from_backup="force")[0][2:] == [
        2.5,
        1.0,
        -1.0,
    ]


def len_of(date: int, code: str) -> list[float]:
    return [0.0, 0.0, float(len(code))]


def test_an_empty_file_gives_way(tmp_path: Path) -> None:
    with tempfile.NamedTemporaryFile(dir=tmp_path, suffix=".bin", delete=False) as file:
        path = file.name
    run_pools(factors, ARGS, 1, path)
    assert len(query_backup(path)) == len(ARGS)


def test_progress(tmp_path: Path) -> None:
    calls: list[Any] = []
    run_pools(factors, ARGS, 2, tmp_path / "a", 2, False, progress_callback=lambda *call: calls.append(call))
    completed, total, elapsed_time, speed = calls[-1]
    assert (completed, total) == (6, 6)
    assert elapsed_time > 0
    assert speed == pytest.approx(6 / elapsed_time)
    assert sorted(calls) == calls


@pytest.mark.parametrize("backup_async", [False, True])
def test_what_is_completed_is_on_the_disk(tmp_path: Path, backup_async: bool) -> None:
    path, seen = tmp_path / "backup", []

    def look(completed: int, total: int, elapsed_time: float, speed: float) -> None:
        with fi.open_store(path) as store:
            seen.append((completed, store.info()["rows"]))

    def slow(date: int, code: str) -> list[float]:
        time.sleep(0.1)
        return [1.0]

    run_pools(slow, ARGS, 1, path, 1, backup_async, progress_callback=look)
    assert len(seen) > 2
    assert all(completed <= rows for completed, rows in seen)


def failing(date: int, code: str) -> list[float]:
    if code == "600000":
        raise ValueError(f"no prices of {code}")
    return [float(date)]


def test_failed_tasks_are_not_hidden(tmp_path: Path) -> None:
    calls: list[Any] = []
    with pytest.warns(GridWarning, match="3 of 6 tasks failed"):
        rows = run_pools(
            failing,
            ARGS,
            2,
            tmp_path / "a",
            storage_format="memory_map",
            progress_callback=lambda *c: calls.append(c),
        )
    assert rows == [[date, code, float(date)] for date, code in ARGS[::2]]
    assert calls[-1][:2] == (6, 6)
    with fi.open_store(tmp_path / "a") as store:
        assert set(store.failures("pandas")["message"]) == {"no prices of 600000"}
    with pytest.warns(GridWarning, match="3 of 3"):
        assert run_pools(failing, ARGS[1::2], 2, tmp_path / "b", storage_format="memory_map") == []
    assert query_backup(tmp_path / "b") == []


@pytest.mark.parametrize(
    ("values", "storage_format", "message"),
    [
        (["text"], "memory_map", "npy keeps numbers, and f0"),
        ({"timestamp": 1.0}, "json", "a value is named 'timestamp'"),
    ],
)
def test_what_cannot_be_exported_is_in_the_backup(
    tmp_path: Path, values: Any, storage_format: Any, message: str
) -> None:
    with pytest.raises(InputError, match=message) as error:
        run_pools(lambda date, code: values, ARGS, 1, tmp_path / "a", storage_format=storage_format)
    assert "The rows are in" in error.value.__notes__[0]
    assert len(query_backup(tmp_path / "a")) == len(ARGS)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="storage_format"):
        run_pools(factors, ARGS, storage_format="pickle")  # type: ignore[arg-type]
    with pytest.raises(ParameterError, match="storage_format"):
        query_backup(tmp_path, storage_format="pickle")  # type: ignore[arg-type]
    with pytest.raises(ParameterError, match=r"date_range is \(first, last\)"):
        query_backup(tmp_path, (20240102,))  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="no store"):
        query_backup(tmp_path / "nothing")
    (tmp_path / "old.bin").write_bytes(b"\x00\xff\xfe")
    with pytest.raises(InputError, match="what rust_pyfunc itself has written"):
        query_backup(tmp_path / "old.bin")
    with pytest.raises(StoreError, match="is a file"):
        run_pools(factors, ARGS, 1, tmp_path / "old.bin")
    (tmp_path / "other.jsonl").write_text('{"date": 1, "code": "a"}\n')
    with pytest.raises(InputError, match="timestamp"):
        query_backup(tmp_path / "other.jsonl")
    fi.run_grid(abs, [(1,)], store=tmp_path / "sweep", keys=["x"], backend="serial")
    with pytest.raises(InputError, match="has the keys x"):
        query_backup(tmp_path / "sweep")


def test_a_store_of_another_hand_has_no_timestamps(tmp_path: Path) -> None:
    with fi.open_store(tmp_path / "bars", mode="a") as store:
        store.append({"date": [20240102], "code": ["A"], "close": [1.5]})
    assert query_backup(tmp_path / "bars") == [[20240102, "A", None, 1.5]]


SLOW = """
import os, signal, time
from fastind.compat.rust_pyfunc import run_pools

def slow(date, code):
    time.sleep(0.02)
    return [float(date), float(len(code))]

def kill(completed, total, elapsed_time, speed):
    if not resume and completed >= 10:
        os.kill(os.getpid(), signal.SIGKILL)

args = [(date, code) for date in range(60) for code in "ab"]
resume = "KILL" not in os.environ
rows = run_pools(slow, args, 2, os.environ["BACKUP"], 5, resume_from_backup=resume, progress_callback=kill)
assert rows == [[date, code, float(date), 1.0] for date, code in args]
"""


def test_a_killed_run_resumes(tmp_path: Path) -> None:
    script, path = tmp_path / "slow.py", tmp_path / "backup"
    script.write_text(SLOW)
    with start_python(script, BACKUP=path, KILL="yes") as process:
        process.communicate()
    assert process.returncode == -9
    first = query_backup(path)
    assert 10 <= len(first) < 120
    result_of(start_python(script, BACKUP=path))
    rows = query_backup(path)
    assert len(rows) == 120
    assert [row for row in rows if row in first] == first  # with their timestamps: they did not run again
