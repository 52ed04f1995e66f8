"""After each kind of run and of end the machine is as it was: processes, files, threads, shared memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock
from typing import Any

import numpy as np
import pytest

import fastind as fi
from fastind.errors import GridError, InputError, TaskFailed
from tests.grid_faults.watched import Holdings, assert_no_workers
from tests.grid_faults.work import value
from tests.processes import environment, run_python
from tests.store_faults import IS_SOAK

TIMES = 50 if IS_SOAK else 3
LARGE = np.arange(2**19, dtype=np.float64)  # shared with workers, not sent


def plain(tmp: Path, **more: Any) -> None:
    fi.run_grid(value, fi.grid(range(100)), n_jobs=2, progress=False, **more)


def stored(tmp: Path) -> None:
    for resume in (False, True):
        plain(tmp, store=tmp / "store", resume=resume)


def with_data(tmp: Path) -> None:
    fi.run_grid(
        lambda k, array: array[k], fi.grid(range(10)), data={"array": LARGE}, n_jobs=2, progress=False
    )


def failing(tmp: Path) -> None:
    with warnings.catch_warnings(action="ignore"):
        fi.run_grid(lambda k: [][k], fi.grid(range(10)), n_jobs=2, progress=False, store=tmp / "store")


def raising(tmp: Path) -> None:
    with pytest.raises(TaskFailed):
        fi.run_grid(lambda k: [][k], fi.grid(range(10)), n_jobs=2, progress=False, on_error="raise")


def dying(tmp: Path) -> None:
    with warnings.catch_warnings(action="ignore"):
        fi.run_grid(lambda k: os._exit(k), fi.grid(range(2)), n_jobs=2, progress=False)


def late(tmp: Path) -> None:
    with warnings.catch_warnings(action="ignore"):
        fi.run_grid(lambda k: Event().wait(), fi.grid(range(1)), n_jobs=1, progress=False, task_timeout=0.2)


def not_sendable(tmp: Path) -> None:
    lock = Lock()
    with pytest.raises(GridError, match="cannot be sent"):
        fi.run_grid(lambda k, a: lock.locked(), [(1,)], n_jobs=2, progress=False, data={"a": LARGE})


def not_loadable(tmp: Path) -> None:
    with pytest.raises(GridError, match="cannot load"):
        fi.run_grid(Unloadable(), fi.grid(range(2)), n_jobs=2, progress=False)


class Unloadable:
    """Can be sent, and not taken out."""

    def __call__(self, k: int) -> int:
        return k

    def __reduce__(self) -> Any:
        return int, ("no number",)


def refused(tmp: Path) -> None:
    plain(tmp, store=tmp / "store")
    for wrong in ({"names": ["a"]}, {"keys": ["other"]}):
        with pytest.raises((InputError, fi.errors.FastindError)):
            plain(tmp, store=tmp / "store", resume=True, **wrong)


def broken_progress(tmp: Path) -> None:
    with pytest.raises(SystemExit):
        fi.run_grid(value, fi.grid(range(100)), n_jobs=2, progress=lambda now: sys.exit(3))


def threads(tmp: Path) -> None:
    plain(tmp, backend="threads")


KINDS: list[Callable[[Path], None]] = [
    plain, stored, with_data, failing, raising, dying, late, not_sendable, not_loadable, refused,
    broken_progress, threads,
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_nothing_is_left_of(kind: Callable[[Path], None], tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    kind(tmp_path / "first")  # what is made once, by Arrow and others, is there
    before = Holdings()
    for number in range(TIMES):
        (tmp_path / str(number)).mkdir()
        kind(tmp_path / str(number))
    Holdings().assert_only(before)
    assert_no_workers(os.getpid())


def test_no_more_files_may_be_opened(tmp_path: Path) -> None:
    said = run_python(
        "from tests.grid_faults.test_leaks import without_files\nwithout_files()", TMPDIR=str(tmp_path)
    )
    assert said == "right"


def without_files() -> None:
    """Too few descriptors for the workers that are asked for: an error, and nothing is left behind."""
    plain(Path())
    before = Holdings()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    held = sum(before.files.values())
    for more in range(2, 40, 3):
        resource.setrlimit(resource.RLIMIT_NOFILE, (held + more, hard))
        try:
            fi.run_grid(value, fi.grid(range(100)), n_jobs=12, progress=False)
        except GridError as error:
            assert "open files" in str(error), error  # noqa: PT017
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        Holdings().assert_only(before)
    print("right")  # noqa: T201


NAMED = """
import os, signal, sys, tempfile
from pathlib import Path
import fastind as fi
from tests.grid_faults import test_leaks, watched
def names():
    return sorted(str(path) for top in ("/dev/shm", tempfile.gettempdir()) for path in Path(top).iterdir())
work = Path(sys.argv[1])
test_leaks.plain(work)
before = names()
for kind in test_leaks.KINDS:
    (work / kind.__name__).mkdir()
    kind(work / kind.__name__)
    assert names() == before, (kind, names())
number = os.fork()
if not number:
    fi.run_grid(test_leaks.slow, fi.grid(range(10**6)), n_jobs=2, store=work / "killed",
                data={"array": test_leaks.LARGE},
                progress=lambda now: os.kill(os.getpid(), signal.SIGKILL) if now.done > 1 else None)
assert os.waitpid(number, 0)[1] == signal.SIGKILL
watched.assert_no_workers(number)
assert names() == before, names()
print("right")
"""


def slow(k: int, array: Any) -> float:
    """Long enough to be killed."""
    return float(array[k % 7 :: 1000].sum())


def test_no_file_and_no_shared_memory_is_left(tmp_path: Path) -> None:
    """In a namespace of its own, whose TMPDIR and /dev/shm nobody else writes to."""
    script = f'mount -t tmpfs tmpfs /dev/shm && TMPDIR=/mnt/tmp exec {sys.executable} -c "$1" /mnt/work'
    keep = "mount -t tmpfs tmpfs /mnt && mkdir /mnt/work /mnt/tmp"
    tried = subprocess.run(["unshare", "-rm", "sh", "-c", keep], check=False, capture_output=True)
    if tried.returncode:
        pytest.skip("this machine lets nobody mount a disk")
    ran = subprocess.run(
        ["unshare", "-rm", "sh", "-c", f"{keep} && {script}", "sh", NAMED],
        env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.stdout == "right\n", ran.stderr
