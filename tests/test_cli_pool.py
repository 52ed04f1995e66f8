"""`fastind pool`, run in this process as the shell would run it."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

import numpy as np
import pytest

import fastind as fi
from tests.processes import start_python
from tests.test_cli_store import Runner

if sys.platform != "linux":
    pytest.skip("shared pools need Linux", allow_module_level=True)

KEEP = """
import signal
import fastind as fi
pool = fi.SharedDataPool("left")
pool.put("x", [1])
print("ready", flush=True)
signal.pause()
"""


@pytest.fixture
def fastind(capfdbinary: pytest.CaptureFixture[bytes]) -> Runner:
    return Runner(capfdbinary)


@pytest.fixture(autouse=True)
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FASTIND_POOL_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "120")
    return tmp_path


def test_there_are_none(fastind: Runner) -> None:
    assert fastind("pool", "list").text == "there are no pools"
    assert json.loads(fastind("pool", "list", "--json").text) == []
    assert fastind("pool", "gc").text == "nothing to remove"


def test_list_and_info(fastind: Runner) -> None:
    with fi.SharedDataPool("mine") as pool:
        pool.put("close", np.ones((2**17, 2), "f8"), columns=["A", "B"])
        pool.put("wide", np.ones((2, 9), "f4"), columns=list("abcdefghi"))
        pool.put("job [1]", {"a": 1})
        listed = fastind("pool", "list")
        (fact,) = json.loads(fastind("pool", "list", "--json").text)
        info = fastind("pool", "info", "mine")
        facts = json.loads(fastind("pool", "info", "mine", "--json").text)
    head, row = listed.text.splitlines()
    assert head.split() == ["name", "keys", "MB", "held", "by", "a", "process"]
    assert row.split() == ["mine", "3", "2.0", "yes"]
    assert fact.pop("bytes") >= 2**21
    assert fact == {"name": "mine", "keys": 3, "held": True, "problem": ""}
    assert [line.split() for line in info.text.splitlines()] == [
        ["key", "shape", "dtype", "MB", "columns"],
        ["close", "131072", "x", "2", "float64", "2.0", "A,", "B"],
        ["job", "[1]", "object", "0.0"],
        ["wide", "2", "x", "9", "float32", "0.0", "a,", "b,", "c,", "d,", "e,", "f,", "...", "(9)"],
    ]
    assert facts[0] == {
        "key": "close", "shape": [2**17, 2], "dtype": "float64", "bytes": 2**21, "columns": ["A", "B"]
    }  # fmt: skip


def test_gc_removes_what_nobody_holds(fastind: Runner) -> None:
    left = start_python(KEEP)
    assert left.stdout is not None
    assert left.stdout.readline() == "ready\n"
    assert fastind("pool", "gc").text == "nothing to remove"
    left.send_signal(signal.SIGKILL)
    left.communicate()
    assert fastind("pool", "list").text.splitlines()[1].split() == ["left", "1", "0.0", "no:", "gc"]
    with fi.SharedDataPool("mine", create=None):
        pass
    assert fastind("pool", "list").text == "there are no pools"
    left = start_python(KEEP)
    assert left.stdout is not None
    left.stdout.readline()
    left.send_signal(signal.SIGKILL)
    left.communicate()
    assert json.loads(fastind("pool", "gc", "--json").text) == {"removed": ["left"], "swept": []}
    assert fastind("pool", "gc").text == "nothing to remove"


def test_what_is_no_pool_is_shown_and_left(fastind: Runner, base: Path) -> None:
    fi.SharedDataPool("mine").cleanup()
    (folder,) = base.iterdir()
    (folder / "link").symlink_to(base)
    assert fastind("pool", "gc").text == "nothing to remove"
    (fact,) = json.loads(fastind("pool", "list", "--json").text)
    assert "is no folder but a link or a file: remove it" in fact["problem"]
    assert fastind("pool", "list").text.splitlines()[1].split()[:4] == ["link", "0", "0.0", "no"]


def test_a_pool_that_is_not_there(fastind: Runner) -> None:
    done = fastind("pool", "info", "none")
    assert done.code == 2
    assert done.err.startswith("fastind: no process holds a pool 'none'")
    assert fastind("pool", "info", "../x").err.startswith("fastind: pool_name must be")


@pytest.mark.parametrize("command", ["list", "info", "gc"])
def test_help_has_an_example(fastind: Runner, command: str) -> None:
    assert f"Example: fastind pool {command}" in fastind("pool", command, "--help").text


def test_gc_tells_what_it_sweeps(fastind: Runner, base: Path) -> None:
    with fi.SharedDataPool("test") as pool:
        pool.put("x", 1)
        (folder,) = base.glob("*/test")
        (folder / "new.1.1").write_bytes(b"of a writer that was killed")
        assert fastind("pool", "gc").text == "removed what killed writers have left in test"
        assert fastind("pool", "gc").text == "nothing to remove"


def test_info_shows_what_a_terminal_would_obey(fastind: Runner) -> None:
    with fi.SharedDataPool("test") as pool:
        pool.put("\x1b[31mred\x07", 1)
        said = fastind("pool", "info", "test").text
    assert r"\x1b[31mred\x07" in said
    assert "\x1b[31m" not in said
