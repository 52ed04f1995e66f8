"""Chunks of work side by side in Python threads (the loops release the GIL).

Not numba's `parallel=True`: its threads abort when two callers enter at once under the workqueue layer
(numba issue 9288), die in a fork, and double the compile time.
"""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import repeat

from fastind.errors import ParameterError

_pool: ThreadPoolExecutor | None = None
_threads: int | None = None


def set_threads(n: int | None) -> None:
    """Use `n` threads from now on; None means one for each core that this process may use.

    Results do not depend on it, bit by bit.

    Parameters
    ----------
    n : int >= 1, or None

    Raises
    ------
    ParameterError
        `n` is not an integer >= 1.

    Examples
    --------
    >>> import fastind as fi
    >>> fi.set_threads(2)
    >>> fi.get_threads()
    2
    >>> fi.set_threads(None)
    """
    global _threads
    if n is not None and (isinstance(n, bool) or not hasattr(n, "__index__") or int(n) < 1):
        raise ParameterError(f"threads must be an integer >= 1, or None for one a core; got {n!r}")
    _threads = None if n is None else int(n)
    _forget()


def get_threads() -> int:
    """Threads that are used: as set, else FASTIND_NUM_THREADS or NUMBA_NUM_THREADS, else the cores.

    Examples
    --------
    >>> import fastind as fi
    >>> fi.get_threads() >= 1
    True
    """
    return _default() if _threads is None else _threads


@cache
def _default() -> int:
    for name in ("FASTIND_NUM_THREADS", "NUMBA_NUM_THREADS"):
        given = os.environ.get(name)
        if given:
            if not given.isdigit() or int(given) < 1:
                raise ParameterError(
                    f"the environment variable {name} must be an integer >= 1, got {given!r}"
                )
            return int(given)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def each(work: Callable[[int], None], items: Iterable[int]) -> None:
    """Do `work` for every item; the calling thread takes part, so that nothing can wait for ever."""
    todo = list(items)
    helpers = min(get_threads(), len(todo)) - 1
    queue = iter(todo)

    def drain() -> None:
        # A list iterator hands each item to one thread only: `next` on it is one step under the GIL.
        for item in queue:
            work(item)

    waiting = []
    if helpers > 0:
        try:
            waiting = [_executor().submit(drain) for _ in repeat(None, helpers)]
        except RuntimeError:  # the interpreter is shutting down: no new threads
            waiting = []
    drain()
    for future in waiting:
        if not future.cancel():
            future.result()


def _executor() -> ThreadPoolExecutor:
    global _pool
    if _pool is None:
        _pool = ThreadPoolExecutor(max(get_threads() - 1, 1), thread_name_prefix="fastind")
    return _pool


def _forget() -> None:
    """The pool's threads do not live on in a forked child, and a new size needs a new pool."""
    global _pool
    _pool = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
