"""What is no long frame is refused, with the rows, the columns and the way out named."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import fastind as fi
from fastind.frames import long
from tests.kinds import KINDS, PANDAS, POLARS, PYARROW, Kind
from tests.markets import market, orders

every_kind = pytest.mark.parametrize("kind", KINDS, ids=str)
both_ways = pytest.mark.parametrize(
    "use",
    [lambda frame, **keys: fi.compute(frame, {"r": fi.rsi}, **keys), fi.Panel.from_long],
    ids=["compute", "Panel"],
)
DAYS = pa.array(np.array(["2024-01-02", "2024-01-02", "2024-01-03", "2024-01-03"], "M8[us]"))
FRAME: dict[str, Any] = {
    "date": DAYS,
    "code": pa.array(["A", "B", "A", "B"]),
    "close": pa.array([1.0, 2.0, 3.0, 4.0]),
}


def refused(use: Any, frame: Any, message: str, **keys: str) -> None:
    with pytest.raises(fi.errors.InputError, match=message):
        use(frame, **keys)


@every_kind
@both_ways
@pytest.mark.parametrize("dense", [0, 4])
def test_rows_that_are_there_twice_are_named(
    kind: Kind, use: Any, dense: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long, "DENSE", dense)
    monkeypatch.setattr(long, "CHUNK_CELLS", dense)
    frame = kind.frame({**FRAME, "code": pa.array(["A", "B", "B", "B"])})
    refused(use, frame, r"^1 rows repeat a \(date, code\): rows 2 and 3 are both 2024-01-03T.*, B\. Keep one")


@every_kind
def test_every_repeated_row_is_counted(kind: Kind) -> None:
    rows = market()
    again = rows.take(np.concatenate([orders(rows)["random"], [5, 9, 5]]))
    with pytest.raises(fi.errors.InputError, match=r"^3 rows repeat a") as caught:
        fi.Panel.from_long(again.frame(kind))
    one, two = map(int, re.findall(r"rows (\d+) and (\d+) are both", str(caught.value))[0])
    assert one < two
    assert (again.dates[one], again.codes[one]) == (again.dates[two], again.codes[two])


@every_kind
@both_ways
def test_a_missing_key_column_is_named_with_near_ones(kind: Kind, use: Any) -> None:
    frame = kind.frame({"dates": DAYS, **{k: v for k, v in FRAME.items() if k != "date"}})
    refused(use, frame, r"^there is no column 'date'; did you mean dates.*\? Columns: dates, code, close$")


@every_kind
def test_a_missing_key_column_without_a_near_one(kind: Kind) -> None:
    refused(fi.Panel.from_long, kind.frame(FRAME), r"^there is no column 'when'\. Columns: ", date="when")


def test_levels_of_a_pandas_index_are_near_names_too() -> None:
    frame = PANDAS.frame(FRAME).set_index(["date", "code"])
    refused(
        fi.Panel.from_long,
        frame,
        r"no column 'cod'; did you mean code.*\? Columns: close, date, code$",
        code="cod",
    )


@every_kind
@both_ways
@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("date", pa.array([None, 5, None, 6]).cast(pa.timestamp("us"))),
        ("code", pa.array([None, "A", None, "B"])),
    ],
    ids=["date", "code"],
)
def test_missing_keys_are_counted(kind: Kind, use: Any, key: str, values: Any) -> None:
    frame = kind.frame({**FRAME, key: values})
    refused(use, frame, f"^{key} is missing in 2 rows, the first is row 0: drop or fill them$")


CODE_TYPES = "codes are text or whole numbers"


@both_ways
def test_a_category_that_is_missing(use: Any) -> None:
    codes = pa.DictionaryArray.from_arrays([0, 1, 0, 1], pa.array(["A", None]))
    refused(use, PYARROW.frame({**FRAME, "code": codes}), "^code is missing in some rows: drop or fill them$")


WRONG: dict[str, tuple[str, Any, str]] = {
    "text dates": (
        "date",
        pa.array(["2024-01-02"] * 4),
        "has type .*string.*, for example '2024-01-02': .*parse text first.*to_datetime",
    ),
    "float dates": ("date", pa.array([20240102.0] * 4), "has type double, for example 20240102.0: dates are"),
    "boolean dates": ("date", pa.array([True, False] * 2), "has type bool, for example .*: dates are whole"),
    "float codes": ("code", pa.array([1.5, 2.5] * 2), f"has type double, for example 1.5: {CODE_TYPES}"),
    "date codes": ("code", DAYS, f"has type timestamp.*: {CODE_TYPES}"),
    "durations": ("date", pa.array([1, 2, 3, 4], pa.duration("us")), "has type duration.*: dates are whole"),
}


@every_kind
@both_ways
@pytest.mark.parametrize("name", WRONG)
def test_keys_of_a_wrong_type(kind: Kind, use: Any, name: str) -> None:
    key, values, message = WRONG[name]
    refused(use, kind.frame({**FRAME, key: values}), f"^{key} {message}")


SHANGHAI, UTC = ZoneInfo("Asia/Shanghai"), dt.UTC
MIXED: dict[str, tuple[str, list[Any], str]] = {
    "zones": ("date", [dt.datetime(2024, 1, k + 1, tzinfo=[SHANGHAI, UTC][k % 2]) for k in range(4)],
              r"mixes types or time zones: .*datetime in Asia/Shanghai.*datetime in UTC"),
    "zone or none": ("date", [pd.Timestamp("2024-01-01", tz=UTC), *pd.date_range("2024-01-02", periods=3)],
                     "mixes types or time zones: .*Timestamp in UTC.*Timestamp"),
    "dates and text": ("date", [dt.date(2024, 1, 1), "2024-01-02", dt.date(2024, 1, 3), "x"],
                       r"mixes types .*datetime.date\(2024, 1, 1\) \(date\), '2024-01-02' \(str\)"),
    "codes and numbers": ("code", ["A", 600000, "A", 600000],
                          r"mixes types .*'A' \(str\), 600000 \(int\); codes"),
    "other objects": ("code", [object()] * 4, "codes are text or whole numbers"),
}  # fmt: skip


@both_ways
@pytest.mark.parametrize("name", MIXED)
def test_objects_of_several_types(use: Any, name: str) -> None:
    key, values, message = MIXED[name]
    frame = PANDAS.frame(FRAME).assign(**{key: pd.Series(values, dtype=object)})
    refused(use, frame, f"^{key} .*{message}")


@every_kind
def test_a_key_that_is_a_column(kind: Kind) -> None:
    frame = kind.frame({**FRAME, "r": pa.array([1.0] * 4)})
    with pytest.raises(fi.errors.ParameterError, match=r"^the key 'r' is taken already"):
        fi.compute(frame, {"r": fi.rsi})
    with pytest.raises(fi.errors.ParameterError, match=r"^the key 'code' is taken already"):
        fi.compute(frame, {"code": fi.rsi})


@every_kind
@pytest.mark.parametrize(
    "columns", [FRAME, {"date": DAYS[::2], "close": FRAME["close"][:2]}], ids=["long", "one"]
)
def test_a_field_that_is_not_there(kind: Kind, columns: dict[str, Any]) -> None:
    message = r"^v needs the field 'volume', and there is none.*there are: close.*bind\(volume=...\)"
    with pytest.raises(fi.errors.InputError, match=message):
        fi.compute(kind.frame(columns), {"v": fi.volume_ratio})
    with pytest.raises(fi.errors.InputError, match=r"'clse', and there is none; did you mean close\?"):
        fi.compute(kind.frame(columns), {"r": fi.rsi.bind(close="clse")})


@every_kind
def test_a_field_that_is_no_number(kind: Kind) -> None:
    frame = kind.frame({**FRAME, "name": pa.array(["x"] * 4)})
    with pytest.raises(fi.errors.InputError, match=r"^name has dtype .*: fastind computes on"):
        fi.compute(frame, {"r": fi.rsi.bind(close="name")})
    with pytest.raises(fi.errors.InputError, match=r"^name has dtype .*: fastind computes on"):
        fi.Panel.from_long(frame, fields=["name"])


@pytest.mark.parametrize(
    "data", [None, 5, [1.0], "x", pd.Series([1.0]), pl.Series([1.0]), np.ones(3)], ids=repr
)
def test_what_is_no_frame(data: Any) -> None:
    with pytest.raises(fi.errors.InputError, match=r"^compute takes a Panel, a long frame, .* got "):
        fi.compute(data, {"r": fi.rsi})
    with pytest.raises(fi.errors.InputError, match=r"^from_long takes a pandas or polars DataFrame .* got "):
        fi.Panel.from_long(data)


@both_ways
@pytest.mark.parametrize("doubled", ["close", "code", "note"])
def test_column_names_that_are_there_twice(use: Any, doubled: str) -> None:
    frame = PANDAS.frame({**FRAME, "note": pa.array([1.0] * 4)})
    refused(use, pd.concat([frame, frame[[doubled]]], axis=1), f"(?s)^the frame cannot be used.*{doubled}")
    table = PYARROW.frame({**FRAME, "note": pa.array([1.0] * 4)})
    refused(use, table.append_column(doubled, table[doubled]), f"(?s)^the frame cannot be used.*{doubled}")


def test_a_lazy_frame_is_no_panel() -> None:
    with pytest.raises(fi.errors.InputError, match=r"^polars's frame is lazy: collect it first"):
        fi.Panel.from_long(POLARS.frame(FRAME).lazy())


def test_errors_of_a_lazy_frames_types_and_names_come_at_once() -> None:
    lazy = POLARS.frame(FRAME).lazy()
    with pytest.raises(fi.errors.InputError, match="'volume', and there is none"):
        fi.compute(lazy, {"v": fi.volume_ratio})
    with pytest.raises(fi.errors.InputError, match=r"no column 'code'.*'name' says"):
        fi.compute(lazy.rename({"code": "name"}), {"r": fi.rsi})


@every_kind
def test_out_is_for_arrays(kind: Kind) -> None:
    with pytest.raises(fi.errors.ParameterError, match=r"^out= is for a mapping of .* not for a frame"):
        fi.compute(kind.frame(FRAME), {"r": fi.rsi}, out={"r": np.empty(4)})
