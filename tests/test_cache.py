"""The cache of loops: hit by a second process, shared by many, and never trusted."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from fastind.kernels import render
from tests.processes import result_of, run_python, start_python

WORK = """
import hashlib
import numpy as np
import fastind as fi

prices = np.random.default_rng(1).uniform(1.0, 2.0, (200, 70))
prices[50:60, ::3] = np.nan
results = [fi.rsi(prices), fi.rsi(prices[:, 0].copy())]
print(hashlib.sha256(b"".join(r.tobytes() for r in results)).hexdigest())
"""

COUNT = """
import sys

hits = misses = 0
for name, module in list(sys.modules.items()):
    if name.startswith("fastind_loops_"):
        for value in vars(module).values():
            if hasattr(value, "stats"):
                hits += sum(value.stats.cache_hits.values())
                misses += sum(value.stats.cache_misses.values())
            hits += getattr(value, "cache_hits", 0)
print(hits, misses)
"""


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A cache that one process has filled, and what that process found."""
    folder = tmp_path_factory.mktemp("cache")
    return folder, run_python(WORK, FASTIND_CACHE_DIR=folder)


@pytest.fixture
def cache(warm: tuple[Path, str], tmp_path: Path) -> Path:
    """A copy of it that a test may spoil."""
    return Path(shutil.copytree(warm[0], tmp_path / "cache"))


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}


def test_a_second_process_compiles_nothing(warm: tuple[Path, str], cache: Path) -> None:
    before = snapshot(cache)
    digest, counts = run_python(WORK + COUNT, FASTIND_CACHE_DIR=cache).splitlines()
    assert digest == warm[1]
    assert snapshot(cache) == before
    hits, misses = map(int, counts.split())
    assert hits >= 3
    assert misses == 0


def test_loops_are_text_that_a_person_can_open(cache: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in cache.rglob("*.py")]
    assert any("rsi" in text and "def tile(" in text for text in texts)
    for text in texts:
        compile(text, "loop", "exec")


def test_eight_processes_fill_one_cache_at_once(warm: tuple[Path, str], tmp_path: Path) -> None:
    started = [start_python(WORK, FASTIND_CACHE_DIR=tmp_path / "new") for _ in range(8)]
    assert [result_of(process) for process in started] == [warm[1]] * 8
    before = snapshot(tmp_path / "new")
    assert run_python(WORK, FASTIND_CACHE_DIR=tmp_path / "new") == warm[1]
    assert snapshot(tmp_path / "new") == before
    assert not [name for name in before if name.endswith(".tmp")]


LOCKS = """
import fcntl, sys
from pathlib import Path
from fastind.kernels import render

lock = fcntl.lockf

def without_waiting(file, how, *where):
    try:
        lock(file, how | fcntl.LOCK_NB, *where)
        print("free")
    except OSError:
        print("taken")

fcntl.lockf = without_waiting
for name in {names}:
    with render._alone_with(Path({folder!r}, name)):
        pass
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="POSIX locks")
def test_a_loop_is_compiled_by_one_process_and_others_meanwhile(tmp_path: Path) -> None:
    mine, other = "a_0123456789abcdef.py", "a_0123456789abcdf7.py"
    ask = LOCKS.format(names=[mine, other], folder=str(tmp_path))
    with render._alone_with(tmp_path / mine):
        assert run_python(ask).split() == ["taken", "free"]
    assert run_python(ask).split() == ["free", "free"]


IN_ANOTHER_ORDER = """
import hashlib
import numpy as np
import fastind as fi

prices = np.random.default_rng(1).uniform(1.0, 2.0, (60, 16))
work = [fi.rsi, fi.macd, fi.volatility, fi.sma, fi.wma, fi.trange, fi.natr]
results = {}
for indicator in work[%d:] + work[:%d]:
    for x in (prices, prices[:, 0].copy()):
        found = indicator(*[x] * len(indicator.inputs))
        results[indicator.name, x.ndim] = np.array(found).tobytes()
print(hashlib.sha256(b"".join(results[key] for key in sorted(results))).hexdigest())
"""


def test_processes_fill_one_cache_in_different_orders(tmp_path: Path) -> None:
    together, alone = tmp_path / "together", tmp_path / "alone"
    started = [start_python(IN_ANOTHER_ORDER % (k, k), FASTIND_CACHE_DIR=together) for k in (0, 3, 5)]
    digest = run_python(IN_ANOTHER_ORDER % (0, 0), FASTIND_CACHE_DIR=alone)
    assert [result_of(process) for process in started] == [digest] * 3
    assert {path.name for path in together.rglob("*.*")} == {path.name for path in alone.rglob("*.*")}
    counts = run_python(IN_ANOTHER_ORDER % (2, 2) + COUNT, FASTIND_CACHE_DIR=together).splitlines()[1]
    assert counts.endswith(" 0")


DAMAGE = (
    lambda content: content[: len(content) // 2],
    lambda content: b"\x00garbage" * 50,
    lambda content: b"",
    lambda content: b"0.0.0" + content,
)


@pytest.mark.parametrize("turn", [0, 2])
@pytest.mark.parametrize("kind", ["nbi", "nbc", "py"])
def test_spoilt_files_are_made_again(warm: tuple[Path, str], cache: Path, kind: str, turn: int) -> None:
    spoilt = sorted(cache.rglob(f"*.{kind}"))
    assert len(spoilt) >= 2
    for k, path in enumerate(spoilt, start=turn):
        path.write_bytes(DAMAGE[k % len(DAMAGE)](path.read_bytes()))
    assert run_python(WORK, FASTIND_CACHE_DIR=cache) == warm[1]
    before = snapshot(cache)
    assert run_python(WORK, FASTIND_CACHE_DIR=cache) == warm[1]
    assert snapshot(cache) == before


def test_folders_that_cannot_be_written_are_passed_over(warm: tuple[Path, str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "tmp").mkdir()
    nowhere = tmp_path / "file" / "cache"
    places = {
        "FASTIND_CACHE_DIR": nowhere,
        "XDG_CACHE_HOME": nowhere,
        "HOME": nowhere,
        "TMPDIR": tmp_path / "tmp",
    }
    assert run_python(WORK, **places) == warm[1]
    assert list((tmp_path / "tmp").rglob("*.nbc"))


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="POSIX permissions")
def test_a_folder_that_others_can_write_is_not_executed(
    warm: tuple[Path, str], cache: Path, tmp_path: Path
) -> None:
    for path in cache.rglob("*.py"):
        path.write_text("raise SystemExit('executed')")
    for path in (cache, *cache.rglob("*")):
        path.chmod(0o777)
    assert run_python(WORK, FASTIND_CACHE_DIR=cache, XDG_CACHE_HOME=tmp_path / "private") == warm[1]
    assert all(path.read_text() == "raise SystemExit('executed')" for path in cache.rglob("*.py"))


def test_the_users_own_folder_is_the_default(warm: tuple[Path, str], tmp_path: Path) -> None:
    assert run_python(WORK, FASTIND_CACHE_DIR="", XDG_CACHE_HOME=tmp_path) == warm[1]
    assert list(tmp_path.rglob("*.nbc"))
