"""One body for every kind of table: the same kind out, with its labels, and the values of numpy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import fastind as fi
from fastind.frames import wide, wide_arrow
from tests import steps
from tests.kinds import (
    KINDS,
    PANDAS_ARROW,
    POLARS,
    PYARROW,
    Kind,
    arrow,
    names,
    same,
)
from tests.panels import nasty_panel
from tests.support import FIRST_CASES, LAW_CASES, Case, assert_bits, each

FIELDS = nasty_panel(73, 19)
SMALL = each(FIELDS, lambda a: a.astype("f4"))
CODES = [f"C{j}" for j in range(19)]
money_flow = steps.indicator

every_kind = pytest.mark.parametrize("kind", KINDS, ids=str)


@every_kind
@pytest.mark.parametrize("case", LAW_CASES, ids=str)
def test_a_wide_frame_gives_a_wide_frame(kind: Kind, case: Case) -> None:
    frames = each(FIELDS, kind.wide)
    for got, want in zip(case(frames), case(FIELDS), strict=True):
        assert type(got) is type(frames["close"])
        assert_bits((kind.read_wide(got),), (want,))
        assert_labels_kept(got, frames["close"])
    assert all(same(frames[name], kind.wide(FIELDS[name])) for name in frames)


def assert_labels_kept(got: Any, frame: Any) -> None:
    assert names(got) == names(frame)
    if isinstance(frame, pd.DataFrame):
        pd.testing.assert_index_equal(got.index, frame.index)
        pd.testing.assert_index_equal(got.columns, frame.columns)
    else:
        assert same(got["day"], frame["day"])


@every_kind
@pytest.mark.parametrize("case", LAW_CASES, ids=str)
def test_a_column_gives_a_column(kind: Kind, case: Case) -> None:
    columns = each(FIELDS, lambda a: kind.column(a[:, 4]))
    for got, want in zip(case(columns), case(FIELDS), strict=True):
        assert type(got) is type(columns["close"])
        assert getattr(got, "name", None) == getattr(columns["close"], "name", None)
        assert_bits((kind.read(got),), (want[:, 4],))
        if kind.is_pandas:
            pd.testing.assert_index_equal(got.index, columns["close"].index)
    assert all(same(columns[name], kind.column(FIELDS[name][:, 4])) for name in columns)


@every_kind
@pytest.mark.parametrize("case", FIRST_CASES, ids=str)
def test_float32_stays_float32(kind: Kind, case: Case) -> None:
    for got, want in zip(case(each(SMALL, kind.wide)), case(SMALL), strict=True):
        assert want.dtype == np.float32
        assert_bits((kind.read_wide(got),), (want,))
    series = case(each(SMALL, lambda a: kind.column(a[:, 4])))
    assert_bits(tuple(map(kind.read, series)), tuple(output[:, 4] for output in case(SMALL)))


@every_kind
def test_one_float64_among_float32_makes_all_float64(kind: Kind) -> None:
    columns = {"A": SMALL["close"][:, 5], "B": FIELDS["close"][:, 7]}
    got = fi.ema(kind.frame(columns), window=3)
    want = fi.ema(np.column_stack(list(columns.values())), window=3)
    assert_bits(tuple(kind.read(got[name]) for name in "AB"), (want[:, 0], want[:, 1]))


# --- sweeps and several outputs


@every_kind
def test_a_sweep_of_a_wide_frame(kind: Kind) -> None:
    got = fi.rsi(kind.wide(FIELDS["close"]), window=[7, 2])
    if kind.is_pandas:
        assert got.columns.names == ["window", "code"]
        assert list(got.columns) == [(w, c) for w in (7, 2) for c in CODES]
    else:
        assert names(got) == ["day", *(f"{c}_rsi_{w}" for w in (7, 2) for c in CODES)]
        assert same(got["day"], kind.wide(FIELDS["close"])["day"])
    want = np.concatenate(list(fi.rsi(FIELDS["close"], window=[7, 2])), axis=1)
    assert_bits((kind.read_wide(got),), (want,))


@every_kind
def test_a_sweep_of_a_column(kind: Kind) -> None:
    got = fi.rsi(kind.column(FIELDS["close"][:, 4]), window=[7, 2])
    assert type(got) is type(kind.wide(FIELDS["close"]))
    assert names(got) == ([7, 2] if kind.is_pandas else ["rsi_7", "rsi_2"])
    if kind.is_pandas:
        assert got.columns.name == "window"
        pd.testing.assert_index_equal(got.index, kind.wide(FIELDS["close"]).index)
    assert_bits((kind.read_wide(got).T,), (fi.rsi(FIELDS["close"][:, 4], window=[7, 2]),))


@every_kind
def test_several_outputs_are_a_named_tuple(kind: Kind) -> None:
    close, volume = kind.wide(FIELDS["close"]), kind.wide(FIELDS["volume"])
    got = money_flow(close, volume, window=[2, 9])
    assert got._fields == ("flow", "share")
    want = money_flow(FIELDS["close"], FIELDS["volume"], window=[2, 9])
    for output, name, numbers in zip(got, want._fields, want, strict=True):
        assert_bits((kind.read_wide(output),), (np.concatenate(list(numbers), axis=1),))
        last = (9, "C18") if kind.is_pandas else f"C18_{name}_9"
        assert names(output)[-1] == last


# --- memory


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", ["f8", "f4"])
def test_pandas_memory_is_used_where_it_lies(order: Any, dtype: str) -> None:
    values = FIELDS["close"].astype(dtype, order=order)
    opened = wide.opened(pd.DataFrame(values, copy=False), "close")
    assert np.shares_memory(opened.values, values)
    result = np.array(values, order=order)
    assert np.shares_memory(opened.like(result).to_numpy(), result)


def test_the_memory_of_a_series_is_used_where_it_lies() -> None:
    values = FIELDS["close"][:, 4].copy()
    assert np.shares_memory(wide.opened(pd.Series(values, copy=False), "close").values, values)


def test_polars_and_pyarrow_results_lie_over_the_results_memory() -> None:
    result = fi.rsi(np.asfortranarray(FIELDS["close"]))
    for kind in (POLARS, PYARROW):
        column = wide_arrow.as_column(result[:, 4], kind.column(FIELDS["close"][:, 4]), "rsi")
        assert address(column) == result[:, 4].ctypes.data
        frame = wide.opened(kind.wide(FIELDS["close"]), "close").like(result)
        assert [address(frame[code]) for code in CODES] == [result[:, j].ctypes.data for j in range(19)]


def address(column: Any) -> int:
    array = column.to_arrow() if isinstance(column, pl.Series) else column.chunk(0)
    return int(array.buffers()[1].address)


# --- types of columns

NUMBERS = np.array([3, 1, 4, 1, 5, 9, 2, 6])
TYPES = {
    "int8": pa.array(NUMBERS.astype("i1")),
    "uint16": pa.array(NUMBERS.astype("u2")),
    "int64": pa.array(NUMBERS),
    "int64 with a null": pa.array([*NUMBERS[:3].tolist(), None, *NUMBERS[4:].tolist()]),
    "booleans": pa.array(NUMBERS > 3),
    "no value at all": pa.nulls(8, pa.float64()),
    "no integer at all": pa.nulls(8, pa.int64()),
}


@every_kind
@pytest.mark.parametrize("name", TYPES)
def test_columns_of_other_numbers_become_float64(kind: Kind, name: str) -> None:
    values = TYPES[name].cast(pa.float64()).to_numpy(zero_copy_only=False)
    want = fi.ema(values, window=2)
    assert_bits((kind.read(fi.ema(kind.column(TYPES[name]), window=2)),), (want,))
    frame = kind.frame({"A": TYPES[name], "B": NUMBERS.astype("f4")})
    assert_bits((kind.read(fi.ema(frame, window=2)["A"]),), (want,))


@pytest.mark.parametrize("kind", [PANDAS_ARROW, POLARS, PYARROW], ids=str)
def test_decimals_become_float64(kind: Kind) -> None:
    values = pa.array([1.25, None, 2.5, 3.75]).cast(pa.decimal128(9, 2))
    want = fi.ema(np.array([1.25, np.nan, 2.5, 3.75]), window=2)
    assert_bits((kind.read(fi.ema(kind.column(values), window=2)),), (want,))
    assert_bits((kind.read(fi.ema(kind.frame({"A": values}), window=2)["A"]),), (want,))


@pytest.mark.parametrize("kind", [POLARS, PYARROW, PANDAS_ARROW], ids=str)
def test_a_column_of_nothing_but_nulls_has_no_type(kind: Kind) -> None:
    frame = kind.frame({"A": pa.nulls(8), "B": NUMBERS.astype("f8")})
    got = fi.ema(frame, window=2)
    assert np.isnan(kind.read(got["A"])).all()
    assert_bits((kind.read(got["B"]),), (fi.ema(NUMBERS, window=2),))
    assert np.isnan(kind.read(fi.ema(frame["A"], window=2))).all()


@pytest.mark.parametrize("kind", [POLARS, PYARROW], ids=str)
def test_nan_is_missing_as_null_is(kind: Kind) -> None:
    column = kind.column(pa.array([1.0, float("nan"), None, 2.0, 4.0, float("inf")]))
    want = fi.ema(np.array([1.0, np.nan, np.nan, 2.0, 4.0, np.inf]), window=2)
    assert_bits((kind.read(fi.ema(column, window=2)),), (want,))


@every_kind
def test_an_infinite_result_is_no_missing_one(kind: Kind) -> None:
    volume = np.array([1e-300, 1e-300, 1e300])
    got = kind.read(fi.volume_ratio(kind.column(volume), window=2, include_current=False))
    assert_bits((got,), (np.array([np.nan, np.nan, np.inf]),))


CHUNKED = pa.chunked_array(
    [arrow(FIELDS["close"][a:b, 4]) for a, b in [(0, 20), (20, 20), (20, 21), (21, 73)]]
)
PIECES = {
    "pyarrow chunks": CHUNKED,
    "a pyarrow slice": CHUNKED.slice(5, 60),
    "a pyarrow array": arrow(FIELDS["close"][:, 4]),
    "a slice of a pyarrow array": arrow(FIELDS["close"][:, 4]).slice(3, 61),
    "polars chunks": pl.Series("C4", CHUNKED),
    "a polars slice": pl.Series("C4", CHUNKED).slice(7, 50),
    "every third polars row": pl.Series("C4", CHUNKED).gather_every(3, 1),
    "turned round": pl.Series("C4", CHUNKED).reverse(),
}


@pytest.mark.parametrize("piece", PIECES)
def test_chunks_and_slices(piece: str) -> None:
    column = PIECES[piece]
    values = np.array([np.nan if v is None else v for v in list_of(column)])
    got = fi.rsi(column, window=5)
    assert type(got) is type(column)
    kind = POLARS if isinstance(column, pl.Series) else PYARROW
    assert_bits((kind.read(got),), (fi.rsi(values, window=5),))


def list_of(column: Any) -> list[Any]:
    return list(column.to_list() if isinstance(column, pl.Series) else column.to_pylist())


@pytest.mark.parametrize("kind", [POLARS, PYARROW], ids=str)
def test_a_slice_of_a_chunked_frame(kind: Kind) -> None:
    tables = [PYARROW.wide(FIELDS["close"]).slice(a, n) for a, n in [(2, 30), (32, 1), (33, 20)]]
    frame = kind.make(pa.concat_tables(tables))
    got = fi.rsi(frame[4:45] if kind is POLARS else frame.slice(4, 41), window=5)
    assert_bits((kind.read_wide(got),), (fi.rsi(FIELDS["close"][6:47].copy(), window=5),))


# --- date columns


@every_kind
@pytest.mark.parametrize("place", [0, 1, 2])
def test_date_columns_pass_through_where_they_are(kind: Kind, place: int) -> None:
    dates = [("day", pa.array(np.arange(73), pa.timestamp("ns", "Asia/Shanghai"))),
             ("span", pa.array(np.arange(73), pa.duration("ms")))]  # fmt: skip
    columns = [("A", FIELDS["close"][:, 4]), ("B", FIELDS["close"][:, 7])]
    columns[place:place] = dates
    frame = kind.frame(dict(columns))
    got = fi.rsi(frame, window=5)
    assert names(got) == [name for name, _ in columns]
    assert same(got["day"], frame["day"])
    assert same(got["span"], frame["span"])
    assert_bits((kind.read(got["B"]),), (fi.rsi(FIELDS["close"][:, 7], window=5),))


# --- lazy


@pytest.mark.parametrize("window", [5, [3, 8]])
def test_a_lazy_frame_stays_lazy(window: Any) -> None:
    frame = POLARS.wide(FIELDS["close"])
    got = fi.rsi(frame.lazy(), window=window)
    assert isinstance(got, pl.LazyFrame)
    assert got.collect_schema() == fi.rsi(frame, window=window).schema
    assert same(got.collect(), fi.rsi(frame, window=window))


def test_what_follows_a_lazy_frame_does_not_change_the_windows() -> None:
    frame = POLARS.wide(FIELDS["close"])
    late = pl.col("day") > frame["day"][40]
    want = fi.rsi(frame, window=5)
    got = fi.rsi(frame.lazy(), window=5)
    assert same(got.filter(late).collect(), want.filter(late))
    assert same(got.tail(9).select("C7").collect(), want.tail(9).select("C7"))
    assert same(got.slice(30, 5).collect(engine="streaming"), want.slice(30, 5))


def test_errors_of_a_lazy_frame_come_at_once() -> None:
    with pytest.raises(fi.errors.InputError, match=r"column 'name' has dtype String"):
        fi.rsi(POLARS.wide(FIELDS["close"]).lazy().with_columns(name=pl.lit("x")))
    lazy = POLARS.wide(FIELDS["close"]).lazy()
    with pytest.raises(fi.errors.InputError, match="collect"):
        money_flow(lazy, lazy)


# --- little or nothing


@every_kind
@pytest.mark.parametrize("rows", [0, 1])
@pytest.mark.parametrize("codes", [0, 1, 2])
def test_no_row_and_one_row(kind: Kind, rows: int, codes: int) -> None:
    frame = kind.wide(FIELDS["close"][:rows, :codes])
    got = fi.ema(frame, window=1)
    assert_labels_kept(got, frame)
    assert type(got) is type(frame)
    if codes:
        assert_bits((kind.read_wide(got),), (FIELDS["close"][:rows, :codes],))
        column = fi.ema(kind.column(FIELDS["close"][:rows, 0]), window=1)
        assert_bits((kind.read(column),), (FIELDS["close"][:rows, 0],))
    swept = fi.rsi(frame, window=[2, 3])
    assert len(names(swept)) == 2 * codes + (not kind.is_pandas)
