"""Going on with a store: exactly what is missing runs, and nobody else's rows are touched."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest

import fastind as fi

GRID = fi.grid(range(6), ["a", "b"])
resume = partial(fi.run_grid, backend="serial", resume=True)


class Counted:
    """A function that remembers its calls; it fails for some."""

    def __init__(self) -> None:
        self._calls: list[Any] = []
        self._bad: set[Any] = set()

    def function(self) -> Any:
        def work(date, code):
            self._calls.append((date, code))
            if date in self._bad:
                raise RuntimeError("bad")
            return date + 0.5

        return work


@pytest.fixture
def counted() -> Counted:
    return Counted()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run.fi"


def test_an_existing_store_is_not_overwritten(path: Path, counted: Counted) -> None:
    fi.run_grid(counted.function(), GRID, store=path, backend="serial")
    with pytest.raises(fi.errors.StoreError, match="resume=True runs what is missing"):
        fi.run_grid(counted.function(), GRID, store=path, backend="serial")
    assert len(counted._calls) == 12


def test_resume_starts_a_store_that_is_not_there(path: Path, counted: Counted) -> None:
    assert len(resume(counted.function(), GRID, store=path)) == 12


def test_a_finished_run_runs_nothing(path: Path, counted: Counted) -> None:
    first = resume(counted.function(), GRID, store=path)
    again = resume(counted.function(), GRID, store=path)
    assert len(counted._calls) == 12
    assert list(again) == list(first)
    assert again.summary()["resumed"] == 12


def test_more_tasks(path: Path, counted: Counted) -> None:
    resume(counted.function(), GRID, store=path)
    del counted._calls[:]
    result = resume(counted.function(), fi.grid(range(8), ["c", "a", "b"]), store=path)
    assert counted._calls == [(d, c) for d in range(8) for c in "cab" if c == "c" or d >= 6]
    assert list(result) == [[d, c, d + 0.5] for d in range(8) for c in "cab"]


def test_fewer_tasks(path: Path, counted: Counted) -> None:
    resume(counted.function(), GRID, store=path)
    result = resume(counted.function(), [(5, "b"), (0, "a")], store=path)
    assert list(result) == [[5, "b", 5.5], [0, "a", 0.5]]
    with fi.open_store(path) as store:
        assert store.info()["rows"] == 12


def test_the_failed_run_again(path: Path, counted: Counted) -> None:
    counted._bad = {2, 3}
    with pytest.warns(fi.errors.GridWarning):
        assert len(resume(counted.function(), GRID, store=path)) == 8
    counted._bad, counted._calls = {3}, []
    with pytest.warns(fi.errors.GridWarning):
        result = resume(counted.function(), GRID, store=path)
    assert counted._calls == [(d, c) for d in (2, 3) for c in "ab"]
    assert result.failures["date"].tolist() == [3, 3]
    assert result.failures["code"].tolist() == ["a", "b"]
    assert len(result) == 10


def test_the_failed_are_left(path: Path, counted: Counted) -> None:
    counted._bad = {2}
    with pytest.warns(fi.errors.GridWarning):
        resume(counted.function(), GRID, store=path)
    del counted._calls[:]
    result = resume(counted.function(), GRID, store=path, retry_failed=False)
    assert counted._calls == []
    assert len(result) == 10
    assert len(result.failures) == result.summary()["failed"] == 2


def test_tasks_given_twice(path: Path, counted: Counted) -> None:
    tasks = [(1, "a"), (2, "a"), (1, "a")]
    resume(counted.function(), tasks[:1], store=path)
    result = resume(counted.function(), tasks, store=path)
    assert counted._calls == [(1, "a"), (2, "a")]
    assert list(result) == [[1, "a", 1.5], [2, "a", 2.5], [1, "a", 1.5]]
    assert len(result) == 3


def one(date, code):
    return 1.0


def two(date, code):
    return 2.0


def with_default(date, code, scale=1.0):
    return scale


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        (one, two, "its name was one, and is two"),
        (with_default, partial(with_default, scale=2.0), "its bound values changed"),
        (partial(with_default, scale=1.0), partial(with_default, scale=2.0), "its bound values changed"),
        (lambda date, code: 1.0, lambda date, code: 2.0, "its code changed"),
    ],
    ids=["name", "partial", "partials", "code"],
)
def test_another_function_is_refused(path: Path, first: Any, then: Any, told: str) -> None:
    resume(first, [(1, "a")], store=path)
    with pytest.raises(fi.errors.GridError, match=told):
        resume(then, GRID, store=path)
    assert len(resume(then, [(1, "a"), (2, "a")], store=path, resume="force")) == 2


def test_another_default_is_refused(path: Path) -> None:
    def work(date, code, k=1):
        return k

    resume(work, [(1, "a")], store=path)
    work.__defaults__ = (2,)
    with pytest.raises(fi.errors.GridError, match="its defaults of parameters changed"):
        resume(work, GRID, store=path)


def test_a_docstring_does_not_matter(path: Path) -> None:
    made = []
    for docstring in ("Something.", "Something else."):
        names: dict[str, Any] = {"__name__": "factors"}
        exec(f'def f(date, code):\n    """{docstring}"""\n    return 1.0', names)
        made.append(names["f"])
    resume(made[0], [(1, "a")], store=path)
    assert len(resume(made[1], GRID, store=path)) == 12


def test_a_store_that_something_else_made(path: Path) -> None:
    with fi.open_store(path, mode="a") as store:
        store.append({"date": [1], "code": ["a"], "f0": [9.0]})
    with pytest.raises(fi.errors.GridError, match="was not made by run_grid"):
        resume(one, [(1, "a"), (2, "a")], store=path)
    assert list(resume(one, [(1, "a"), (2, "a")], store=path, resume="force")) == [
        [1, "a", 9.0],
        [2, "a", 1.0],
    ]


def test_other_keys_are_refused(path: Path) -> None:
    resume(one, [(1, "a")], store=path)
    with pytest.raises(fi.errors.StoreError, match="has the keys date, code, not day, code"):
        resume(one, GRID, store=path, keys=("day", "code"))


def test_other_types_of_keys_are_refused(path: Path) -> None:
    resume(one, [(1, 2.0)], store=path, keys=("x", "y"))
    with pytest.raises(fi.errors.InputError, match=r"key 'y' is double in .*, and int64 here"):
        resume(one, [(1, 2)], store=path, keys=("x", "y"))


def test_other_names_are_refused(path: Path) -> None:
    resume(one, [(1, "a")], store=path, names=["score"])
    with pytest.raises(fi.errors.ParameterError, match="has the columns score"):
        resume(one, GRID, store=path, names=["other"])
    assert resume(one, GRID, store=path).names == ("score",)


def test_a_store_in_use_is_refused(path: Path) -> None:
    with fi.open_store(path, mode="a"), pytest.raises(fi.errors.StoreLocked):
        resume(one, GRID, store=path)


def test_keys_that_a_store_cannot_have_are_refused_before_anything_runs(path: Path, counted: Counted) -> None:
    with pytest.raises(fi.errors.InputError, match="key 'code' has type"):
        resume(counted.function(), [(1, 2.5)], store=path)
    assert counted._calls == []


def test_names_must_fit(path: Path) -> None:
    with pytest.raises(fi.errors.ParameterError, match="names must be 1 different names"):
        resume(one, GRID, store=path, names=["a", "b"])
    with pytest.raises(fi.errors.InputError, match="'date' is the name of a key and of a value"):
        fi.run_grid(one, GRID, names=["date"], backend="serial")


def test_in_memory_stores_too(counted: Counted) -> None:
    resume(counted.function(), [(1, "a")], store="memory://resumed")
    assert len(resume(counted.function(), GRID, store="memory://resumed")) == 12
    assert len(counted._calls) == 12
