"""`fastind grid`: in this process as the shell would run it, and as a process that is stopped."""

from __future__ import annotations

import inspect
import json
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import fastind as fi
from tests.processes import environment
from tests.test_cli_store import Done, Runner, fastind

__all__ = ["fastind"]

MODULE = """
import datetime
import time


def value(date, code, window=1):
    return {"x": date * window, "letters": len(code)}


def swapped(window, code, date):
    return [window, float(date)]


def day(when, symbol):
    assert type(when) is datetime.date
    return when.day


def failing(date, code):
    if code == "B":
        raise ValueError(f"no [bold] prices of {code}")
    return 1.0


def slow(date, code):
    time.sleep(0.02)
    return float(date)


def momentum(date, code, window):
    return [date * window, 0.5]


def named_otherwise(when, symbol, window):
    return window


def of_any(*task):
    return len(task)


def flaky(code):
    flaky.calls = getattr(flaky, "calls", 0) + 1
    if flaky.calls < 3:
        raise ValueError("not yet")
    return 1.0


def kind(name):
    return {"kind": type(name).__name__}


class Rules:
    @staticmethod
    def first(code):
        return len(code)


NUMBER = 7
"""
MONDAY = ("20240101", "20240102", "20240103", "20240104", "20240105", "20240108")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a module of functions, as the current one; its name is not used twice."""
    name = f"functions_{tmp_path.name}"
    (tmp_path / f"{name}.py").write_text(MODULE)
    (tmp_path / f"broken_{tmp_path.name}.py").write_text("import nothing_of_this_name\n")
    (tmp_path / f"wrong_{tmp_path.name}.py").write_text("1 +\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [path for path in sys.path if path])
    return tmp_path


@pytest.fixture
def grid(fastind: Runner, here: Path) -> Any:
    """Runs `fastind grid` on a function of the module, with one worker."""

    def run(function: str, *options: Any, store: Any = "out") -> Done:
        name = function if ":" in function else f"functions_{here.name}:{function}"
        return fastind("grid", name, "--store", store, "--workers", 1, *options)

    return run


def rows(path: Any = "out") -> list[tuple[Any, ...]]:
    with fi.open_store(path) as store:
        return list(store.query(kind="rows"))


def test_a_table_for_people(grid: Any) -> None:
    done = grid("value", "--dates", "20240101:20240108", "--codes", "A,BB", "--param", "window=2,3")
    assert done.code == 0, done.err
    lines = done.text.splitlines()
    assert lines[0] == "tasks     24"
    assert "completed 24" in lines
    assert "failed    0" in lines
    assert "values    x, letters" in lines
    assert lines[-1] == "store     out"
    expected = [(int(d), c, w, int(d) * w, len(c)) for c in ("A", "BB") for d in MONDAY for w in (2, 3)]
    assert sorted(rows()) == sorted(expected)


def test_json_for_machines(grid: Any) -> None:
    facts = json.loads(grid("value", "--dates", "20240102", "--codes", "A", "--json").out)
    assert [facts[name] for name in ("tasks", "completed", "resumed", "failed")] == [1, 1, 0, 0]
    assert (facts["store"], facts["failures"]) == ("out", {})
    assert facts["keys"] == ["date", "code"]
    assert facts["values"] == ["x", "letters"]


def test_parameters_are_found_by_name(grid: Any) -> None:
    assert grid("swapped", "--dates", "20240102", "--codes", "A", "--param", "window=5").code == 0
    with fi.open_store("out") as store:
        assert store.keys == ("window", "code", "date")
    assert rows() == [(5, "A", 20240102, 5, 20240102.0)]


def test_iso_dates_are_dates(grid: Any) -> None:
    done = grid("day", "--dates", "2024-01-05:2024-01-08,2024-03-01", "--dates", "2024-01-08", "--codes", "A")
    assert done.code == 0, done.err
    assert [row[2] for row in rows()] == [5, 8, 1]
    assert rows()[2][0] == date(2024, 3, 1)


def test_every_day(grid: Any) -> None:
    assert grid("value", "--dates", "20240226:20240303", "--every-day", "--codes", "A").code == 0
    assert [row[0] for row in rows()] == [
        20240226,
        20240227,
        20240228,
        20240229,
        20240301,
        20240302,
        20240303,
    ]


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("1,2,-3", {1: "int", 2: "int", -3: "int"}),
        ("1,2.5,1e3", {1.0: "float", 2.5: "float", 1000.0: "float"}),
        ("007,8", {"007": "str", "8": "str"}),
        ("'1','2'", {"1": "str", "2": "str"}),
        ("a, b,1", {"a": "str", "b": "str", "1": "str"}),
        ("-,.", {"-": "str", ".": "str"}),
    ],
)
def test_types_of_parameters(grid: Any, typed: str, kinds: dict[Any, str]) -> None:
    assert grid("kind", "--param", f"name={typed}").code == 0
    assert dict(rows()) == kinds


def test_codes_of_a_file(grid: Any, here: Path) -> None:
    (here / "codes.txt").write_text("000001\n\n 600000 \n000001\n")
    assert grid("value", "--dates", "20240102", "--codes", "X,@codes.txt", "--codes", "Y").code == 0
    assert [row[1] for row in rows()] == ["000001", "600000", "X", "Y"]


def test_dates_and_codes_of_a_store(grid: Any, here: Path) -> None:
    with fi.open_store(here / "bars", mode="a") as store:
        store.append(
            {"date": [20240102, 20240104, 20240109], "code": ["A", "B", "A"], "close": [1.0, 2.0, 3.0]}
        )
    assert grid("value", "--dates-from", "bars", "--codes-from", "bars").code == 0
    assert [row[:2] for row in rows()] == [(d, c) for c in "AB" for d in (20240102, 20240104, 20240109)]
    done = grid("value", "--dates-from", "bars", "--dates", "20240103:", "--codes", "A", store="later")
    assert done.code == 0, done.err
    assert [row[0] for row in rows("later")] == [20240104, 20240109]


def test_failures_are_1_and_run_again(grid: Any) -> None:
    done = grid("failing", "--dates", "20240101:20240110", "--codes", "A,B")
    assert done.code == 1
    assert "Failed: 8 ValueError" in done.text
    assert "no [bold] prices of B" in done.text
    assert "..." in done.text
    assert done.err == ""
    done = grid("failing", "--dates", "20240101:20240110", "--codes", "A,B", "--resume", "--json")
    assert done.code == 1
    facts = json.loads(done.out)
    assert (facts["completed"], facts["resumed"], facts["failed"]) == (8, 8, 8)
    assert facts["failures"] == {"ValueError": 8}
    assert facts["first_failures"][0] == {
        "date": 20240101, "code": "B", "type": "ValueError", "message": "no [bold] prices of B"
    }  # fmt: skip


def test_the_first_failure_may_stop_it(grid: Any) -> None:
    done = grid("failing", "--dates", "20240101:20240105", "--codes", "A,B", "--on-error", "raise")
    assert (done.code, done.out) == (1, b"")
    assert "no [bold] prices of B" in done.err
    assert "--resume goes on from there" in done.err
    assert len(rows()) < 5


def test_more_tasks_by_resume(grid: Any, here: Path) -> None:
    assert grid("value", "--dates", "20240102", "--codes", "A").code == 0
    done = grid("value", "--dates", "20240102:20240104", "--codes", "A,B", "--resume")
    assert done.code == 0
    assert "completed 6, 1 before" in done.text
    done = grid("slow", "--dates", "20240105", "--codes", "A", "--resume")
    assert done.code == 2
    assert "--resume --force accepts it" in done.err
    module = here / f"functions_{here.name}.py"
    assert module.exists()
    done = grid(f"{module.stem}:failing", "--dates", "20240105", "--codes", "A", "--resume", "--force")
    assert done.code == 1  # it runs, and gives another shape
    assert "the first result" in done.text


def test_methods_are_functions(grid: Any, here: Path) -> None:
    assert grid(f"functions_{here.name}:Rules.first", "--codes", "A,BB").code == 0
    assert rows() == [("A", 1), ("BB", 2)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["FUNCTIONS", "--codes", "A"], "MODULE:FUNCTION"),
        (["nothing_here:value", "--codes", "A"], "there is no module nothing_here in"),
        (["nothing_here.at.all:value", "--codes", "A"], "there is no module nothing_here in"),
        (["BROKEN:value", "--codes", "A"], "nothing_of_this_name"),
        (["WRONG:value", "--codes", "A"], "SyntaxError"),
        (["FUNCTIONS:valeu", "--codes", "A"], "did you mean value?"),
        (["FUNCTIONS:NUMBER", "--codes", "A"], "is int, and no function"),
        (["FUNCTIONS:value"], "say what to run over"),
        (["FUNCTIONS:value", "--dates", "20240231", "--codes", "A"], "'20240231' is no day"),
        (["FUNCTIONS:value", "--dates", "2024-01", "--codes", "A"], "'2024-01' is no day"),
        (["FUNCTIONS:value", "--dates", "20240102:", "--codes", "A"], "'' is no day"),
        (["FUNCTIONS:value", "--dates", "20240105:20240102", "--codes", "A"], "the earlier one first"),
        (["FUNCTIONS:value", "--dates", "20240102:2024-01-05", "--codes", "A"], "of one kind"),
        (["FUNCTIONS:value", "--dates", "20240106:20240107", "--codes", "A"], "there is no date"),
        (["FUNCTIONS:value", "--dates", "20240102", "--codes", "@nothing.txt"], "cannot be read"),
        (
            ["FUNCTIONS:value", "--dates", "20240102", "--codes", "A", "--codes-from", "bars"],
            "give one of them",
        ),
        (["FUNCTIONS:value", "--dates-from", "nothing"], "--dates-from: there is no store at nothing END"),
        (["FUNCTIONS:value", "--codes-from", "nothing"], "--codes-from: there is no store at nothing END"),
        (["FUNCTIONS:value", "--dates-from", "EMPTY"], "is empty"),
        (["FUNCTIONS:value", "--codes-from", "SWEEP"], "has the keys window, and no code"),
        (["FUNCTIONS:value", "--codes", "A", "--param", "window"], "NAME=VALUE"),
        (["FUNCTIONS:value", "--codes", "A", "--param", "code=B"], "code is said twice"),
        (["FUNCTIONS:value", "--codes", "A", "--param", "window="], "there is no window"),
        (["FUNCTIONS:value", "--codes", "A"], "must be these"),
        (["FUNCTIONS:kind", "--codes", "A", "--backend", "gpu"], "backend"),
        (["FUNCTIONS:kind", "--codes", "A", "--on-error", "ignore"], "on-error"),
        (["FUNCTIONS:kind", "--codes", "A", "--workers", "0"], "workers"),
        (["FUNCTIONS:kind", "--codes", "A", "--task-timeout", "-1"], "--task-timeout must be"),
        (["FUNCTIONS:kind", "--codes", "A", "--memory-limit", "0"], "--memory-limit must be a share"),
        (["FUNCTIONS:kind", "--codes", "A", "--max-attempts", "0"], "max-attempts"),
        (["FUNCTIONS:kind", "--codes", "A", "--batch-size", "0"], "batch-size"),
        (["FUNCTIONS:kind", "--codes", "A", "--keys", ""], "--keys must be different names"),
        (["FUNCTIONS:kind", "--param", "name=A", "--keys", "a,b"], "--keys must be 1 names"),
        (["FUNCTIONS:kind", "--param", "name=A", "--names", "a,a"], "--names must be different names"),
        (["FUNCTIONS:kind", "--param", "name=A", "--force"], "--force goes with --resume"),
        (
            ["FUNCTIONS:kind", "--param", "name=A", "--no-retry-failed"],
            "--no-retry-failed goes with --resume",
        ),
        (
            ["FUNCTIONS:momentum", "--dates", "20240102", "--codes", "A", "--param", "wndow=5"],
            "momentum takes date, code, window, and no wndow; did you mean window?",
        ),
        (
            ["FUNCTIONS:value", "--dates", "20240102", "--codes", "A", "--param", "k=5"],
            "--param k: ",
        ),
        (
            ["FUNCTIONS:named_otherwise", "--dates", "20240102", "--codes", "A", "--param", "window=5"],
            "--dates: ",
        ),
        (["FUNCTIONS:kind", "--param", "nam=A"], "and no nam; did you mean name?"),
    ],
)
def test_wrong_use_is_2(fastind: Runner, here: Path, arguments: list[str], message: str) -> None:
    fi.open_store("EMPTY", mode="a").close()
    with fi.open_store("SWEEP", mode="a", keys=("window",)) as store:
        store.append({"window": [1], "x": [1.0]})
    for name in ("functions", "broken", "wrong"):
        arguments = [part.replace(name.upper(), f"{name}_{here.name}") for part in arguments]
    done = fastind("grid", *arguments, "--store", "out")
    assert done.code == 2
    assert message in " ".join([*done.err.split(), "END"])
    assert "Traceback" not in done.err
    assert done.out == b""
    assert not (here / "out").exists()


def test_the_example(fastind: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parent.parent / "examples")
    monkeypatch.setattr(sys, "path", [path for path in sys.path if path])
    tasks = ["--dates", "20120102:20120106", "--codes", "AAPL,IBM", "--param", "window=20,60"]
    done = fastind("grid", "factors:momentum", *tasks, "--store", tmp_path / "out", "--workers", 1)
    assert done.code == 1
    assert "20120102 was no trading day" in done.text
    found = rows(tmp_path / "out")
    assert len(found) == 16
    assert all(abs(row[3]) < 0.5 and 0 < row[4] < 0.05 for row in found)


def test_a_store_is_not_written_over(grid: Any) -> None:
    assert grid("value", "--dates", "20240102", "--codes", "A").code == 0
    done = grid("value", "--dates", "20240102", "--codes", "A")
    assert done.code == 2
    assert "--resume runs what is missing" in done.err


def test_functions_of_any_arguments_have_no_names(grid: Any) -> None:
    assert grid("of_any", "--codes", "A", "--param", "k=5").code == 0
    assert rows() == [("A", 5, 2)]


def test_names_of_keys_and_values(grid: Any) -> None:
    tasks = ["--dates", "20240102", "--codes", "A", "--param", "window=5"]
    assert grid("momentum", *tasks, "--keys", "day, ticker,w", "--names", "gain,rank").code == 0
    with fi.open_store("out") as store:
        assert store.keys == ("day", "ticker", "w")
        assert store.query().column_names[3:] == ["gain", "rank"]
    done = grid("momentum", *tasks, "--keys", "day,ticker,w", "--names", "gain,place", "--resume")
    assert done.code == 2
    assert "leave out --names" in done.err


def test_tasks_are_tried_so_often(grid: Any) -> None:
    tasks = ["--codes", "A", "--backend", "serial", "--max-attempts"]
    assert grid("flaky", *tasks, 2).code == 1
    assert grid("flaky", *tasks, 2, store="later").code == 0


def test_failed_tasks_may_be_left(grid: Any) -> None:
    tasks = ["--dates", "20240102", "--codes", "A,B", "--json"]
    assert grid("failing", *tasks).code == 1
    before = failed()
    assert grid("failing", *tasks, "--resume", "--no-retry-failed").code == 1
    assert failed() == before


def failed() -> Any:
    with fi.open_store("out") as store:
        return store.failures().to_pylist()


def test_options_arrive(grid: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}
    run = fi.run_grid
    monkeypatch.setattr(
        fi, "run_grid", lambda *tasks, **options: given.update(options) or run(*tasks, **options)
    )
    options = ["--memory-limit", 0.5, "--batch-size", 7, "--resume", "--no-retry-failed"]
    assert grid("kind", "--param", "name=A", *options).code == 0
    assert (given["memory_limit"], given["batch_size"]) == (0.5, 7)
    assert (given["retry_failed"], given["resume"]) == (False, True)
    assert grid("kind", "--param", "name=A", "--resume").code == 0
    defaults = {name: each.default for name, each in inspect.signature(run).parameters.items()}
    for name in ("memory_limit", "batch_size", "max_attempts", "retry_failed", "keys", "names"):
        assert given[name] == defaults[name]


def test_help_is_in_groups(fastind: Runner) -> None:
    text = fastind("grid", "--help").text
    assert [name for name in ("Tasks", "Store", "Workers", "Output") if f"─ {name} ─" in text] == [
        "Tasks", "Store", "Workers", "Output"
    ]  # fmt: skip
    assert all(len(line) <= 80 for line in text.splitlines())


def test_help_has_an_example(fastind: Runner) -> None:
    done = fastind("grid", "--help")
    assert done.code == 0
    assert "Example: fastind grid factors:momentum " in done.text


def started(here: Path, *options: str) -> subprocess.Popen[str]:
    """`fastind grid` on the slow function, 262 tasks of 20 ms, as a process of its own."""
    command = [sys.executable, "-m", "fastind", "grid", f"functions_{here.name}:slow", "--store", "out"]
    tasks = ["--dates", "20240101:20240630", "--codes", "A,B", "--workers", "2"]
    return subprocess.Popen(
        [*command, *tasks, *options],
        env=environment(PYTHONUNBUFFERED="1"),
        cwd=here,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for_rows(process: subprocess.Popen[str]) -> None:
    """Until there are some on the disk."""
    while process.poll() is None:
        if Path("out").exists() and rows():
            return
    raise AssertionError(process.communicate())


@pytest.mark.parametrize(("number", "code"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, 130)])
def test_a_stopped_run_resumes(here: Path, number: int, code: int) -> None:
    with started(here) as process:
        wait_for_rows(process)
        os.kill(process.pid, number)
        out, err = process.communicate()
    assert process.returncode == code
    assert out == ""
    if number == signal.SIGINT:
        assert "stopped after" in err
        assert "--resume goes on from there" in err
        assert "Traceback" not in err
    done = len(rows())
    assert 0 < done < 260
    with started(here, "--resume", "--json") as process:
        out, err = process.communicate()
    assert process.returncode == 0, err
    facts = json.loads(out)
    assert (facts["resumed"], facts["completed"], facts["failed"]) == (done, 260, 0)
    assert all(row[2] == row[0] for row in rows())
