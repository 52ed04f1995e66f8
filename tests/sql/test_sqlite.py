"""Files of SQLite: where they are, who else uses them, and what is left when a write is cut off."""

from __future__ import annotations

import math
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from threading import Thread

import numpy as np
import pandas as pd
import pytest

import fastind as fi
from fastind.errors import DatabaseError, DatabaseLocked, FastindError, InputError, ParameterError
from tests.processes import run_python, start_python

SCHEMES = pytest.mark.parametrize("scheme", ["sqlite", "adbc+sqlite"])
FRAME = {"code": ["A", "B"], "close": [1.0, 2.0]}


def rows(path: Path, statement: str = "select * from t") -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(statement).fetchall()


HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("begin immediate")
print("held", flush=True)
sys.stdin.readline()
connection.execute("commit")
"""


@contextmanager
def locked(path: Path) -> Iterator[Callable[[], object]]:
    """A process that holds the lock. In this one each copy of SQLite would see only its own locks."""
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        yield other.stdin.close


@SCHEMES
def test_relative_and_absolute(scheme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    fi.write_sql(FRAME, f"{scheme}:///a.db", "t")
    fi.write_sql(FRAME, f"{scheme}:///{tmp_path}/b é %41#.db?timeout=1.5", "t")
    assert rows(tmp_path / "a.db") == rows(tmp_path / "b é %41#.db") == [("A", 1.0), ("B", 2.0)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.db", "b é %41#.db"]


@pytest.mark.parametrize(
    ("uri", "message"),
    [
        ("sqlite://", "names no file; a database in memory would end with the call"),
        ("sqlite:///", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite://:memory:", "names no file"),
        ("sqlite://a.db", "three slashes before a relative path"),
        ("sqlite:///a.db?mode=ro", r"the only option is \?timeout=SECONDS, got mode"),
        ("sqlite:///a.db?timeout=-1", "the only option"),
        ("sqlite:///a\0.db", "slashes"),
        ("a.db", "uri must be like .* got 'a.db'"),
        ("", "got ''"),
        ("C:\\a.db", "uri must be like"),
        (Path("a.db"), "got PosixPath"),
        (None, "got NoneType"),
        ("mysql://host/a", "there is no database mysql://"),
        ("postgresql+psycopg2://host/a", r"no database postgresql\+psycopg2://; did you mean postgresql"),
    ],
    ids=repr,
)
def test_what_is_no_uri(uri: object, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ParameterError, match=message):
        fi.write_sql(FRAME, uri, "t")  # type: ignore[arg-type]
    with pytest.raises(ParameterError, match=message):
        fi.execute_batch(uri, [("select 1", ())])  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


@SCHEMES
def test_what_is_no_file_of_sqlite(scheme: str, tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("not a database " * 100)
    cases = {
        f"{scheme}:///{tmp_path}": "is a folder; name a file in it",
        f"{scheme}:///{tmp_path}/none/a.db": r"there is no folder .*none; make it first",
        f"{scheme}:///{text}": "is not a database.*: the file is something else",
    }
    for uri, message in cases.items():
        with pytest.raises(DatabaseError, match=message):
            fi.write_sql(FRAME, uri, "t")
    assert text.read_text().startswith("not a database")


@SCHEMES
def test_reading_makes_no_file(scheme: str, tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match=r"there is no file .*a\.db"):
        fi.execute_batch(f"{scheme}:///{tmp_path}/a.db", [("select 1", ())])
    assert list(tmp_path.iterdir()) == []
    assert fi.execute_batch(f"{scheme}:///{tmp_path}/a.db", [("select 1", ()), ("create table t (a)", ())])


@SCHEMES
def test_a_file_that_may_not_be_written(scheme: str, tmp_path: Path) -> None:
    """By a mark in its header, as permissions do not hold root back."""
    path = tmp_path / "a.db"
    fi.write_sql(FRAME, f"sqlite:///{path}", "t")
    with path.open("r+b") as file:
        file.seek(18)
        file.write(b"\x03")  # a version of writing that no SQLite knows
    with pytest.raises(DatabaseError, match="readonly database: the file or its folder may not be written"):
        fi.write_sql(FRAME, f"{scheme}:///{path}", "t")
    reads = [
        "select count(*) from t",
        "-- one row\nvalues (1)",
        "with a as (select * from t) select code from a where close < 2",
    ]
    found = fi.execute_batch(f"{scheme}:///{path}", [(text, ()) for text in reads])
    assert found == [[(2,)], [(1,)], [("A",)]]


@SCHEMES
def test_a_locked_file(scheme: str, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    fi.write_sql(FRAME, f"{scheme}:///{path}", "t")
    with locked(path) as release:
        message = r"locked by another process for 0.05 s .*run it again, or wait longer by \?timeout=SECONDS"
        with pytest.raises(DatabaseLocked, match=message) as caught:
            fi.write_sql(FRAME, f"{scheme}:///{path}?timeout=0.05", "t")
        assert isinstance(caught.value, (DatabaseError, BlockingIOError))
        with pytest.raises(DatabaseLocked, match="locked by another process"):
            fi.execute_batch(f"{scheme}:///{path}?timeout=0", [("delete from t", ())])
        read = fi.execute_batch(f"{scheme}:///{path}?timeout=0", [("select count(*) from t", ())])
        assert read == [[(2,)]]
        waiting = Thread(target=fi.write_sql, args=(FRAME, f"{scheme}:///{path}?timeout=300", "t"))
        waiting.start()
        release()
        waiting.join()
    assert len(rows(path)) == 4


@SCHEMES
def test_parameters_by_name(scheme: str, tmp_path: Path) -> None:
    uri = f"{scheme}:///{tmp_path}/a.db"
    found = fi.execute_batch(
        uri,
        [
            ("create table t (code text, size integer, day text)", {}),
            (
                "insert into t values (:code, @size, $day)",
                {"size": np.int64(5), "code": "A", "day": date(2024, 1, 31), "other": 1},
            ),
            ("select size, :x, :x from t where code = :code", {"code": "A", "x": math.nan}),
            ("select day from t where size = ?", [5]),
        ],
    )
    assert found == [0, 1, [(5, None, None)], [("2024-01-31",)]]
    for text, params, error, said in (
        (
            "select :a",
            {"b": 1},
            DatabaseError,
            "no value for the placeholder :a|value for binding parameter :a",
        ),
        ("select ?", {"b": 1}, DatabaseError, "no name"),
        ("select :a", {1: 1}, InputError, "names of text, got 1"),
        ("select :a", {"a": [1]}, InputError, "parameter 'a' is of type list"),
    ):
        with pytest.raises(error, match=rf"statement 0 .*({said})"):
            fi.execute_batch(uri, [(text, params)])
    with pytest.raises(
        ParameterError, match=r"statement 0 \(from 0\) has parameters by name, .* SQLite: here"
    ):
        fi.execute_batch("postgresql://host/name", [("select :a", {"a": 1})])


@SCHEMES
def test_what_triggers_change_is_not_counted(scheme: str, tmp_path: Path) -> None:
    texts = [
        "create table t (a)",
        "create table log (a)",
        "create view v as select a from t",
        "create trigger on_t after insert on t begin insert into log values (new.a), (new.a); end",
        "create trigger on_v instead of insert on v begin insert into log values (new.a); end",
        "insert into t values (1), (2), (3)",
        "with x as (select a from t) insert into t select a from x",
        "insert into v values (1)",
        "with x as (select 1) insert into v select * from x",
        "select count(*) from log",
    ]
    found = fi.execute_batch(f"{scheme}:///{tmp_path}/a.db", [(text, ()) for text in texts])
    assert found == [0, 0, 0, 0, 0, 3, 3, 0, 0, [(14,)]]


@SCHEMES
def test_many_writers(scheme: str, tmp_path: Path) -> None:
    uri = f"{scheme}:///{tmp_path}/a.db?timeout=300"
    fi.execute_batch(uri, [("create table t (n integer)", ()), ("insert into t values (0)", ())])
    script = f"""
import fastind as fi
for _ in range(20):
    fi.execute_batch({uri!r}, [("update t set n = n + 1", ())])
"""
    children = [start_python(script) for _ in range(3)]
    for child in children:
        _, said = child.communicate()
        assert child.returncode == 0, said
    assert rows(tmp_path / "a.db") == [(60,)]


@SCHEMES
def test_a_file_in_wal_mode_stays_so(scheme: str, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma journal_mode = wal")
    fi.write_sql(FRAME, f"{scheme}:///{path}", "t")
    assert rows(path, "pragma journal_mode") == [("wal",)]
    assert len(rows(path)) == 2


@SCHEMES
def test_a_full_disk(scheme: str, tmp_path: Path) -> None:
    """By the limit of a file's size; what was there stays, and nothing of the write is."""
    path = tmp_path / "a.db"
    fi.write_sql(FRAME, f"sqlite:///{path}", "t")
    script = f"""
import resource
import numpy as np
import fastind as fi
frame = {{"code": ["x" * 100] * 20_000, "close": np.ones(20_000)}}
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
for call in (
    lambda: fi.write_sql(frame, "{scheme}:///{path}", "t"),
    lambda: fi.write_sql(frame, "{scheme}:///{path}", "new", mode="upsert", keys="code"),
    lambda: fi.execute_batch("{scheme}:///{path}", [
        ("create table made (a)", ()), ("insert into t select code, close from t", ()),
        ("insert into made values (zeroblob(1000000))", ()),
    ]),
):
    try:
        call()
    except fi.errors.FastindError as error:
        print(type(error).__name__)
"""
    assert run_python(script).split() == ["DatabaseError", "InputError", "DatabaseError"]
    assert rows(path) == [("A", 1.0), ("B", 2.0)]
    assert rows(path, "select name from sqlite_master") == [("t",)]
    assert rows(path, "pragma integrity_check") == [("ok",)]


@SCHEMES
@pytest.mark.parametrize("committed", range(6))
def test_a_killed_write_leaves_nothing(scheme: str, committed: int, tmp_path: Path) -> None:
    """Killed while its journal says that a transaction is under way: all rows are of one whole write."""
    path = tmp_path / "a.db"
    script = f"""
import numpy as np
import fastind as fi
for k in range(1000):
    frame = {{"id": np.arange(50_000), "k": np.full(50_000, k)}}
    fi.write_sql(frame, "{scheme}:///{path}", "t", mode="upsert", keys="id")
    print(k, flush=True)
"""
    child = start_python(script)
    assert child.stdout is not None
    for _ in range(committed + 1):
        last = int(child.stdout.readline())
    journal = path.with_name("a.db-journal")
    while not journal.exists():
        assert child.poll() is None
    child.kill()
    last = max([last, *map(int, child.communicate()[0].split())])
    found = rows(path, "select k, count(*) from t group by k")
    assert found in ([(last, 50_000)], [(last + 1, 50_000)])
    assert rows(path, "pragma integrity_check") == [("ok",)]
    fi.write_sql({"id": [-1], "k": [-1]}, f"{scheme}:///{path}", "t", mode="upsert", keys="id")
    assert rows(path, "select count(*) from t") == [(50_001,)]


def test_an_error_that_rolls_back_by_itself(tmp_path: Path) -> None:
    uri = f"sqlite:///{tmp_path}/a.db"
    with pytest.raises(DatabaseError, match="UNIQUE"):
        fi.execute_batch(
            uri,
            [
                ("create table t (a unique)", ()),
                ("insert into t values (1)", ()),
                ("insert or rollback into t values (1)", ()),
            ],
        )
    assert rows(tmp_path / "a.db", "select * from sqlite_master") == []


@SCHEMES
def test_pandas_reads_what_was_written(scheme: str, tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "time": pd.to_datetime(["2024-01-31 09:30", None]).astype("datetime64[us]"),
            "zoned": pd.to_datetime(["2024-01-31 09:30+08:00", None], utc=True).astype("datetime64[us, UTC]"),
            "close": [1.5, None],
            "code": ["A", None],
        }
    )
    path = tmp_path / "a.db"
    fi.write_sql(frame, f"{scheme}:///{path}", "t")
    with closing(sqlite3.connect(path)) as connection:
        back = pd.read_sql("select * from t", connection, parse_dates=["time", "zoned"])
    pd.testing.assert_frame_equal(back.astype(frame.dtypes), frame)


@SCHEMES
def test_schemas_of_sqlite(scheme: str, tmp_path: Path) -> None:
    uri = f"{scheme}:///{tmp_path}/a.db"
    fi.write_sql(FRAME, uri, "main.t")
    fi.write_sql(FRAME, uri, ("main", "t"))
    fi.write_sql(FRAME, uri, ("a.b",))
    fi.write_sql({"CODE": ["C"], "Close": [3.0]}, uri, "T")
    assert len(rows(tmp_path / "a.db")) == 5
    assert len(rows(tmp_path / "a.db", 'select * from "a.b"')) == 2


def test_names_that_differ_in_case_only(tmp_path: Path) -> None:
    with pytest.raises(FastindError, match=r"(?i)duplicate column"):
        fi.write_sql({"a": [1], "A": [2]}, f"sqlite:///{tmp_path}/a.db", "t")
