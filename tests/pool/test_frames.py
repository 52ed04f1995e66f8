"""Frames over a pool's memory, and frames of any library into it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import fastind as fi

STAMPS = pd.date_range("2024-01-01", periods=4, freq="h", name="timestamp", unit="ns")
FRAME = pd.DataFrame({"a": [1.0, 2.0, np.nan, 4.0], "b": [1.5, 2.5, 3.5, 4.5]}, index=STAMPS)


def kinds() -> dict[str, tuple[Any, pd.DataFrame]]:
    """Frames, and what comes out."""
    columns, aware = FRAME.reset_index(), FRAME.tz_localize("UTC")
    return {
        "pandas, index": (FRAME, FRAME),
        "pandas, zone": (aware.tz_convert("Asia/Shanghai"), aware),
        "pandas, column": (columns, FRAME),
        "pandas, arrow": (columns.convert_dtypes(dtype_backend="pyarrow"), FRAME),
        "polars": (pl.from_pandas(columns, nan_to_null=True), FRAME),
        "arrow": (pa.Table.from_pandas(columns, preserve_index=False), FRAME),
    }


@pytest.mark.parametrize("kind", list(kinds()))
def test_frames_of_every_kind(pool: fi.SharedDataPool, kind: str) -> None:
    given, expected = kinds()[kind]
    pool.put("x", given)
    pd.testing.assert_frame_equal(pool.get_dataframe("x"), expected, check_freq=False)
    assert pool.get("x").flags.f_contiguous
    assert pool.get_timestamps("x").tolist() == expected.index.asi8.tolist()


@pytest.mark.parametrize("zone", [None, "UTC"])
def test_a_frame_lies_in_the_pool(pool: fi.SharedDataPool, zone: str | None) -> None:
    pool.put("x", FRAME.tz_localize(zone) if zone else FRAME)
    frame, array = pool.get_dataframe("x"), pool.get("x")
    assert np.shares_memory(frame.to_numpy(), array)
    assert np.shares_memory(frame.index.asi8, pool.get_timestamps("x"))
    chosen = pool.get_dataframe("x", columns=["b"])
    assert list(chosen) == ["b"]
    assert np.shares_memory(chosen["b"].to_numpy(), array)
    assert list(pool.get_dataframe("x", columns=["b", "a"])) == ["b", "a"]


def test_a_frame_cannot_be_written_to(pool: fi.SharedDataPool) -> None:
    pool.put("x", FRAME)
    frame = pool.get_dataframe("x")
    with pytest.raises(ValueError, match="read-only"):
        frame.iloc[0, 0] = 7.0
    changed = frame.copy()
    changed.iloc[0, 0] = 7.0
    assert pool.get("x")[0, 0] == 1


@pytest.mark.parametrize("order", ["C", "F"])
def test_an_array_as_a_frame(pool: fi.SharedDataPool, order: Any) -> None:
    array = np.asarray(np.arange(6.0).reshape(3, 2), order=order)
    pool.put("x", array, columns=["a", "b"])
    pd.testing.assert_frame_equal(pool.get_dataframe("x"), pd.DataFrame(array, columns=["a", "b"]))
    assert np.shares_memory(pool.get_dataframe("x").to_numpy(), pool.get("x"))
    pool.put("y", np.arange(3))
    pd.testing.assert_frame_equal(pool.get_dataframe("y"), pd.DataFrame(np.arange(3)))


def test_one_dtype_for_all_columns(pool: fi.SharedDataPool) -> None:
    pool.put("x", pd.DataFrame({"a": np.array([1, 2], "i4"), "b": np.array([1.5, 2.5], "f4")}))
    assert pool.get("x").dtype == np.float64
    pool.put("y", pl.DataFrame({"a": [1, None], "b": [True, False]}))
    np.testing.assert_array_equal(pool.get("y"), [[1, 1], [np.nan, 0]])


def test_names_that_are_numbers_become_text(pool: fi.SharedDataPool) -> None:
    pool.put("x", pd.DataFrame(np.ones((2, 2))))
    assert list(pool.get_dataframe("x")) == ["0", "1"]
    for n, codes in enumerate(([600000, 1], pd.Index([np.int64(600000), 1], dtype=object))):
        pool.put(f"codes {n}", FRAME.set_axis(codes, axis=1))
        pd.testing.assert_frame_equal(
            pool.get_dataframe(f"codes {n}"), FRAME.set_axis(["600000", "1"], axis=1), check_freq=False
        )
    assert list(pool.get_dataframe("codes 0", columns=["600000"])) == ["600000"]


def test_an_empty_frame(pool: fi.SharedDataPool) -> None:
    pool.put("x", FRAME.iloc[:0])
    pd.testing.assert_frame_equal(pool.get_dataframe("x"), FRAME.iloc[:0], check_freq=False)


def test_no_table(pool: fi.SharedDataPool) -> None:
    pool.put("m", {"a": 1})
    pool.put("x", np.zeros((2, 2, 2)))
    for key, what in {"m": "a plain object", "x": "an array of 3 dimensions"}.items():
        with pytest.raises(fi.errors.InputError, match=f"'{key}' is {what}, and no table: use get"):
            pool.get_dataframe(key)


def test_a_column_that_is_not_there(pool: fi.SharedDataPool) -> None:
    pool.put("x", pd.DataFrame({"close": [1.0]}))
    with pytest.raises(KeyError, match="'x' has no column 'clsoe'; did you mean close"):
        pool.get_dataframe("x", columns=["clsoe"])
    for columns in ("close", ["close", "close"]):
        with pytest.raises(fi.errors.ParameterError, match="columns must be a list of different names"):
            pool.get_dataframe("x", columns=columns)


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.DataFrame({"a": ["x"]}), "column 'a' of 'x' has dtype String: a pool's frames are numbers"),
        (FRAME.iloc[[0, 0]], "the index of 'x' must ascend: row 1 .* is the same as row 0 .*: drop the dup"),
        (FRAME.iloc[::-1], "the index of 'x' must ascend: row 1 .* is before row 0 .*: sort the rows"),
        (FRAME.reset_index().iloc[::-1], "timestamp of 'x' must ascend: row 1"),
        (pd.DataFrame({"timestamp": [pd.NaT, STAMPS[0]], "a": 1.0}), "timestamp of 'x' has 1 empty values"),
        (
            pd.DataFrame({"timestamp": [20240101], "a": 1.0}),
            "whole numbers that are no milliseconds since 1970",
        ),
        (pd.DataFrame({"timestamp": [1.5], "a": 1.0}), "timestamp of 'x' is double: it must be timestamps"),
        (FRAME.set_axis(["x", "x"], axis=1), "'x' has columns of the same name: x; rename them"),
        (FRAME.set_axis([1, "1"], axis=1), "'x' has columns of the same name: 1; rename them"),
        (
            FRAME.set_axis([("a", 1), ("b", 2)], axis=1),
            r"'x' has a column \('a', 1\), whose name is neither text nor a whole number: rename it",
        ),
        (FRAME.set_axis([1.0, 2.5], axis=1), "'x' has a column 1.0, whose name is neither"),
        (pa.table([[1.0], [2.0], [3.0]], names=["a", "b", "a"]), "columns of the same name: a; rename them"),
        (FRAME[[]], "'x' has no columns of numbers"),
        (pl.DataFrame(), "'x' has no columns of numbers"),
        (FRAME.set_axis(list("abcd")), r"the index of 'x' is str: .* reset_index\(drop=True\) leaves it out"),
        (
            FRAME.reset_index(drop=True).iloc[1:],
            r"the index of 'x' is int64 and not 0, 1, 2, .*labels would be lost: reset_index\(\)",
        ),
        (FRAME.set_axis(pd.RangeIndex(4, name="code")), "the index 'code' of 'x' is int64 and not 0, 1, 2"),
        (
            FRAME.set_axis(pd.period_range("2024", periods=4)),
            r"the index of 'x' is period.D.: .*labels would",
        ),
        (FRAME.set_axis([[1, 1, 2, 2], [1, 2, 1, 2]]), "the index of 'x' is object: .*labels would be lost"),
        (FRAME["a"], "'x' is a Series: a pool takes arrays and eager frames"),
        (np.ma.masked_array([1.0, 2.0], [True, False]), r"array.filled\(np.nan\) has NaN"),
        (pl.LazyFrame({"a": [1]}), "LazyFrame: a pool takes arrays and eager frames"),
    ],
)
def test_frames_that_cannot_be_kept(pool: fi.SharedDataPool, frame: Any, message: str) -> None:
    with pytest.raises(fi.errors.InputError, match=message):
        pool.put("x", frame)
    assert pool.list_keys() == []


LARGE = [2**53 + 1, -(2**53) - 1, 2**60 + 1, 2**63 - 1]


@pytest.mark.parametrize("n", LARGE)
@pytest.mark.parametrize("kind", ["beside floats", "beside uint64", "nullable", "polars"])
def test_whole_numbers_that_would_be_rounded(pool: fi.SharedDataPool, kind: str, n: int) -> None:
    def frame(n: int) -> Any:
        match kind:
            case "beside floats":
                return pd.DataFrame({"a": [0, n], "b": [0.5, 1.5]})
            case "beside uint64":
                return pd.DataFrame({"a": [0, n], "b": np.ones(2, "u8")})
            case "nullable":
                return pd.DataFrame({"a": pd.array([None, n], "Int64")})
        return pl.DataFrame({"a": [None, n]})

    with pytest.raises(
        fi.errors.InputError, match=f"column 'a' of 'x' has {n}, which float64, .*a key of its own"
    ):
        pool.put("x", frame(n))
    assert pool.list_keys() == []
    pool.put("x", frame(n - 1 if n > 0 else n + 1) if abs(n) == 2**53 + 1 else frame(2**62))
    pool.put("whole", pd.DataFrame({"a": [0, n]}))
    assert pool.get("whole").tolist() == [[0], [n]]


def test_the_largest_unsigned_number(pool: fi.SharedDataPool) -> None:
    frame = pd.DataFrame({"a": np.array([2**64 - 1], "u8"), "b": np.array([1])})
    with pytest.raises(fi.errors.InputError, match=f"column 'a' of 'x' has {2**64 - 1}, which float64"):
        pool.put("x", frame)


def test_rows_by_any_number_if_they_have_a_timestamp(pool: fi.SharedDataPool) -> None:
    pool.put("x", FRAME.reset_index().iloc[1:])
    pd.testing.assert_frame_equal(pool.get_dataframe("x"), FRAME.iloc[1:], check_freq=False)


def test_no_columns_keep_the_rows(pool: fi.SharedDataPool) -> None:
    pool.put("x", np.ones((4, 2)), columns=["a", "b"])
    assert pool.get_dataframe("x", columns=[]).shape == (4, 0)
    with pytest.raises(KeyError, match=r"has no column 'zz'\. Columns: a, b"):
        pool.get_dataframe("x", columns=["zz"])
