"""`run_grid`: what users call; the parameters are checked here, and trusted then."""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from fastind.parallel import choice
from fastind.parallel.parameters import check, checked_data, checked_names
from fastind.parallel.progress import Progress, shown
from fastind.parallel.result import GridResult
from fastind.parallel.run import Run
from fastind.parallel.signature import named
from fastind.parallel.tasks import tasks_of


def run_grid(
    func: Callable[..., Any],
    args: Any,
    *,
    n_jobs: int | None = None,
    backend: Any = "auto",
    store: str | os.PathLike[str] | None = None,
    resume: bool | Literal["force"] = False,
    retry_failed: bool = True,
    batch_size: int = 1000,
    keys: Sequence[str] | None = None,
    names: Sequence[str] | None = None,
    data: Mapping[str, Any] | None = None,
    progress: bool | Callable[[Progress], Any] | None = None,
    on_error: Literal["record", "raise"] = "record",
    max_attempts: int = 1,
    task_timeout: float | None = None,
    memory_limit: float = 0.8,
    client: Any = None,
    address: str | None = None,
) -> GridResult:
    """Run a function over many tasks, in parallel; nothing finished is lost, nothing failed is hidden.

    Parameters
    ----------
    func : callable
        `func(*task)` gives a number, a sequence or 1-D array of numbers, or a dict of numbers; in sequences
        and dicts there may be text. All results have the shape of the first one. Any function: of a
        notebook, a lambda, a partial, a method. An `@njit` function of scalars runs compiled, once for each
        task: it gets a text as its position among the distinct ones, sorted, a date as days and a datetime
        as microseconds since 1970-01-01, and gives a number, a tuple of numbers or a 1-D array.
    args : iterable of tuples, `fastind.grid(...)`, or a frame of keys
        The tasks: whole numbers, floats, text, bool, dates or datetimes; each position of one type. A task
        that is given twice runs once and appears at each place.
    n_jobs : int >= 1, optional
        Workers. If not said: as many as there are cores that nobody else keeps busy, fewer when memory is
        short.
    backend : "auto", "serial", "threads", "loky", "numba", "joblib", "dask", "ray", or an Executor
        "auto" is "numba" for an `@njit` function and "loky" for any other: worker processes, of which each
        may die without harm to the others. "joblib" is what `joblib.parallel_config` says.
        "dask" and "ray" run on a cluster; it is the only way to one.
    store : path, optional
        Of a new fastind store, or `s3://bucket/path`. Rows are durable batch by batch: what a kill or a crash
        leaves is whole. (Of `s3://` what is not sealed yet is on this machine.)
    resume : bool or "force"
        Run the tasks that have no row in the store; there may be more tasks than then. Another function than
        the one that began is refused; "force" accepts it.
    retry_failed : bool
        With `resume`: run those again that have failed.
    batch_size : int >= 1
        So many rows, or one second, make a commit due; all rows that wait share it.
    keys : names, optional
        Of the values of a task; else those of `fastind.grid`, of the frame, or of the function's parameters.
    names : names, optional
        Of the results' values; else those of the dict, or f0, f1, ...
    data : mapping, optional
        name -> array, Panel, store, shared pool or anything else, given to `func` by name. It is sent to a
        worker once; arrays of a megabyte and more are in memory once, whatever the number of workers, and
        cannot be written to.
    progress : bool or callable, optional
        True: a bar on a terminal or in a notebook, else lines; or a function that takes a `Progress`, ten
        times a second at most. If not said: a bar where somebody looks.
    on_error : "record" or "raise"
        Keep failures in a table and go on, or stop at the first and raise it; what is finished is kept.
    max_attempts : int >= 1
        How often a task that raises is tried. A task whose worker died runs once more, alone.
    task_timeout : seconds, optional
        A task that takes longer has failed; its worker is replaced. For "loky", "dask" and "ray".
    memory_limit : share, 0 to 1
        Of the memory that is free for this process and its workers, shared pages counted once. Near it there
        are fewer workers; at it the largest is ended, and its task runs once more when no other does. On a
        cluster each worker process is compared with what was free on its host.
    client : distributed.Client, optional
        Of the Dask cluster that runs the tasks; it stays open.
    address : str, optional
        Of a running cluster: "tcp://host:8786" of a Dask scheduler, "auto" or "host:6379" of Ray. If
        neither is said: "ray" is the Ray that this process has initialised; else workers on this machine are
        started, and end with the run.

    Returns
    -------
    GridResult
        One row for each task that gave one, in the order of `args`.

    Raises
    ------
    InputError, ParameterError
        The tasks are not of one shape, the function does not take so many values, a parameter is outside its
        limits.
    GridError
        The function cannot be sent to a worker, or another function has begun this store. Its child
        `TaskFailed` with on_error="raise": `.failure` says what and `.result` has what is finished.
    StoreError
        There is a store already and `resume` is not said, or the disk fails.
    KeyboardInterrupt
        Ctrl-C: tasks in progress were finished and kept; its `.result` has what there is.

    Examples
    --------
    >>> import fastind as fi
    >>> def spread(date, code):
    ...     return date % 100, len(code)
    >>> result = fi.run_grid(spread, fi.grid([20240102, 20240103], ["A", "BB"]), backend="serial")
    >>> list(result)
    [[20240102, 'A', 2, 1], [20240102, 'BB', 2, 2], [20240103, 'A', 3, 1], [20240103, 'BB', 3, 2]]
    """
    check(n_jobs, resume, batch_size, on_error, max_attempts, task_timeout, memory_limit)
    show = shown(progress)
    value_names, shared = checked_names("names", names), checked_data(data)
    tasks, given = tasks_of(args)
    tasks, key_names = named(func, tasks, checked_names("keys", keys), given, shared)
    executor = choice.chosen(backend, func, len(tasks), n_jobs, task_timeout, memory_limit, client, address)
    run = Run(func, tasks, key_names, value_names, shared, max_attempts, on_error == "raise", show, executor)
    if store is None:
        return run.in_memory()
    return run.in_store(store, resume, retry_failed, batch_size)
