"""Functions under numba's decorator: keys, results, failures, and what is refused before anything runs."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import fastind as fi
from fastind import _jit
from fastind.errors import GridWarning, InputError, ParameterError
from fastind.parallel.executors.compiled import Compiled
from fastind.parallel.executors.loops import loop_for
from fastind.parallel.grid import run_grid
from tests.grid.executor_suite import a_job, driven, rows


@numba.njit
def one(a: Any) -> Any:
    return a


@numba.njit
def two(a: Any, b: Any) -> Any:
    return a, b


@numba.njit
def four(a: Any, b: Any, c: Any, d: Any) -> Any:
    if a == 2 and c == 1:
        raise IndexError("two and one")
    return a, b, c, d


@numba.njit
def first(n: int, m: int) -> Any:
    return np.arange(n) + m


@numba.njit
def bought(date: int, code: int, prices: Any, lots: int = 2, fee: float = 0.5) -> float:
    return prices[date, code] * lots + fee


@numba.njit(boundscheck=True)
def place(k: int, table: Any) -> Any:
    return table[k]


@numba.njit(parallel=True)
def summed(k: int) -> float:
    total = 0.0
    for i in numba.prange(100):
        total += i * k
    return total


@numba.njit
def summed_inside(k: int) -> Any:
    return summed(k)


def run(func: Any, args: Any, **options: Any) -> Any:
    return run_grid(func, args, backend="numba", n_jobs=2, **options)


@pytest.mark.nojit
def test_auto_takes_it_with_the_jit_and_without() -> None:
    result = run_grid(two, fi.grid([1, 2], [3.5, 4.5]), n_jobs=1)
    assert list(result) == [[a, b, a, b] for a in (1, 2) for b in (3.5, 4.5)]
    assert result.summary()["backend"] == ("numba" if _jit.ENABLED else "loky")


@pytest.mark.nojit
@pytest.mark.parametrize("func", [len, lambda a: a, np.sin], ids=["builtin", "lambda", "ufunc"])
def test_a_function_of_python_is_refused(func: Any) -> None:
    with pytest.raises(ParameterError, match=r"decorate it with @numba\.njit"):
        run(func, [1], keys="a")


@given(st.data())
def test_every_task_gets_its_keys(data: st.DataObject) -> None:
    axes = [range(data.draw(st.integers(1, 5))) for _ in range(4)]
    tasks = list(itertools.product(*axes))
    order = data.draw(st.none() | st.sets(st.integers(0, len(tasks) - 1), min_size=1).map(sorted))
    args = data.draw(st.sampled_from([fi.grid(*axes), tasks]))
    size = data.draw(st.integers(1, len(tasks)))
    blocks = driven(Compiled(2), a_job(four, args, order), size)
    wanted = tasks if order is None else [tasks[k] for k in order]
    failed = [k for k, (a, _, c, _) in enumerate(wanted) if a == 2 and c == 1]
    assert rows(blocks) == [task for k, task in enumerate(wanted) if k not in failed]
    failures = [failure for block in blocks for failure in block.failures]
    assert [(f.k, f.kind, f.type, f.message) for f in failures] == [
        (k, "exception", "IndexError", "two and one") for k in failed
    ]


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        ([3, -(2**62), 5], [3, -(2**62), 5]),
        ([1.5, -0.25], [1.5, -0.25]),
        ([True, False, True], [1, 0, 1]),
        (["b", "a", "C", "b"], [2, 1, 0, 2]),
        ([dt.date(1970, 1, 3), dt.date(1969, 12, 31)], [2, -1]),
        ([dt.datetime(1970, 1, 1, 0, 0, 1), dt.datetime(1970, 1, 1, 0, 0, 0, 7)], [1_000_000, 7]),
    ],
)
def test_keys_are_numbers(keys: list[Any], wanted: list[Any]) -> None:
    for args in ([(key,) for key in keys], fi.grid(keys)):
        result = run(one, args)
        assert list(result) == [[key, value] for key, value in zip(keys, wanted, strict=True)]
        assert result.to_numpy().dtype == (np.float64 if isinstance(keys[0], float) else np.int64)


def test_results_may_be_of_several_types() -> None:
    @numba.njit
    def several(a: int) -> Any:
        return a, a / 2, a > 1, np.float32(a), np.uint8(a)

    table = run(several, [1, 2]).to_arrow()
    assert [str(kind) for kind in table.schema.types] == [
        "int64",
        "int64",
        "double",
        "int64",
        "double",
        "int64",
    ]
    assert table.to_pylist()[1] == {"a": 2, "f0": 2, "f1": 1.0, "f2": 1, "f3": 2.0, "f4": 2}


def test_a_wide_tuple() -> None:
    wide = numba.njit(eval(f"lambda a: ({'a, ' * 120})"))
    assert np.array_equal(run(wide, range(50)).to_numpy(), np.repeat(np.arange(50), 120).reshape(50, 120))


def test_arrays_are_as_long_as_the_first_one() -> None:
    with pytest.warns(GridWarning, match="2 of 4 tasks failed"):
        result = run(first, [(2, 5), (3, 6), (2, 7), (0, 1)])
    assert list(result) == [[2, 5, 5, 6], [2, 7, 7, 8]]
    assert result.failures.message.tolist() == [
        "it returned 3 values; the first result had 2",
        "it returned 0 values; the first result had 2",
    ]
    assert set(result.failures.kind) == {"result"}


def test_an_empty_first_array_is_a_failure() -> None:
    with pytest.warns(GridWarning, match="1 of 2 tasks failed"):
        result = run(first, [(0, 5), (2, 6)])
    assert list(result) == [[2, 6, 6, 7]]
    assert "no values" in result.failures.message[0]


def test_data_and_defaults_by_name() -> None:
    prices = np.arange(6.0).reshape(2, 3)
    wanted = [prices[d, c] * 2 + 0.25 for d in range(2) for c in range(3)]
    for table in (prices, np.asfortranarray(prices), np.repeat(prices, 2, axis=1)[:, ::2]):
        result = run(bought, fi.grid([0, 1], ["a", "b", "c"]), data={"fee": 0.25, "prices": table})
        assert result.to_numpy()[:, 0].tolist() == wanted
        assert result.keys == ("date", "code")


def test_errors_that_numba_raises_itself() -> None:
    with pytest.warns(GridWarning, match="1 of 3"):
        result = run(place, [0, 7, 2], data={"table": np.array([5, 6, 7])})
    assert result.to_numpy()[:, 0].tolist() == [5, 7]
    assert result.failures[["k", "kind", "type", "attempts"]].to_numpy().tolist() == [
        [7, "exception", "IndexError", 1]
    ]


def text(a: int) -> Any:
    return "a"


def maybe(a: int) -> Any:
    if a > 1:
        return a
    return None


def deep(a: int) -> Any:
    return (a, (a, a))


def plane(a: int) -> Any:
    return np.zeros((2, 2))


def unsigned(a: int) -> Any:
    return np.uint64(a)


def nothing(a: int) -> Any:
    pass


@pytest.mark.parametrize("func", [text, maybe, deep, plane, unsigned, nothing])
def test_other_results_are_refused(func: Callable[..., Any]) -> None:
    with pytest.raises(InputError, match=f"{func.__name__} returns .*: a compiled function returns a number"):
        run(numba.njit(func), [1])


def unknown_name(a: int) -> Any:
    return undefined(a)  # type: ignore[name-defined]  # noqa: F821


def unknown_attribute(a: int) -> Any:
    return a.foo  # type: ignore[attr-defined]


def wrong_kind(a: Any) -> Any:
    return a + "text"


def len_of(a: Any) -> Any:
    return len(a)


@pytest.mark.parametrize(
    ("func", "why"),
    [
        (unknown_name, "name 'undefined' is not defined"),
        (unknown_attribute, "Unknown attribute 'foo' of type int64"),
        (wrong_kind, "No implementation of function"),
    ],
)
def test_what_cannot_be_compiled_is_refused(func: Callable[..., Any], why: str) -> None:
    with pytest.raises(
        InputError, match=rf"{func.__name__} cannot be compiled for \(int64\): .*{why}"
    ) as told:
        run(numba.njit(func), [1])
    assert len(str(told.value)) < 500


def test_signatures_that_do_not_fit_are_refused() -> None:
    assert list(run(numba.njit("float64(float64)")(one.py_func), [1, 2])) == [[1, 1.0], [2, 2.0]]
    with pytest.raises(InputError, match="none of its signatures takes them"):
        run(numba.njit("int64(int64[:])")(len_of), [1])


def test_data_that_is_no_array_is_refused() -> None:
    with pytest.raises(
        InputError, match=r"data\['table'\] is a list: compiled functions take arrays and numbers"
    ):
        run(place, [0], data={"table": [1, 2]})


def test_data_cannot_be_written_to() -> None:
    @numba.njit
    def write(a: int, table: Any) -> Any:
        table[0] = a
        return a

    with pytest.raises(InputError, match="readonly array"):
        run(write, [1], data={"table": np.zeros(3)})


@pytest.mark.parametrize("func", [summed, summed_inside])
def test_functions_with_threads_of_their_own_run_one_at_a_time(func: Any) -> None:
    executor = Compiled(2)
    assert rows(driven(executor, a_job(func, range(50)), 5)) == [(4950.0 * k,) for k in range(50)]
    assert executor.lanes == 1


def test_a_function_is_compiled_once_for_its_types() -> None:
    @numba.njit
    def fresh(a: Any, b: Any) -> Any:
        return a, b

    def own() -> int:
        return sum(kinds[0] == _jit.typeof(fresh) for kinds in loop_for("tuple").overloads)

    run(fresh, fi.grid([1, 2], [3, 4]))
    assert own() == 1
    run(fresh, [(1, 2), (3, 4), (1, 2)])
    assert own() == 1
    run(fresh, [(1, 2.0)])
    assert own() == 2
