"""`fastind.compat.rust_pyfunc`: code that was written for that package's grid."""

from __future__ import annotations

import datetime as dt
import json
import math
import os
import signal
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
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


def slow(date: int, code: str) -> float:
    time.sleep(0.01)
    return float(code)


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


def pair(date: int, code: str) -> list[Any]:
    if code == "B" or date == 1:
        raise KeyError(code) if date == 1 else ValueError(f"no prices of {code}")
    return [float(date), f"of {code}"]


EVERY = [(1, "A"), (2, "A"), (2, "B"), (3, "A"), (2, "B"), (3, "A"), (1, "A")]
NAN = [math.nan, math.nan]
FOUND = [[1, "A", *NAN], [2, "A", 2.0, "of A"], [2, "B", *NAN], [3, "A", 3.0, "of A"]]


@pytest.mark.parametrize("backup", [None, "backup"])
@pytest.mark.parametrize("kind", [list, iter, pd.DataFrame])
def test_each_task_has_a_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, backup: str | None, kind: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.warns(GridWarning):
        rows = run_pools(pair, kind(EVERY), 2, backup)
    assert_rows(rows, [*FOUND, FOUND[2], FOUND[3], FOUND[0]])
    with pytest.warns(GridWarning):
        assert run_pools(pair, kind([(1, "A"), (2, "B")]), 1) == [[1, "A"], [2, "B"]]


def test_columns_by_name_have_rows_too() -> None:
    tasks = pd.DataFrame({"code": ["A", "B", "A"], "date": [2, 2, 3]})
    with pytest.warns(GridWarning):
        assert_rows(run_pools(pair, tasks, 1), [FOUND[1], FOUND[2], FOUND[3]])
    with pytest.warns(GridWarning):
        assert_rows(run_pools(pair, fi.grid([2, 3], ["B", "A"]), 1)[:2], [FOUND[2], FOUND[1]])


def test_failed_tasks_run_again(tmp_path: Path) -> None:
    path, log = tmp_path / "backup", tmp_path / "log"

    def once(date: int, code: str) -> list[float]:
        if code == "600000" and not log.exists():
            raise ValueError("not yet")
        return [float(date)]

    with pytest.warns(GridWarning):
        rows = run_pools(once, ARGS, 2, path, storage_format="json")
    assert_rows(rows, [[d, c, float(d) if c == "000001" else math.nan] for d, c in ARGS])
    for source in (path, tmp_path / "backup.jsonl"):
        assert [row[1] for row in query_backup(source)] == ["000001"] * 3
    with pytest.warns(GridWarning, match="3 of 3 tasks failed"):  # as wide as those in the backup
        assert_rows(
            run_pools(once, ARGS[1::2], 2, path, resume_from_backup=True),
            [[date, code, math.nan] for date, code in ARGS[1::2]],
        )
    log.touch()
    rows = run_pools(once, ARGS, 2, path, resume_from_backup=True)
    assert rows == [[date, code, float(date)] for date, code in ARGS]


def test_failed_tasks_are_not_hidden(tmp_path: Path) -> None:
    calls: list[Any] = []
    with pytest.warns(GridWarning) as found:
        run_pools(
            failing,
            ARGS,
            2,
            tmp_path / "a",
            storage_format="memory_map",
            progress_callback=lambda *c: calls.append(c),
        )
    assert calls[-1][:2] == (6, 6)
    (told,) = found
    path = str(tmp_path / "a")
    assert str(told.message) == (
        "3 of 6 tasks failed (3 ValueError): their rows are NaN; "
        f"fastind.open_store({path!r}).failures() has the reasons"
    )
    assert told.filename == __file__
    with fi.open_store(tmp_path / "a") as store:
        assert set(store.failures("pandas")["message"]) == {"no prices of 600000"}
    with pytest.warns(GridWarning, match="3 of 3 .* their rows have no values"):
        rows = run_pools(failing, ARGS[1::2], 2, tmp_path / "b", storage_format="memory_map")
    assert rows == [list(task) for task in ARGS[1::2]]
    assert query_backup(tmp_path / "b") == []


def test_without_a_backup_the_warning_has_a_reason() -> None:
    with pytest.warns(GridWarning) as found:
        run_pools(pair, EVERY, 2)
    assert str(found[0].message) == (
        "2 of 7 tasks failed (1 KeyError, 1 ValueError): their rows are NaN; "
        "the first is (1, 'A'), KeyError: 'A'"
    )
    assert [each.filename for each in found] == [__file__]


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
    fi.run_grid(abs, [(1,)], store=tmp_path / "sweep", keys=["x"], backend="serial")
    with pytest.raises(InputError, match="has the keys x"):
        query_backup(tmp_path / "sweep")


def test_there_may_be_no_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").touch()
    for path in ("nothing", Path("empty")):
        with pytest.raises(StoreError, match=f"^there is no backup at {path}$"):
            query_backup(path)


@pytest.mark.parametrize(
    "written",
    [
        b"\x00\xff\xfe",
        b"RPBACKUP 2 plain bytes\n",
        b'[{"date": 1, "code": "a"}]',
        b'{"date": 1, "code": "a"}\n',
        b'{"date": 1, "code": "a", "timestamp": 1700000000, "facs": [0.5, 1.5]}\n',
        b'{"date": 1, "code": "a", "timestamp": "noon"}\n',
    ],
)
def test_what_another_package_has_written_is_left_alone(tmp_path: Path, written: bytes) -> None:
    path = tmp_path / "old.bin"
    path.write_bytes(written)
    told = r"old\.bin is no backup of fastind: rust_pyfunc, .* not converted: read it with the package that"
    with pytest.raises(InputError, match=told):
        query_backup(path)
    for resume in (False, True):
        with pytest.raises(StoreError, match=told + ".*another backup_file"):
            run_pools(factors, ARGS, 1, path, resume_from_backup=resume)
    assert path.read_bytes() == written


def test_a_query_of_an_export_for_another_type(tmp_path: Path) -> None:
    run_pools(factors, ARGS, 1, tmp_path / "a", storage_format="json")
    with pytest.raises(InputError, match=r"^the export has dates or codes of another type"):
        query_backup(tmp_path / "a.jsonl", ("2024-01-02", None))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"num_threads": 0}, "^num_threads must be a whole number >= 1, got 0"),
        ({"backup_batch_size": 0}, "^backup_batch_size must be a whole number >= 1, got 0"),
        ({"resume_from_backup": "yes"}, '^resume_from_backup must be True, False or "force"'),
    ],
)
def test_messages_name_its_own_parameters(options: Any, told: str) -> None:
    with pytest.raises(ParameterError, match=told):
        run_pools(factors, ARGS, **options)


def test_messages_of_a_resume_name_its_own_parameters(tmp_path: Path) -> None:
    run_pools(factors, ARGS, 1, tmp_path / "a")
    with pytest.raises(GridError, match=r'\. resume_from_backup="force" accepts it') as error:
        run_pools(failing, ARGS, 1, tmp_path / "a", resume_from_backup=True)
    assert "resume=" not in str(error.value)

    def stop(*progress: Any) -> None:
        os.kill(os.getpid(), signal.SIGINT)

    many = [(date, str(code)) for date in range(20) for code in range(20)]
    with pytest.raises(KeyboardInterrupt, match="resume_from_backup=True goes on from there"):
        run_pools(slow, many, 1, tmp_path / "b", progress_callback=stop)
    with pytest.raises(InputError, match=r"'date' is the name of a key .* give the value another name"):
        run_pools(lambda date, code: {"date": 1.0}, ARGS, 1, tmp_path / "c")


@pytest.mark.parametrize("backup", [None, "backup"])
@pytest.mark.parametrize(
    ("args", "told"),
    [
        (
            [("2024-01-02", "a")],
            "whole numbers such as 20240102, or datetime.date; the first is '2024-01-02'",
        ),
        (pd.DataFrame({"code": ["a"], "date": ["2024-01-02"]}), "'2024-01-02': dates are whole numbers"),
        ([(20240102.0, "a")], "datetime.date; the first is 20240102.0"),
        (fi.grid([True], ["a"]), "datetime.date; the first is True"),
        ([(20240102, 1.5)], "codes are text or whole numbers; the first is 1.5"),
        ([(20240102, "a", 5)], r"args are pairs \(date, code\); the first is \(20240102, 'a', 5\)"),
        ([20240102, 20240103], r"args are pairs \(date, code\); the first is \(20240102,\)"),
    ],
)
def test_tasks_are_the_same_with_a_backup_and_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, backup: str | None, args: Any, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=told):
        run_pools(lambda date, code: 1.0, args, 1, backup)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("backup", [None, "backup"])
def test_dates_may_be_dates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, backup: str | None) -> None:
    monkeypatch.chdir(tmp_path)
    args = [(dt.date(2024, 1, day), 600000) for day in (3, 2, 4)]

    def day(date: dt.date, code: int) -> float:
        return 1.0 / (date.day - 2)

    with pytest.warns(GridWarning, match="1 of 3 tasks failed"):
        rows = run_pools(day, args, 1, backup)
    assert_rows(rows, [[*args[0], 1.0], [*args[1], math.nan], [*args[2], 0.5]])


def test_a_path_may_begin_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    run_pools(factors, ARGS, 1, "~/a", storage_format="json")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "a.jsonl"]
    assert len(query_backup("~/a")) == len(query_backup("~/a.jsonl")) == len(ARGS)


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
