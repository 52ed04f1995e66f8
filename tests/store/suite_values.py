"""What goes in comes out, bit by bit."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import fastind as fi
from tests.store.model import bits
from tests.store.stages import at_every_stage

TINY, HUGE = 5e-324, 1.7976931348623157e308
FLOATS = [0.0, -0.0, float("nan"), float("inf"), -float("inf"), TINY, HUGE, 0.1, None]
MOMENTS = [0, -1, 1_704_067_200, -(2**31), None]

COLUMNS: dict[str, Any] = {
    "int64": pa.array([0, -1, 2**63 - 1, -(2**63), 2**53 + 1, None]),
    "float64": pa.array(FLOATS),
    "float32": pa.array(np.array([0.0, -0.0, np.nan, np.inf, 1e-45, 0.1], np.float32)),
    "text": pa.array(["", "x", "\N{ROCKET} 涨停 e\u0301", "y" * 300, "a\0b", "\0", "../x", None]),
    "bool": pa.array([True, False, None]),
    "date32": pa.array([date(1, 1, 1), date(1970, 1, 1), date(9999, 12, 31), None]),
    "nulls": pa.nulls(3, pa.float64()),
    **{
        f"timestamp[{unit}{', ' + zone if zone else ''}]": pa.array(MOMENTS, pa.timestamp(unit, tz=zone))
        for unit in ("s", "ms", "us", "ns")
        for zone in (None, "UTC", "America/New_York", "+08:00")
    },
}

BARS = {"date": [20240102, 20240103, 20240102], "code": ["A", "A", "B"], "close": [1.5, 2.5, 3.5]}
FRAMES: dict[str, Any] = {
    "mapping": lambda: BARS,
    "mapping of arrays": lambda: {name: np.array(values) for name, values in BARS.items()},
    "pandas": lambda: pd.DataFrame(BARS),
    "pandas with levels": lambda: pd.DataFrame(BARS).set_index(["code", "date"]),
    "pandas with an index": lambda: pd.DataFrame(BARS, index=[7, 7, 7]),
    "pandas with categories": lambda: pd.DataFrame(BARS).astype({"code": "category"}),
    "polars": lambda: pl.DataFrame(BARS),
    "polars with categories": lambda: pl.DataFrame(BARS).cast({"code": pl.Categorical}),
    "arrow": lambda: pa.table(BARS),
    "chunks": lambda: pa.concat_tables([pa.table(BARS).slice(k, 1) for k in range(3)]),
    "record batch": lambda: pa.table(BARS).to_batches()[0],
    "large text": lambda: pa.table(BARS).set_column(1, "code", pa.array(BARS["code"], pa.large_string())),
    "text view": lambda: pa.table(BARS).set_column(1, "code", pa.array(BARS["code"], pa.string_view())),
    "small numbers": lambda: pa.table(BARS).set_column(0, "date", pa.array(BARS["date"], pa.uint32())),
    "panel": lambda: fi.Panel.from_long(pa.table(BARS)),
}


class ValueTests:
    @pytest.mark.parametrize("name", COLUMNS)
    def test_values_come_back_bit_by_bit(self, path: str, name: str) -> None:
        array = COLUMNS[name]
        table = pa.table({"date": range(len(array)), "code": ["A"] * len(array), "x": array})
        at_every_stage(path, [table], lambda store: _check_bits(store.query(), table))

    @pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
    @pytest.mark.parametrize("zone", [None, "Asia/Shanghai"])
    def test_timestamps_are_keys(self, path: str, unit: str, zone: str | None) -> None:
        dates = pa.array([-(2**31), -1, 0, 1_704_067_200], pa.timestamp(unit, tz=zone))
        table = pa.table({"date": dates, "code": ["A"] * 4, "x": range(4)})
        at_every_stage(path, [table], lambda store: _check_bits(store.query(), table))

    @pytest.mark.parametrize(
        "codes", [["../x", "A", "a", "a\n", "x" * 300, "\N{ROCKET}"], [-(2**63), -1, 0, 600519, 2**63 - 1]]
    )
    def test_codes_of_all_sorts(self, path: str, codes: list[Any]) -> None:
        table = pa.table({"date": [1] * len(codes), "code": codes, "x": range(len(codes))})

        def look(store: Any) -> None:
            assert store.codes().tolist() == codes
            assert [store.query(codes=[c], kind="rows") for c in codes] == [
                [(1, c, k)] for k, c in enumerate(codes)
            ]

        at_every_stage(path, [table], look)

    @pytest.mark.parametrize("kind", FRAMES)
    def test_every_kind_of_frame_goes_in(self, path: str, kind: str) -> None:
        with fi.open_store(path, mode="a") as store:
            assert store.append(FRAMES[kind]()) == 3
            found = store.query()
        assert found.equals(pa.table(BARS))

    def test_a_pandas_index_of_dates_is_the_date(self, path: str) -> None:
        index = pd.DatetimeIndex(["2024-01-02", "2024-01-03"])
        with fi.open_store(path, mode="a") as store:
            store.append(pd.DataFrame({"code": ["A", "A"], "x": [1, 2]}, index=index))
            assert store.query(dates=("2024-01-03", None), kind="rows") == [(datetime(2024, 1, 3), "A", 2)]

    def test_nan_of_pandas_is_null_and_of_arrow_is_nan(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            store.append(pd.DataFrame({"date": [1], "code": ["A"], "x": [np.nan]}))
            store.append(pa.table({"date": [2], "code": ["A"], "x": [np.nan]}))
            found = store.query()["x"]
        assert found.null_count == 1
        assert np.isnan(found[1].as_py())

    def test_numbers_of_other_widths_are_taken_where_they_are_exact(self, path: str) -> None:
        wide = {"date": [1], "code": ["A"], "n": [1], "x": [1.5], "f": pa.array([0.5], pa.float32())}
        other = {"date": [2.0], "code": ["A"], "n": [2.0], "x": [2], "f": [0.25]}
        with fi.open_store(path, mode="a") as store:
            store.append(wide)
            store.append(other)
            assert store.query(kind="rows") == [(1, "A", 1, 1.5, 0.5), (2, "A", 2, 2.0, 0.25)]
            assert [str(kind) for kind in store.query().schema.types] == [
                "int64", "string", "int64", "double", "float",
            ]  # fmt: skip

    def test_moments_of_other_zones_and_units_are_taken_where_they_are_exact(self, path: str) -> None:
        there = pd.Timestamp("2024-01-02 09:30", tz="Asia/Shanghai")
        with fi.open_store(path, mode="a") as store:
            store.append({"date": pa.array([there], pa.timestamp("s", tz="Asia/Shanghai")), "code": ["A"]})
            store.append({"date": [there.tz_convert(UTC).to_pydatetime()], "code": ["B"]})
            found = store.query()
        assert str(found.schema.field("date").type) == "timestamp[s, tz=Asia/Shanghai]"
        assert found["date"][0] == found["date"][1]

    def test_every_kind_comes_out(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            store.append(BARS)
            table = pa.table(BARS)
            assert store.query(kind="arrow").equals(table)
            pd.testing.assert_frame_equal(store.query(kind="pandas"), pd.DataFrame(BARS))
            assert store.query(kind="polars").equals(pl.DataFrame(BARS))
            assert store.query(kind="rows") == list(zip(*BARS.values(), strict=True))
            assert pa.concat_tables(store.query(kind="batches")).equals(table)
            panel = store.query(kind="panel")
        np.testing.assert_array_equal(panel["close"], [[1.5, 3.5], [2.5, np.nan]])

    @pytest.mark.parametrize("compression", ["auto", "zstd", "lz4", "none"])
    def test_every_compression_keeps_the_values(self, path: str, compression: str) -> None:
        values = np.random.default_rng(0).normal(size=500).round(2)
        table = pa.table({"date": range(500), "code": ["A"] * 500, "x": values})
        level = 7 if compression == "zstd" else None
        at_every_stage(
            path,
            [table],
            lambda store: _check_bits(store.query(), table),
            compression=compression,
            level=level,
        )


def _check_bits(found: Any, expected: Any) -> None:
    assert found.schema.equals(expected.schema)
    assert bits(found).equals(bits(expected))
