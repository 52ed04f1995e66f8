"""Processes as the kernel shows them: a run's workers, their ends, and what a process holds."""

from __future__ import annotations

import os
import select
import signal
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import monotonic

PATIENCE = 60.0  # seconds after which a wait has failed


def workers(driver: int) -> list[int]:
    """A process's workers that live, by their command; also when it is dead itself."""
    return [pid for pid in _pids() if _is_worker(pid, driver)]


def _pids() -> list[int]:
    return sorted(int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit())


def _is_worker(pid: int, driver: int) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return any(b"executors.worker" in word for word in words) and str(driver).encode() in words


def until(is_so: Callable[[], bool], what: str) -> None:
    """Wait for what nothing tells of."""
    end = monotonic() + PATIENCE
    while not is_so():
        assert monotonic() < end, f"after {PATIENCE:g} s still not: {what}"
        pause(0.005)


def pause(seconds: float) -> None:
    """Let time itself pass."""
    select.select([], [], [], seconds)


def wait_for_ends(pids: list[int]) -> None:
    """Wait until these processes, of whatever parent, have ended."""
    for pid in pids:
        try:
            handle = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        try:
            assert select.select([handle], [], [], PATIENCE)[0], f"process {pid} lives on"
        finally:
            os.close(handle)


def assert_no_workers(driver: int) -> None:
    """A dead driver's workers end, all of them, soon."""
    wait_for_ends(workers(driver))
    assert workers(driver) == []


def state(pid: int) -> str:
    """R, S, T (stopped), Z, ..."""
    return _stat(pid)[0]


def _stat(pid: int) -> list[str]:
    """State, parent, ..."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def stop(pid: int) -> None:
    """SIGSTOP, and wait until it stands."""
    os.kill(pid, signal.SIGSTOP)
    until(lambda: state(pid) == "T", f"process {pid} is stopped")


def children(pid: int) -> list[int]:
    """Its child processes, dead ones that were not waited for too."""
    return [other for other in _pids() if _parent(other) == pid]


def _parent(pid: int) -> int | None:
    try:
        return int(_stat(pid)[1])
    except OSError:  # it has ended meanwhile
        return None


class Holdings:
    """What this process holds."""

    def __init__(self) -> None:
        self.children = Counter(children(os.getpid()))
        self.files = Counter(_files())
        self.threads = _threads()

    def assert_only(self, before: Holdings) -> None:
        """There is no more than before; threads of this process may take a moment to end."""
        assert not self.children - before.children
        assert not self.files - before.files
        until(lambda: not _threads() - before.threads, "the threads have ended")


def _threads() -> Counter[str]:
    return Counter(thread.name.partition(" (")[0].rstrip("0123456789") for thread in threading.enumerate())


def _files() -> list[str]:
    """What each descriptor leads to; of sockets and the like the kind."""
    found = []
    for entry in Path("/proc/self/fd").iterdir():
        try:
            leads = str(entry.readlink())
        except OSError:  # the one that lists the folder
            continue
        if leads != f"/proc/{os.getpid()}/fd":
            found.append(leads.partition(":[")[0])
    return found
