"""`Panel`: made of frames of every kind and given back as one, cut, extended, pickled."""

from __future__ import annotations

import datetime as dt
import pickle
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import fastind as fi
from tests.kinds import KINDS, PANDAS, POLARS, PYARROW, Kind, days, names
from tests.markets import CODES, DATES, market, orders
from tests.panels import nasty_panel
from tests.support import assert_bits

every_kind = pytest.mark.parametrize("kind", KINDS, ids=str)
THREE = {"pandas": PANDAS, "polars": POLARS, "arrow": PYARROW}
three_kinds = pytest.mark.parametrize("name", THREE)
HOLES = market()
FIELDS = {name: nasty_panel(31, 7)[name] for name in ("close", "volume")}
LABELS = [f"C{j}" for j in range(7)]


def panel(dates: Any = None, codes: Any = None, rows: int = 31) -> fi.Panel:
    return fi.Panel.from_wide({k: v[:rows] for k, v in FIELDS.items()}, dates=dates, codes=codes)


def assert_same(got: fi.Panel, want: fi.Panel) -> None:
    assert (got.fields, got.shape, got.zone) == (want.fields, want.shape, want.zone)
    np.testing.assert_array_equal(got.dates, want.dates)
    np.testing.assert_array_equal(got.codes, want.codes)
    assert got.codes.dtype == want.codes.dtype
    assert got.dates.dtype.kind == want.dates.dtype.kind
    assert_bits(tuple(got[name] for name in got.fields), tuple(want[name] for name in want.fields))


# --- long


@every_kind
@three_kinds
@pytest.mark.parametrize("types", [{}, *({"date": d} for d in DATES), *({"code": c} for c in CODES)], ids=str)
def test_long_and_back(kind: Kind, name: str, types: dict[str, str]) -> None:
    rows = HOLES.take(orders(HOLES)["random"])
    first = fi.Panel.from_long(rows.frame(kind, **types))
    assert first.fields == ("close", "open", "volume", "row")
    frame = first.to_long(name)
    assert names(frame) == ["date", "code", *first.fields]
    assert isinstance(frame, type(THREE[name].frame({"a": np.ones(1)})))
    assert_same(fi.Panel.from_long(frame), first)


@three_kinds
def test_long_frames_are_sorted_and_have_no_empty_rows(name: str) -> None:
    made = fi.Panel.from_long(HOLES.frame(PANDAS), fields=["volume", "close"])
    frame = made.to_long(name)
    kind = THREE[name]
    found = pd.DataFrame(
        {k: frame[k].to_pylist() if name == "arrow" else list(frame[k]) for k in ("code", "date")}
    )
    assert found.sort_values(["code", "date"]).index.tolist() == list(range(len(found)))
    assert len(found) == np.count_nonzero(~np.isnan(made["close"]) | ~np.isnan(made["volume"]))
    assert not (np.isnan(kind.read(frame["close"])) & np.isnan(kind.read(frame["volume"]))).any()
    assert names(frame) == ["date", "code", "volume", "close"]


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York"])
def test_time_zones_are_kept(zone: str) -> None:
    key = {"Asia/Shanghai": "Shanghai", "America/New_York": "New York"}[zone]
    made = fi.Panel.from_long(HOLES.frame(POLARS, date=key))
    assert made.zone == zone
    assert made.to_long("polars").schema["date"].time_zone == zone
    assert str(made.to_long("pandas")["date"].dt.tz) == zone
    assert made.to_long("arrow").schema.field("date").type.tz == zone
    assert str(made.wide("close").index.tz) == zone
    assert made.wide("close", "polars").schema["date"].time_zone == zone
    for later in (made.sel(codes=made.codes[:2]), fi.rsi(made), pickle.loads(pickle.dumps(made))):
        assert later.zone == zone


def test_fields_are_those_asked_for_in_that_order() -> None:
    frame = HOLES.frame(POLARS)
    assert fi.Panel.from_long(frame, fields=["volume", "close"]).fields == ("volume", "close")
    with pytest.raises(fi.errors.InputError, match=r"^there is no column 'volum'; did you mean volume\?$"):
        fi.Panel.from_long(frame, fields=["volum"])
    with pytest.raises(
        fi.errors.InputError, match=r"^there is no column of numbers beside 'date' and 'code'$"
    ):
        fi.Panel.from_long(frame.select("date", "code", "note"))


@every_kind
def test_no_rows(kind: Kind) -> None:
    made = fi.Panel.from_long(HOLES.take(slice(0, 0)).frame(kind))
    assert made.shape == (0, 0)
    assert made["close"].shape == (0, 0)


def test_a_huge_panel_that_is_almost_empty_is_refused() -> None:
    n = 40_000
    frame = pl.DataFrame({"date": np.arange(n), "code": np.arange(n) % 10_000, "close": np.ones(n)})
    message = r"^40000 dates x 10000 codes for 40000 rows are a panel of 3 GB, almost empty. Does date hold"
    with pytest.raises(fi.errors.InputError, match=message):
        fi.Panel.from_long(frame)
    assert fi.compute(frame, {"e": fi.ema.bind(window=1)})["e"].to_list() == [1.0] * n


# --- wide


@every_kind
def test_from_wide(kind: Kind) -> None:
    made = fi.Panel.from_wide({name: kind.wide(values) for name, values in FIELDS.items()})
    assert made.fields == ("close", "volume")
    assert made.codes.dtype.kind == "U"
    assert made.codes.tolist() == LABELS
    np.testing.assert_array_equal(made.dates, days(31))
    assert_bits((made["close"], made["volume"]), (FIELDS["close"], FIELDS["volume"]))


@three_kinds
@pytest.mark.parametrize("field", FIELDS)
def test_wide_and_back(name: str, field: str) -> None:
    made = panel(days(31), LABELS)
    frame = made.wide(field, name)
    assert names(frame) == (LABELS if name == "pandas" else ["date", *LABELS])
    numbers = (
        frame if name == "pandas" else frame.drop("date") if name == "polars" else frame.drop_columns("date")
    )
    assert_bits((THREE[name].read_wide(numbers),), (FIELDS[field],))
    back = fi.Panel.from_wide({field: frame})
    np.testing.assert_array_equal(back.dates, made.dates)
    np.testing.assert_array_equal(back.codes, made.codes)
    assert_bits((back[field],), (made[field],))


def test_the_wide_pandas_frame_lies_over_the_panels_memory() -> None:
    made = panel(days(31), LABELS)
    frame = made.wide("close")
    assert np.shares_memory(frame.to_numpy(), FIELDS["close"])
    assert (frame.index.name, frame.columns.name) == ("date", "code")
    with pytest.raises(ValueError, match="read-only"):
        frame.iloc[0, 0] = 5.0


@three_kinds
def test_a_frame_of_an_unknown_kind(name: str) -> None:
    made = panel()
    for call in (made.to_long, lambda kind: made.wide("close", kind)):
        with pytest.raises(
            fi.errors.ParameterError, match=r"^kind must be one of pandas, polars, arrow, got"
        ):
            call("x")
    with pytest.raises(
        fi.errors.InputError, match=r"no field 'clse'; did you mean close\?: it has close, volume"
    ):
        made.wide("clse", name)


DATE_LABELS: dict[str, tuple[Any, Any]] = {
    "numbers": ([20240101 + k for k in range(31)], np.arange(20240101, 20240132)),
    "small integers": (np.arange(31, dtype="i2"), np.arange(31)),
    "date objects": ([dt.date(2020, 1, k) for k in range(1, 32)], days(31)),
    "stamps": ([pd.Timestamp(2020, 1, k) for k in range(1, 32)], days(31)),
    "a pandas index": (pd.DatetimeIndex(days(31)), days(31)),
    "a polars column": (pl.Series(days(31)), days(31)),
    "a pyarrow column": (pa.chunked_array([days(31)]), days(31)),
    "datetime64 of days": (days(31).astype("M8[D]"), days(31)),
    "ISO text": ([str(d) for d in days(31).astype("M8[D]")], days(31).astype("M8[D]").astype(str)),
    "none": (None, np.arange(31)),
}


@pytest.mark.parametrize("name", DATE_LABELS)
def test_labels_of_dates(name: str) -> None:
    given, want = DATE_LABELS[name]
    made = panel(dates=given)
    assert made.dates.dtype.kind == want.dtype.kind
    np.testing.assert_array_equal(made.dates, want)


CODE_LABELS: dict[str, tuple[Any, Any]] = {
    "text": (LABELS, np.array(LABELS)),
    "numbers": (range(600000, 600007), np.arange(600000, 600007)),
    "an index": (pd.Index(LABELS), np.array(LABELS)),
    "objects": (np.array(LABELS, object), np.array(LABELS)),
    "categories": (pd.Categorical(LABELS), np.array(LABELS)),
    "a polars column": (pl.Series(LABELS), np.array(LABELS)),
    "a pyarrow column": (pa.array(LABELS), np.array(LABELS)),
    "text and numbers": ([*LABELS[:6], 6], np.array([*LABELS[:6], "6"])),
    "none": (None, np.arange(7)),
}


@pytest.mark.parametrize("name", CODE_LABELS)
def test_labels_of_codes(name: str) -> None:
    given, want = CODE_LABELS[name]
    made = panel(codes=given)
    assert made.codes.dtype.kind == want.dtype.kind
    np.testing.assert_array_equal(made.codes, want)


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "codes twice": ({"codes": ["A", *LABELS[:5], "A"]}, "^codes must be different from each other: A is"),
    "dates twice": ({"dates": [1, *range(30)]}, "^dates must be different from each other: 1 is there twice"),
    "too few codes": ({"codes": LABELS[:-1]}, "^codes must be one label for each of 7, got 6$"),
    "too many dates": ({"dates": range(32)}, "^dates must be one label for each of 31, got 32$"),
    "missing codes": ({"codes": [*LABELS[:-1], None]}, "^codes may not be missing, 1 are$"),
    "missing dates": ({"dates": [dt.date(2024, 1, 1), *[None] * 30]}, "^dates may not be missing, 30 are$"),
    "NaT": ({"dates": np.array(["NaT", *days(30).astype(str)], "M8[us]")}, "^dates may not be missing, 1"),
    "mixed dates": ({"dates": [1, "x", *range(29)]}, "^dates cannot be read .* dates are whole"),
    "mixed codes": ({"codes": ["A", 1.5, *LABELS[:5]]}, "^codes cannot be read .* codes are text"),
    "float codes": ({"codes": np.arange(7.0)}, "^codes has type double, for example 0.0: codes are text or"),
    "float dates": ({"dates": [k + 0.5 for k in range(31)]}, "^dates has type double, for example 0.5: dat"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_labels_are_refused(name: str) -> None:
    labels, message = WRONG[name]
    with pytest.raises(fi.errors.InputError, match=message):
        panel(**labels)


@every_kind
def test_fields_that_differ_are_refused(kind: Kind) -> None:
    close, volume = FIELDS.values()
    for other, message in [
        (kind.wide(volume[:-1]), "close and volume differ: 31 and 30 rows; missing from volume: 2020-01-31"),
        (kind.wide(volume[:, :-1]), "close and volume differ: 7 and 6 codes; missing from volume: C6"),
        (volume, "close and volume are of different kinds"),
    ]:
        with pytest.raises(fi.errors.InputError, match=message):
            fi.Panel.from_wide({"close": kind.wide(close), "volume": other})


def test_what_is_no_mapping_of_wide_tables() -> None:
    for fields in ({}, [], FIELDS["close"], None):
        with pytest.raises(fi.errors.InputError, match="mapping of field names to wide tables"):
            fi.Panel.from_wide(fields)
    with pytest.raises(
        fi.errors.InputError, match=r"^field 'close' must be a wide table, dates x codes; got 1-D$"
    ):
        fi.Panel.from_wide({"close": FIELDS["close"][:, 0]})
    with pytest.raises(
        fi.errors.InputError, match=r"^close and volume differ in shape: \(31, 7\) and \(31, 6\)$"
    ):
        fi.Panel.from_wide({"close": FIELDS["close"], "volume": FIELDS["volume"][:, 1:]})
