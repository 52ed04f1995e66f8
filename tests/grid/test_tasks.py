"""Tasks and where they are, against plain Python: products, tables, frames, and finding them by keys."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import fastind as fi
from fastind.errors import InputError
from fastind.io.store.kinds import value_type
from fastind.parallel.places import Places
from fastind.parallel.tasks import Tasks, tasks_of

INT64 = st.integers(-(2**63), 2**63 - 1)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=5)
KINDS: dict[str, st.SearchStrategy[Any]] = {
    "int": INT64,
    "small": st.integers(-3, 3),
    "float": st.floats(allow_nan=False),
    "text": TEXT,
    "bool": st.booleans(),
    "date": st.dates(),
    "datetime": st.datetimes(),
    "zoned": st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC)),
}
FRAMES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "pandas": lambda columns: pa.table(columns).to_pandas(date_as_object=False),
    "polars": lambda columns: pl.from_arrow(pa.table(columns)),
    "arrow": pa.table,
}


@st.composite
def tables(draw: st.DrawFn) -> list[tuple[Any, ...]]:
    """Tasks of one to three values, some given twice."""
    kinds = draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=3))
    whole = draw(st.lists(st.tuples(*(KINDS[kind] for kind in kinds)), min_size=1, max_size=20))
    return [*whole, *draw(st.lists(st.sampled_from(whole), max_size=5))]


@st.composite
def axes(draw: st.DrawFn) -> list[list[Any]]:
    """Axes of a product, also with a value twice."""
    kinds = draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=3))
    return [draw(st.lists(KINDS[kind], min_size=1, max_size=6)) for kind in kinds]


def listed(tasks: Tasks) -> list[tuple[Any, ...]]:
    """All tasks, as the function gets them."""
    every = list(zip(*tasks.values(np.arange(len(tasks))), strict=True))
    assert [tasks.task(k) for k in range(len(tasks))] == every
    return every


def assert_alike(found: list[tuple[Any, ...]], expected: list[tuple[Any, ...]]) -> None:
    """Equal values of the same types; -0.0 is 0.0."""
    assert found == expected
    assert [list(map(type, task)) for task in found] == [list(map(type, task)) for task in expected]


def assert_found(tasks: Tasks, expected: list[tuple[Any, ...]], others: list[tuple[Any, ...]]) -> None:
    """Each key is found at its first place, those of others are not found."""
    places = Places(tasks)
    first: dict[tuple[Any, ...], int] = {}
    for k, task in enumerate(expected):
        first.setdefault(task, k)
    wanted = [first[task] for task in expected]
    repeats = np.arange(len(expected)) if places.repeats is None else places.repeats
    assert repeats.tolist() == wanted
    assert (places.repeats is None) == (len(first) == len(expected))
    every = np.arange(len(expected))
    assert places.find(tasks.arrow(every)).tolist() == wanted
    assert places.find([pa.chunked_array([array]) for array in tasks.arrow(every)]).tolist() == wanted
    if others:
        kinds = [value_type(array.type) for array in tasks.arrow(every)]
        columns = [
            pa.array(list(values), kind)
            for values, kind in zip(zip(*others, strict=True), kinds, strict=True)
        ]
        assert places.find(columns).tolist() == [first.get(task, -1) for task in others]


@given(tables(), st.data())
def test_tables(expected: list[tuple[Any, ...]], data: st.DataObject) -> None:
    tasks, names = tasks_of(expected)
    assert names is None
    assert_alike(listed(tasks), expected)
    columns = zip(*expected, strict=True)
    others = [_whole(task) for task in product(*(sorted(set(column), key=str) for column in columns))]
    kept = [task for task in expected if data.draw(st.booleans())]
    if kept:
        fewer, _ = tasks_of(kept)
        assert_found(fewer, kept, others[:50])
    assert_found(tasks, expected, others[:50])
    assert_alike(listed(pickle.loads(pickle.dumps(tasks))), expected)


@given(axes())
def test_products(values: list[list[Any]]) -> None:
    grid = fi.grid(*values)
    expected = list(product(*values))
    tasks, names = tasks_of(grid)
    assert names is None
    assert len(grid) == len(tasks) == len(expected)
    assert list(grid) == expected
    assert_alike(listed(tasks), expected)
    assert_found(tasks, expected, [])


@given(axes(), st.randoms(use_true_random=False))
def test_products_in_another_order_of_columns(values: list[list[Any]], random: Any) -> None:
    order = list(range(len(values)))
    random.shuffle(order)
    tasks = tasks_of(fi.grid(**{f"axis{k}": axis for k, axis in enumerate(values)}))[0].reordered(order)
    expected = [tuple(task[k] for k in order) for task in product(*values)]
    assert_alike(listed(tasks), expected)
    assert_found(tasks, expected, [])
    back = [order.index(k) for k in range(len(order))]
    assert_alike(listed(tasks.reordered(back)), list(product(*values)))


@given(axes())
def test_a_product_counts(values: list[list[Any]]) -> None:
    """(step, size) of each column: task k has row k // step % size."""
    tasks, _ = tasks_of(fi.grid(*values))
    every = np.arange(len(tasks))
    for (step, size), rows in zip(tasks.counters, tasks.rows(every), strict=True):
        assert (every // step % size).tolist() == rows.tolist()


@pytest.mark.parametrize("kind", FRAMES)
@given(tables())
def test_frames(kind: str, expected: list[tuple[Any, ...]]) -> None:
    columns = {f"c{k}": pa.array(list(values)) for k, values in enumerate(zip(*expected, strict=True))}
    tasks, names = tasks_of(FRAMES[kind](columns))
    assert names == tuple(columns)
    # A pandas frame cannot tell a date from a datetime at midnight.
    if kind == "pandas":
        expected = [tuple(map(_as_pandas, task)) for task in expected]
    found = listed(tasks)
    assert found == expected
    assert_found(tasks, expected, [])


def _as_pandas(value: Any) -> Any:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day)
    return value


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (range(3), [(0,), (1,), (2,)]),
        (np.arange(4).reshape(2, 2), [(0, 1), (2, 3)]),
        (np.arange(3), [(0,), (1,), (2,)]),
        (np.array([0.5, 1.5], np.float32), [(0.5,), (1.5,)]),
        (["a", "b"], [("a",), ("b",)]),
        (((k, str(k)) for k in range(2)), [(0, "0"), (1, "1")]),
        ([[1, "a"], (2, "b")], [(1, "a"), (2, "b")]),
        ([(np.int8(1), np.str_("a"), np.bool_(True))], [(1, "a", True)]),
        ([(np.datetime64("2024-01-02"),)], [(dt.date(2024, 1, 2),)]),
        ([(np.datetime64("2024-01-02T03", "ns"),)], [(dt.datetime(2024, 1, 2, 3),)]),
        ([(pd.Timestamp("2024-01-02 03:00"),)], [(dt.datetime(2024, 1, 2, 3),)]),
        (fi.grid(np.array([1, 2]), pd.Series(["a", "b"])), [(1, "a"), (1, "b"), (2, "a"), (2, "b")]),
        (fi.grid(pd.date_range("2024-01-02", periods=2), {"x": 1}),
         [(dt.datetime(2024, 1, 2), "x"), (dt.datetime(2024, 1, 3), "x")]),
        (fi.grid(code=iter("ab"), window=range(2)), [("a", 0), ("a", 1), ("b", 0), ("b", 1)]),
        (pd.DataFrame({"c": pd.Categorical(["b", "a"])}), [("b",), ("a",)]),
        (pd.DataFrame({"c": np.array([1, 2], np.uint8)}, index=[7, 8]), [(1,), (2,)]),
    ],
    ids=range(16),
)  # fmt: skip
def test_other_ways_to_say_it(args: Any, expected: list[tuple[Any, ...]]) -> None:
    assert_alike(listed(tasks_of(args)[0]), expected)


def test_wide_ranges_of_several_columns() -> None:
    for step in (2**20, 2**29, 2**39, 2**55):
        expected = [(k * step, -k * step, k * step + 1) for k in range(100)]
        tasks, _ = tasks_of(expected)
        assert_found(tasks, expected, [(0, 0, 0), (step, -step, step + 1), (step, step, step)])


def test_a_product_that_is_larger_than_memory() -> None:
    n = 10**6
    tasks, _ = tasks_of(fi.grid(range(n), range(n), ["a", "b"]))
    places = Places(tasks)
    assert len(tasks) == 2 * n**2
    assert places.repeats is None
    for place in (0, 1, 2 * n, 2 * n**2 - 1, n**2 + 12_345):
        i, j, k = place // (2 * n), place // 2 % n, place % 2
        assert tasks.task(place) == (i, j, "ab"[k])
        keys = [pa.array([i, i, -1]), pa.array([j, j, 0]), pa.array(["ab"[k], "c", "a"])]
        assert places.find(keys).tolist() == [place, -1, -1]


def test_more_tasks_than_can_be_counted() -> None:
    with pytest.raises(InputError, match="more than can be counted"):
        tasks_of(fi.grid(*[range(10**6)] * 4))


@pytest.mark.parametrize(
    ("axes", "named"),
    [((), {}), (([1],), {"k": [1]}), (("abc",), {}), ((5,), {}), ((), {"k": 5}), ((b"ab",), {})],
)
def test_axes_that_are_none(axes: tuple[Any, ...], named: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"grid takes axes|an axis is a sequence"):
        fi.grid(*axes, **named)


@given(tables(), st.data())
def test_resume_runs_what_is_missing(
    tmp_path_factory: pytest.TempPathFactory, expected: list[tuple[Any, ...]], data: st.DataObject
) -> None:
    """Whatever the keys are, in whatever order, with more of them and fewer than there were."""
    store = tmp_path_factory.mktemp("run") / "store"
    names = [f"c{k}" for k in range(len(expected[0]))]
    calls: list[tuple[Any, ...]] = []

    def note(*task: Any) -> float:
        calls.append(task)
        return float(len("".join(map(str, task))))

    done: set[tuple[Any, ...]] = set()
    for _ in range(3):
        part = [task for task in data.draw(st.permutations(expected)) if data.draw(st.booleans())]
        calls.clear()
        result = fi.run_grid(
            note, part, store=store, keys=names, resume=True, backend="serial", progress=False
        )
        assert calls == list(dict.fromkeys(task for task in part if task not in done))
        done |= set(part)
        assert [tuple(row[:-1]) for row in result] == part
        assert [row[-1] for row in result] == [
            float(len("".join(map(str, task)))) for task in map(_whole, part)
        ]
        assert len(result) == len(part)
        if not part:
            assert result.keys == tuple(names)


def _whole(task: tuple[Any, ...]) -> tuple[Any, ...]:
    """-0.0 arrives as 0.0."""
    return tuple(value + 0.0 if type(value) is float else value for value in task)


def test_frames_go_on_from_tuples(tmp_path: Path) -> None:
    more: dict[str, Any] = {"store": tmp_path / "store", "backend": "serial", "progress": False}

    def f(date: Any, code: str) -> float:
        return len(code) / 7

    days = [dt.datetime(2024, 1, 2), dt.datetime(2024, 1, 3)]
    fi.run_grid(f, [(days[0], "a"), (days[1], "bb")], **more)
    frame = pd.DataFrame({"code": pd.Categorical(["bb", "ccc"]), "date": days[::-1]})
    for args, resumed, n in (
        (frame, 1, 2), (pl.from_pandas(frame), 2, 2), (fi.grid(code=["a", "bb", "ccc"], date=days), 3, 6),
        (fi.grid(days, ["ccc", "bb", "a"]), 6, 6),
    ):  # fmt: skip
        result = fi.run_grid(f, args, resume=True, **more)
        assert (result.summary()["resumed"], len(result)) == (resumed, n)
        assert [row[2] for row in result] == [len(row[1]) / 7 for row in result]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ((1.0,), (1,)),
        ((1,), (1.0,)),
        ((1,), ("1",)),
        ((True,), (1,)),
        ((dt.date(2024, 1, 2),), (dt.datetime(2024, 1, 2),)),
    ],
    ids=str,
)
def test_keys_of_another_type_are_refused(first: tuple[Any], then: tuple[Any], tmp_path: Path) -> None:
    more: dict[str, Any] = {"store": tmp_path / "store", "backend": "serial", "progress": False, "keys": "k"}
    fi.run_grid(lambda k: 1.0, [first], **more)
    with pytest.raises(InputError, match=r"key 'k' is .* convert it first"):
        fi.run_grid(lambda k: 1.0, [then], resume="force", **more)
