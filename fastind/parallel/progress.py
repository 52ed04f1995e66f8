"""How far a run is: a bar where somebody looks, lines in a log, or a call."""

import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any, Protocol

from fastind.errors import ParameterError

CALLS = 0.1  # seconds between calls of a user's function
LINES = 10.0  # seconds between lines in a log
MEMORY = 0.3  # how much the last second counts in the rate that tells the time left


@dataclass(frozen=True)
class Progress:
    """Where a run stands."""

    completed: int
    """Tasks that have a row, those of earlier runs too; with a store: rows that are durable."""
    failed: int
    total: int
    resumed: int
    """Tasks that earlier runs have completed."""
    elapsed: float
    """Seconds since the call."""
    rate: float
    """Tasks a second, of late."""
    eta: float | None
    """Seconds to the end; None while there is no telling."""
    memory: int
    """Bytes that this process and its workers take, shared pages once; 0 where it is not known."""
    lanes: int
    """Workers that run now."""

    @property
    def done(self) -> int:
        """Tasks that need not run any more."""
        return self.completed + self.failed

    def __str__(self) -> str:
        eta = "" if self.eta is None else f", {_time(self.eta)} left"
        share = 100 * self.done / self.total if self.total else 100.0
        return (
            f"{self.done:,} of {self.total:,} tasks ({share:.0f} %), {self.rate:,.0f}/s, "
            f"{_time(self.elapsed)}{eta}{_notes(self)}"
        )


class Show(Protocol):
    """Shows progress."""

    def update(self, progress: Progress, is_last: bool) -> None:
        """Show it, if it is time."""


class Silent:
    """Nothing."""

    def update(self, progress: Progress, is_last: bool) -> None:
        """Show nothing."""


class Lines:
    """A line every ten seconds, and one at the end; they begin with the name of what runs."""

    def __init__(self, name: str = "run_grid") -> None:
        self._name, self._next = name, monotonic() + LINES

    def update(self, progress: Progress, is_last: bool) -> None:
        """Print a line if it is time."""
        if is_last or monotonic() >= self._next:
            self._next = monotonic() + LINES
            say(f"{self._name}: {progress}")


class Bar:
    """tqdm's bar, on a terminal or in a notebook."""

    def __init__(self) -> None:
        self._bar: Any = None

    def update(self, progress: Progress, is_last: bool) -> None:
        """Draw."""
        if self._bar is None:
            from tqdm.auto import tqdm

            self._bar = tqdm(
                total=progress.total,
                initial=progress.resumed,
                unit=" tasks",
                unit_scale=True,
                mininterval=CALLS,
            )
        self._bar.set_postfix_str(_notes(progress).removeprefix(", "), refresh=False)
        self._bar.update(progress.done - self._bar.n)
        if is_last:
            self._bar.close()


class Call:
    """A user's function, ten times a second at most; the first error in it is told, then it is let be."""

    def __init__(self, function: Callable[[Progress], Any], name: str = "run_grid") -> None:
        self._function, self._name, self._next, self._is_broken = function, name, 0.0, False

    def update(self, progress: Progress, is_last: bool) -> None:
        """Call it if it is time."""
        now = monotonic()
        if self._is_broken or (now < self._next and not is_last):
            return
        self._next = now + CALLS
        try:
            self._function(progress)
        except Exception:  # noqa: BLE001 - of a user's function
            self._is_broken = True
            told = f"{self._name} goes on; progress has raised and is not called any more"
            say(f"{told}:\n{traceback.format_exc()}")


class Meter:
    """Measures the rate, and shows."""

    def __init__(self, show: Show, total: int, resumed: int) -> None:
        self._show, self._total, self._resumed = show, total, resumed
        self._began = self._then = monotonic()
        self._done, self._rate = 0, 0.0

    def update(self, completed: int, failed: int, memory: int, lanes: int, is_last: bool = False) -> None:
        """Show the numbers of now, which are of this run alone."""
        now, done = monotonic(), completed + failed
        elapsed, passed = now - self._began, now - self._then
        if is_last:
            self._rate = done / elapsed if elapsed else 0.0
        elif passed >= 1.0 or not self._rate:
            rate = (done - self._done) / passed if passed else 0.0
            self._rate = rate if not self._rate else (1 - MEMORY) * self._rate + MEMORY * rate
            self._then, self._done = now, done
        left = self._total - self._resumed - done
        progress = Progress(
            completed + self._resumed, failed, self._total, self._resumed, elapsed, self._rate,
            left / self._rate if self._rate else (0.0 if not left else None), memory, lanes,
        )  # fmt: skip
        self.last = progress
        self._show.update(progress, is_last)


def shown(progress: Any, name: str = "run_grid") -> Show:
    """The way to show progress that a function was told; told nothing, a bar where somebody looks."""
    if callable(progress):
        return Call(progress, name)
    if progress is not None and not isinstance(progress, bool):
        raise ParameterError(f"progress is True, False or a function that takes a Progress; got {progress!r}")
    if progress is False or (progress is None and not _is_watched()):
        return Silent()
    return Bar() if _is_watched() and _has_tqdm() else Lines(name)


def say(text: str) -> None:
    """Tell somebody at the terminal, or who reads the log."""
    if sys.stderr is not None:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


def _is_watched() -> bool:
    """Is there a terminal or a notebook."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return sys.stderr is not None and (sys.stderr.isatty() or type(shell).__name__ == "ZMQInteractiveShell")


def _has_tqdm() -> bool:
    from importlib.util import find_spec

    return find_spec("tqdm") is not None


def _notes(progress: Progress) -> str:
    notes = [f"{progress.failed:,} failed"] if progress.failed else []
    notes += [f"{progress.resumed:,} resumed"] if progress.resumed else []
    notes += [f"{progress.memory / 2**20:,.0f} MB"] if progress.memory else []
    return "".join(f", {note}" for note in notes)


def _time(seconds: float) -> str:
    whole = round(seconds)
    if whole < 60:
        return f"{seconds:.1f} s"
    return (
        f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"
        if whole >= 3600
        else f"{whole // 60}:{whole % 60:02d}"
    )
