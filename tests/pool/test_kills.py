"""A creator, a worker or both are killed at any line of the pool's code: the next collection leaves nothing.

A process counts the lines that it runs in fastind/io/pool and kills itself at one of them. All of them are
forked from one process that has loaded everything, so that fifty cases take seconds.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.processes import run_python

POINTS = 1000 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 50

SCRIPT = '''
import json, os, signal, sys, warnings
from pathlib import Path
import numpy as np
import fastind as fi
from fastind.io.pool import place
from fastind.io.pool.survey import collect

warnings.simplefilter("error")
HOME = f"fastind{os.sep}io{os.sep}pool{os.sep}"
FOLDER = Path(place.path(place.base()))


def killed_at(point, lines):
    """From here on: count the lines of the pool, and die at this one."""
    def trace(frame, event, argument):
        if HOME not in frame.f_code.co_filename:
            return None
        if event == "line":
            lines[0] += 1
            if lines[0] == point:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace
    sys.settrace(trace)


def use(pool):
    pool.put("large", np.ones((50, 3)), columns=["a", "b", "c"], replace=True)
    pool.put("large", np.zeros((50, 3)), replace=True)
    pool.put("message", {"k": 1}, replace=True)
    assert pool.get("large").shape == (50, 3)
    assert set(pool.list_keys()) >= {"large", "message"}


def create(point, lines):
    killed_at(point, lines)
    pool = fi.SharedDataPool("kills", create=True)
    use(pool)
    pool.cleanup()


def work(point, lines):
    killed_at(point, lines)
    pool = fi.attach_to_pool("kills")
    use(pool)
    pool.cleanup()


def both(point, lines):
    """A creator whose worker is killed, and who is killed then."""
    pool = fi.SharedDataPool("kills", create=True)
    use(pool)
    in_child(work, point)
    os.kill(os.getpid(), signal.SIGKILL)


def in_child(what, point):
    """Run it in a child; after how many lines it came to its end, or None if it was killed."""
    here, there = os.pipe()
    child = os.fork()
    if not child:
        lines = [0]
        code = 1
        try:
            what(point, lines)
            sys.settrace(None)
            os.write(there, str(lines[0]).encode())
            code = 0
        except BaseException as error:
            sys.settrace(None)
            sys.stderr.write(repr(error))
        finally:
            os._exit(code)
    os.close(there)
    said = b"".join(iter(lambda: os.read(here, 99), b""))
    os.close(here)
    status = os.waitpid(child, 0)[1]
    assert status in (0, signal.SIGKILL), status
    return int(said) if said else None


def descriptors():
    found = (f"/proc/self/fd/{n}" for n in os.listdir("/proc/self/fd") if int(n) > 2)
    return sorted(os.readlink(path) for path in found if os.path.lexists(path))


def points(what):
    lines = in_child(what, 0)
    return [1 + k * lines // POINTS for k in range(POINTS)]


def left():
    return sorted(path.name for path in FOLDER.iterdir())


POINTS = int(os.environ["POINTS"])
with fi.SharedDataPool("warm") as pool:  # what is done once in a process is no part of the count
    use(pool)
collect()
every = {"creator": points(create)}
with fi.SharedDataPool("kills", create=True) as pool:
    use(pool)
    every["both"] = every["worker"] = points(work)
del pool
before, seen = descriptors(), {}
for name, what in {"creator": create, "both": both, "worker": work}.items():
    ended = 0
    for point in every[name]:
        if what is work:  # the creator lives, and everything goes on in its pool
            keeper = fi.SharedDataPool("kills", create=True)
            use(keeper)
        ended += in_child(what, point) is not None
        collect()
        if what is work:
            names = [name for name in os.listdir(FOLDER / "kills") if not name.startswith("registry")]
            assert len([name for name in names if len(name) == 40]) == 2 and len(names) == 4, (point, names)
            use(keeper)
            with fi.attach_to_pool("kills") as other:
                use(other)
            keeper.cleanup()
            del keeper
        assert left() == [], (name, point, left())
    seen[name] = ended
assert descriptors() == before, (before, descriptors())
print(json.dumps(seen))
'''


@pytest.mark.slow
def test_killed_at_any_line(pools: Path) -> None:
    ended = json.loads(run_python(SCRIPT, POINTS=str(POINTS)))
    assert (
        sum(ended.values()) <= POINTS // 10
    )  # a run may be a few lines shorter than the one that was counted
