"""`warmup`: loops are compiled ahead, on all cores.

numba compiles one function at a time in a process: workers are processes. Each is a fresh interpreter that
imports nothing of the user's script, and is told by lines what to compile; it ends when nobody talks to it.
"""

import json
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from time import monotonic
from typing import Any, NamedTuple

from fastind.errors import ParameterError
from fastind.frames.labels import near
from fastind.kernels import ahead, render
from fastind.kernels.catalogue import SPECS
from fastind.parallel.machine import cores
from fastind.parallel.progress import Meter, Progress, shown

ROOT = str(Path(__file__).parents[2])
START = f"import sys; sys.path.insert(0, {ROOT!r}); from fastind.kernels.ahead import serve; serve()"


class Warmed(NamedTuple):
    """What `warmup` has done."""

    indicators: int
    loops: int
    """That are ready now."""
    compiled: int
    """That were not in the cache folder."""
    seconds: float
    folder: str


def warmup(
    names: str | Iterable[str] | None = None, progress: bool | Callable[[Progress], Any] | None = None
) -> Warmed:
    """Compile indicators ahead and fill the cache folder, so that first calls are as fast as others.

    Parameters
    ----------
    names : str or list of str, optional
        Indicators, such as ["rsi", "macd"]; all if not said.
    progress : bool or callable, optional
        True: a bar on a terminal or in a notebook, else lines; or a function that takes a `Progress`, ten
        times a second at most, a task being a loop. If not said: a bar where somebody looks.

    Returns
    -------
    Warmed
        Named tuple (indicators, loops, compiled, seconds, folder).

    Raises
    ------
    ParameterError
        There is no indicator of that name.

    Notes
    -----
    Both loops of each part are made, for series and for tables, with default parameters. Other values of
    numbers need no other loops. Another kind of algorithm (`rsi(method="cutler")`) or of hole (`nan="reset"`)
    does: it is compiled at its first use, and kept as well. What is in the cache folder is compiled no more,
    by no process, until fastind or numba is another version; here it is loaded.

    Examples
    --------
    >>> import fastind as fi
    >>> fi.warmup("rsi").loops
    4
    """
    began, show, chosen = monotonic(), shown(progress, "warmup"), _checked(names)
    wanted = ahead.loops(chosen)
    missing = [loop for loop in wanted if not ahead.is_kept(loop)]
    if missing:
        _compile(missing, min(cores(), len(missing)), Meter(show, len(missing), 0))
    for loop in wanted:  # what a worker could not do fails here once more, and tells the user why
        ahead.make(loop)
    return Warmed(len(chosen), len(wanted), len(missing), monotonic() - began, str(render.folder()))


def _checked(names: Any) -> list[str]:
    """The indicators that are meant, each once."""
    if names is None:
        return list(SPECS)
    listed = [names] if isinstance(names, str) else list(names) if isinstance(names, Iterable) else [names]
    for name in listed:
        if name not in SPECS:
            raise ParameterError(f"there is no indicator {name!r}{near(name, SPECS)}")
    return list(dict.fromkeys(listed))


def _compile(loops: list[str], workers: int, meter: Meter) -> None:
    """Let so many workers compile these loops."""
    waiting, done, lanes = deque(loops), SimpleQueue[str | None](), list[_Lane]()
    failed = 0
    try:
        for _ in range(workers):
            lanes.append(_Lane(waiting, done))  # one by one: those that have started are ended
        for k in range(len(loops)):
            failed += done.get() is not None
            meter.update(k + 1 - failed, failed, 0, workers, is_last=k + 1 == len(loops))
    finally:
        for lane in lanes:
            lane.end()


class _Lane:
    """A worker, and another one in its place if it dies; a thread talks to it until no loop waits."""

    def __init__(self, waiting: deque[str], done: SimpleQueue[str | None]) -> None:
        """Each loop that waits is answered by None or by what is wrong."""
        self._waiting, self._done, self._is_over = waiting, done, False
        self._process = _started()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """End the worker, whatever it is at."""
        self._is_over = True
        self._process.kill()
        self._thread.join()
        _ended(self._process)

    def _work(self) -> None:
        with suppress(IndexError):
            while not self._is_over:
                self._done.put(self._told(self._waiting.popleft()))

    def _told(self, loop: str) -> str | None:
        try:
            self._process.stdin.write(f"{loop}\n")
            self._process.stdin.flush()
            found: str | None = json.loads(self._process.stdout.readline())
        except (OSError, ValueError) as error:  # it has died: an empty line is no answer
            _ended(self._process)
            if not self._is_over:
                self._process = _started()
            return f"its worker died: {error}"
        return found


def _started() -> Any:
    flags = subprocess._args_from_interpreter_flags()  # type: ignore[attr-defined]
    return subprocess.Popen(
        [sys.executable, *flags, "-c", START],
        env=os.environ | {"FASTIND_CACHE_DIR": str(render.folder().parent)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        process_group=0 if os.name == "posix" else None,  # Ctrl-C is for the one who has started it
    )


def _ended(process: Any) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):  # what it was not told any more
            pipe.close()
