"""What `dates=(first, last)` means, by the type of the dates."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import fastind as fi

DAYS = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 1, 31), date(2024, 2, 29), date(2024, 12, 31)]
DAY_RANGES: list[tuple[Any, Any, list[int]]] = [
    (None, None, [0, 1, 2, 3, 4]),
    ("2024-01-01", "2024-01-31", [1, 2]),
    (date(2024, 1, 1), datetime(2024, 1, 31), [1, 2]),
    (np.datetime64("2024-01-01"), pd.Timestamp("2024-01-31"), [1, 2]),
    ("2024", "2024", [1, 2, 3, 4]),
    ("2024-02", "2024-02", [3]),
    (None, "2024-01", [0, 1, 2]),
    ("2024-01-01T00:00:01", None, [2, 3, 4]),
    (None, "2024-02-28T23:59", [0, 1, 2]),
    ("20240101", "20240131", [1, 2]),
    ("9999-12-31", None, []),
    ("0001-01-01", "9999-12-31", [0, 1, 2, 3, 4]),
    ("2024-02-01", "2024-01-01", []),
]

# The last moment that a unit has in 2024-01-02, and the neighbours of that day.
TIMES = [
    "2024-01-01T23:59:59",
    "2024-01-02T00:00:00",
    "2024-01-02T09:30:00",
    "2024-01-02T23:59:59",
    "2024-01-03",
]
TIME_RANGES: list[tuple[Any, Any, list[int]]] = [
    ("2024-01-02", "2024-01-02", [1, 2, 3]),
    (date(2024, 1, 2), date(2024, 1, 2), [1, 2, 3]),
    (None, "2024-01-02T09:30", [0, 1, 2]),
    (datetime(2024, 1, 2), datetime(2024, 1, 2), [1]),
    ("2024-01-02T09:29:59.999999999", "2024-01-02T09:30:00.000000001", [2]),
    ("2024-01-02T09:30:00.000000001", "2024-01-02T23:59:58.999999999", []),
    (pd.Timestamp("2024-01-02 09:30:00.000000001"), None, [3, 4]),
    (None, np.datetime64("2024-01-02T09:29:59.999999999"), [0, 1]),
    ("1000-01-01", "3000-01-01", [0, 1, 2, 3, 4]),  # beyond what nanoseconds can say
    ("3000-01-01", None, []),
    (None, "1000", []),
    ("2024-01", "2024", [0, 1, 2, 3, 4]),
]


class DateTests:
    @pytest.mark.parametrize(
        ("first", "last", "rows"),
        [
            (20240102, 20240103, [1, 2]),
            (np.int64(20240102), np.int32(20240103), [1, 2]),
            (None, 0, [0]),
            (-5, -5, [0]),
            (20240104, None, []),
            (-(2**70), 2**70, [0, 1, 2]),
            (2**70, None, []),
        ],
    )
    def test_whole_numbers(self, path: str, first: Any, last: Any, rows: list[int]) -> None:
        _check(path, pa.array([-5, 20240102, 20240103]), first, last, rows)

    @pytest.mark.parametrize(("first", "last", "rows"), DAY_RANGES)
    def test_days(self, path: str, first: Any, last: Any, rows: list[int]) -> None:
        _check(path, pa.array(DAYS), first, last, rows)

    @pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
    @pytest.mark.parametrize(("first", "last", "rows"), TIME_RANGES)
    def test_times(self, path: str, unit: str, first: Any, last: Any, rows: list[int]) -> None:
        times = np.array(TIMES, f"datetime64[{unit}]")
        times[3] = np.datetime64("2024-01-03", unit) - 1
        _check(path, pa.array(times), first, last, rows)

    @pytest.mark.parametrize("zone", ["Asia/Shanghai", "+08:00"])
    @pytest.mark.parametrize(
        ("first", "last", "rows"),
        [
            ("2024-01-02", "2024-01-02", [1, 2]),  # a day is a day where the dates are
            ("2024-01-01T16:00Z", "2024-01-02T15:59:59Z", [1, 2]),
            ("2024-01-02T00:00+08:00", None, [1, 2, 3]),
            (datetime(2024, 1, 1, 16, tzinfo=UTC), datetime(2024, 1, 2), [1]),
            (np.datetime64("2024-01-01T16:00"), None, [1, 2, 3]),  # numpy's are UTC
        ],
    )
    def test_time_zones(self, path: str, zone: str, first: Any, last: Any, rows: list[int]) -> None:
        utc = ["2024-01-01T15:59:59", "2024-01-01T16:00", "2024-01-02T15:59:59", "2024-01-02T16:00"]
        _check(
            path, pa.array(np.array(utc, "datetime64[s]")).cast(pa.timestamp("s", zone)), first, last, rows
        )

    def test_a_day_of_23_hours_ends_at_its_midnight(self, path: str) -> None:
        local = pd.DatetimeIndex(["2024-03-10 00:00", "2024-03-10 23:59", "2024-03-11 00:00"])
        times = pa.array(local.tz_localize("America/New_York"))
        _check(path, times, "2024-03-10", "2024-03-10", [0, 1])

    def test_a_moment_with_a_zone_is_refused_where_dates_have_none(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            store.append({"date": DAYS, "code": ["A"] * 5})
            with pytest.raises(fi.errors.InputError, match="has a time zone, and the dates have none"):
                store.query(dates=("2024-01-01T00:00Z", None))


def _check(path: str, dates: Any, first: Any, last: Any, rows: list[int]) -> None:
    """Some rows in a part, some in the journal."""
    table = pa.table({"date": dates, "code": ["A"] * len(dates), "row": range(len(dates))})
    with fi.open_store(path, mode="a") as store:
        store.append(table.slice(0, 2))
        store.seal()
        store.append(table.slice(2))
        assert store.query(dates=(first, last))["row"].to_pylist() == rows
