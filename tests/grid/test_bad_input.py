"""Odd results, functions, keys, parameters: a row of the failures or a clear error; nobody else is harmed."""

from __future__ import annotations

import datetime as dt
import math
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import fastind as fi
from fastind.errors import FastindError, GridWarning, InputError, ParameterError
from tests.grid_faults.watched import assert_no_workers
from tests.processes import run_python

ODD = 5
TASKS = 40
BACKENDS = ["loky", "threads", "serial"]


class Task:
    """One that does something odd among many that do not."""

    def __init__(self, odd: Callable[[], Any]) -> None:
        self._odd = odd

    def __call__(self, k: int) -> Any:
        return self._odd() if k == ODD else k / 3


def run(function: Any, args: Any = None, **more: Any) -> Any:
    """Run without a word."""
    with warnings.catch_warnings(action="ignore", category=GridWarning):
        return fi.run_grid(
            function, fi.grid(range(TASKS)) if args is None else args, progress=False,
            **({"n_jobs": 2} if more.get("backend", "loky") in ("loky", "threads") else {}), **more,
        )  # fmt: skip


def failure(odd: Callable[[], Any], **more: Any) -> dict[str, Any]:
    """What the table says of the odd task; all others are right."""
    result = run(Task(odd), keys="k", **more)
    assert list(result) == [[k, k / 3] for k in range(TASKS) if k != ODD]
    failures = result.failures.to_dict("records")
    assert [each["k"] for each in failures] == [ODD]
    return {str(name): value for name, value in failures[0].items()}


class HasNoWords:
    """Its repr is no text that can be kept."""

    def __repr__(self) -> str:
        return "\ud800\0"


class Untold:
    """Its repr raises."""

    def __repr__(self) -> str:
        raise KeyboardInterrupt


def generated() -> Any:
    """A generator."""
    yield 1.0


RESULTS: dict[str, tuple[Callable[[], Any], str]] = {
    "None": (lambda: None, "it returned None; return a number"),
    "text": (lambda: "abc", "it returned str 'abc'; return a number"),
    "bytes": (lambda: b"abc", "it returned bytes b'abc'"),
    "dict": (lambda: {"a": 1.0}, "it returned a dict with a; the first result was a sequence"),
    "two": (lambda: (1.0, 2.0), "it returned 2 values; the first result had 1"),
    "none": (lambda: (), "it returned no values"),
    "million": (lambda: [0.0] * 10**6, "it returned 1,000,000 values, more than 10,000 values"),
    "large array": (lambda: np.zeros(10**6), "it returned more than 10,000 values"),
    "Decimal": (lambda: Decimal(1), "it returned Decimal"),
    "complex": (lambda: 1j, "it returned complex 1j"),
    "complex array": (lambda: np.ones(1, complex), "it returned ndarray"),
    "objects": (lambda: np.array([None]), "it returned ndarray"),
    "2-D": (lambda: np.ones((1, 1)), "it returned ndarray array([[1.]])"),
    "0-D": (lambda: np.array(1.0), "it returned ndarray array(1.)"),
    "generator": (generated, "it returned generator"),
    "coroutine": (lambda: iter(()), "it returned tuple_iterator"),
    "set": (lambda: {1.0}, "it returned set {1.0}"),
    "date": (lambda: dt.date(2024, 1, 2), "it returned date"),
    "lock": (threading.Lock, "it returned lock"),
    "function": (lambda: lambda: 1, "it returned function"),
    "nested": (lambda: ([1.0],), "it returned list [1.0] among its values"),
    "large int": (lambda: 2**63, "a whole number that does not fit into 64 bits"),
    "large unsigned": (lambda: np.uint64(2**63), "a whole number that does not fit into 64 bits"),
    "long double": (lambda: np.longdouble(1), "it returned longdouble"),
    "text among": (lambda: ("a",), "it returned 'a' for f0; in the first result that was a number"),
    "half a pair": (lambda: ("\ud800",), "text that is not Unicode"),
    "no words": (HasNoWords, "it returned HasNoWords"),
    "untold": (Untold, "it returned Untold (its repr raises KeyboardInterrupt)"),
    "no name": (lambda: {"\ud800": 1.0}, "it returned a dict with"),
}  # fmt: skip


@pytest.mark.parametrize("name", RESULTS)
@pytest.mark.parametrize("is_stored", [False, True], ids=["memory", "store"])
def test_a_result_that_is_none(name: str, is_stored: bool, tmp_path: Path) -> None:
    odd, told = RESULTS[name]
    found = failure(odd, backend="serial", store=tmp_path / "store" if is_stored else None)
    assert (found["kind"], found["type"], found["attempts"]) == ("result", "ValueError", 1)
    assert told in found["message"]
    assert len(found["message"]) <= 2000


def test_results_that_are_none_in_workers() -> None:
    for odd, told in RESULTS.values():
        assert told in failure(odd)["message"]


@pytest.mark.parametrize(
    "first", [None, "abc", {}, {"": 1}, {1: 1.0}, {"a\0b": 1.0}, {"\ud800": 1.0}], ids=repr
)
def test_no_result_at_all(first: Any, tmp_path: Path) -> None:
    for store in (None, tmp_path / "store"):
        result = run(lambda k: first, backend="serial", store=store)
        assert len(result) == 0
        assert set(result.failures["kind"]) == {"result"}
        assert len(result.failures) == TASKS


def test_values_that_are_ordinary() -> None:
    odd = [
        math.nan,
        math.inf,
        -math.inf,
        -0.0,
        5e-324,
        2**63 - 1,
        -(2**63),
        True,
        np.float32(0.1),
        np.int8(-1),
    ]
    for value in odd:
        result = run(lambda k, value=value: value, fi.grid([1, 2]), backend="serial", keys="k")
        assert len(result.failures) == 0
        np.testing.assert_equal(result.to_numpy()[:, 0].tolist(), [value, value])


class NotSendable(Exception):
    """Cannot be pickled, and cannot be told."""

    def __init__(self) -> None:
        self.lock = threading.Lock()

    def __str__(self) -> str:
        raise SystemExit

    def __reduce__(self) -> Any:
        raise RuntimeError


class Unwritten(Exception):
    """Its text cannot be kept as it is."""

    def __str__(self) -> str:
        return "a\ud800\0b" + "x" * 10_000


def raising(error: BaseException) -> Callable[[], Any]:
    """A task that raises this."""

    def odd() -> Any:
        raise error

    return odd


def recursion() -> Any:
    """Too deep."""
    return recursion()


def group() -> Any:
    """Several errors."""
    raise ExceptionGroup("several", [ValueError(1), TypeError(2)])


ERRORS: dict[str, tuple[Callable[[], Any], str, str]] = {
    "SystemExit": (lambda: sys.exit(3), "SystemExit", "3"),
    "KeyboardInterrupt": (raising(KeyboardInterrupt()), "KeyboardInterrupt", ""),
    "GeneratorExit": (raising(GeneratorExit()), "GeneratorExit", ""),
    "StopIteration": (raising(StopIteration()), "StopIteration", ""),
    "MemoryError": (raising(MemoryError("none")), "MemoryError", "none"),
    "not sendable": (lambda: raising(NotSendable())(), "NotSendable", "its message raises SystemExit"),
    "unwritten": (lambda: raising(Unwritten())(), "Unwritten", "a?\\0bxxx"),
    "too deep": (recursion, "RecursionError", "maximum recursion depth"),
    "group": (group, "ExceptionGroup", "several (2 sub-exceptions)"),
}


@pytest.mark.parametrize("name", ERRORS)
@pytest.mark.parametrize("backend", BACKENDS)
def test_an_error(name: str, backend: str, tmp_path: Path) -> None:
    odd, kind, told = ERRORS[name]
    found = failure(odd, backend=backend, store=tmp_path / "store", max_attempts=3)
    assert found["type"].endswith(kind)
    assert told in found["message"]
    assert (found["kind"], found["attempts"]) == ("exception", 3)
    assert len(found["message"]) <= 2000 + len("\\0")
    if name == "too deep":
        assert "return recursion()" in found["traceback"]


def test_a_function_that_is_tried_again() -> None:
    tries: list[int] = []

    def third_time(k: int) -> int:
        tries.append(k)
        if tries.count(k) < 3:
            raise ValueError(k)
        return k

    result = run(third_time, fi.grid(range(5)), backend="serial", max_attempts=3)
    assert list(result) == [[k, k] for k in range(5)]
    assert tries == [k for k in range(5) for _ in range(3)]


def change_folder() -> float:
    os.chdir("/")
    return ODD / 3


def change_signals() -> float:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN)
    return ODD / 3


def close_standard_files() -> float:
    for number in range(3):
        os.close(number)
    return ODD / 3


def start_a_thread() -> float:
    threading.Thread(target=threading.Event().wait).start()
    return ODD / 3


def fork_a_child() -> float:
    if not os.fork():
        threading.Event().wait(2)  # longer than its worker lives
        os._exit(0)
    return ODD / 3


def fork_and_go_on() -> float:
    """Both come back from the function."""
    os.fork()
    return ODD / 3


def replace_output() -> float:
    sys.stdout = sys.stderr = None
    return ODD / 3


def print_a_lot() -> float:
    for _ in range(2000):
        print("x" * 100)  # noqa: T201
    return ODD / 3


HARMLESS = [
    change_folder, change_signals, close_standard_files, start_a_thread, fork_a_child, fork_and_go_on,
    replace_output, print_a_lot,
]  # fmt: skip


@pytest.mark.parametrize("odd", HARMLESS, ids=lambda odd: odd.__name__)
def test_what_a_task_may_do_to_its_worker(odd: Callable[[], float], tmp_path: Path) -> None:
    result = run(Task(odd), keys="k", store=tmp_path / "store")
    assert list(result) == [[k, k / 3] for k in range(TASKS)]
    assert len(result.failures) == 0


def close_everything() -> float:
    os.closerange(3, 256)
    return ODD / 3


def test_a_task_that_closes_what_its_worker_needs(tmp_path: Path) -> None:
    """It is the one that is blamed, whichever task was running when that showed."""
    found = failure(close_everything, store=tmp_path / "store")
    assert (found["kind"], found["attempts"]) == ("died", 2)


def test_what_tasks_print_is_there() -> None:
    said = run_python(
        "import fastind as fi\n"
        "def f(k):\n"
        "    print(f'task {k}')\n"
        "    return k\n"
        "assert len(fi.run_grid(f, fi.grid(range(30)), n_jobs=2, progress=False)) == 30",
        PYTHONUNBUFFERED="",
    )
    assert sorted(said.split("\n")) == sorted(f"task {k}" for k in range(30))


ARGS: dict[str, tuple[Any, str]] = {
    "number": (5, "args are tuples"),
    "text": ("abc", "args are tuples"),
    "mapping": ({"k": [1]}, r"fastind.grid\(\*\*args\)"),
    "ragged": ([(1,), (1, 2)], r"tuples of one length: the first is \(1,\), task 1 is \(1, 2\)"),
    "no values": ([()], "tuples of one length"),
    "mixed": ([(1,), ("a",)], "must be of one type, got int and str: 1 first, 'a' in place 1"),
    "int and bool": ([(1,), (True,)], "must be of one type, got bool and int"),
    "int and float": ([(1,), (1.5,)], "must be of one type, got float and int"),
    "date and time": ([(dt.date(2024, 1, 2),), (dt.datetime(2024, 1, 2),)], "of one type"),
    "with and without zone": (
        [(dt.datetime(2024, 1, 2),), (dt.datetime(2024, 1, 2, tzinfo=dt.UTC),)], "time zone",
    ),
    "None": ([(1,), (None,)], "place 1 is None"),
    "NaN": ([(math.nan,)], "NaN"),
    "NaT": ([(pd.NaT,)], "missing in place 0"),
    "NA": ([(pd.NA,)], "place 0"),
    "empty text": ([("a",), ("",)], "empty in 1 rows, first in row 1"),
    "NUL": ([("a\0",)], "NUL"),
    "half a pair": ([("\ud800",)], "cannot be kept as a key"),
    "bytes": ([(b"a",)], "place 0 is b'a'"),
    "Decimal": ([(Decimal(1),)], "place 0 is Decimal"),
    "large": ([(2**63,)], "cannot be kept as a key"),
    "nanoseconds": ([(pd.Timestamp(1),)], "nanoseconds"),
    "numpy nanoseconds": ([(np.datetime64(1, "ns"),)], "nanoseconds"),
    "3-D": (np.zeros((3, 2, 2)), "place 0"),
    "frame of NaN": (pd.DataFrame({"k": [1.0, math.nan]}), "missing in 1 rows, first in row 1"),
    "frame of None": (pl.DataFrame({"k": ["a", None]}), "missing in 1 rows, first in row 1"),
    "frame of two types": (pd.DataFrame({"k": [1, "a"]}), "'k' cannot be kept"),
    "frame of half a pair": (pd.DataFrame({"k": pd.Series(["\ud800"], dtype=object)}), "'k' cannot be kept"),
    "frame of lists": (pl.DataFrame({"k": [[1], [2]]}), "'k' has type"),
}  # fmt: skip


@pytest.mark.parametrize("name", ARGS)
def test_tasks_that_are_none(name: str, tmp_path: Path) -> None:
    args, told = ARGS[name]
    for store in (None, tmp_path / "store"):
        with pytest.raises(InputError, match=told):
            run(lambda k: 1.0, args, backend="serial", store=store)
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(
    "args",
    [[], (), iter([]), fi.grid([], [1]), pd.DataFrame({"k": [], "j": []})],
    ids=["list", "tuple", "iterator", "grid", "frame"],
)
def test_no_tasks(args: Any, tmp_path: Path) -> None:
    for store in (None, tmp_path / "store"):
        result = run(lambda k, j: 1.0, args, store=store)
        assert list(result) == []
        assert len(result) == len(result.failures) == 0
        assert result.keys == ("k", "j")
        assert result.to_pandas().columns.tolist() == ["k", "j"]
    assert len(run(lambda k, j: 1.0, fi.grid([1], [2]), store=tmp_path / "store", resume=True)) == 1


def only_by_name(k: int, *, j: int) -> int:
    """Cannot be called with tuples alone."""
    return k + j


FUNCTIONS = {
    "too few": (lambda: 1.0, "too many positional arguments"),
    "too many": (lambda k, j, i: 1.0, "missing a required argument: 'j'"),
    "by name": (only_by_name, "missing a required argument: 'j'"),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_of_other_parameters(name: str) -> None:
    function, told = FUNCTIONS[name]
    with pytest.raises(InputError, match=f"cannot be called with the 1 values of a task.*{told}"):
        run(function)


def test_what_is_no_function() -> None:
    with pytest.raises(InputError, match="func must be callable, got int: 3"):
        run(3)


PARAMETERS: dict[str, list[Any]] = {
    "n_jobs": [0, -1, True, 2.5, "2", math.nan],
    "backend": ["LOKY", None, 5, [], np.array([1, 2])],
    "store": [5, "", b"x", ["a"]],
    "resume": ["yes", None, 2, np.array([1, 2])],
    "batch_size": [0, "a", None, 1.5, True],
    "keys": [5, [], [None], [""], ["\ud800"], ["a\0"], ["_committed"], ["a", "b"]],
    "names": [5, [], [None], [1], ["a", "a"], [""], ["\ud800"], ["a\0"], ["_committed"], ["a", "b"]],
    "data": [5, ["a"], {1: 2}],
    "progress": ["a", 5, np.array([1, 2])],
    "on_error": ["skip", None, np.array([1, 2])],
    "max_attempts": [0, 1.5, "a"],
    "task_timeout": [0, -1, "a", math.nan],
    "memory_limit": [0, 2, "a", math.nan, -0.5],
}


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_parameter_outside_its_limits(name: str, tmp_path: Path) -> None:
    for value in PARAMETERS[name]:
        for store in {"store": tmp_path / "store"}, {}:
            with pytest.raises(ParameterError) as refused:
                fi.run_grid(lambda k: 1.0, [(1,)], **{"backend": "serial", **store, name: value})
            assert name in str(refused.value) or name == "store"
        assert name == "names" or not (tmp_path / "store").exists()


def test_data_that_the_function_does_not_take() -> None:
    for data in ({"zz": 3}, {"k": 1}):
        with pytest.raises(InputError, match="cannot be called with the 1 values of a task, and data"):
            run(lambda k: 1.0, data=data)


def test_a_name_of_a_key_and_of_a_value(tmp_path: Path) -> None:
    for result in ({"k": 1.0}, {"_committed": 1.0}):
        for store in (None, tmp_path / "store"):
            with pytest.raises(FastindError, match="say"):
                run(lambda k, result=result: result, backend="serial", store=store, resume=True)


def test_many_workers_for_few_tasks() -> None:
    seen: list[int] = []
    result = fi.run_grid(abs, [(-1,), (-2,)], n_jobs=1000, progress=lambda now: seen.append(now.lanes))
    assert len(result) == 2
    assert max(seen) <= 2
    assert_no_workers(os.getpid())
