"""Long frames: what pandas, polars and pyarrow have of their own."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import fastind as fi
from tests.kinds import KINDS, PANDAS, POLARS, PYARROW, Kind, names, same
from tests.markets import CODES, DATES, ENTRIES, RESULTS, at, by_label, market, orders, sampled
from tests.support import assert_bits

every_kind = pytest.mark.parametrize("kind", KINDS, ids=str)
HOLES, WHOLE = market(), market(complete=True)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few rows say whether a key column has runs."""
    sampled(16, monkeypatch)


@pytest.mark.parametrize("kind", KINDS[:3], ids=str)
def test_a_pandas_index_is_kept_whatever_it_is(kind: Kind) -> None:
    frame = HOLES.frame(kind)
    want = fi.compute(frame, ENTRIES)
    for index in (
        np.zeros(len(frame), int),
        np.arange(len(frame))[::-1],
        list("xy" * len(frame))[: len(frame)],
    ):
        got = fi.compute(frame.set_axis(index), ENTRIES)
        assert same(got, want.set_axis(index))


@pytest.mark.parametrize("kind", KINDS[:3], ids=str)
@pytest.mark.parametrize("levels", [["date", "code"], ["code", "date"], ["code"], ["date"]], ids=str)
@pytest.mark.parametrize("order", ["by code", "random"])
def test_keys_may_be_levels_of_a_pandas_index(kind: Kind, levels: list[str], order: str, few: None) -> None:
    for rows in (HOLES.take(orders(HOLES)[order]), by_label(WHOLE)):
        frame = rows.frame(kind)
        got = fi.compute(frame.set_index(levels), ENTRIES)
        assert same(got, fi.compute(frame, ENTRIES).set_index(levels))


def test_date_objects_of_pandas() -> None:
    frame = HOLES.frame(PANDAS, date="date")
    assert frame["date"].dtype == object
    as_stamps = frame.assign(date=pd.to_datetime(frame["date"]))
    assert same(fi.compute(frame, ENTRIES)[list(RESULTS)], fi.compute(as_stamps, ENTRIES)[list(RESULTS)])


def test_polars_categories_and_enums() -> None:
    frame = HOLES.frame(POLARS)
    want = fi.compute(frame, ENTRIES).select(RESULTS)
    for kind in (pl.Categorical(), pl.Enum(sorted(frame["code"].unique(), key=len))):
        got = fi.compute(frame.with_columns(pl.col("code").cast(kind)), ENTRIES)
        assert same(got.select(RESULTS), want)
        assert got.schema["code"] == kind


def test_a_lazy_frame_stays_lazy_and_windows_see_all_rows() -> None:
    frame = HOLES.frame(POLARS)
    want = fi.compute(frame, ENTRIES)
    got = fi.compute(frame.lazy(), ENTRIES)
    assert isinstance(got, pl.LazyFrame)
    assert got.collect_schema() == want.schema
    assert same(got.collect(), want)
    late, one = pl.col("date") > frame["date"].median(), pl.col("code") == frame["code"][40]
    assert same(got.filter(late & one).select("r").collect(), want.filter(late & one).select("r"))
    assert same(got.tail(7).collect(engine="streaming"), want.tail(7))


def test_categories_of_chunks_of_their_own_and_categories_there_twice() -> None:
    frame = HOLES.frame(PYARROW)
    want = fi.compute(frame, ENTRIES)
    n, text = len(frame), frame["code"].combine_chunks()
    twice = pa.DictionaryArray.from_arrays(np.arange(n), text)
    chunks = pa.chunked_array([text[:50].dictionary_encode(), text[50:].dictionary_encode()])
    for codes in (twice, chunks):
        got = fi.compute(frame.set_column(1, "code", codes), ENTRIES)
        assert same(got.select(RESULTS), want.select(RESULTS))


def test_chunks_and_slices() -> None:
    frame = HOLES.frame(PYARROW)
    pieces = pa.concat_tables([frame.slice(3, 40), frame.slice(43, 1), frame.slice(44, 30)])
    rows = HOLES.take(slice(3, 74))
    for kind in (PYARROW, POLARS):
        got = fi.compute(kind.make(pieces), ENTRIES)
        assert_bits(tuple(kind.read(got[name]) for name in RESULTS), tuple(rows.slow().values()))


@every_kind
def test_float32_stays_float32(kind: Kind) -> None:
    small = HOLES._replace(fields={k: v.astype("f4") for k, v in HOLES.fields.items()})
    got = kind.read(fi.compute(small.frame(kind), ENTRIES)["e"])
    close = fi.Panel.from_long(small.frame(kind))["open"]
    assert close.dtype == got.dtype == np.float32
    want = fi.ema(close, window=2)
    t, c = at(np.unique(DATES["us"](small.dates)), DATES["us"](small.dates)), CODES["text"](small.codes)
    assert_bits((got,), (want[t, at(np.unique(np.array(c.to_pylist())), c)],))


@pytest.mark.parametrize("kind", KINDS[:3], ids=str)
def test_columns_may_be_named_by_numbers(kind: Kind) -> None:
    frame = HOLES.frame(kind).rename(columns={"open": 0})
    got = fi.compute(frame, {"r": fi.rsi.bind(window=2)})
    assert names(got) == [*names(frame), "r"]
    assert fi.Panel.from_long(frame).fields == ("close", "0", "volume", "row")


@every_kind
def test_no_rows(kind: Kind) -> None:
    frame = HOLES.take(slice(0, 0)).frame(kind)
    got = fi.compute(frame, ENTRIES)
    assert names(got) == [*names(frame), *RESULTS]
    assert all(kind.read(got[name]).size == 0 for name in RESULTS)
