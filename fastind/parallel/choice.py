"""Which executor runs a job."""

import os
from typing import Any

from fastind.errors import ParameterError
from fastind.io.extras import need
from fastind.io.identity import is_compiled
from fastind.parallel.executors.contract import Executor
from fastind.parallel.machine import Load, MemoryWatch, cores

BACKENDS = ("auto", "serial", "threads", "loky", "numba", "joblib", "dask", "ray")
CLUSTERS = ("dask", "ray")


def chosen(
    backend: Any,
    func: Any,
    tasks: int,
    n_jobs: int | None,
    task_timeout: float | None,
    memory_limit: float,
    client: Any = None,
    address: str | None = None,
) -> Executor:
    """The executor that `backend` means; "auto" is "numba" for a compiled function, "loky" for any other."""
    _check_cluster(backend, client, address)
    if isinstance(backend, Executor):
        return backend
    if not isinstance(backend, str) or backend not in BACKENDS:
        raise ParameterError(f"backend is {', '.join(BACKENDS)} or an Executor; got {backend!r}")
    if backend == "auto":
        is_nested = "FASTIND_LANE" in os.environ and task_timeout is None  # a worker of a run has one core
        backend = "numba" if is_compiled(func) and task_timeout is None else "serial" if is_nested else "loky"
    if task_timeout is not None and backend not in ("loky", *CLUSTERS):
        raise ParameterError(
            f'task_timeout needs backend="loky", "dask" or "ray", whose workers can be ended; got {backend!r}'
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
    if backend == "dask":
        need("dask", "distributed", "cloudpickle")
        from fastind.parallel.executors.by_dask import Dask

        return Dask(n_jobs, task_timeout, memory_limit, address, client)
    if backend == "ray":
        need("ray", "ray", "cloudpickle")
        from fastind.parallel.executors.by_ray import Ray

        return Ray(n_jobs, task_timeout, memory_limit, address)
    need("grid", "cloudpickle")
    from fastind.parallel.executors.lanes import Lanes

    return Lanes(n, task_timeout, MemoryWatch(memory_limit), None if n_jobs else Load())


def _check_cluster(backend: Any, client: Any, address: Any) -> None:
    """`client` and `address` are of those backends that have them."""
    if client is not None and backend != "dask":
        raise ParameterError(f'client is of backend="dask"; got backend={backend!r}')
    if address is not None and backend not in CLUSTERS:
        raise ParameterError(f'address is of backend="dask" and backend="ray"; got backend={backend!r}')
    if address is not None and (not isinstance(address, str) or not address):
        raise ParameterError(f'address must be text such as "tcp://host:8786", got {type(address).__name__}')
    if client is not None:
        _check_client(client)
    if client is not None and address is not None:
        raise ParameterError("client has an address already: say one of both")


def _check_client(client: Any) -> None:
    need("dask", "distributed")
    from distributed import Client

    if not isinstance(client, Client):
        raise ParameterError(f"client must be a distributed.Client, got {type(client).__name__}")
