"""`compact_dtypes`: smaller types, the same values, and it says what it saved."""

from __future__ import annotations

import decimal
import logging
import os
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fastind.errors import InputError, ParameterError
from fastind.frames.compact import CompactReport, compact_dtypes

TEXT = ["AAPL", "MSFT", "IBM", None] * 25


def rows(frame: Any) -> list[list[Any]]:
    """Column by column as Python values; NaN and every other missing value as None."""
    if isinstance(frame, pd.DataFrame):
        columns = [frame.iloc[:, k].astype(object).tolist() for k in range(frame.shape[1])]
    elif isinstance(frame, pl.DataFrame):
        columns = [column.to_list() for column in frame.iter_columns()]
    else:
        columns = [column.to_pylist() for column in frame.columns]
    return [[None if value is None or pd.isna(value) else value for value in column] for column in columns]


def kept(frame: Any, **options: Any) -> Any:
    """The compact frame, after a look that its values are those of the input, which stays as it was."""
    before = rows(frame)
    small = compact_dtypes(frame, **options)
    assert type(small) is type(frame)
    assert rows(small) == rows(frame) == before
    return small


def of(values: Any, dtype: Any, **options: Any) -> Any:
    """What becomes of one pandas column."""
    return kept(pd.DataFrame({"x": pd.Series(values, dtype=dtype)}), **options)["x"].dtype


def original(small: Any, frame: Any) -> Any:
    """The compact frame in the types it had before."""
    if isinstance(frame, pd.DataFrame):
        return small.astype(frame.dtypes.to_dict())
    return small.cast(frame.schema)


def bits(values: Any) -> bytes:
    """Every bit, the sign of a zero too; NaN is NaN whatever its payload."""
    array = np.array(values, np.float64)
    array[np.isnan(array)] = np.nan
    return array.tobytes()


@pytest.mark.parametrize(
    "dtype", [object, "str", "string[python]", "string[pyarrow]", pd.ArrowDtype(pa.string())]
)
def test_text_that_repeats_becomes_a_category(dtype: Any) -> None:
    category = of(TEXT, dtype)
    assert isinstance(category, pd.CategoricalDtype)
    assert not category.ordered


@pytest.mark.parametrize(("distinct", "category"), [(49, True), (50, False), (51, False)])
def test_under_half_must_be_distinct(distinct: int, category: bool) -> None:
    text = [f"code {k % distinct}" for k in range(100)]
    small = kept(pl.DataFrame({"x": [*text, None, None, None]}))
    assert (small.schema["x"] == pl.Categorical) is category
    assert isinstance(of([*text, None, None, None], "str"), pd.CategoricalDtype) is category


@pytest.mark.parametrize(
    ("low", "high", "signed", "unsigned"),
    [
        (0, 0, "int8", "uint8"),
        (0, 127, "int8", "uint8"),
        (0, 128, "uint8", "uint8"),
        (-128, 127, "int8", None),
        (-129, 0, "int16", None),
        (0, 2**15 - 1, "int16", "uint16"),
        (0, 2**16 - 1, "uint16", "uint16"),
        (0, 2**16, "int32", "uint32"),
        (-(2**31), 2**31 - 1, "int32", None),
        (0, 2**32 - 1, "uint32", "uint32"),
        (-(2**31) - 1, 0, "int64", None),
        (0, 2**32, "int64", "uint64"),
        (-(2**63), 2**63 - 1, "int64", None),
        (0, 2**64 - 1, None, "uint64"),
    ],
)
def test_integers_become_the_smallest_that_hold_them(
    low: int, high: int, signed: str | None, unsigned: str | None
) -> None:
    for start, expected in (("Int64", signed), ("UInt64", unsigned)):
        if expected is not None:
            nullable = expected.replace("uint", "UInt").replace("int", "Int")
            assert of([low, high], start.lower()) == expected
            assert of([low, high, None], start) == nullable
            assert of([low, high, None], f"{start.lower()}[pyarrow]") == f"{expected}[pyarrow]"
            polars = pl.DataFrame({"x": [low, high, None]}, schema={"x": getattr(pl, start)})
            assert kept(polars).schema["x"] == getattr(pl, nullable)


def test_integers_of_polars_beyond_64_bits() -> None:
    frame = pl.DataFrame(
        {"small": [1, 2], "huge": [0, 2**100]}, schema={"small": pl.Int128, "huge": pl.Int128}
    )
    assert kept(frame).schema == {"small": pl.Int8, "huge": pl.Int128}


HALVES = [0.5, -0.0, 0.0, np.inf, -np.inf, np.nan, 1.5, 2.0**100]


def test_floats_that_survive_become_single() -> None:
    small = compact_dtypes(pd.DataFrame({"x": HALVES}))
    assert small["x"].dtype == "float32"
    assert bits(small["x"]) == bits(HALVES)
    assert kept(pl.DataFrame({"x": HALVES})).schema["x"] == pl.Float32
    assert of([0.5, None], "Float64") == "Float32"
    assert of([0.5, None], "double[pyarrow]") == "float[pyarrow]"


@pytest.mark.parametrize("value", [0.1, 2.0**24 + 1, 1e39, -1e39, 1e-46, 5e-324, 1.7976931348623157e308])
def test_floats_that_would_change_stay_double(value: float) -> None:
    assert of([0.5, value], "float64") == "float64"


@pytest.mark.parametrize("where", [0, 65_535, 65_536, 199_999])
def test_one_value_anywhere_keeps_a_column_double(where: int) -> None:
    x = np.ones(200_000)
    x[where] = 0.1
    for frame in (pd.DataFrame({"x": x}), pl.DataFrame({"x": x}), pa.table({"x": x})):
        types = compact_dtypes(frame, report=True)[1].changes
        assert types == ()


def test_whole_floats_stay_floats() -> None:
    assert of([1.0, 2.0, 3.0], "float64") == "float32"


def test_tolerance_is_relative_and_its_edge_is_in() -> None:
    error = abs(float(np.float32(0.1)) - 0.1) / 0.1
    frame = pd.DataFrame({"x": [0.1, np.nan, np.inf, -0.0, 0.5]})
    assert compact_dtypes(frame, tolerance=error * 1.001)["x"].dtype == "float32"
    assert compact_dtypes(frame, tolerance=error * 0.999)["x"].dtype == "float64"
    assert compact_dtypes(frame * 1e9, tolerance=6e-8)["x"].dtype == "float32"
    assert bits(compact_dtypes(frame, tolerance=1e-6)["x"])[8:] == bits(frame["x"])[8:]


@pytest.mark.parametrize("value", [1e39, -3.5e38, 1e-46, 5e-324])
def test_no_tolerance_loses_what_single_floats_cannot_hold(value: float) -> None:
    frame = pd.DataFrame({"x": [1.0, value]})
    assert compact_dtypes(frame, tolerance=0.9)["x"].dtype == "float64"


@pytest.mark.parametrize("tolerance", [-1e-9, 1.0, np.nan, np.inf, True, "1e-6", 1j, [1e-6]])
def test_a_tolerance_that_is_none_is_refused(tolerance: Any) -> None:
    with pytest.raises(
        ParameterError, match="tolerance must be a relative error, at least 0 and below 1, got"
    ):
        compact_dtypes(pd.DataFrame(), tolerance=tolerance)


@pytest.mark.parametrize(
    ("frame", "hint"),
    [
        (pl.LazyFrame({"x": [1]}), "collect"),
        (pd.Series([1]), "to_frame"),
        (pl.Series([1]), "to_frame"),
        (np.ones((2, 2)), "numpy.ndarray"),
        ({"x": [1]}, "got dict"),
        (None, "NoneType"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_frame_is_refused(frame: Any, hint: str) -> None:
    with pytest.raises(InputError, match="frame must be a DataFrame of pandas or polars") as caught:
        compact_dtypes(frame)
    assert hint in str(caught.value)


UNTOUCHED = {
    "bool": pd.Series([True, False, True] * 9),
    "bool in object": pd.Series([True, False, True] * 9, dtype=object),
    "text and numbers": pd.Series(["a"] * 25 + [1, 2.5], dtype=object),
    "text, numbers late": pd.Series(["a"] * 120 + [1], dtype=object),
    "lists": pd.Series([[1], [1], [2]] * 9, dtype=object),
    "integers in object": pd.Series([1, 2, 3] * 9, dtype=object),
    "decimals": pd.Series([decimal.Decimal(1)] * 9),
    "dates": pd.Series(pd.date_range("2020", periods=9)),
    "dates with zone": pd.Series(pd.date_range("2020", periods=9, tz="Asia/Shanghai")),
    "time spans": pd.Series(pd.to_timedelta(range(9), unit="D")),
    "periods": pd.Series(pd.period_range("2020", periods=9, freq="D")),
    "category": pd.Series(["a", "b", "b"] * 9, dtype=pd.CategoricalDtype(["b", "a", "never"], ordered=True)),
    "complex": pd.Series([1j, 2j]),
    "half": pd.Series([0.5], dtype="float16"),
    "single": pd.Series([0.5], dtype="float32"),
    "int8": pd.Series([1], dtype="int8"),
    "sparse": pd.Series(pd.arrays.SparseArray([1.0, np.nan])),
    "other byte order": pd.Series(np.array([1, 2], ">i8")),
}


@pytest.mark.parametrize("name", UNTOUCHED)
def test_other_columns_stay(name: str) -> None:
    frame = UNTOUCHED[name].to_frame("x")
    pd.testing.assert_frame_equal(compact_dtypes(frame), frame)


@pytest.mark.parametrize(
    "dtype",
    ["str", object, "float64", "Int64", "Float64", "string[python]", "int64[pyarrow]", "datetime64[ns]"],
)
def test_columns_without_a_value_stay(dtype: str) -> None:
    frame = pd.DataFrame({"x": pd.Series([None] * 9, dtype=dtype)})
    pd.testing.assert_frame_equal(compact_dtypes(frame), frame)
    pd.testing.assert_frame_equal(compact_dtypes(frame[:0]), frame[:0])


@pytest.mark.parametrize("dtype", [pl.String, pl.Int64, pl.Float64, pl.Null, pl.Categorical, pl.Date])
def test_columns_of_polars_without_a_value_stay(dtype: Any) -> None:
    frame = pl.DataFrame({"x": pl.Series([None] * 9, dtype=dtype)})
    for empty in (frame, frame.clear(), frame.select()):
        assert compact_dtypes(empty).equals(empty)
        assert compact_dtypes(empty).schema == empty.schema


@pytest.mark.parametrize("frame", [pd.DataFrame(), pd.DataFrame(index=[3, 4]), pa.table({})], ids=str)
def test_frames_without_columns(frame: Any) -> None:
    small, report = compact_dtypes(frame, report=True)
    assert small.shape == frame.shape
    assert report.changes == ()
    assert small is not frame or isinstance(frame, pa.Table)


def test_labels_and_index_are_kept() -> None:
    index = pd.MultiIndex.from_product([["2020-01-02", "2020-01-02"], ["A", "A"]], names=["date", "code"])
    columns = pd.MultiIndex.from_tuples([("close", 1), ("close", 1), ("volume", 2)], names=["field", None])
    frame = pd.DataFrame(np.arange(12).reshape(4, 3), index=index, columns=columns)
    frame.attrs["source"] = "here"
    small = kept(frame)
    pd.testing.assert_frame_equal(small, frame.astype("int8"))
    assert small.attrs == frame.attrs
    text = pd.DataFrame({"x": ["a"] * 9}, index=["same"] * 9)
    assert kept(text).index.equals(text.index)


def test_duplicate_names() -> None:
    frame = pd.DataFrame([[1, 0.5, "a"]] * 5, columns=["x", "x", "x"])
    small, report = compact_dtypes(frame, report=True)
    assert [str(dtype) for dtype in small.dtypes] == ["int8", "float32", "category"]
    assert [change.column for change in report.changes] == ["x", "x", "x"]
    table = pa.Table.from_arrays([pa.array([1, 2]), pa.array([0.5, 1.0])], names=["x", "x"])
    assert kept(table).schema.types == [pa.int8(), pa.float32()]


def test_a_pandas_frame_owns_its_memory() -> None:
    frame = pd.DataFrame(np.random.default_rng(1).normal(size=(1000, 3)), columns=list("abc"))
    frame["b"] = 1.0
    small = compact_dtypes(frame)
    assert [str(dtype) for dtype in small.dtypes] == ["float64", "float32", "float64"]
    assert not np.shares_memory(small["a"].to_numpy(), frame["a"].to_numpy())


def test_tables_of_pyarrow() -> None:
    chunks = pa.chunked_array([["a", None] * 90, ["b", "a"] * 90, [f"c{k % 126}" for k in range(270)]])
    fields = pa.schema(
        [pa.field("x", pa.string(), metadata={"k": "v"}), pa.field("n", pa.int64(), nullable=False)]
    )
    table = pa.table([chunks, pa.array(range(630))], schema=fields.with_metadata({"whole": "table"}))
    small = kept(table)
    assert small.schema.types == [pa.dictionary(pa.int8(), pa.string()), pa.int16()]
    assert small.schema.metadata == table.schema.metadata
    assert small.field("x").metadata == {b"k": b"v"}
    assert not small.field("n").nullable
    more = pa.table({"x": [f"c{k % 129}" for k in range(300)]})
    assert kept(more).schema.types == [pa.dictionary(pa.int16(), pa.string())]
    views = pa.table({"x": pa.array(["a"] * 9, pa.string_view())})
    assert compact_dtypes(views).equals(views)


def test_it_says_what_it_saved(caplog: pytest.LogCaptureFixture) -> None:
    frame = pd.DataFrame({"code": ["A", "B"] * 500, "close": 10.1, "volume": 40_000, "live": True})
    with caplog.at_level(logging.INFO, logger="fastind"):
        small, report = compact_dtypes(frame, tolerance=1e-6, report=True)
    assert isinstance(report, CompactReport)
    assert caplog.messages == [f"compact_dtypes: {report}"]
    assert report.before == frame.memory_usage(deep=True).sum()
    assert report.after == small.memory_usage(deep=True).sum()
    assert report.saved == 1 - report.after / report.before
    assert report.changes[1:] == (
        ("close", "float64", "float32", 8000, 4000),
        ("volume", "int64", "uint16", 8000, 2000),
    )
    assert [change.column for change in report.changes] == ["code", "close", "volume"]
    assert str(report).splitlines()[0] == "26.1 kB -> 8.2 kB: 69% saved"


def test_text_of_polars_is_counted_as_it_lies_in_memory() -> None:
    long = "a code of more than twelve letters"
    _, report = compact_dtypes(pl.DataFrame({"x": ["A", long] * 50}), report=True)
    assert report.before == 100 * 16 + 50 * len(long)
    assert report.after == 100 * 4


@pytest.mark.parametrize("kind", ["pandas", "polars", "arrow"])
def test_savings_on_real_bars(kind: str) -> None:
    folder = os.environ.get("FASTIND_DATA")
    if not folder:
        pytest.skip("FASTIND_DATA is not set: the S&P 500 bars are not here")
    bars = pd.read_parquet(Path(folder) / "sp500_daily_2013_2018.parquet")
    bars["symbol"] = bars["symbol"].astype(str)
    table = pa.Table.from_pandas(bars)
    frame = {"pandas": bars, "polars": pl.from_arrow(table), "arrow": table}[kind]
    small, lossless = compact_dtypes(frame, report=True)
    assert original(small, frame).equals(frame)
    assert lossless.saved >= 0.20
    close, tolerated = compact_dtypes(frame, tolerance=1e-6, report=True)
    assert tolerated.saved >= 0.45
    x, y = (np.asarray(f["close"].to_numpy(), np.float64) for f in (frame, close))
    assert 0 < np.max(np.abs(x - y) / x) <= 1e-6


floats = st.lists(st.floats() | st.floats(width=32) | st.none(), max_size=30)
integers = st.lists(st.integers(-(2**63), 2**63 - 1) | st.integers(-300, 300) | st.none(), max_size=30)
text = st.lists(st.sampled_from(["a", "b", "", "中文"]) | st.text(max_size=3) | st.none(), max_size=30)


@given(floats=floats, integers=integers, text=text)
def test_nothing_is_lost(floats: list[Any], integers: list[Any], text: list[Any]) -> None:
    for values, kinds in (
        (floats, ["float64", "Float64", "double[pyarrow]"]),
        (integers, ["Int64", "int64[pyarrow]"]),
        (text, ["str", "string[python]", object]),
    ):
        for kind in kinds:
            frame = pd.DataFrame({"x": pd.Series(values, dtype=kind)})
            small = kept(frame)
            assert compact_dtypes(small, report=True)[1].changes == ()
    for values, dtype in ((floats, pl.Float64), (integers, pl.Int64), (text, pl.String)):
        polars = pl.DataFrame({"x": pl.Series(values, dtype=dtype)})
        small = compact_dtypes(polars)
        assert small["x"].cast(dtype).equals(polars["x"], null_equal=True)
        assert small["x"].null_count() == polars["x"].null_count()


@given(
    values=st.lists(st.floats(), max_size=30), tolerance=st.sampled_from([0.0, 1e-9, 6e-8, 1e-6, 0.01, 0.999])
)
def test_the_tolerance_holds(values: list[float], tolerance: float) -> None:
    x = np.array(values, np.float64)
    y = compact_dtypes(pd.DataFrame({"x": x}), tolerance=tolerance)["x"].to_numpy().astype(np.float64)
    finite = np.isfinite(x)
    assert bits(x[~finite]) == bits(y[~finite])
    x, y = x[finite], y[finite]
    assert np.all(np.abs(x - y) <= tolerance * np.abs(x))
    assert np.array_equal(np.sign(x), np.sign(y))
    assert np.array_equal(np.signbit(x), np.signbit(y))
