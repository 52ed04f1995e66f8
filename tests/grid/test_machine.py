"""What the machine has: read from the kernel, and from a made-up /proc and cgroup where limits are needed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import fastind as fi
from fastind.parallel import machine
from fastind.parallel.machine import Load, MemoryWatch, cores, is_stopped, memory

MB = 2**20


@pytest.fixture
def cgroup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty tree of limits, with this process in the folder a/b."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    read = Path.read_text

    def from_here(self: Path, *args: object) -> str:
        return "0::/a/b\n" if str(self) == "/proc/self/cgroup" else read(self, *args)

    monkeypatch.setattr(machine, "CGROUP", tmp_path)
    monkeypatch.setattr(Path, "read_text", from_here)
    return tmp_path


def test_cores_are_those_of_the_affinity() -> None:
    allowed = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(allowed)})
        assert cores() == 1
    finally:
        os.sched_setaffinity(0, allowed)


def test_cores_of_a_container(cgroup: Path) -> None:
    there = cores()
    (cgroup / "a" / "cpu.max").write_text("100000 100000\n")
    assert cores() == 1
    (cgroup / "a" / "cpu.max").write_text("max 100000\n")
    assert cores() == there


def test_memory_of_a_container(cgroup: Path) -> None:
    there = memory()
    assert there > 100 * MB
    (cgroup / "a" / "b" / "memory.max").write_text("max\n")
    (cgroup / "a" / "memory.max").write_text(f"{64 * MB}\n")
    (cgroup / "a" / "memory.current").write_text(f"{50 * MB}\n")
    (cgroup / "a" / "memory.stat").write_text(f"anon {30 * MB}\ninactive_file {20 * MB}\n")
    assert memory() == 34 * MB


def test_shared_pages_count_once() -> None:
    """Two children and we hold the same 200 MB: together that is 200 MB and a little, not 600."""
    held = np.ones(200 * MB // 8)
    children = []
    for _ in range(2):
        back, there = os.pipe()
        pid = os.fork()
        if not pid:
            held.sum()
            os.write(there, b"x")
            signal.pause()
            os._exit(0)
        children.append(pid)
        os.close(there)  # so that the end of a child that has died is seen
        os.read(back, 1)
        os.close(back)
    try:
        watch = MemoryWatch(0.8)
        watch.look(children)
        resident = sum(machine._resident(pid) for pid in children)
        assert resident > 400 * MB
        assert watch.used < 0.8 * resident  # a third of the pages is ours
    finally:
        for pid in children:
            os.kill(pid, 9)
            os.waitpid(pid, 0)


def test_the_worst_is_named() -> None:
    code = "import numpy as np; x = np.ones(30_000_000); print('here', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=-1, stdout=-1) as child:
        child.stdout.readline()
        state = MemoryWatch(1e-6).look([child.pid])
        child.stdin.close()
    assert state.is_over
    assert state.is_tight
    assert "memory_limit=1e-06" in state.message
    assert state.worst == child.pid


def test_what_we_had_before_does_not_count() -> None:
    held = np.ones(300 * MB // 8)
    watch = MemoryWatch(200 * MB / memory())
    assert not watch.look([]).is_over
    more = np.ones(300 * MB // 8)
    state = watch.look([])
    assert state.is_over
    assert state.worst == os.getpid()
    assert held.size == more.size


def test_a_stopped_process_is_known() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=-1) as child:
        assert not is_stopped(child.pid)
        os.kill(child.pid, 19)
        os.waitid(os.P_PID, child.pid, os.WSTOPPED | os.WNOWAIT)
        assert is_stopped(child.pid)
        os.kill(child.pid, 18)
        child.stdin.close()
    assert not is_stopped(child.pid)


def test_lanes_give_way_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Made-up times: others have kept all our cores but one busy, then none."""
    now, busy = [100.0], [0.0]
    monkeypatch.setattr(machine, "monotonic", lambda: now[0])
    monkeypatch.setattr(machine, "_busy", lambda: busy[0])
    monkeypatch.setattr(machine, "_own", lambda pids: 0.0)
    monkeypatch.setattr(machine, "cores", lambda: 8)
    load = Load()
    assert load([]) == 8
    now[0], busy[0] = 110.0, 70.0
    assert load([]) == 1
    now[0], busy[0] = 120.0, 90.0
    assert load([]) == 6
    now[0], busy[0] = 120.5, 190.0  # too early to look again
    assert load([]) == 6


def test_our_own_work_is_not_taken_for_others() -> None:
    load = Load()
    sum(range(3_000_000))
    assert machine._own([os.getpid()]) > 0
    assert machine._busy() >= load._busy


def identity_of_large(k, panel):
    return float(panel[k, 0]), float(panel.sum())


def test_a_worker_that_maps_large_data_is_not_ended(tmp_path: Path) -> None:
    """400 MB mapped by two workers, and a limit that 800 MB would break."""
    panel = np.lib.format.open_memmap(tmp_path / "x.npy", "w+", np.float64, (5000, 10_000))
    panel[:] = 1.0
    share = 700 * MB / memory()  # what is mapped comes to 400 MB for both
    given = {"panel": np.load(tmp_path / "x.npy", mmap_mode="r")}
    result = fi.run_grid(identity_of_large, fi.grid(k=range(20)), n_jobs=2, data=given, memory_limit=share)
    assert result.summary()["workers_lost"] == 0
    np.testing.assert_array_equal(result.to_numpy(), [[1.0, 5e7]] * 20)
