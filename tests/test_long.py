"""Long frames of every kind, order and type of key: each code as if it were alone, on all the dates."""

from __future__ import annotations

from typing import Any

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import given

import fastind as fi
from fastind.frames import keys, long
from tests.kinds import KINDS, NULLABLES, PANDAS, POLARS, Kind, names, same
from tests.markets import (
    CODES,
    DATES,
    ENTRIES,
    ORDERS,
    RESULTS,
    Market,
    at,
    by_label,
    market,
    orders,
    sampled,
)
from tests.support import assert_bits

every_kind = pytest.mark.parametrize("kind", KINDS, ids=str)
HOLES, WHOLE = market(), market(complete=True)


def assert_right(kind: Kind, rows: Market, **types: str) -> None:
    """The caller's frame with each result beside it, equal to the slow reference and to the Panel's cells."""
    frame = rows.frame(kind, **types)
    got = fi.compute(frame, ENTRIES)
    assert type(got) is type(frame)
    assert names(got) == [*names(frame), *RESULTS]
    assert same(first_columns(got, frame), rows.frame(kind, **types))
    assert same(frame, rows.frame(kind, **types))
    found = tuple(kind.read(got[name]) for name in RESULTS)
    assert_bits(found, tuple(rows.slow().values()))
    panel = fi.Panel.from_long(frame, fields=["close", "open", "volume"])
    assert_bits(found, of_panel(panel, rows, **types))


def first_columns(got: Any, frame: Any) -> Any:
    return got.select(names(frame)) if not isinstance(got, pd.DataFrame) else got[names(frame)]


def of_panel(panel: fi.Panel, rows: Market, date: str = "us", code: str = "text") -> tuple[np.ndarray, ...]:
    """The panel's cells in the order of the rows, found by their labels, which ascend."""
    t = at(panel.dates, DATES[date](rows.dates))
    c = at(panel.codes, CODES[code](rows.codes))
    result = fi.compute(panel, ENTRIES)
    return tuple(result[name][t, c] for name in RESULTS)


@every_kind
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("rows", [HOLES, WHOLE], ids=["holes", "complete"])
def test_any_order_of_rows(kind: Kind, order: str, rows: Market) -> None:
    assert_right(kind, rows.take(orders(rows)[order]))


@every_kind
@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize("rows", [HOLES.take(orders(HOLES)["random"]), WHOLE], ids=["holes", "complete"])
def test_any_type_of_dates(kind: Kind, date: str, rows: Market) -> None:
    assert_right(kind, rows, date=date)


@every_kind
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("rows", [HOLES.take(orders(HOLES)["by date"]), WHOLE], ids=["holes", "complete"])
def test_any_type_of_codes(kind: Kind, code: str, rows: Market) -> None:
    assert_right(kind, rows, code=code)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few rows say whether a key column has runs."""
    sampled(16, monkeypatch)


@every_kind
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("sample", [8, 64])
def test_keys_with_runs_and_without(
    kind: Kind, order: str, sample: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    sampled(sample, monkeypatch)
    for rows in (HOLES, WHOLE):
        assert_right(kind, rows.take(orders(rows)[order]))


TYPES = [*({"code": c} for c in CODES), *({"date": d} for d in DATES)]


@every_kind
@pytest.mark.parametrize("types", TYPES, ids=str)
def test_every_type_of_key_has_runs(kind: Kind, types: dict[str, str], few: None) -> None:
    by_date = market(9, 18, complete=True)
    assert_right(kind, by_date.take(orders(by_date)["by date"]), **types)
    by_code = by_label(WHOLE, **types)
    assert_right(kind, by_code, **types)
    placed = long.opened(long.narwhal(by_code.frame(kind, **types)), "date", "code")
    are_objects = types.get("date") == "date" and kind in (PANDAS, NULLABLES)
    assert (placed.cells is None) == (not are_objects)
    assert_right(kind, by_code.take(slice(None, -1)), **types)


@every_kind
def test_complete_frames_are_used_as_they_lie(kind: Kind, few: None) -> None:
    placed = long.opened(long.narwhal(by_label(WHOLE).frame(kind)), "date", "code")
    assert placed.cells is None
    if kind is PANDAS:
        assert np.shares_memory(placed.table("close"), placed.frame["close"].to_native().to_numpy())
    twice = by_label(WHOLE)
    twice.dates[23:46] = twice.dates[23:46].clip(0, 21)  # the second code has its last date twice
    with pytest.raises(fi.errors.InputError, match="1 rows repeat a"):
        fi.compute(twice.frame(kind), ENTRIES)


@every_kind
def test_as_many_rows_for_each_code_but_other_dates(kind: Kind, few: None) -> None:
    rows = by_label(WHOLE)
    rows.dates[46:69] += 1
    assert_right(kind, rows)
    rows.dates[0:23] = rows.dates[0:23][::-1].copy()
    assert_right(kind, rows)
    turned = np.arange(161).reshape(7, 23)[:, ::-1].ravel()  # the same dates in the same order, not ascending
    assert_right(kind, by_label(WHOLE).take(turned))


RUNS = {
    "fewer rows than are looked at": ([0] * 15, None),
    "short runs from the start": (list(range(16)), None),
    "short runs where it is looked": ([*range(16), *[99] * 200], None),
    "short runs later": ([0] * 16 + list(range(1, 40)), None),
    "runs": ([0] * 16 + [1] * 20 + [0], [0, 16, 36]),
    "one run": ([5] * 30, [0]),
}


@every_kind
@pytest.mark.parametrize("name", RUNS)
def test_runs_of_equal_keys(kind: Kind, name: str, few: None) -> None:
    positions, want = RUNS[name]
    frame = kind.frame({"code": CODES["text"](np.array(positions))})
    column = long.key(long.narwhal(frame), "code")
    starts = keys.run_starts(column)
    assert (None if starts is None else starts.tolist()) == want
    found = keys.factorised(column, "code", "codes")
    labels = np.array(CODES["text"](np.array(positions)).to_pylist())
    np.testing.assert_array_equal(found.labels[found.rows], labels)
    np.testing.assert_array_equal(found.labels, np.unique(labels))


# --- the ways a table is made


@every_kind
@pytest.mark.parametrize("cells", [1, 46, 70, 1000])
@pytest.mark.parametrize("order", ["by date", "random"])
def test_sparse_frames_are_taken_a_few_codes_at_a_time(
    kind: Kind, cells: int, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long, "DENSE", 0)
    monkeypatch.setattr(long, "CHUNK_CELLS", cells)
    rows = HOLES.take(orders(HOLES)[order])
    parts = list(long.opened(long.narwhal(rows.frame(kind)), "date", "code").parts())
    assert len(parts) == (1 if cells > 160 else -(-7 // max(1, cells // 23)))
    assert_right(kind, rows)


@every_kind
@pytest.mark.parametrize("cells", [0, 46])
@pytest.mark.parametrize("order", ["by code", "by date", "random"])
def test_recursions_take_only_the_rows_of_a_sparse_frame(
    kind: Kind, cells: int, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no indicator sees a date without a row, rows are packed; the results are the same."""
    entries = {
        "r": fi.rsi.bind(window=3),
        "e": fi.ema.bind(window=4),
        "c": fi.rsi.bind(window=2, method="cutler"),
    }
    frame = HOLES.take(orders(HOLES)[order]).frame(kind)
    want = fi.compute(frame, entries)
    packed = []
    made = long.Long.packed
    monkeypatch.setattr(long.Long, "packed", lambda self: packed.append(made(self)) or packed[-1])
    monkeypatch.setattr(long, "DENSE", 0)
    monkeypatch.setattr(long, "CHUNK_CELLS", cells)
    found = fi.compute(frame, entries)
    assert packed[0].shape[0] <= 23
    for name in entries:
        assert_bits((kind.read(found[name]),), (kind.read(want[name]),))
    fi.compute(frame, {"e": fi.ema.bind(window=4, nan="propagate")})
    assert len(packed) == 1


def test_intraday_times_of_each_codes_own() -> None:
    rows = Market(np.arange(300), np.arange(300) % 60, {k: v[:300] for k, v in market(60, 9).fields.items()})
    assert_right(POLARS, rows.take(np.random.default_rng(1).permutation(300)))


@every_kind
@pytest.mark.parametrize("order", ["by code", "random"])
def test_nothing_leaks_from_one_code_to_the_next(kind: Kind, order: str) -> None:
    rows = HOLES.take(orders(HOLES)[order])
    before = fi.compute(rows.frame(kind), ENTRIES)
    for code in range(7):
        own = rows.codes == code
        other = {k: np.where(own, v[::-1] * 3.0, v) for k, v in rows.fields.items()}
        after = fi.compute(rows._replace(fields=other).frame(kind), ENTRIES)
        for name in RESULTS:
            assert_bits((kind.read(after[name])[~own],), (kind.read(before[name])[~own],))


@st.composite
def any_market(draw: st.DrawFn) -> Market:
    """Rows of some cells in any order, with missing and equal prices."""
    n, m = draw(st.integers(1, 9)), draw(st.integers(1, 6))
    cells = np.array(draw(st.lists(st.integers(0, n * m - 1), unique=True, max_size=40)), int)
    if draw(st.booleans()):
        cells = np.arange(n * m)
    rng = np.random.default_rng(draw(st.integers(0, 9)))
    prices = [1.0, 1.5, 2.25, 3.0, 0.0, np.nan, np.inf]
    fields = {name: rng.choice(prices, cells.size) for name in ("close", "open", "volume")}
    return Market(cells % n, cells // n, fields)


@given(
    rows=any_market(),
    kind=st.sampled_from(KINDS),
    date=st.sampled_from(sorted(DATES)),
    code=st.sampled_from(sorted(CODES)),
    limits=st.tuples(st.sampled_from([0, 4]), st.sampled_from([1, 7, 2**24]), st.sampled_from([8, 4096])),
)
def test_whatever_the_rows_and_keys(
    rows: Market, kind: Kind, date: str, code: str, limits: tuple[int, int, int]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(long, "DENSE", limits[0])
        patch.setattr(long, "CHUNK_CELLS", limits[1])
        sampled(limits[2], patch)
        assert_right(kind, rows, date=date, code=code)
