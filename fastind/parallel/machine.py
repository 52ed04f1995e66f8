"""What this machine, or the container around us, has: cores, memory, and what is used of them."""

import os
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic, thread_time
from typing import Any, NamedTuple

from fastind.io.pool import place

PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100  # a second
CGROUP = Path("/sys/fs/cgroup")
TIGHT = 0.9  # share of the limit at which lanes are taken away
EVERY = 5.0  # seconds between looks at the load
OWN_SHARE = 20  # measuring memory may take one part in so many of the processor's time
POOLED = 2**20  # bytes of shared memory for which it is worth asking whose they are
LONGEST = 1.0  # seconds without a look at the memory


def cores() -> int:
    """The cores that this process may use: affinity, and the quota of the container."""
    n = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with suppress(OSError, ValueError):
        quota, period = _nearest("cpu.max").split()
        n = min(n, max(1, round(int(quota) / int(period))))
    return max(1, n)


def memory() -> int:
    """Bytes that are free for this process and those that it starts: in the machine and in the container."""
    free = _meminfo("MemAvailable")
    with suppress(OSError, ValueError):
        limit, used = int(_nearest("memory.max")), int(_nearest("memory.current", of="memory.max"))
        files = _nearest("memory.stat", of="memory.max").partition("inactive_file ")[2].split()[0]
        free = min(free, limit - used + int(files))  # files in the cache give way
    return max(free, 1)


class Memory(NamedTuple):
    """What was seen of the processes' memory."""

    worst: int = 0
    """The process that takes most."""
    is_over: bool = False
    is_tight: bool = False
    message: str = ""


class MemoryWatch:
    """Compares what workers take, and what this process has taken since, with a share of what was free.

    Resident sizes are cheap, but count shared pages for each process: only if their sum comes near the limit
    the proportional sizes are asked for, which takes the kernel longer the more is mapped.
    """

    def __init__(self, share: float, counts_own: bool = True) -> None:
        self._free, self._share, self._next, self.used = memory(), share, 0.0, 0
        self._limit, self._counts_own = int(share * self._free), counts_own
        self._before: dict[Any, int] = {size: size(os.getpid()) for size in (_resident, _proportional)}

    def look(self, workers: Sequence[int]) -> Memory:
        """What they take; nothing is said when it is too early to look again."""
        now = monotonic()
        if now < self._next or sys.platform != "linux":
            return Memory()
        sizes = self._sizes(_resident, workers)
        if sum(sizes.values()) > TIGHT * self._limit or not self.used:
            began = thread_time()  # not what others have of the time: on a busy machine memory goes as fast
            sizes = self._sizes(_proportional, workers)
            self._next = now + min(LONGEST, OWN_SHARE * (thread_time() - began))
        self.used = sum(sizes.values())
        is_over, is_tight = self.used > self._limit, self.used > TIGHT * self._limit
        worst = max(sizes, key=sizes.__getitem__)
        told = (
            f"{sizes[worst] / 2**20:,.0f} MB of {self.used / 2**20:,.0f} MB in all, more than "
            f"memory_limit={self._share:g} of {self._free / 2**20:,.0f} MB"
        )
        return Memory(worst, is_over, is_tight, told)

    def _sizes(self, size: Callable[[int], int], workers: Sequence[int]) -> dict[int, int]:
        own = os.getpid()
        ours = {own: max(0, size(own) - self._before[size])} if self._counts_own else {}
        return ours | {pid: size(pid) for pid in workers}


class Load:
    """How many lanes the machine has room for: the cores that others leave idle, seen over some seconds."""

    def __init__(self) -> None:
        self.lanes, self._when = cores(), monotonic()
        self._busy, self._own = _busy(), _own([])

    def __call__(self, pids: Sequence[int]) -> int:
        """The number now, when these are the workers."""
        now = monotonic()
        if now - self._when >= EVERY:
            busy, own = _busy(), _own(pids)
            others = ((busy - self._busy) - (own - self._own)) / (now - self._when)
            self.lanes = max(1, cores() - max(0, round(others)))
            self._busy, self._own, self._when = busy, own, now
        return self.lanes


def is_stopped(pid: int) -> bool:
    """Has somebody sent it SIGSTOP."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "Tt"
    except OSError:
        return False


def _nearest(name: str, of: str = "") -> str:
    """A file of the innermost cgroup (version 2) that has a limit, of this name or of another one."""
    inner = Path("/proc/self/cgroup").read_text().partition("::")[2].strip().lstrip("/")
    folder = CGROUP / inner
    while True:
        with suppress(OSError):
            if not (folder / (of or name)).read_text().startswith("max"):
                return (folder / name).read_text()
        if folder == CGROUP:
            raise ValueError(f"no cgroup limits {name}")
        folder = folder.parent


def _meminfo(field: str) -> int:
    try:
        text = Path("/proc/meminfo").read_text()
        return int(text.partition(f"{field}:")[2].split()[0]) * 1024
    except OSError:
        return int(os.sysconf("SC_PHYS_PAGES")) * PAGE


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


def _proportional(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        shared = int(text.partition("\nPss_Shmem:")[2].split()[0]) * 1024
        return int(text.partition("\nPss:")[2].split()[0]) * 1024 - (_pooled(pid) if shared > POOLED else 0)
    except (OSError, IndexError):
        return _resident(pid)


def _pooled(pid: int) -> int:
    """A process's share of shared pools: their memory was taken before, and is there when it has ended."""
    mappings = re.split(r"(?m)^(?=[0-9a-f]+-[0-9a-f]+ )", Path(f"/proc/{pid}/smaps").read_text())
    pools = f" {place.path(place.base())}/"
    ours = (mapping for mapping in mappings if pools in mapping.partition("\n")[0])
    return sum(int(mapping.partition("\nPss:")[2].split()[0]) for mapping in ours) * 1024


def _busy() -> float:
    """Seconds that our cores have been busy."""
    try:
        ours = {f"cpu{k}" for k in os.sched_getaffinity(0)}
        lines = [line.split() for line in Path("/proc/stat").read_text().splitlines()]
    except (OSError, AttributeError):
        return 0.0
    return (
        sum(sum(map(int, line[1:4])) + sum(map(int, line[6:9])) for line in lines if line[0] in ours) / TICKS
    )


def _own(pids: Sequence[int]) -> float:
    """Seconds that this process, its ended children and these workers have computed."""
    return sum(os.times()[:4]) + sum(map(_computed, pids))


def _computed(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS
    except (OSError, IndexError):
        return 0.0
