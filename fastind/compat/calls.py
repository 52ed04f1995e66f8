"""Between `run_pools` and `run_grid`: what is checked before, filled up after, and how errors are told."""

import datetime as dt
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from fastind.compat.exports import KEYS
from fastind.errors import FastindError, InputError
from fastind.parallel.signature import named
from fastind.parallel.tasks import Tasks, tasks_of

TOLD = 3  # types of errors that a warning names
LONGEST = 300  # letters of an error's message in a warning
SLAB = 10_000  # tasks that are looked at a time
WORDS = {
    'resume="force"': 'resume_from_backup="force"',
    "resume=True": "resume_from_backup=True",
    "resume must be": "resume_from_backup must be",
    "n_jobs must be": "num_threads must be",
    "batch_size must be": "backup_batch_size must be",
    "say keys=(...) or names=(...)": "give the value another name",
    "say names=(...)": "give the value another name",
}
"""What `run_grid` says, in the words of `run_pools`."""


@contextmanager
def in_own_words() -> Iterator[None]:
    """Errors of `run_grid` for who has called `run_pools`."""
    try:
        yield
    except (FastindError, KeyboardInterrupt) as error:
        text = str(error)
        for theirs, ours in WORDS.items():
            text = text.replace(theirs, ours)
        error.args = (text,) if text else error.args
        raise


def failures(result: Any, backup_file: Any) -> str:
    """How many tasks have failed, of what, and where the reasons are."""
    failed = result._rows.failures()  # `result.failures` would need pandas
    counts = Counter(failed["type"].to_pylist())
    told = ", ".join(f"{n:,} {kind}" for kind, n in counts.most_common(TOLD))
    told += ", ..." if len(counts) > TOLD else ""
    without = "are NaN" if result.names else "have no values"
    if backup_file is not None:
        where = f"fastind.open_store({os.fspath(backup_file)!r}).failures() has the reasons"
    else:
        date, code, kind, message = (failed[name][0].as_py() for name in (*KEYS, "type", "message"))
        where = f"the first is ({date!r}, {code!r}), {kind}: {message:.{LONGEST}}"
    tasks = result.summary()["tasks"]
    return f"{failed.num_rows:,} of {tasks:,} tasks failed ({told}): their rows {without}; {where}"


def rows(result: Any, func: Any, args: Any) -> list[list[Any]]:
    """A row for each task; the result has none for those that have failed."""
    told, rows = result.summary(), list(result)
    if told["completed"] == told["tasks"]:
        return rows
    missing, found, every = [float("nan")] * len(result.names), iter(rows), []
    row = next(found, None)
    for task in _every(_tasks(func, args)):
        if row is not None and row[: len(KEYS)] == task:
            every.append(row)
            row = next(found, None)
        else:
            every.append(task + missing)
    return every


def _every(tasks: Tasks) -> Iterator[list[Any]]:
    """The date and the code of each task."""
    for start in range(0, len(tasks), SLAB):
        columns = tasks.values(np.arange(start, min(start + SLAB, len(tasks))))
        yield from map(list, zip(*columns, strict=True))


def _tasks(func: Any, args: Any) -> Tasks:
    """The tasks as `run_grid` has them."""
    tasks, names = tasks_of(args)
    return named(func, tasks, KEYS, names, {})[0]


def check_tasks(func: Any, args: Any) -> None:
    """Refuse what a backup would not take, with one or without, before anything runs."""
    tasks, names = tasks_of(args[:1] if isinstance(args, list | tuple | np.ndarray) else args)
    if not len(tasks):
        return
    if len(tasks.columns) != len(KEYS):
        raise InputError(f"args are pairs (date, code); the first is {tasks.task(0)!r:.80}")
    date, code = named(func, tasks, KEYS, names, {})[0].task(0)
    if isinstance(date, bool) or not isinstance(date, int | dt.date):
        raise InputError(
            f"dates are whole numbers such as 20240102, or datetime.date; the first is {date!r:.80}"
        )
    if isinstance(code, bool) or not isinstance(code, int | str):
        raise InputError(f"codes are text or whole numbers; the first is {code!r:.80}")
