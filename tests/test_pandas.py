"""pandas in, the same kind of pandas out: index, columns and names kept, values those of numpy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import fastind as fi
from tests.panels import nasty_panel
from tests.support import FIRST_CASES, LAW_CASES, Case, assert_bits, each, parts

FIELDS = nasty_panel(73, 19)
DATES = pd.date_range("2020-01-01", periods=73, freq="B", name="day")
CODES = pd.Index([f"C{j}" for j in range(19)], name="code")


def as_frame(values: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(values, index=DATES, columns=CODES)


def as_series(values: np.ndarray) -> pd.Series:
    return pd.Series(values[:, 4], index=DATES, name="C4")


@pytest.mark.parametrize("case", LAW_CASES, ids=str)
def test_a_frame_gives_a_frame(case: Case) -> None:
    for got, want in zip(case(each(FIELDS, as_frame)), case(FIELDS), strict=True):
        pd.testing.assert_index_equal(got.index, DATES)
        pd.testing.assert_index_equal(got.columns, CODES)
        assert_bits((got.to_numpy(),), (want,))


@pytest.mark.parametrize("case", LAW_CASES, ids=str)
def test_a_series_gives_a_series(case: Case) -> None:
    for got, want in zip(case(each(FIELDS, as_series)), case(FIELDS), strict=True):
        assert isinstance(got, pd.Series)
        pd.testing.assert_index_equal(got.index, DATES)
        assert_bits((got.to_numpy(),), (want[:, 4],))


@pytest.mark.parametrize("case", FIRST_CASES, ids=str)
def test_float32_frame(case: Case) -> None:
    small = each(FIELDS, lambda a: a.astype("f4"))
    for got, want in zip(case(each(small, as_frame)), case(small), strict=True):
        assert_bits((got.to_numpy(),), (want,))


@pytest.mark.parametrize("case", FIRST_CASES, ids=str)
def test_the_frame_is_not_changed(case: Case) -> None:
    frames = each(FIELDS, as_frame)
    copies = each(FIELDS, lambda a: as_frame(a.copy()))
    results = case(frames)
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(frame, copies[name])
    for output in results:
        output.iloc[:] = 0.0
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(frame, copies[name])


INDEXES = {
    "numbers": pd.RangeIndex(73),
    "backwards": DATES[::-1],
    "repeated": DATES[:1].repeat(73),
    "with a zone": DATES.tz_localize("Asia/Shanghai"),
    "text": pd.Index([str(i) for i in range(73)]),
}


@pytest.mark.parametrize("kind", INDEXES)
def test_any_index_is_kept_as_it_is(kind: str) -> None:
    frame = as_frame(FIELDS["close"]).set_axis(INDEXES[kind])
    got = fi.rsi(frame, window=5)
    pd.testing.assert_index_equal(got.index, INDEXES[kind])
    assert_bits((got.to_numpy(),), (fi.rsi(FIELDS["close"], window=5),))
    pd.testing.assert_index_equal(fi.rsi(frame["C4"], window=5).index, INDEXES[kind])


COLUMNS = {
    "numbers": pd.RangeIndex(19),
    "repeated": pd.Index(["A"] * 19),
    "two levels": pd.MultiIndex.from_product([["x"], range(19)], names=["a", "b"]),
    "categories": pd.CategoricalIndex([f"C{j}" for j in range(19)]),
    "with the ticker LOW": pd.Index(["LOW", "OPEN", *[f"C{j}" for j in range(17)]]),
}


@pytest.mark.parametrize("kind", COLUMNS)
def test_any_columns_are_kept_as_they_are(kind: str) -> None:
    frame = as_frame(FIELDS["close"]).set_axis(COLUMNS[kind], axis=1)
    got = fi.rsi(frame, window=5)
    pd.testing.assert_index_equal(got.columns, COLUMNS[kind])
    assert_bits((got.to_numpy(),), (fi.rsi(FIELDS["close"], window=5),))


def test_the_name_of_a_series_is_kept() -> None:
    assert fi.rsi(as_series(FIELDS["close"])).name == "C4"


@pytest.mark.parametrize("dtype", ["Float64", "Float32", "double[pyarrow]", "float[pyarrow]"])
def test_null_is_nan(dtype: str) -> None:
    frame = as_frame(np.where(np.isinf(FIELDS["close"]), np.nan, FIELDS["close"]))
    nullable = frame.astype(dtype)
    want = fi.rsi(nullable.to_numpy(dtype="f8", na_value=np.nan), window=5)
    tolerance = 1e-6 if "32" in dtype or dtype.startswith("float[") else 0.0  # the result may be float32
    got = fi.rsi(nullable, window=5)
    np.testing.assert_allclose(got.to_numpy(dtype="f8", na_value=np.nan), want, rtol=tolerance)
    series = fi.rsi(nullable["C4"], window=5)
    np.testing.assert_allclose(series.to_numpy(dtype="f8", na_value=np.nan), want[:, 4], rtol=tolerance)


@pytest.mark.parametrize("dtype", ["Int64", "int64[pyarrow]", "boolean"])
def test_nullable_whole_numbers_become_float64(dtype: str) -> None:
    values = pd.array([1, 0, None, 1, 1, 0, 1, 0], dtype=dtype)
    got = fi.ema(pd.Series(values), window=2)
    want = fi.ema(np.array([1.0, 0, np.nan, 1, 1, 0, 1, 0]), window=2)
    np.testing.assert_array_equal(got.to_numpy(dtype="f8", na_value=np.nan), want)


def test_columns_of_several_types() -> None:
    frame = pd.DataFrame(
        {"A": np.arange(30), "B": np.arange(30.0), "C": np.arange(30, dtype="f4"), "D": [True] * 30}
    )
    got = fi.ema(frame, window=3)
    for code in frame:
        np.testing.assert_allclose(
            got[code].to_numpy(dtype="f8"), fi.ema(frame[code].to_numpy("f8"), 3), rtol=1e-7
        )


def test_a_date_column_passes_through() -> None:
    frame = as_frame(FIELDS["close"]).reset_index()
    got = fi.rsi(frame, window=5)
    assert list(got.columns) == list(frame.columns)
    pd.testing.assert_series_equal(got["day"], frame["day"])
    assert_bits((got[list(CODES)].to_numpy(),), (fi.rsi(FIELDS["close"], window=5),))


@pytest.mark.parametrize("rows", [slice(0, 0), slice(0, 1)])
def test_no_row_and_one_row(rows: slice) -> None:
    frame = as_frame(FIELDS["close"]).iloc[rows]
    got = fi.rsi(frame)
    pd.testing.assert_index_equal(got.index, frame.index)
    pd.testing.assert_index_equal(got.columns, frame.columns)
    assert got.isna().all().all()
    assert fi.rsi(frame["C4"]).isna().all()


def test_no_column() -> None:
    got = fi.rsi(pd.DataFrame(index=DATES))
    assert got.shape == (73, 0)
    pd.testing.assert_index_equal(got.index, DATES)


def test_a_slice_and_a_transpose() -> None:
    frame = as_frame(FIELDS["close"])
    assert_bits((fi.rsi(frame.iloc[::2, ::-3]).to_numpy(),), (fi.rsi(FIELDS["close"][::2, ::-3].copy()),))
    turned = pd.DataFrame(FIELDS["close"].T.copy(), index=CODES, columns=DATES).T
    assert_bits((fi.rsi(turned).to_numpy(),), (fi.rsi(FIELDS["close"]),))


REFUSED: dict[str, Any] = {
    "a text column": lambda: as_frame(FIELDS["close"]).assign(name="x"),
    "objects": lambda: as_frame(FIELDS["close"]).astype(object),
    "complex": lambda: as_frame(FIELDS["close"]).astype(complex),
    "one security's bars": lambda: pd.DataFrame(
        {n: FIELDS[n][:, 0] for n in ("open", "high", "low", "close")}
    ),
    "only close": lambda: pd.DataFrame({"close": FIELDS["close"][:, 0]}),
    "text": lambda: pd.Series(["1", "2", "3"]),
    "dates": lambda: pd.Series(DATES),
    "an index": lambda: pd.Index([1.0, 2.0, 3.0]),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_table_of_numbers_is_refused(kind: str) -> None:
    with pytest.raises(fi.errors.InputError):
        fi.rsi(REFUSED[kind]())


def test_one_securitys_bars_come_with_the_hint_to_compute() -> None:
    with pytest.raises(fi.errors.InputError, match="compute"):
        fi.rsi(REFUSED["one security's bars"]())


@pytest.mark.parametrize("kind", ["a text column", "objects"])
def test_text_comes_with_the_hint_to_compute_and_to_numbers(kind: str) -> None:
    with pytest.raises(fi.errors.InputError, match=r"compute.*astype"):
        fi.rsi(REFUSED[kind]())


TWO_INPUTS = [c for c in FIRST_CASES if len(c.indicator.inputs) > 1]


@pytest.mark.parametrize(
    "change",
    [
        lambda frame: frame.iloc[:-1],
        lambda frame: frame.iloc[:, :-1],
        lambda frame: frame.iloc[::-1],
        lambda frame: frame.iloc[:, ::-1],
        lambda frame: frame.shift(1, freq="D"),
        lambda frame: frame["C4"],
        lambda frame: frame.to_numpy(),
    ],
    ids=[
        "fewer dates",
        "fewer codes",
        "other order",
        "order of codes",
        "other dates",
        "a series",
        "an array",
    ],
)
@pytest.mark.parametrize("case", TWO_INPUTS, ids=str)
def test_inputs_that_differ_are_refused(case: Case, change: Any) -> None:
    frames = each(FIELDS, as_frame)
    last = case.indicator.inputs[-1]
    with pytest.raises(fi.errors.InputError):
        case({**frames, last: change(frames[last])})


def test_out_is_for_numpy() -> None:
    out = np.empty((73, 19))
    with pytest.raises(fi.errors.FastindError, match="out"):
        fi.rsi(as_frame(FIELDS["close"]), out=out[:-1])


def test_several_outputs_are_a_named_tuple_of_frames() -> None:
    case = next(c for c in TWO_INPUTS if len(c.indicator.outputs) > 1)
    result = case.indicator(*case.inputs(each(FIELDS, as_frame)), **case.params)
    assert result._fields == case.indicator.outputs
    assert all(isinstance(output, pd.DataFrame) for output in parts(result))
