"""What is put into a pool is what comes out of it, in the same memory for everybody."""

from __future__ import annotations

import json
import math
from pathlib import Path
from threading import Thread
from typing import Any

import hypothesis.extra.numpy as npst
import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

import fastind as fi

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
DTYPES = (
    npst.floating_dtypes() | npst.integer_dtypes() | npst.unsigned_integer_dtypes() | npst.boolean_dtypes()
    | npst.complex_number_dtypes() | npst.datetime64_dtypes() | npst.timedelta64_dtypes()
    | npst.unicode_string_dtypes() | npst.byte_string_dtypes()
)  # fmt: skip
ARRAYS = npst.arrays(DTYPES, npst.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=5))
one_pool = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@one_pool
@given(array=ARRAYS, order=st.sampled_from(["C", "F"]), step=st.sampled_from([1, -1, 2]))
def test_any_array(pool: Any, array: np.ndarray, order: Any, step: int) -> None:
    given = np.asarray(array, order=order)[::step] if array.ndim else array
    pool.put("key", given, replace=True)
    with fi.attach_to_pool("test") as other:
        for found in (pool.get("key"), other.get("key")):
            assert found.shape == given.shape
            assert found.dtype == given.dtype.newbyteorder("=")
            assert found.tobytes() == given.astype(found.dtype).tobytes()
            assert not found.flags.writeable
            assert type(found) is np.ndarray


@one_pool
@given(value=PLAIN)
def test_any_plain_object(pool: Any, value: Any) -> None:
    pool.put("key", value, replace=True)
    with fi.attach_to_pool("test") as other:
        assert repr(other.get("key")) == repr(value)


@one_pool
@given(
    steps=st.lists(
        st.tuples(st.sampled_from("abc"), st.booleans(), st.booleans(), st.integers(0, 4)), max_size=12
    )
)
def test_a_pool_is_a_dict_that_two_hold(steps: list[tuple[str, bool, bool, int]]) -> None:
    expected: dict[str, Any] = {}
    with fi.SharedDataPool("twice") as one, fi.SharedDataPool("twice") as two:
        for key, is_array, is_first, n in steps:
            value: Any = np.full((n, 2), float(n)) if is_array else [n]
            (one if is_first else two).put(key, value, replace=key in expected)
            expected[key] = value
            for pool in (one, two):
                assert pool.list_keys() == sorted(expected)
                for name, wanted in expected.items():
                    np.testing.assert_array_equal(pool.get(name), wanted)
                    assert type(pool.get(name)) is type(wanted)
                assert math.isclose(
                    pool.get_total_size_mb() * 2**20, sum(pool.get_info(name).size for name in expected)
                )


def test_two_gets_are_one_memory(pool: fi.SharedDataPool) -> None:
    pool.put("x", np.arange(10.0))
    first = pool.get("x")
    assert np.shares_memory(first, pool.get("x"))
    with pytest.raises(ValueError, match="read-only"):
        first[0] = 1
    with pytest.raises(ValueError, match="cannot set WRITEABLE"):
        first.flags.writeable = True
    first.shape = (5, 2)
    assert pool.get("x").shape == (10,)


def test_an_array_outlives_its_key_and_its_pool() -> None:
    with fi.SharedDataPool("test") as pool:
        pool.put("x", np.arange(5.0))
        first = pool.get("x")
        pool.put("x", np.arange(5.0) + 1, replace=True)
        second = pool.get("x")
        assert second.tolist() == [1, 2, 3, 4, 5]
    assert first.tolist() == [0, 1, 2, 3, 4]
    assert second.tolist() == [1, 2, 3, 4, 5]
    del first, second


def test_a_replaced_file_is_gone(pool: fi.SharedDataPool, pools: Path) -> None:
    for value in (np.zeros(3), np.ones(3), [1], [2], np.ones(3)):
        pool.put("x", value, replace=True)
    (pools / "test" / "registry.jsonl").unlink()
    names = sorted(file.name for file in (pools / "test").iterdir())
    head = names[0]
    assert names == [head, f"{head}.9", "control"]


def test_info(pool: fi.SharedDataPool) -> None:
    pool.put("x", np.zeros((4, 2), "f4"), columns=["a", "b"])
    pool.put("m", {"a": 1})
    assert pool.get_info("x") == fi.SharedDataInfo("x", (4, 2), np.dtype("f4"), 32, ["a", "b"])
    assert pool.get_info("m") == fi.SharedDataInfo("m", (), np.dtype(object), 8, None)
    assert pool.get_timestamps("x") is None
    assert "x" in pool
    assert "y" not in pool


def test_a_message_is_fresh_each_time(pool: fi.SharedDataPool) -> None:
    pool.put("m", {"a": [1]})
    pool.get("m")["a"].append(2)
    assert pool.get("m") == {"a": [1]}


def test_keys_of_any_letters(pool: fi.SharedDataPool, pools: Path) -> None:
    keys = ["../../etc/passwd", "/", ".", "a\0b", "\N{ROCKET}", "a\nb", "control", "x" * 200]
    for k, key in enumerate(keys):
        pool.put(key, k)
    assert pool.list_keys() == sorted(keys)
    assert [pool.get(key) for key in keys] == list(range(len(keys)))
    assert sorted(file.name for file in pools.iterdir()) == ["test"]


def test_messages_longer_than_a_page(pool: fi.SharedDataPool) -> None:
    for n in (3900, 4000, 4096, 5000, 10**6):
        pool.put("m", "x" * n, replace=True)
        assert pool.get("m") == "x" * n


def test_the_registry_lists_what_is_there(pool: fi.SharedDataPool, pools: Path) -> None:
    pool.put("x", np.zeros((4, 2), "f4"), columns=["a", "b"])
    pool.put("m", 1)
    for k in range(100):
        pool.put("m", k, replace=True)
    lines = [json.loads(line) for line in (pools / "test" / "registry.jsonl").read_text().splitlines()]
    assert [
        (line["key"], line["shape"], line["dtype"], line["bytes"], line["columns"]) for line in lines
    ] == [
        ("x", [4, 2], "float32", 32, ["a", "b"]),
        ("m", None, None, None, None),
    ]


def test_threads_write_and_read() -> None:
    """Each value that a reader sees is one that was written, and none is seen after a later one."""
    wrong: list[Any] = []

    def write(pool: fi.SharedDataPool, key: str) -> None:
        for k in range(100):
            pool.put(key, np.full(50, float(k)), replace=True)

    def read(pool: fi.SharedDataPool, key: str) -> None:
        last = -1.0
        while last < 99:
            found = pool.get(key)
            if not (found == found[0]).all() or found[0] < last:
                wrong.append(found)
            last = found[0]

    with fi.SharedDataPool("test") as pool, fi.attach_to_pool("test") as other:
        for key in "ab":
            pool.put(key, np.full(50, -1.0))
        jobs = [(read, pool), (read, other), (write, pool)]
        threads = [Thread(target=work, args=(side, key)) for key in "ab" for work, side in jobs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not wrong
        assert pool.list_keys() == ["a", "b"]


def test_after_release(pool: fi.SharedDataPool) -> None:
    pool.put("x", 1)
    assert repr(pool) == "SharedDataPool('test')"
    pool.cleanup()
    pool.cleanup()
    assert repr(pool) == "SharedDataPool('test', released)"
    calls: list[Any] = [
        lambda: pool.get("x"), lambda: pool.put("x", 1, replace=True), pool.list_keys, pool.get_total_size_mb,
        lambda: pool.get_info("x"), lambda: pool.get_dataframe("x"), lambda: pool.get_timestamps("x"),
        lambda: "x" in pool, pool.__reduce__,
    ]  # fmt: skip
    for call in calls:
        with pytest.raises(RuntimeError, match="pool 'test' has been released"):
            call()
