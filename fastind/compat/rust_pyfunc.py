"""The grid of the package rust_pyfunc: `run_pools` and `query_backup`, over `run_grid` and the store.

The backup file is a fastind store, which is a folder. "json" and "memory_map" add an export beside it.
"""

import os
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

import fastind as fi
from fastind.compat import calls, exports
from fastind.compat.exports import KEYS, TIMESTAMP
from fastind.errors import FastindError, GridWarning, InputError, ParameterError, StoreError
from fastind.io.formats.exporting import export
from fastind.io.store import places

COMMITTED = "_committed"
EXPORTS = {"binary": None, "json": "jsonl", "memory_map": "npy"}

StorageFormat = Literal["json", "binary", "memory_map"]
PathLike = str | os.PathLike[str]


def run_pools(
    func: Callable[..., Any],
    args: Sequence[Any],
    num_threads: int | None = None,
    backup_file: PathLike | None = None,
    backup_batch_size: int = 1000,
    backup_async: bool = True,
    storage_format: StorageFormat = "binary",
    resume_from_backup: bool | Literal["force"] = False,
    progress_callback: Callable[[int, int, float, float], Any] | None = None,
) -> list[list[Any]]:
    """Run a function over (date, code) in worker processes, as rust_pyfunc does, by `fastind.run_grid`.

    Parameters
    ----------
    func : callable
        `func(date, code)` gives a list of numbers, or what `run_grid` takes beside that.
    args : list of (date, code)
        Tuples or lists: a whole number such as 20240102, or a `datetime.date`, and text.
    num_threads : int, optional
        Worker processes. If not said: as many as the cores that nobody else keeps busy.
    backup_file : path, optional
        Of a fastind store, which is a folder. An empty file of this name, as `tempfile` makes them, gives way
        to it.
    backup_batch_size : int
        So many rows, or one second, make a commit due.
    backup_async : bool
        Taken for compatibility. Rows are written while the tasks run, and either way `completed` counts those
        that are on the disk.
    storage_format : "binary", "json" or "memory_map"
        "json" writes `backup_file.jsonl` at the end, a line a row; "memory_map" the folder `backup_file.npy`,
        with dates, codes and an array dates x codes for each value. Both have a timestamp beside the values.
    resume_from_backup : bool or "force"
        Run the tasks that have no row in the backup, failed ones too. Another function than the one that made
        it is refused, unless "force".
    progress_callback : callable, optional
        `progress_callback(completed, total, elapsed_time, speed)`, ten times a second at most: finished tasks
        (failed ones too), tasks, seconds, tasks a second.

    Returns
    -------
    list of lists
        `[date, code, *values]` for each task, in the order of `args`, so that `zip(args, rows)` fits. A task
        that failed has NaN for each value, or `[date, code]` alone if no task has given values. A GridWarning
        counts them; the backup has no row for them but holds why (`fi.open_store(backup_file).failures()`),
        and a resume runs them again.

    Raises
    ------
    StoreError
        There is a backup, or an export, already, and `resume_from_backup` is not said; or a file that
        rust_pyfunc, or something else, has written.
    InputError, ParameterError, GridError
        As for `run_grid`; dates are text; or an export cannot keep the values. The rows are in the backup
        then.

    Examples
    --------
    >>> from fastind.compat.rust_pyfunc import run_pools
    >>> def factors(date, code):
    ...     return [float(date % 100), float(len(code))]
    >>> run_pools(factors, [(20240102, "000001"), (20240103, "000001")], num_threads=1)
    [[20240102, '000001', 2.0, 6.0], [20240103, '000001', 3.0, 6.0]]
    """
    _check_format(storage_format)
    args = list(args) if isinstance(args, Iterator) else args
    calls.check_tasks(func, args)
    target = None
    if backup_file is not None:
        target = _target(backup_file, storage_format)
        _make_way(_path(backup_file), target, bool(resume_from_backup))
    with calls.in_own_words(), warnings.catch_warnings():
        warnings.simplefilter("ignore", GridWarning)  # here is another one
        result = fi.run_grid(
            func,
            args,
            n_jobs=num_threads,
            store=backup_file,
            resume=resume_from_backup,
            batch_size=backup_batch_size,
            keys=KEYS,
            progress=None if progress_callback is None else _adapted(progress_callback),
        )
    if result.summary()["failed"]:
        warnings.warn(calls.failures(result, backup_file), GridWarning, stacklevel=2)
    if backup_file is not None and target is not None:
        _export(backup_file, target, EXPORTS[storage_format])
    return calls.rows(result, func, args)


def query_backup(
    backup_file: PathLike,
    date_range: tuple[Any, Any] | None = None,
    codes: Sequence[Any] | None = None,
    storage_format: StorageFormat | None = None,
) -> list[list[Any]]:
    """Read the rows of a backup.

    Parameters
    ----------
    backup_file : path
        What `run_pools` was given, or one of its exports.
    date_range : (first, last), optional
        Both ends are included; None leaves one open.
    codes : list, optional
        Codes that are not there have no rows.
    storage_format : "binary", "json" or "memory_map", optional
        Taken for compatibility: what the path is, is found out.

    Returns
    -------
    list of lists
        `[date, code, timestamp, *values]` by code, then by date. The timestamp is an int: the second since
        1970-01-01 UTC in which the row's batch was committed. A store that no grid has made has None there.

    Raises
    ------
    StoreError
        There is no backup at this path.
    InputError
        It is a file that rust_pyfunc, or something else, has written; it has other keys than date and code;
        or a date or a code is of another type than the backup's.
    """
    if storage_format is not None:
        _check_format(storage_format)
    if date_range is not None and len(date_range) != 2:
        raise ParameterError(f"date_range is (first, last), either may be None; got {date_range!r}")
    path = _path(backup_file)
    table = None if _is_empty_file(path) else exports.rows(path, date_range, codes)
    if table is None:
        if _is_empty_file(path) or not places.place(backup_file).exists():
            raise StoreError(f"there is no backup at {backup_file}")
        with fi.open_store(backup_file) as store:
            names = _columns(store)
            table = _stamped(store.query(dates=date_range, codes=codes, columns=names), names)
    return list(map(list, zip(*(column.to_pylist() for column in table.columns), strict=True)))


def _adapted(callback: Callable[[int, int, float, float], Any]) -> Callable[[Any], Any]:
    return lambda progress: callback(progress.done, progress.total, progress.elapsed, progress.rate)


def _check_format(storage_format: Any) -> None:
    if storage_format not in EXPORTS:
        raise ParameterError(
            f'storage_format must be "json", "binary" or "memory_map"; got {storage_format!r}'
        )


def _path(backup_file: PathLike) -> Path:
    return Path(backup_file).expanduser()


def _is_empty_file(path: Path) -> bool:
    return path.is_file() and not path.stat().st_size


def _target(backup_file: PathLike, storage_format: str) -> Path | None:
    """Where the export goes."""
    suffix = EXPORTS[storage_format]
    path = _path(backup_file)
    return None if suffix is None else path.with_name(f"{path.name}.{suffix}")


def _make_way(path: Path, target: Path | None, resumes: bool) -> None:
    """Refuse what would be written over, before anything runs."""
    if _is_empty_file(path):
        path.unlink()
    if path.is_file():
        raise StoreError(f"{exports.strange(path)}, and name another backup_file here")
    there = [
        *([path] if places.place(path).exists() else []),
        *([target] if target is not None and os.path.lexists(target) else []),
    ]
    if there and not resumes:
        raise StoreError(
            f"{there[0]} is there already, and nothing is overwritten: resume_from_backup=True runs what is "
            "missing in the backup, another path starts anew"
        )


def _export(backup_file: PathLike, target: Path, format: str | None) -> None:
    """Write all rows of the backup; an export of an earlier run is replaced once the new one is whole."""
    try:
        with fi.open_store(backup_file) as store, _scratch(target) as scratch:
            names = _columns(store)
            if TIMESTAMP in names:
                raise InputError(
                    f"a value is named {TIMESTAMP!r}, which the export has for the commit's time"
                )
            if not set(names) - {COMMITTED}:  # no task has given a row
                return
            draft = Path(scratch) / target.name
            schema = _stamped(store.schema.empty_table().select([*KEYS, *names]), names).schema
            batches = (_stamped(table, names) for table in store.query(columns=names, kind="batches"))
            export(batches, schema, KEYS, draft, format)
            if os.path.lexists(target):
                target.rename(Path(scratch) / "before")
            draft.rename(target)
    except FastindError as error:
        error.add_note(
            f'The rows are in {backup_file}: resume_from_backup=True and storage_format="binary" return them'
        )
        raise


def _scratch(target: Path) -> Any:
    return tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.")


def _columns(store: fi.Store) -> list[str]:
    """The commit time if it is there, then the values."""
    if sorted(store.keys) != sorted(KEYS):
        raise InputError(f"{store.path} has the keys {', '.join(store.keys)}: a backup has date and code")
    names = store.schema.names
    hidden = [COMMITTED] if COMMITTED in names else []
    return hidden + [name for name in names if name not in KEYS and not name.startswith("_")]


def _stamped(table: Any, names: Sequence[str]) -> Any:
    """Date, code, the commit time in seconds, the values."""
    if COMMITTED in names:
        stamps = pc.divide(table[COMMITTED].cast(pa.timestamp("us", "UTC")).cast(pa.int64()), 1_000_000)
    else:
        stamps = pa.nulls(table.num_rows, pa.int64())
    values = [name for name in names if name != COMMITTED]
    columns = [table["date"], table["code"], stamps, *(table[name] for name in values)]
    return pa.table(columns, names=[*KEYS, TIMESTAMP, *values])
