"""A list for one parameter is a new first axis, equal to one call per value."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import fastind as fi
from tests.panels import nasty_panel
from tests.support import LAW_CASES, Case, assert_bits, each

FIELDS = nasty_panel(121, 65)

SWEEPS: dict[str, dict[str, list[Any]]] = {
    "window": {"window": [14, 2, 5, 60, 500]},
    "method": {"method": ["wilder", "cutler", "ema", "ewm"]},
    "flat": {"flat": [50.0, "nan", 0.0, -1.5]},
    "nan": {"nan": ["skip", "propagate"]},
    "max_gap": {"nan": "reset", "max_gap": [0, 1, 2, 50]},
    "seed": {"seed": ["sma", "first", "adjust"]},
    "returns": {"returns": ["simple", "log"]},
    "ddof": {"ddof": [0, 1]},
    "min_periods": {"min_periods": [2, None]},
    "periods_per_year": {"periods_per_year": [None, 12, 252]},
    "include_current": {"include_current": [True, False]},
}


@pytest.mark.parametrize("width", [None, 1, 5, 65])
@pytest.mark.parametrize("case", [c for c in LAW_CASES if "window" in c.indicator.params], ids=str)
def test_sweep_of_windows_is_one_call_per_window(case: Case, width: int | None) -> None:
    fields = each(FIELDS, lambda a: a[:, 3] if width is None else a[:, :width])
    windows = [14, 6, 7, 60, 500]
    for order in (np.ascontiguousarray, np.asfortranarray):
        swept = case(each(fields, order), window=windows)
        for p, window in enumerate(windows):
            assert_bits(tuple(output[p] for output in swept), case(fields, window=window))


@pytest.mark.parametrize("name", SWEEPS)
@pytest.mark.parametrize("indicator", [fi.rsi, fi.ema, fi.volatility, fi.volume_ratio], ids=lambda i: i.name)
def test_sweep_of_any_parameter(indicator: Any, name: str) -> None:
    if name not in indicator.params:
        return
    fixed = {"window": 7, **SWEEPS[name]}
    values = fixed.pop(name)
    data = [FIELDS[i] for i in indicator.inputs]
    swept = indicator(*data, **fixed, **{name: values})
    assert swept.shape == (len(values), 121, 65)
    for p, value in enumerate(values):
        assert_bits((swept[p],), (indicator(*data, **fixed, **{name: value}),))


def test_one_value_in_a_list_keeps_the_axis() -> None:
    assert fi.rsi(FIELDS["close"], window=[14]).shape == (1, 121, 65)
    assert fi.rsi(FIELDS["close"][:, 0], window=[14]).shape == (1, 121)


@pytest.mark.parametrize("values", [(7, 14), range(7, 9), np.array([7, 14])], ids=["tuple", "range", "array"])
def test_other_sequences_are_lists_too(values: Any) -> None:
    want = fi.rsi(FIELDS["close"], window=list(values))
    assert_bits((fi.rsi(FIELDS["close"], window=values),), (want,))


def test_float32_sweep() -> None:
    small = FIELDS["close"].astype("f4")
    want = fi.rsi(small.astype("f8"), window=[7, 14]).astype("f4")
    assert_bits((fi.rsi(small, window=[7, 14]),), (want,))


def test_two_lists_are_refused() -> None:
    with pytest.raises(fi.errors.ParameterError, match="window and flat"):
        fi.rsi(FIELDS["close"], window=[7, 14], flat=[0.0, 50.0])


def test_an_empty_list_is_refused() -> None:
    with pytest.raises(fi.errors.ParameterError, match="window"):
        fi.rsi(FIELDS["close"], window=[])


def test_one_bad_value_in_a_list_is_named() -> None:
    with pytest.raises(fi.errors.ParameterError, match=r"window.*-3"):
        fi.rsi(FIELDS["close"], window=[7, -3])


def test_a_series_gives_a_frame_with_a_column_per_value() -> None:
    series = pd.Series(FIELDS["close"][:, 3], index=pd.date_range("2020-01-01", periods=121), name="A")
    frame = fi.rsi(series, window=[7, 14])
    assert isinstance(frame, pd.DataFrame)
    assert list(frame.columns) == [7, 14]
    assert frame.index.equals(series.index)
    assert_bits((frame[7].to_numpy(),), (fi.rsi(series.to_numpy(), window=7),))
    assert_bits((frame[14].to_numpy(),), (fi.rsi(series.to_numpy(), window=14),))


def test_a_frame_gives_columns_by_value_and_code() -> None:
    codes = [f"C{j}" for j in range(65)]
    frame = pd.DataFrame(FIELDS["close"], index=pd.date_range("2020-01-01", periods=121), columns=codes)
    swept = fi.rsi(frame, window=[7, 14])
    assert swept.columns.tolist() == [(w, c) for w in (7, 14) for c in codes]
    pd.testing.assert_frame_equal(swept[7], fi.rsi(frame, window=7), check_names=False)
    pd.testing.assert_frame_equal(swept[14], fi.rsi(frame, window=14), check_names=False)
