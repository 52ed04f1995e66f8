"""Results as columns, against plain Python: which shape they have, and which of many have another one."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import fastind as fi
from fastind.parallel.values import MOST, Shape, packed

INTS = st.integers(-(2**63), 2**63 - 1)
NUMBERS: st.SearchStrategy[Any] = st.one_of(
    INTS,
    st.floats(),
    st.booleans(),
    st.floats(width=32).map(np.float32),
    st.integers(-128, 127).map(np.int8),
    st.booleans().map(np.bool_),
    INTS.map(np.int64),
)
TEXT = st.text(st.characters(codec="utf-8"), max_size=4)
SCALARS = st.one_of(NUMBERS, TEXT)
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=4)
RESULTS: st.SearchStrategy[Any] = st.one_of(
    NUMBERS,
    st.lists(SCALARS, max_size=4),
    st.lists(SCALARS, max_size=4).map(tuple),
    st.lists(st.floats(), min_size=1, max_size=4).map(np.array),
    st.lists(INTS, min_size=1, max_size=4).map(np.array),
    st.dictionaries(st.sampled_from("abc"), SCALARS, max_size=3),
    st.sampled_from([None, "text", b"x", 1j, 2**63, object, [None], [[1.0]], {1: 2.0}, {"": 1.0}, {"a": 1j}]),
)


def named(result: Any) -> dict[str, Any] | None:
    """The values of a result by name; None if it has none that can be kept."""
    if isinstance(result, dict):
        found = dict(result)
    elif isinstance(result, list | tuple):
        found = {f"f{k}": value for k, value in enumerate(result)}
    elif isinstance(result, np.ndarray):
        found = {f"f{k}": value for k, value in enumerate(result.tolist())}
    elif isinstance(result, str):
        return None
    else:
        found = {"f0": result}
    is_good = all(isinstance(name, str) and name for name in found) and all(map(is_kept, found.values()))
    return found if found and is_good else None


def is_kept(value: Any) -> bool:
    """A number of 64 bits, or text."""
    if isinstance(value, int | np.integer):
        return -(2**63) <= value < 2**63
    return isinstance(value, float | np.floating | np.bool_ | str)


def fits(result: Any, first: Any) -> bool:
    """Has it the shape of the first one."""
    one, other = named(result), named(first)
    return (
        one is not None and other is not None and isinstance(result, dict) == isinstance(first, dict)
        and one.keys() == other.keys()
        and all(isinstance(one[name], str) == isinstance(other[name], str) for name in one)
    )  # fmt: skip


@given(st.lists(RESULTS, min_size=1, max_size=12))
def test_packed(results: list[Any]) -> None:
    first = next((result for result in results if named(result) is not None), None)
    for result in results:
        if named(result) is None:
            with pytest.raises(ValueError, match="it returned"):
                Shape.of(result)
    if first is None:
        return
    shape = Shape.of(first)
    wanted = named(first)
    assert wanted is not None
    assert shape.names == tuple(wanted)
    columns, bad = packed(results, shape)
    assert [k for k, _ in bad] == [k for k, result in enumerate(results) if not fits(result, first)]
    assert all(why.startswith("it returned") for _, why in bad)
    good = [named(result) for result in results if fits(result, first)]
    assert len(columns) == len(shape.names)
    for name, column in zip(shape.names, columns, strict=True):
        assert_column(column, [one[name] for one in good if one is not None])


def assert_column(column: Any, values: list[Any]) -> None:
    """Text as it is; whole numbers exactly if all are; else floats, bit for bit."""
    if isinstance(column, list):
        assert column == values
        return
    assert len(column) == len(values)
    if all(isinstance(value, int | np.integer | np.bool_) for value in values):
        assert column.dtype == np.int64 or not values
        assert column.tolist() == [int(value) for value in values]
    else:
        assert column.dtype == np.float64
        np.testing.assert_array_equal(
            column.view(np.int64), np.array([float(v) for v in values]).view(np.int64)
        )


@given(
    st.integers(1, 5).flatmap(lambda n: st.lists(st.lists(st.floats(), min_size=n, max_size=n), min_size=1))
)
@pytest.mark.parametrize(
    "kind", [tuple, list, np.array, lambda values: tuple(map(np.float64, values)), pd.Series]
)
def test_floats_as_is_usual(kind: Any, rows: list[list[float]]) -> None:
    """The fast path is the slow one's equal."""
    results = [kind(row) for row in rows]
    shape = Shape.of(results[0])
    columns, bad = packed(results, shape)
    assert not bad
    expected = np.array(rows)
    for k, column in enumerate(columns):
        np.testing.assert_array_equal(column.view(np.int64), expected[:, k].copy().view(np.int64))


@pytest.mark.parametrize(
    "odd", [None, (1.0,), (1.0, 2.0, 3.0), (1.0, "a"), {"f0": 1.0, "f1": 2.0}, (1.0, 2**64)]
)
def test_one_odd_result_among_floats(odd: Any) -> None:
    results: list[Any] = [(0.5, 1.5)] * 9
    results[4] = odd
    columns, bad = packed(results, Shape.of(results[0]))
    assert [k for k, _ in bad] == [4]
    assert [column.tolist() for column in columns] == [[0.5] * 8, [1.5] * 8]


def test_nothing_to_pack() -> None:
    shape = Shape.of((1.0, "a"))
    columns, bad = packed([], shape)
    assert [len(column) for column in columns] == [0, 0]
    assert not bad


def test_the_widest_results() -> None:
    for make in (np.zeros, lambda n: [0.0] * n, lambda n: dict.fromkeys(map(str, range(n)), 0.0)):
        assert len(Shape.of(make(MOST)).names) == MOST
        with pytest.raises(ValueError, match="more than"):
            Shape.of(make(MOST + 1))


MIXED: dict[str, list[Any]] = {
    "bool, int": [True, 3, False],
    "bool, float": [True, 2.5],
    "bool, nan": [False, math.nan, True],
    "int, float": [1, 2.5, 3],
    "int, nan": [1, math.nan, 3],
    "int, infinities": [1, math.inf, -math.inf],
    "int, bool": [1, True],
    "float, bool": [1.5, True, False],
    "int, float32": [1, np.float32(0.1)],
    "nan": [math.nan, math.nan],
}


@pytest.mark.parametrize("name", MIXED)
def test_numbers_of_several_kinds_by_commit(name: str, tmp_path: Any) -> None:
    """In memory, in one commit, and in a commit each: the same rows."""
    values = MIXED[name]
    more: dict[str, Any] = {"backend": "serial", "progress": False, "keys": "k"}

    def f(k: int) -> Any:
        return values[k]

    memory = fi.run_grid(f, fi.grid(range(len(values))), **more)
    stored = fi.run_grid(f, fi.grid(range(len(values))), store=tmp_path / "one", **more)
    for n in range(1, len(values) + 1):
        each = fi.run_grid(f, fi.grid(range(n)), store=tmp_path / "each", resume=True, **more)
    for result in (memory, stored, each):
        assert len(result.failures) == 0
        np.testing.assert_equal(result.to_numpy()[:, 0].tolist(), [float(value) for value in values])
        np.testing.assert_equal([row[1] for row in result], [float(value) for value in values])


def test_a_fraction_after_whole_numbers_that_floats_cannot_keep(tmp_path: Any) -> None:
    """It has failed, alone; nothing that is kept changes."""
    values = [2**60 + 1, 0.5, 7]
    more: dict[str, Any] = {"backend": "serial", "progress": False, "keys": "k", "store": tmp_path / "store"}

    def f(k: int) -> Any:
        return values[k]

    fi.run_grid(f, fi.grid(range(1)), **more)
    with pytest.warns(fi.errors.GridWarning, match="1 of 3 tasks failed"):
        result = fi.run_grid(f, fi.grid(range(3)), resume=True, **more)
    assert result.failures["k"].tolist() == [1]
    assert "fraction" in result.failures["message"][0]
    assert [row[0] for row in result] == [0, 2]
    assert result.to_arrow()["f0"].to_pylist() == [2**60 + 1, 7]


def test_names_of_columns(tmp_path: Any) -> None:
    cases: list[tuple[Any, Any, tuple[str, ...]]] = [
        (2.5, None, ("f0",)),
        (2.5, "a", ("a",)),
        ((1, 2.5), ["a", "b"], ("a", "b")),
        ((1, "t"), ["株", "a b"], ("株", "a b")),
        ({"x": 1, "y": 2}, None, ("x", "y")),
        ({"x": 1, "y": 2}, ["a", "b"], ("a", "b")),
    ]
    for number, (result, names, expected) in enumerate(cases):
        for store in (None, tmp_path / str(number)):
            found = fi.run_grid(
                lambda k, result=result: result, [(1,)], names=names, store=store, backend="serial", keys="k"
            )
            assert found.names == expected
            assert found.to_arrow().column_names == ["k", *expected]


@given(st.dictionaries(NAMES, SCALARS, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_dicts_in_any_order(first: dict[str, Any], random: Any) -> None:
    shape = Shape.of(first)
    names = list(first)
    random.shuffle(names)
    columns, bad = packed([first, {name: first[name] for name in names}], shape)
    assert not bad
    assert shape.names == tuple(first)
    for name, column in zip(shape.names, columns, strict=True):
        assert_column(column, [first[name]] * 2)
