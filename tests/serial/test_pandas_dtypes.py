"""Dtypes of pandas come back as they were, or are refused with what to do."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import fastind as fi
from fastind.errors import ParameterError

TEXT = pa.array(["a", None, "b"])
BACKED = [
    pa.array([[1], None, [2, 3]]),
    pa.array([[1], None, [2, 3]], pa.large_list(pa.int8())),
    pa.array([[1, 2], None, [3, 4]], pa.list_(pa.int64(), 2)),
    pa.array([{"x": 1}, None, {"x": None}]),
    pa.array([[("x", 1)], None, []], pa.map_(pa.string(), pa.int64())),
    TEXT,
    TEXT.cast(pa.large_string()),
    TEXT.dictionary_encode(),
    pa.array([b"ab", None, b"cd"], pa.binary(2)),
    pa.array([1.5, float("nan"), None]),
    pa.array([1, None, 2], pa.int8()),
    pa.array([1, None, 2], pa.timestamp("us", "Asia/Shanghai")),
    pa.array([1, None, 2], pa.duration("ms")),
    pa.nulls(3),
]


@pytest.mark.parametrize("values", BACKED, ids=lambda values: str(values.type))
def test_what_arrow_backs_comes_back(values: Any) -> None:
    series = pd.Series(pd.arrays.ArrowExtensionArray(values), name="x")
    beside = pd.Index(["r", "s", "t"], name="row")
    frame = pd.DataFrame({"first": [1, 2, 3], "x": series, "last": ["a", "b", "c"]}).set_index(beside)
    for given in (series, frame["x"], frame, frame.set_axis([3, 1, 2], axis=1), frame[:0]):
        back = fi.loads(fi.dumps(given))
        test = pd.testing.assert_series_equal if given.ndim == 1 else pd.testing.assert_frame_equal
        test(back, given)  # type: ignore[operator]
    assert repr(fi.loads(fi.dumps(series)).array) == repr(series.array)  # NaN is not NA


OTHERS = [
    (
        pd.array(["a", None], dtype=pd.StringDtype("python")),
        "StringDtype.* would come back as .*Cast it first",
    ),
    (pd.array([Decimal("1.5")] * 2, dtype=pd.ArrowDtype(pa.decimal128(10, 2))), "decimal128.* come back as"),
    (
        pd.arrays.FloatingArray(np.array([np.nan, 0.0]), np.array([False, True])),
        r"column '?x'? has NaN beside NA, .*: say astype\('float64'\)",
    ),
]


@pytest.mark.parametrize(("values", "message"), OTHERS, ids=lambda value: str(getattr(value, "dtype", "")))
def test_what_would_not_come_back_is_refused(values: Any, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        fi.dumps(pd.DataFrame({"x": values}))
    with pytest.raises(
        ParameterError, match=message.replace("x", "values", 1) if "'?x'?" in message else message
    ):
        fi.dumps([pd.Series(values)])


@pytest.mark.parametrize("dtype", ["Int8", "string", pd.ArrowDtype(pa.int64()), pd.ArrowDtype(pa.float16())])
def test_dtypes_of_an_index(dtype: Any) -> None:
    values = pd.array(["1", "2"] if dtype == "string" else [1, 2], dtype=dtype)
    frame = pd.DataFrame({"a": [1, 2]}, index=pd.Index(values, name="i"))
    with pytest.raises(ParameterError, match=r"index.*reset_index\(\)"):
        fi.dumps(frame)
    pd.testing.assert_frame_equal(fi.loads(fi.dumps(frame.reset_index())), frame.reset_index())
