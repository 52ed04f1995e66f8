"""Four workers and one copy of the data."""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
import pytest

import fastind as fi
from tests.grid_faults.watched import Holdings
from tests.processes import result_of, start_python

READ = """
import os, signal
import fastind as fi
pool = fi.attach_to_pool(os.environ["POOL"])
total = float(pool.get("large").sum())
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
print(total, flush=True)
signal.sigwait({signal.SIGUSR1})
"""


def proportional(pid: int, path: str) -> int:
    """Bytes of a process's share in the mappings of files below a path."""
    text = Path(f"/proc/{pid}/smaps").read_text()
    maps = re.split(r"(?m)^(?=[0-9a-f]+-[0-9a-f]+ )", text)
    found = (re.search(r"\nPss: +(\d+) kB", part) for part in maps if path in part.partition("\n")[0])
    return sum(int(match[1]) * 1024 for match in found if match)


def test_four_workers_have_one_copy(pools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FASTIND_POOL_DIR")
    name = f"test-{os.getpid()}"
    with fi.SharedDataPool(name, create=True) as pool:
        data = np.ones((2**20, 5), "f4")
        pool.put("large", data)
        workers = [start_python(READ, POOL=name) for _ in range(4)]
        for worker in workers:
            assert worker.stdout is not None
            assert float(worker.stdout.readline()) == data.size
        shares = [proportional(worker.pid, f"/{name}/") for worker in workers]
        for worker in workers:
            worker.send_signal(10)
            result_of(worker)
    assert 0.9 * data.nbytes < sum(shares) < 1.1 * data.nbytes


def test_a_thousand_arrays_take_no_descriptors(pool: fi.SharedDataPool) -> None:
    before = Holdings().files.total()
    held = []
    for k in range(1100):
        pool.put(f"k{k}", np.full(3, k))
        held.append(pool.get(f"k{k}"))
    assert Holdings().files.total() == before
    assert [int(array[0]) for array in held] == list(range(1100))
