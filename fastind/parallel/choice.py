"""Which executor runs a job."""

import os
from typing import Any

from fastind.errors import ParameterError
from fastind.io.extras import need
from fastind.io.identity import is_compiled
from fastind.parallel.executors.contract import Executor
from fastind.parallel.machine import Load, MemoryWatch, cores

BACKENDS = ("auto", "serial", "threads", "loky", "numba", "joblib")


def chosen(
    backend: Any, func: Any, tasks: int, n_jobs: int | None, task_timeout: float | None, memory_limit: float
) -> Executor:
    """The executor that `backend` means; "auto" is "numba" for a compiled function, "loky" for any other."""
    if isinstance(backend, Executor):
        return backend
    if not isinstance(backend, str) or backend not in BACKENDS:
        raise ParameterError(f"backend is {', '.join(BACKENDS)} or an Executor; got {backend!r}")
    if backend == "auto":
        is_nested = "FASTIND_LANE" in os.environ and task_timeout is None  # a worker of a run has one core
        backend = "numba" if is_compiled(func) and task_timeout is None else "serial" if is_nested else "loky"
    if task_timeout is not None and backend != "loky":
        raise ParameterError(
            f'task_timeout needs backend="loky", whose workers can be ended; got {backend!r}'
        )
    n = min(n_jobs or cores(), max(tasks, 1))
    if backend == "serial":
        from fastind.parallel.executors.local import Serial

        return Serial()
    if backend == "threads":
        from fastind.parallel.executors.local import Threads

        return Threads(n)
    if backend == "numba":
        from fastind.parallel.executors.compiled import Compiled

        return Compiled(n)
    if backend == "joblib":
        need("grid", "joblib", "cloudpickle")
        from fastind.parallel.executors.by_joblib import Joblib

        return Joblib(n_jobs)
    need("grid", "cloudpickle")
    from fastind.parallel.executors.lanes import Lanes

    return Lanes(n, task_timeout, MemoryWatch(memory_limit), None if n_jobs else Load())
