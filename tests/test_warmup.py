"""Loops that are compiled ahead: by several processes, each once, and found by who comes later."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

import fastind as fi
from fastind.api import catalogue
from fastind.api.indicator import Indicator
from fastind.kernels import ahead, render
from fastind.kernels.catalogue import SPECS
from fastind.kernels.definition import Definition, Step
from fastind.parallel import warmup as module
from tests.panels import clean_panel
from tests.processes import run_python

SCRIPT = """
import fastind as fi
seen = []
print(tuple(fi.warmup(["rsi", "macd", "natr"], progress=seen.append))[:3], seen[-1].completed, seen[-1].total)
"""

USE = """
import numpy as np
import fastind as fi
x = np.random.default_rng(1).uniform(1.0, 2.0, (60, 70))
for y in (x, x[:, 0].copy()):
    fi.rsi(y), fi.macd(y), fi.natr(y, y, y)
"""


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A cache that a script without `if __name__ == "__main__"` has warmed, and what it printed."""
    folder = tmp_path_factory.mktemp("cache")
    script = folder / "script.py"
    script.write_text(SCRIPT)
    return folder, run_python(script, FASTIND_CACHE_DIR=folder)


def compiled(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.rglob("*.nbc")}


def test_each_loop_is_compiled_once_and_told_of(warm: tuple[Path, str]) -> None:
    n = len(ahead.loops(["rsi", "macd", "natr"]))
    assert warm[1] == f"(3, {n}, {n}) {n} {n}"
    assert len({name.split(".")[0] for name in compiled(warm[0])}) == n


def test_then_calls_compile_nothing(warm: tuple[Path, str]) -> None:
    before = compiled(warm[0])
    run_python(USE, FASTIND_CACHE_DIR=warm[0])
    assert compiled(warm[0]) == before


def test_what_is_there_is_not_compiled_again(warm: tuple[Path, str]) -> None:
    before = compiled(warm[0])
    code = "import fastind as fi; print(fi.warmup(['rsi', 'natr', 'rsi']).compiled)"
    assert run_python(code, FASTIND_CACHE_DIR=warm[0]) == "0"
    assert compiled(warm[0]) == before


def test_all_of_the_catalogue_is_meant_when_nothing_is_said() -> None:
    every = ahead.loops(SPECS)
    assert len(every) == len(set(every))
    kernels = {
        (kernel.bound.definition.name, kernel.bound.policy, mode)
        for spec in SPECS.values()
        for kernel in spec.program({**spec.some_sides, **spec.example}).kernels
        for mode in ("tile", "series", "row")
        if render.has_mode(kernel.bound.definition, mode)
    }
    assert len(every) >= len(kernels) + 3


def key(definition: Definition, policy: str, mode: str) -> tuple[int, str, str]:
    return id(definition), policy, mode


@pytest.mark.nojit
@pytest.mark.parametrize("indicator", catalogue.values(), ids=lambda i: i.name)
def test_what_calls_need_is_among_them(indicator: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    needed: set[Any] = set()
    address, shared = render.address, render.shared
    monkeypatch.setattr(render, "address", lambda *asked: needed.add(key(*asked)) or address(*asked))
    monkeypatch.setattr(render, "shared", lambda name: needed.add(name) or shared(name))
    fresh = Indicator(indicator._spec)
    fields = clean_panel(60, 70)
    tables = [fields["close" if name in ("x", "y") else name] for name in indicator.inputs]
    sides = {name: [k % 3 for k in range(70)] for name in indicator._spec.some_sides}
    fresh(*tables, **indicator._spec.example, **sides)
    if indicator.family != "cross-section":
        fresh(*(table[:, 0].copy() for table in tables), **indicator._spec.example)
    wanted = ahead.loops([indicator.name])
    made = {key(*ahead._found(loop)) for loop in wanted if loop not in ahead.SHARED}
    assert needed <= {*made, *wanted}


def test_what_takes_longest_comes_first() -> None:
    every = ahead.loops(SPECS)
    own = [loop for loop in every if loop not in ahead.SHARED]
    assert every == [*(name for name in ahead.SHARED if name in every), *own]
    is_step = [isinstance(ahead._found(loop)[0], Step) for loop in own]
    assert is_step == sorted(is_step)


def test_a_worker_that_dies_costs_nothing(tmp_path: Path) -> None:
    killer = tmp_path / "sitecustomize.py"
    killer.write_text(
        f"""
import os, pathlib, sys
died = pathlib.Path({str(tmp_path / "died")!r})
if any("serve()" in part for part in sys.orig_argv) and not died.exists():
    died.touch()
    os.kill(os.getpid(), 9)
"""
    )
    path = os.pathsep.join([str(tmp_path), str(module.ROOT)])
    code = """
import fastind as fi
seen = []
print(fi.warmup("sma", progress=seen.append).compiled, seen[-1].completed, seen[-1].failed)
"""
    printed = run_python(code, PYTHONPATH=path, FASTIND_CACHE_DIR=tmp_path / "cache")
    assert (tmp_path / "died").exists()
    assert printed == "4 3 1"
    before = compiled(tmp_path / "cache")
    run_python("import fastind as fi\nfi.warmup('sma')", FASTIND_CACHE_DIR=tmp_path / "cache")
    assert compiled(tmp_path / "cache") == before


def test_an_interrupt_ends_the_workers(tmp_path: Path) -> None:
    code = """
import os, signal, subprocess
import fastind as fi
from fastind.parallel import warmup as module

started = []
class Popen(subprocess.Popen):
    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        started.append(self)

module.subprocess.Popen = Popen
try:
    fi.warmup(progress=lambda seen: os.kill(os.getpid(), signal.SIGINT))
except KeyboardInterrupt:
    print([process.returncode is None for process in started])
"""
    ended = run_python(code, FASTIND_CACHE_DIR=tmp_path, PYTHONWARNINGS="error")
    assert "False" in ended
    assert "True" not in ended


def test_a_loop_that_does_not_compile_is_told_by_who_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(loop: str) -> None:
        raise ValueError(f"{loop} is broken")

    monkeypatch.setattr(ahead, "make", broken)
    with pytest.raises(ValueError, match="blocks is broken"):
        fi.warmup("rsi")


def test_without_the_jit_there_is_nothing_to_compile() -> None:
    code = "import fastind as fi; print(fi.warmup().compiled)"
    assert run_python(code, NUMBA_DISABLE_JIT="1") == "0"


def test_folders_that_cannot_be_written_are_passed_over_by_workers_too(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "tmp").mkdir()
    nowhere = tmp_path / "file" / "cache"
    places = {"FASTIND_CACHE_DIR": nowhere, "XDG_CACHE_HOME": nowhere, "HOME": nowhere}
    code = "import fastind as fi; done = fi.warmup('sma'); print(done.compiled, done.folder)"
    compiled_now, folder = run_python(code, **places, TMPDIR=tmp_path / "tmp").split()
    assert compiled_now == "4"
    assert Path(folder).parents[1] == tmp_path / "tmp"
    assert len(list((tmp_path / "tmp").iterdir())) == 1


@pytest.mark.parametrize(
    ("names", "words"),
    [("rso", "'rso'; did you mean rsi"), (["rsi", "emma"], "did you mean ema"), (14, "14"), ([3], "3")],
)
def test_names_that_nobody_has_are_refused(names: Any, words: str) -> None:
    with pytest.raises(fi.errors.ParameterError, match=words):
        fi.warmup(names)


def test_progress_is_checked_before_anything_is_done() -> None:
    with pytest.raises(fi.errors.ParameterError, match="progress is True, False or a function"):
        fi.warmup(progress="yes")
