"""What goes into `fi.dumps` comes out of `fi.loads`, with its own type."""

from __future__ import annotations

import datetime as dt
import io
import json
import mmap
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import msgpack
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis.extra import numpy as hnp
from polars.testing import assert_frame_equal, assert_series_equal

import fastind as fi

ZONES = [None, dt.UTC, dt.timezone(dt.timedelta(hours=-3, minutes=-30)), ZoneInfo("Asia/Shanghai")]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(2**600), 2**600)
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.dates()
    | st.datetimes(timezones=st.sampled_from(ZONES))
    | st.times()
    | st.timedeltas()
)
KEYS = SCALARS | st.tuples(SCALARS, SCALARS)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=4)
    ),
    max_leaves=20,
)


def same(a: Any, b: Any) -> bool:
    """Equal, and of the same types all the way down; 1, 1.0 and True are three values."""
    if type(a) is not type(b):
        return False
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return same(list(a), list(b)) and same(list(a.values()), list(b.values()))
    if isinstance(a, dt.datetime | dt.time):
        return repr(a) == repr(b)
    return bool(a == b) and str(a) == str(b)


@given(VALUES)
def test_plain_values(value: Any) -> None:
    assert same(fi.loads(fi.dumps(value)), value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_what_json_has_is_plain_messagepack(value: Any) -> None:
    data = fi.dumps(value)
    assert same(msgpack.unpackb(data), value)
    assert same(fi.loads(msgpack.packb(value)), value)


def test_times_of_messagepack_are_utc() -> None:
    stamp = dt.datetime(2024, 1, 2, 3, 4, 5, 678, tzinfo=dt.UTC)
    assert fi.loads(msgpack.packb([stamp], datetime=True)) == [stamp]


@given(hnp.arrays(
    hnp.boolean_dtypes() | hnp.integer_dtypes(endianness="?") | hnp.floating_dtypes(endianness="?")
    | hnp.complex_number_dtypes() | hnp.datetime64_dtypes() | hnp.timedelta64_dtypes()
    | hnp.unicode_string_dtypes(min_len=1) | hnp.byte_string_dtypes(min_len=1),
    hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=40),
), st.sampled_from("CF"), st.booleans())  # fmt: skip
def test_arrays(array: np.ndarray, order: str, has_gaps: bool) -> None:
    array = np.asarray(array, order=order)
    if has_gaps and array.ndim:
        array = array[::2]
    back = fi.loads(fi.dumps(array))
    np.testing.assert_array_equal(back, array, strict=True)
    assert back.dtype == array.dtype
    assert not back.flags.writeable
    if not has_gaps:
        assert back.flags.f_contiguous == array.flags.f_contiguous


def test_a_large_array_is_a_view_and_lies_straight() -> None:
    array = np.arange(5000.0).reshape(50, 100)
    data = fi.dumps({"a": array, "b": [array.T, array[0]], "c": np.arange(2000, dtype=np.int8)})
    found = fi.loads(data)
    whole = np.frombuffer(data, np.uint8)
    for back in (found["a"], found["b"][0], found["c"]):
        assert np.shares_memory(back, whole)
        assert (back.ctypes.data - whole.ctypes.data) % 64 == 0
        assert back.flags.aligned
    np.testing.assert_array_equal(found["b"][0], array.T)
    shifted = memoryview(b"x" + data)[1:]  # at an odd place, where views would be slow
    assert fi.loads(shifted)["a"].flags.aligned


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_bytes_of_any_kind(kind: Any, tmp_path: Path) -> None:
    array = np.arange(1000.0)
    back = fi.loads(kind(fi.dumps(array)))
    np.testing.assert_array_equal(back, array)
    assert not back.flags.writeable


def test_a_mapped_file(tmp_path: Path) -> None:
    path = tmp_path / "value"
    path.write_bytes(fi.dumps(np.arange(1000.0)))
    with path.open("rb") as file:
        memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    back = fi.loads(memory)
    assert back.sum() == np.arange(1000.0).sum()


@pytest.mark.parametrize(
    "value",
    [
        np.float64(1.5), np.float32(-0.0), np.int8(-3), np.bool_(True), np.str_("a\N{ROCKET}"),
        np.bytes_(b"ab"),
        np.datetime64("2024-01-01", "ns"), np.timedelta64(3, "D"), np.complex64(1 + 2j),
        pd.Timestamp("2024-01-01 01:02:03.123456789"), pd.Timestamp("2024-07-01", tz="Europe/Berlin"),
        pd.Timestamp("0001-01-01").as_unit("s"),
        dt.datetime(2024, 10, 27, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Berlin")),
        dt.datetime(2024, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=30), "IST")),
        dt.datetime(2024, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=-5))),
        dt.time(9, 15, tzinfo=dt.timezone(dt.timedelta(0), "GMT")),
        pd.Timestamp(2024, 1, 1, tz=dt.timezone(dt.timedelta(hours=5, minutes=30), "IST")),
    ],
    ids=repr,
)  # fmt: skip
def test_scalars_keep_their_type(value: Any) -> None:
    back = fi.loads(fi.dumps([value]))[0]
    assert type(back) is type(value)
    assert repr(back) == repr(value)


def test_nan_and_nat() -> None:
    assert np.isnan(fi.loads(fi.dumps(float("nan"))))
    assert np.isnat(fi.loads(fi.dumps(np.datetime64("NaT", "D"))))


DAYS = pd.DatetimeIndex(["2024-01-01", "2024-01-02", "2024-01-05"], name="date")
FRAMES = {
    "mixed": pd.DataFrame(
        {
            "close": [1.5, np.nan, 3.0],
            "code": ["A", None, "\N{ROCKET}"],
            "when": pd.to_datetime(["2024-01-01", "2024-01-02", None]),
            "kind": pd.Categorical(["u", "v", "u"], ordered=True),
            "whole": pd.array([1, None, 3], "Int64"),
            "flag": [True, False, True],
            "small": np.arange(3, dtype=np.int8),
        }
    ),
    "by date": pd.DataFrame({"x": [1.0, 2.0, 3.0]}, index=DAYS),
    "zoned": pd.DataFrame({"x": [1.0, 2.0, 3.0]}, index=DAYS.tz_localize("Asia/Tokyo")),
    "two levels": pd.DataFrame(
        {"x": [1, 2]}, index=pd.MultiIndex.from_tuples([(1, "A"), (2, "B")], names=["date", "code"])
    ),
    "numbered columns": pd.DataFrame(np.eye(3), columns=[600000, 600001, 600004]),
    "columns of fractions": pd.DataFrame(np.eye(2), columns=[0.5, 7.0]),
    "columns of dates": pd.DataFrame(np.eye(3), columns=DAYS.tz_localize("UTC")),
    "counted columns": pd.DataFrame(np.eye(2)),
    "columns of two levels": pd.DataFrame(
        np.eye(2), columns=pd.MultiIndex.from_tuples([("rsi", 7), ("rsi", 14)], names=["name", "window"])
    ),
    "objects": pd.DataFrame(
        {"day": [dt.date(2024, 1, 1), None], "price": [Decimal("1.50"), None], "none": [None, None]}
    ),
    "empty": pd.DataFrame({"x": np.array([], np.float32)}),
    "nothing": pd.DataFrame(),
    "arrow": pd.DataFrame({"x": pd.array([1, None], "int64[pyarrow]")}),
}


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_pandas_frames(frame: pd.DataFrame) -> None:
    back = fi.loads(fi.dumps({"frame": frame}))["frame"]
    pd.testing.assert_frame_equal(back, frame)
    if frame.size:
        back.iloc[0, 0] = back.iloc[0, 0]  # may be written to


def test_text_in_a_column_of_objects_gets_the_dtype_of_text() -> None:
    frame = pd.DataFrame({"code": ["A", None]}, dtype=object)
    pd.testing.assert_frame_equal(fi.loads(fi.dumps(frame)), pd.DataFrame({"code": ["A", None]}))


@pytest.mark.parametrize("name", [None, "close", 600000, ("rsi", 14), DAYS[0]])
def test_pandas_series(name: Any) -> None:
    series = pd.Series([1.0, np.nan, 3.0], index=DAYS, name=name)
    back = fi.loads(fi.dumps(series))
    pd.testing.assert_series_equal(back, series)
    back.iloc[0] = 5.0
    assert back.iloc[0] == 5.0


def test_polars() -> None:
    frame = pl.DataFrame(
        {
            "x": [1.5, None, float("nan")],
            "code": ["A", None, "B"],
            "kind": pl.Series(["u", "v", "u"], dtype=pl.Categorical),
            "enum": pl.Series(["u", "v", "u"], dtype=pl.Enum(["v", "u"])),
            "day": [dt.date(2024, 1, 1), None, dt.date(2024, 1, 2)],
            "when": pl.Series([dt.datetime(2024, 1, 1)] * 3, dtype=pl.Datetime("us", "UTC")),
            "list": [[1], [], [2, 3]],
            "pair": [{"a": 1, "b": "x"}] * 3,
            "none": [None, None, None],
        }
    )
    assert_frame_equal(fi.loads(fi.dumps(frame)), frame)
    assert_frame_equal(fi.loads(fi.dumps(frame.clear())), frame.clear())
    assert_series_equal(fi.loads(fi.dumps(frame["enum"])), frame["enum"])


def test_arrow() -> None:
    table = pa.table(
        {"x": pa.chunked_array([[1, 2], [None]]), "code": pa.array(["A", None, "A"]).dictionary_encode()},
        metadata={"source": "here"},
    )
    for each in (table, table[:0], table.select([])):
        back = fi.loads(fi.dumps(each))
        assert type(back) is pa.Table
        assert back.equals(each, check_metadata=True)
    batch = table.combine_chunks().to_batches()[0]
    for part in (batch, batch[:0], batch[1:]):
        back = fi.loads(fi.dumps(part))
        assert type(back) is pa.RecordBatch
        assert back.equals(part)


def test_arrow_is_not_copied() -> None:
    data = fi.dumps(pa.table({"x": np.arange(10_000.0)}))
    column = fi.loads(data)["x"].to_numpy()
    assert np.shares_memory(column, np.frombuffer(data, np.uint8))


def test_panel() -> None:
    long = pd.DataFrame(
        {
            "date": DAYS.tz_localize("UTC").repeat(2),
            "code": ["A", "B"] * 3,
            "close": np.arange(6.0),
            "flag": 1,
        }
    )
    panel = fi.Panel.from_long(long)
    back = fi.loads(fi.dumps({"panel": panel}))["panel"]
    assert back.zone == panel.zone == "UTC"
    assert back.fields == panel.fields
    for name in ("dates", "codes"):
        np.testing.assert_array_equal(getattr(back, name), getattr(panel, name), strict=True)
    for name in panel.fields:
        np.testing.assert_array_equal(back[name], panel[name], strict=True)
    np.testing.assert_array_equal(fi.rsi(back, window=1)["rsi"], fi.rsi(panel, window=1)["rsi"])


def test_named_tuples_of_indicators() -> None:
    result = fi.macd(np.arange(100.0))
    back = fi.loads(fi.dumps([result]))[0]
    assert type(back) is type(result)
    for one, two in zip(back, result, strict=True):
        np.testing.assert_array_equal(one, two)


def test_rows_are_smaller_than_json() -> None:
    rows = [{"date": 20240101 + k, "code": f"{k:06d}.SZ", "close": k / 7} for k in range(100)]
    assert len(fi.dumps(rows)) < len(json.dumps(rows))
    assert fi.loads(io.BytesIO(fi.dumps(rows)).getbuffer()) == rows
