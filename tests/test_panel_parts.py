"""Parts of a panel, more fields, pickles: the same memory wherever it can be, and never written to."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest

import fastind as fi
from tests.kinds import days
from tests.panels import nasty_panel
from tests.support import assert_bits

CLOSE, VOLUME = (nasty_panel(31, 7)[name] for name in ("close", "volume"))
LABELS = [f"C{j}" for j in range(7)]
HOURS = np.datetime64("2024-03-01T09:30", "us") + np.arange(31) * np.timedelta64(5, "h")


def panel(dates: Any = None, codes: Any = None) -> fi.Panel:
    fields = {"close": CLOSE, "volume": VOLUME}
    return fi.Panel.from_wide(fields, dates=days(31) if dates is None else dates, codes=codes or LABELS)


def assert_rows(got: fi.Panel, want: slice, dates: np.ndarray) -> None:
    np.testing.assert_array_equal(got.dates, dates[want])
    assert_bits((got["close"], got["volume"]), (CLOSE[want], VOLUME[want]))


ENDS: dict[str, tuple[Any, slice]] = {
    "text": (("2020-01-05", "2020-01-09"), slice(4, 9)),
    "date objects": ((dt.date(2020, 1, 5), dt.date(2020, 1, 9)), slice(4, 9)),
    "stamps": ((pd.Timestamp("2020-01-05"), pd.Timestamp("2020-01-09")), slice(4, 9)),
    "datetimes": ((dt.datetime(2020, 1, 5), dt.datetime(2020, 1, 9)), slice(4, 9)),
    "datetime64": ((np.datetime64("2020-01-05"), np.datetime64("2020-01-09", "ns")), slice(4, 9)),
    "a list": (["2020-01-05", "2020-01-09"], slice(4, 9)),
    "one day": (("2020-01-05", "2020-01-05"), slice(4, 5)),
    "no first": ((None, "2020-01-09"), slice(0, 9)),
    "no last": (("2020-01-05", None), slice(4, 31)),
    "no end": ((None, None), slice(0, 31)),
    "between dates": (("2020-01-04T12:00", "2020-01-09T12:00"), slice(4, 9)),
    "before all": (("2019-01-01", "2019-12-31"), slice(0, 0)),
    "turned round": (("2020-01-09", "2020-01-05"), slice(0, 0)),
}


@pytest.mark.parametrize("unit", ["D", "s", "us", "ns"])
@pytest.mark.parametrize("name", ENDS)
def test_both_ends_are_included(unit: str, name: str) -> None:
    ends, want = ENDS[name]
    dates = days(31).astype(f"M8[{unit}]")
    assert_rows(panel(dates).sel(dates=ends), want, dates)


@pytest.mark.parametrize("last", ["2024-03-02", dt.date(2024, 3, 2)], ids=repr)
@pytest.mark.parametrize("unit", ["s", "us", "ns"])
def test_a_bare_day_as_the_last_end_is_the_whole_day(unit: str, last: Any) -> None:
    dates = HOURS.astype(f"M8[{unit}]")
    got = panel(dates).sel(dates=("2024-03-02", last))
    assert_rows(got, slice(3, 8), dates)  # 00:30 to 20:30
    assert_rows(panel(dates).sel(dates=(None, "2024-03-02T10:30")), slice(0, 6), dates)
    assert_rows(panel(dates).sel(dates=(None, dt.datetime(2024, 3, 2))), slice(0, 3), dates)


ZONED: dict[str, tuple[Any, slice]] = {
    "a day there": (("2024-03-02", "2024-03-02"), slice(2, 7)),
    "a time there": (("2024-03-02T03:30", "2024-03-02T13:30"), slice(2, 5)),
    "date objects": ((dt.date(2024, 3, 2), dt.date(2024, 3, 2)), slice(2, 7)),
    "with an offset": (("2024-03-01T19:30+00:00", "2024-03-02T05:30+00:00"), slice(2, 5)),
    "stamps of a zone": (
        (pd.Timestamp("2024-03-01 19:30", tz="UTC"), pd.Timestamp("2024-03-02 13:30", tz="Asia/Shanghai")),
        slice(2, 5),
    ),
}


@pytest.mark.parametrize("name", ZONED)
def test_ends_are_in_the_panels_time_zone(name: str) -> None:
    ends, want = ZONED[name]
    made = panel(pd.DatetimeIndex(HOURS).tz_localize("UTC").tz_convert("Asia/Shanghai"))
    assert made.zone == "Asia/Shanghai"
    assert_rows(made.sel(dates=ends), want, HOURS)


def test_whole_numbers_are_dates_too() -> None:
    dates = np.arange(20240101, 20240132)
    assert_rows(panel(dates).sel(dates=(20240105, 20240109)), slice(4, 9), dates)
    assert_rows(panel(dates).sel(dates=(None, 20240109)), slice(0, 9), dates)


def test_dates_that_do_not_ascend() -> None:
    dates = days(31)[::-1]
    assert_rows(panel(dates).sel(dates=("2020-01-05", "2020-01-09")), slice(22, 27), dates)
    mixed = np.roll(days(31), 7)
    rows = np.flatnonzero((mixed >= mixed[20]) & (mixed <= mixed[3]))
    assert_bits((panel(mixed).sel(dates=(mixed[20], mixed[3]))["close"],), (CLOSE[rows],))


@pytest.mark.parametrize("wrong", ["2020-01-05", 5, ("a",), ("2020-01-05",) * 3, slice(1, 2)], ids=repr)
def test_ends_that_are_no_pair(wrong: Any) -> None:
    with pytest.raises(
        fi.errors.ParameterError, match=r"^dates must be \(first, last\), both included, got "
    ):
        panel().sel(dates=wrong)


@pytest.mark.parametrize("wrong", ["x", object()], ids=["text", "an object"])
@pytest.mark.parametrize("zone", [None, "Asia/Shanghai"])
def test_ends_that_are_no_dates(wrong: Any, zone: str | None) -> None:
    with pytest.raises(fi.errors.InputError, match="is not a date"):
        panel(pd.DatetimeIndex(days(31)).tz_localize(zone)).sel(dates=(None, wrong))


@pytest.mark.parametrize(
    "codes", [["C5", "C0", "C3"], ["C2"], [], np.array(["C6", "C1"]), ("C1", "C0")], ids=str
)
def test_codes_come_in_the_order_asked_for(codes: Any) -> None:
    got = panel().sel(codes=codes, dates=("2020-01-03", None))
    at = [LABELS.index(code) for code in codes]
    assert got.codes.tolist() == list(codes)
    assert_bits((got["close"],), (CLOSE[2:, at],))


def test_one_code_and_codes_that_are_numbers() -> None:
    assert_bits((panel().sel(codes="C4")["close"],), (CLOSE[:, [4]],))
    numbers = panel(codes=range(600000, 600007))
    assert_bits((numbers.sel(codes=[600003, 600001])["close"],), (CLOSE[:, [3, 1]],))
    assert_bits((numbers.sel(codes=np.array([600003]))["close"],), (CLOSE[:, [3]],))
    for one in (600003, np.int64(600003)):
        assert_bits((numbers.sel(codes=one)["close"],), (CLOSE[:, [3]],))


def test_an_unknown_code_is_named_with_near_ones() -> None:
    with pytest.raises(
        fi.errors.InputError, match=r"^there is no 'AAPl' among the codes; did you mean AAPL\?$"
    ):
        panel(codes=["AAPL", *LABELS[:6]]).sel(codes=["C1", "AAPl"])
    with pytest.raises(
        fi.errors.InputError, match=r"^there is no 600009 among the codes; did you mean 60000"
    ):
        panel(codes=range(600000, 600007)).sel(codes=[600009])


def test_a_part_lies_over_the_panels_memory() -> None:
    made = panel()
    assert np.shares_memory(made["close"], CLOSE)
    part = made.sel(dates=("2020-01-05", "2020-01-20"))
    assert np.shares_memory(part["close"], CLOSE)
    assert np.shares_memory(part.dates, made.dates)
    assert not np.shares_memory(made.sel(codes=["C1"])["close"], CLOSE)


def every_array(made: fi.Panel) -> list[np.ndarray]:
    return [made.dates, made.codes, *(made[name] for name in made.fields)]


MADE: dict[str, Any] = {
    "from wide": panel,
    "from long": lambda: fi.Panel.from_long(panel().to_long()),
    "a part": lambda: panel().sel(codes=["C1", "C0"], dates=("2020-01-05", None)),
    "computed": lambda: fi.compute(panel(), {"r": fi.rsi}),
    "pickled": lambda: pickle.loads(pickle.dumps(panel())),
    "copied": lambda: copy.deepcopy(panel()),
    "with fields": lambda: panel().with_fields({"x": CLOSE * 2}),
}


@pytest.mark.parametrize("name", MADE)
def test_nothing_of_a_panel_can_be_written_to(name: str) -> None:
    for array in every_array(MADE[name]()):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = array[0]


def test_the_callers_array_stays_writable() -> None:
    mine = CLOSE.copy()
    made = fi.Panel.from_wide({"close": mine})
    mine[0, 0] = 1.0
    assert made["close"][0, 0] == 1.0


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_pickles(protocol: int) -> None:
    made = panel(pd.DatetimeIndex(HOURS).tz_localize("UTC"))
    back = pickle.loads(pickle.dumps(made, protocol))
    assert (back.fields, back.shape, back.zone) == (made.fields, made.shape, made.zone)
    for one, other in zip(every_array(back), every_array(made), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_pickle_with_its_buffers_beside_it_shares_the_memory() -> None:
    buffers: list[pickle.PickleBuffer] = []
    made = panel()
    data = pickle.dumps(made, 5, buffer_callback=buffers.append)
    assert len(data) < CLOSE.nbytes
    back = pickle.loads(data, buffers=buffers)
    assert np.shares_memory(back["close"], CLOSE)
    assert np.shares_memory(back["volume"], VOLUME)
    assert not back["close"].flags.writeable


def test_more_fields() -> None:
    made = panel()
    more = made.with_fields({"twice": CLOSE * 2.0, "up": CLOSE > 9.0, "volume": VOLUME.astype("f4")})
    assert more.fields == ("close", "volume", "twice", "up")
    assert [more[name].dtype for name in more.fields] == ["f8", "f4", "f8", "f8"]
    assert made.fields == ("close", "volume")
    assert made["volume"].dtype == "f8"
    assert "twice" in more
    assert "twice" not in made
    assert_bits((more["twice"], more["up"]), (CLOSE * 2.0, (CLOSE > 9.0).astype("f8")))


def test_fields_of_another_shape_or_type_are_refused() -> None:
    with pytest.raises(
        fi.errors.InputError, match=r"^field 'x' has shape \(31, 6\), the panel has \(31, 7\)$"
    ):
        panel().with_fields({"x": CLOSE[:, 1:]})
    with pytest.raises(fi.errors.InputError, match=r"^field 'x' must be a numpy array, got float"):
        panel().with_fields({"x": 1.0})
    with pytest.raises(fi.errors.InputError, match=r"^x has dtype complex128: fastind computes on"):
        panel().with_fields({"x": CLOSE.astype(complex)})


def test_a_field_that_is_not_there_is_named_with_near_ones() -> None:
    message = r"the panel has no field 'clse'; did you mean close\?: it has close, volume"
    with pytest.raises(fi.errors.InputError, match=message):
        panel()["clse"]
    with pytest.raises(fi.errors.InputError, match=r"has no field 'zzz': it has close, volume"):
        panel()["zzz"]


def test_how_it_shows_itself() -> None:
    assert repr(panel()) == "Panel of 31 dates x 7 codes: close, volume"
