"""What comes back: rows in the order of `args`, of every kind, from memory and from a store alike."""

import datetime as dt
import linecache
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import fastind as fi
from fastind.parallel.result import GridResult
from tests.processes import run_python

CODES = ["ZZ", "A", "MM"]
DATES = [20240105, 20240102, 20240103]  # not in order
Run = Callable[..., GridResult]


@pytest.fixture(params=["memory", "store"])
def run(request: pytest.FixtureRequest, tmp_path) -> Run:
    """run_grid in this process, into memory or into a store."""

    def run(func: Any, args: Any, **settings: Any) -> GridResult:
        store = tmp_path / "s.fi" if request.param == "store" else None
        return fi.run_grid(func, args, store=store, backend=settings.pop("backend", "serial"), **settings)

    return run


def three(date, code):
    return date / 2, len(code), f"{code}!"


EXPECTED = [[d, c, d / 2, len(c), f"{c}!"] for d in DATES for c in CODES]


def test_rows_in_the_order_of_args(run: Run) -> None:
    result = run(three, fi.grid(DATES, CODES))
    assert len(result) == 9
    assert list(result) == EXPECTED
    assert result.keys == ("date", "code")
    assert result.names == ("f0", "f1", "f2")


def test_frames(run: Run) -> None:
    result = run(three, fi.grid(DATES, CODES))
    table = result.to_arrow()
    assert table.column_names == ["date", "code", "f0", "f1", "f2"]
    assert [str(t) for t in table.schema.types] == ["int64", "string", "double", "int64", "string"]
    frame = pd.DataFrame(EXPECTED, columns=table.column_names)
    pd.testing.assert_frame_equal(result.to_pandas(), frame, check_dtype=False)
    assert result.to_polars().equals(pl.from_pandas(frame))


def test_to_numpy(run: Run) -> None:
    with pytest.raises(fi.errors.InputError, match="f2 is text"):
        run(three, fi.grid(DATES, CODES)).to_numpy()


def test_to_numpy_of_numbers(run: Run) -> None:
    found = run(lambda date, code: (date / 2, len(code)), fi.grid(DATES, CODES)).to_numpy()
    np.testing.assert_array_equal(found, [[d / 2, len(c)] for d in DATES for c in CODES])


def test_names_of_a_dict(run: Run) -> None:
    result = run(lambda date, code: {"mean": date / 2, "n": 1}, fi.grid(DATES, CODES))
    assert result.names == ("mean", "n")
    assert result.to_arrow().column_names == ["date", "code", "mean", "n"]


def test_names_and_keys_as_said(run: Run) -> None:
    result = run(lambda a, b: 1.0, fi.grid(DATES, CODES), keys=("day", "share"), names=["score"])
    assert result.to_arrow().column_names == ["day", "share", "score"]


def test_named_axes_go_to_their_parameters(run: Run) -> None:
    result = run(three, fi.grid(code=CODES, date=DATES))
    assert list(result) == [[d, c, d / 2, len(c), f"{c}!"] for c in CODES for d in DATES]


def test_panel(run: Run) -> None:
    panel = run(lambda date, code: (date / 2, float(len(code))), fi.grid(DATES, CODES)).panel("f0")
    assert list(panel.dates) == sorted(DATES)
    assert list(panel.codes) == sorted(CODES)
    np.testing.assert_array_equal(panel["f0"], np.repeat([[d / 2] for d in sorted(DATES)], 3, axis=1))


def test_panel_needs_dates_and_codes(run: Run) -> None:
    result = run(lambda window, code: 1.0, fi.grid([5, 7], CODES))
    with pytest.raises(fi.errors.InputError, match="these are window, code"):
        result.panel("f0")


def test_a_task_given_twice_runs_once_and_appears_twice(run: Run) -> None:
    calls = []

    def once(a, b):
        calls.append((a, b))
        return a * 10.0

    tasks = [(3, "x"), (1, "y"), (3, "x"), (2, "x"), (1, "y"), (3, "x")]
    result = run(once, tasks)
    assert list(result) == [[a, b, a * 10.0] for a, b in tasks]
    assert sorted(calls) == sorted(set(tasks))
    assert len(result) == 6


def test_an_axis_with_doubles(run: Run) -> None:
    result = run(lambda a, b: a + 0.5, fi.grid([2, 1, 2], ["u", "v"]))
    assert [row[:2] for row in result] == [[a, b] for a in (2, 1, 2) for b in ("u", "v")]
    assert result.to_numpy().ravel().tolist() == [2.5, 2.5, 1.5, 1.5, 2.5, 2.5]


def test_failures_have_no_row(run: Run) -> None:
    def odd(date, code):
        if code == "A":
            raise KeyError("no A")
        return 1.0

    with pytest.warns(fi.errors.GridWarning, match="3 of 9 tasks failed"):
        result = run(odd, fi.grid(DATES, CODES))
    assert [row[:2] for row in result] == [[d, c] for d in DATES for c in ("ZZ", "MM")]
    failures = result.failures
    assert sorted(failures["date"]) == sorted(DATES)
    assert set(failures["code"]) == {"A"}
    assert set(failures["kind"]) == {"exception"}
    assert set(failures["type"]) == {"KeyError"}
    assert set(failures["message"]) == {"'no A'"}
    assert failures["traceback"].str.contains('raise KeyError("no A")', regex=False).all()
    assert result.summary() | {"seconds": 0, "rate": 0} == {
        "tasks": 9, "completed": 6, "resumed": 0, "failed": 3, "seconds": 0, "rate": 0,
        "workers_lost": 0, "backend": "serial",
    }  # fmt: skip


def test_attempts(run: Run) -> None:
    tries = {}

    def third_time(k):
        tries[k] = tries.get(k, 0) + 1
        if tries[k] < 3:
            raise OSError("not yet")
        return float(k)

    assert len(run(third_time, fi.grid(k=range(5)), max_attempts=3)) == 5
    assert set(tries.values()) == {3}


def test_too_few_attempts(run: Run) -> None:
    def never(k):
        raise OSError("not yet")

    with pytest.warns(fi.errors.GridWarning):
        result = run(never, fi.grid(k=range(2)), max_attempts=2)
    assert set(result.failures["attempts"]) == {2}


@pytest.mark.parametrize("backend", ["serial", "threads", "loky"])
def test_stop_at_the_first_failure(run: Run, backend: str) -> None:
    def odd(k):
        if k == 30:
            raise ValueError("thirty")
        return float(k)

    with pytest.raises(fi.errors.TaskFailed, match="task k=30 failed") as raised:
        run(odd, fi.grid(k=range(100)), on_error="raise", backend=backend)
    assert raised.value.failure["k"] == 30
    assert raised.value.failure["type"] == "ValueError"
    done = list(raised.value.result)
    assert len(done) < 100
    assert all(value == k for k, value in done)


@pytest.mark.parametrize(
    ("tasks", "keys"),
    [
        ([(dt.date(2024, 1, 2),), (dt.date(2024, 1, 1),)], "date"),
        ([(dt.datetime(2024, 1, 2, 3, 4, 5, 6),), (dt.datetime(2024, 1, 1),)], "date"),
        ([(1.5,), (-2.0,), (float("inf"),)], "x"),
        ([(True,), (False,)], "x"),
        ([(2**62,), (-(2**62),), (7,)], "x"),
        ([("é",), ("",)][:1], "x"),
    ],
    ids=["dates", "datetimes", "floats", "bools", "large", "text"],
)
def test_kinds_of_keys(run: Run, tasks: Any, keys: str) -> None:
    seen = []

    def look(x):
        seen.append((type(x), x))
        return 1.0

    result = run(look, tasks, keys=[keys])
    assert [row[0] for row in result] == [task[0] for task in tasks]
    assert [x for _, x in seen] == [task[0] for task in tasks]
    assert {kind for kind, _ in seen} == {type(tasks[0][0])}


@pytest.mark.parametrize(
    "values",
    [
        [1, 2.5, 3],
        [True, False, 3],
        [1, float("nan"), 3],
        [float("nan"), float("inf"), -0.0],
        [2**60 + 1, 5, -7],
        [np.float32(1.5), np.int16(3), np.bool_(True)],
    ],
    ids=str,
)
def test_numbers_of_different_kinds(run: Run, values: list[Any]) -> None:
    """Every value comes back as numpy would have it in one column; each in a commit of its own."""
    result = run(lambda k: values[k], fi.grid(k=range(3)), batch_size=1)
    np.testing.assert_array_equal(result.to_numpy().ravel(), np.array(values))


NS = 1704186000123456789


@pytest.mark.parametrize("batch_size", [1, 1000])
def test_large_whole_numbers_beside_missing_ones_are_kept(run: Run, batch_size: int) -> None:
    result = run(lambda k: np.nan if k % 7 == 3 else NS + k, fi.grid(k=range(100)), batch_size=batch_size)
    assert [row[1] for row in result] == [None if k % 7 == 3 else NS + k for k in range(100)]
    assert str(result.to_arrow()["f0"].type) == "int64"
    with pytest.raises(fi.errors.InputError, match="f0 has whole numbers that floats cannot keep"):
        result.to_numpy()


@pytest.mark.parametrize("batch_size", [1, 1000])
def test_of_a_fraction_and_large_whole_numbers_one_fails(run: Run, batch_size: int) -> None:
    with pytest.warns(fi.errors.GridWarning, match="tasks failed"):
        result = run(lambda k: 0.5 if k == 99 else NS + k, fi.grid(k=range(100)), batch_size=batch_size)
    rows = dict(list(result))
    assert all(value == (0.5 if k == 99 else NS + k) for k, value in rows.items())
    assert len(rows) + len(result.failures) == 100
    assert set(rows).isdisjoint(result.failures["k"])
    assert result.failures["message"].str.contains("floats cannot keep").all()


def test_rows_of_different_kinds_in_different_runs(tmp_path) -> None:
    values = [7, 2.5, True, np.nan, 2**53 + 1.0]
    for n in range(1, 6):
        result = fi.run_grid(
            lambda k: values[k], fi.grid(k=range(n)), store=tmp_path / "s", resume="force", backend="serial"
        )
    np.testing.assert_array_equal(result.to_numpy().ravel(), np.array(values, dtype=float))


def test_a_fraction_among_numbers_that_floats_cannot_keep(tmp_path) -> None:
    values = [2**60 + 1, 5, 2.5]
    run = partial(fi.run_grid, lambda k: values[k], store=tmp_path / "s", resume="force", backend="serial")
    run(fi.grid(k=range(2)))
    with pytest.warns(fi.errors.GridWarning, match="1 of 3 tasks failed"):
        result = run(fi.grid(k=range(3)))
    assert list(result) == [[0, 2**60 + 1], [1, 5]]
    assert result.failures["message"].str.startswith("whole numbers that floats cannot keep").all()


def test_nothing_to_do(run: Run) -> None:
    result = run(three, [])
    assert len(result) == 0
    assert list(result) == []
    assert result.to_arrow().column_names == ["date", "code"]
    assert result.failures.empty


def test_what_it_prints(run: Run) -> None:
    result = run(three, fi.grid(DATES, CODES))
    where = f"in {result.store}" if result.store else "in memory"
    assert repr(result) == f"<9 of 9 tasks (f0, f1, f2), 0 failed, {where}>"


def test_the_time_of_the_commit_is_there_when_it_is_named(tmp_path) -> None:
    before = dt.datetime.now(dt.UTC)
    fi.run_grid(three, fi.grid(DATES, CODES), store=tmp_path / "s", backend="serial")
    with fi.open_store(tmp_path / "s") as store:
        assert store.query().column_names == ["date", "code", "f0", "f1", "f2"]
        times = store.query(columns=["_committed"])["_committed"].to_pylist()
    assert len(times) == 9
    assert all(before <= time <= dt.datetime.now(dt.UTC) for time in times)


NOTEBOOK = """
import fastind as fi

def higher(a, b):
    return a if a > b else b

@fi.step(state={"top": 0.0})
def drawdown(s, close):
    (top,) = s
    top = higher(close, top)
    return (top,), close / top - 1.0
"""


def test_an_indicator_of_your_own_in_workers() -> None:
    """Its loops are made from its source, which a worker of a notebook cannot read: so it goes along."""
    linecache.cache["<cell 1>"] = (len(NOTEBOOK), None, NOTEBOOK.splitlines(keepends=True), "<cell 1>")
    cell: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(NOTEBOOK, "<cell 1>", "exec"), cell)
    own, prices = fi.indicator(cell["drawdown"]), np.random.default_rng(0).random((50, 4)) + 1.0
    result = fi.run_grid(lambda code: own(prices[:, code])[-1], fi.grid(code=range(4)), n_jobs=2)
    np.testing.assert_array_equal(result.to_numpy().ravel(), own(prices)[-1])


@pytest.mark.parametrize("axes", [{"window": [3], "Date": [1], "code": [1]}, {"code": [1, 2], "dat": [10]}])
def test_a_misspelt_axis_is_refused(axes: dict[str, Any]) -> None:
    with pytest.raises(fi.errors.InputError, match=r"(?i)no parameter .dat"):
        fi.run_grid(lambda date, code, window=5: 1.0, fi.grid(**axes), backend="serial")


def test_no_failures_have_their_columns(run: Run) -> None:
    failures = run(three, fi.grid(DATES, CODES)).failures
    assert list(failures.columns) == [
        "date", "code", "kind", "type", "message", "traceback", "attempts",
    ]  # fmt: skip
    assert failures.empty


def test_what_an_error_came_from(run: Run) -> None:
    def work(k):
        try:
            {}["price"]
        except KeyError as error:
            raise ValueError("no price") from error

    with pytest.warns(fi.errors.GridWarning):
        text = run(work, fi.grid(k=range(1))).failures["traceback"][0]
    assert text.endswith("ValueError: no price\nfrom KeyError: 'price'\n")


class Hostile(tuple):
    __slots__ = ()

    def __iter__(self) -> Any:
        raise OSError("not to be read")


def test_a_result_that_cannot_be_read(run: Run) -> None:
    with pytest.warns(fi.errors.GridWarning, match="3 of 9 tasks failed"):
        result = run(lambda date, code: Hostile((1,)) if code == "A" else (1.0,), fi.grid(DATES, CODES))
    assert set(result.failures["kind"]) == {"result"}
    assert set(result.failures["message"]) == {"its result cannot be read: OSError"}


SPAWNED = """
import multiprocessing
import fastind as fi

def work(a, b):
    return a * 10.0 + b

def go():
    print(fi.run_grid(work, fi.grid(a=range(3), b=range(3))))

if __name__ == "__main__":
    child = multiprocessing.get_context("spawn").Process(target=go, daemon=True)
    child.start()
    child.join()
"""


def test_in_a_child_that_multiprocessing_has_spawned(tmp_path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SPAWNED)
    assert "<9 of 9 tasks (f0), 0 failed, in memory>" in run_python(script)
