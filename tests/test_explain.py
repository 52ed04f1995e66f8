"""Every NaN cell has a reason, and it is the one that a simple rule gives."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

import fastind as fi
from fastind.report.explain import Explanation, explain
from tests import naive
from tests.panels import HABITS, nasty_panel
from tests.support import CASES, Case, parts

ROWS = 66
FIELDS = nasty_panel(ROWS, len(HABITS))
CODES = [habit.__name__ for habit in HABITS]
DATES = np.datetime64("2024-01-01") + np.arange(ROWS)
PANEL = fi.Panel.from_wide(FIELDS, dates=DATES, codes=CODES)


def missing_kind(inputs: list[np.ndarray], rows: Any) -> str:
    """Holes of infinite values only are bad prices."""
    return "after a hole" if any(np.isnan(x[rows]).any() for x in inputs) else "bad price"


def reasons(case: Case, inputs: list[np.ndarray], row: int) -> set[str]:
    """What the reason of a NaN may be, by rules that know nothing of how `explain` finds it."""
    valid = naive.valid_rows(*inputs)
    if row not in valid:
        if any(np.isinf(x[row]) for x in inputs):
            return {"bad price"}
        if not valid or row < valid[0]:
            return {"not listed"}
        return {"delisted"} if row > valid[-1] else {"hole"}
    rule = case.params.get("nan", "skip")
    if case.indicator.gaps == "skip":
        return {of_runs(case, inputs, naive.runs(valid, rule, case.params.get("max_gap")), valid, row)}
    return of_window(case, inputs, valid, row)


def of_runs(case: Case, inputs: list[np.ndarray], runs: list[list[int]], valid: list[int], row: int) -> str:
    k = next((k for k, run in enumerate(runs) if row in run), None)
    if k is None:  # propagate: beyond the first run
        end = runs[0][-1] + 1
        return missing_kind(inputs, slice(end, next(r for r in valid if r > end)))
    if runs[k].index(row) >= case.indicator.lookback(**case.params):
        return "flat"
    return "warm-up" if k == 0 else missing_kind(inputs, slice(runs[k - 1][-1] + 1, runs[k][0]))


def of_window(case: Case, inputs: list[np.ndarray], valid: list[int], row: int) -> set[str]:
    first = valid[0]
    if row - first < case.indicator.lookback(**case.params):
        return {"warm-up"}
    full = {k: v for k, v in case.params.items() if k != "min_periods"}
    used = np.arange(max(first, row - case.indicator.lookback(**full)), row + 1)
    found = set()
    absent = [r for r in used if r not in valid]
    if absent:
        found.add(missing_kind(inputs, absent))
    if (inputs[0][used] <= 0).any():
        found.add("zero" if case.indicator.inputs[0] == "volume" else "bad price")
    return found


RULED = [
    c for c in CASES if c.indicator.name in ("rsi", "ema", "macd", "volatility", "volume_ratio", "money_flow")
]
"""Cases that the simple rule below is made for."""


@pytest.mark.parametrize("case", RULED, ids=str)
def test_reasons_of_nan_are_those_of_a_simple_rule(case: Case) -> None:
    whole = case(FIELDS)
    bound = case.indicator.bind(**case.params)
    cells = np.argwhere(np.isnan(whole[0]))
    chosen = np.random.default_rng(3).permutation(cells)[:250]
    assert len(chosen) > 100
    for row, column in chosen.tolist():
        inputs = [x[:, column] for x in case.inputs(FIELDS)]
        got = explain(bound, PANEL, DATES[row], CODES[column])
        assert np.isnan(got.value)
        assert got.reason in reasons(case, inputs, row), str(got)
        assert DATES[row] in [shown["date"] for shown in got.rows]


@pytest.mark.parametrize("case", RULED, ids=str)
def test_values_are_the_values(case: Case) -> None:
    whole = case(FIELDS)
    bound = case.indicator.bind(**case.params)
    cells = np.argwhere(np.isfinite(whole[0]))
    for row, column in np.random.default_rng(4).permutation(cells)[:60].tolist():
        got = explain(bound, PANEL, DATES[row], CODES[column])
        assert got.value == whole[0][row, column]
        still = len({*FIELDS["close"][: row + 1, column].tolist()}) == 1
        if got.reason != "value":
            assert got.reason == "flat"
            assert got.value in (0.0, 50.0)
            assert case.indicator.name in ("rsi", "volatility", "macd")
        elif case.indicator.name in ("rsi", "volatility") and still:
            pytest.fail(str(got))


@pytest.mark.parametrize("case", [c for c in CASES if c not in RULED], ids=str)
def test_every_cell_of_every_indicator_has_a_reason(case: Case) -> None:
    whole = case(FIELDS)
    bound = case.indicator.bind(**case.params)
    for row, column in np.random.default_rng(5).integers((0, 0), whole[0].shape, (40, 2)).tolist():
        got = explain(bound, PANEL, DATES[row], CODES[column])
        np.testing.assert_equal(got.value, whole[0][row, column])
        assert (got.reason in ("value", "flat")) >= bool(np.isfinite(got.value)), str(got)
        assert case.indicator.name in got.text


def test_warm_up_as_a_sentence(bokeh_bars: dict[str, pd.DataFrame]) -> None:
    panel = fi.Panel.from_wide(
        {name: table.set_axis(pd.to_datetime(table.index)) for name, table in bokeh_bars.items()}
    )
    got = explain(fi.rsi, panel, "2012-05-22", "FB")
    assert got.text == (
        "rsi(window=14) of FB on 2012-05-22 is NaN: warm-up. The series begins on 2012-05-18; this is valid "
        "row 3, and the first value is in row 15, on 2012-06-08."
    )
    assert [str(row["date"])[:10] for row in got.rows] == ["2012-05-18", "2012-05-22", "2012-06-08"]
    assert str(got).splitlines()[3].split() == ["2012-05-22", "31", "NaN"]
    assert explain(fi.rsi, panel, "2012-05-17", "FB").reason == "not listed"


def series(*prices: float, **fields: Any) -> fi.Panel:
    columns = {"close": list(prices)} | fields
    return fi.Panel.from_wide({name: np.array(v, float)[:, None] for name, v in columns.items()}, codes=["A"])


def reason(what: Any, panel: fi.Panel, row: int, **params: Any) -> str:
    return explain(what, panel, row, "A", **params).reason


def test_flat_is_flat_and_not_a_calm_market() -> None:
    assert reason(fi.rsi, series(5, 5, 5, 5), 3, window=2) == "flat"
    assert reason(fi.rsi, series(5, 5, 5, 5), 3, window=2, flat="nan") == "flat"
    assert reason(fi.rsi, series(5, 5, 5, 5), 3, window=2, profile="talib") == "flat"
    assert reason(fi.rsi, series(5, 6, 5, 6, 5), 4, window=2) == "value"
    assert reason(fi.rsi, series(4, 6, 5, 5, 5), 4, window=2, method="cutler") == "flat"
    assert reason(fi.volatility, series(4, 5, 5, 5), 3, window=2) == "flat"
    assert reason(fi.volatility, series(4, 8, 16, 32), 3, window=2) == "value"


def test_bad_values_in_a_window() -> None:
    got = explain(fi.volatility.bind(window=2), series(5, 0, 5, 6, 7, 8), 3, "A")
    assert (got.reason, [row["date"] for row in got.rows]) == ("bad price", [1, 3])
    assert reason(fi.volatility, series(5, -1, 5, 6), 3, window=2, returns="log") == "bad price"
    volumes = series(5, 5, 5, volume=[0, 0, 0])
    assert reason(fi.volume_ratio, volumes, 2, window=2) == "zero"


def test_a_hole_in_the_window_says_when_the_value_comes_back() -> None:
    got = explain(fi.volatility, series(5, 6, 7, np.nan, 9, 8, 7, 8), 5, "A", window=2)
    assert got.reason == "after a hole"
    assert "comes back on 6" in got.text
    assert [row["date"] for row in got.rows] == [2, 3, 4, 5, 6]


def test_policies_of_holes() -> None:
    panel = series(5, 6, 7, np.nan, np.nan, 9, 8, 7)
    assert reason(fi.ema, panel, 5, window=2) == "value"
    assert reason(fi.ema, panel, 6, window=2, nan="propagate") == "after a hole"
    assert reason(fi.ema, panel, 5, window=2, nan="reset", max_gap=1) == "after a hole"
    assert reason(fi.ema, panel, 6, window=2, nan="reset", max_gap=1) == "value"
    got = explain(fi.ema, panel, 0, "A", window=2, nan="raise")
    assert got.reason == "hole"
    assert "from 3 to 4 (2 rows)" in got.text


def test_a_series_that_is_too_short() -> None:
    assert "no value comes" in explain(fi.rsi, series(5, 6), 1, "A").text


@fi.step(state={"n": 0.0})
def third_time(s: Any, close: float) -> Any:
    """NaN until the third row, without saying so, and for prices above 100."""
    (n,) = s
    n = n + 1.0
    return (n,), (close if n >= 3.0 and close < 100.0 else float("nan"))


def test_a_step_of_ones_own() -> None:
    own = fi.indicator(third_time)
    panel = series(5, 6, 7, 500, 8)
    assert [reason(own, panel, row) for row in range(5)] == [
        "warm-up",
        "warm-up",
        "value",
        "undefined",
        "value",
    ]


def test_an_input_by_another_name() -> None:
    panel = series(5, 6, 7, volume=[1, np.nan, 3])
    got = explain(fi.ema.bind(x="volume", window=1), panel, 1, "A")
    assert got.reason == "hole"
    assert "volume is missing" in got.text
    assert "volume" in got.rows[0]


def test_a_result_explains_itself() -> None:
    result = fi.rsi(PANEL)
    assert explain(result, PANEL, "2024-01-02", "clean").reason == "warm-up"
    assert explain(result, result, "2024-01-02", "clean").reason == "warm-up"
    assert explain("rsi", result, "2024-01-02", "clean").reason == "warm-up"
    other = fi.rsi(PANEL, window=5)
    with pytest.raises(fi.errors.InputError, match="bind"):
        explain(other, other, "2024-01-02", "clean")
    assert explain(other, other, "2024-01-02", "clean", window=5).reason == "warm-up"
    both = fi.ema(fi.rsi(PANEL), window=3)
    for result in (both, PANEL, fi.ema(PANEL, window=3)):
        with pytest.raises(fi.errors.ParameterError, match="bind"):
            explain(result, result, "2024-01-02", "clean")


@pytest.mark.parametrize(
    "date",
    ["2024-01-02", dt.date(2024, 1, 2), pd.Timestamp("2024-01-02"), np.datetime64("2024-01-02", "ns")],
)
def test_dates_in_every_dress(date: Any) -> None:
    assert explain(fi.rsi, PANEL, date, "clean").rows[-1]["date"] == DATES[14]
    assert "2024-01-02" in explain(fi.rsi, PANEL, date, "clean").text


def test_dates_in_a_time_zone() -> None:
    index = pd.date_range("2024-01-02 09:30", periods=4, freq="h", tz="America/New_York")
    panel = fi.Panel.from_wide({"close": pd.DataFrame({"A": [1.0, 2, 3, 4]}, index=index)})
    assert explain(fi.rsi, panel, "2024-01-02 10:30", "A", window=2).rows[1]["close"] == 2.0
    got = explain(fi.rsi, panel, index[1], "A", window=2)
    assert got.rows[1]["close"] == 2.0
    assert "on 2024-01-02 10:30:00-05:00 is NaN" in got.text
    assert got.rows[1]["date"] == "2024-01-02 10:30:00-05:00"
    with pytest.raises(fi.errors.InputError, match="09:30:00-05:00 and 2024-01-02 10:30"):
        explain(fi.rsi, panel, "2024-01-02 10:00", "A")


def test_dates_at_an_offset_and_dates_as_text() -> None:
    index = pd.date_range("2024-01-02 09:30", periods=4, freq="h", tz="Asia/Kolkata")
    frame = pd.DataFrame({"A": [1.0, 2, 3, 4]}, index=index)
    panel = fi.Panel.from_wide({"close": frame})
    panel = fi.Panel({"close": panel["close"]}, panel.dates, panel.codes, "+05:30")
    assert explain(fi.rsi, panel, "2024-01-02 10:30", "A", window=2).rows[1]["close"] == 2.0
    text = fi.Panel.from_wide(
        {"close": frame.to_numpy()}, dates=np.array(["d1", "d2", "d3", "d4"]), codes=["A"]
    )
    assert "of A on d2 is NaN" in explain(fi.rsi, text, "d2", "A").text


def test_frames_are_taken_as_by_check() -> None:
    frame = pd.DataFrame({"A": [1.0, 2.0, 3.0]}, index=DATES[:3])
    assert explain(fi.rsi, frame, "2024-01-02", "A", window=2).reason == "warm-up"
    long = pd.DataFrame({"date": [20240102, 20240101], "code": ["A", "A"], "close": [2.0, 1.0]})
    assert isinstance(explain(fi.rsi, long, 20240102, "A", window=1), Explanation)


def test_bars_in_any_case_and_tickers_like_fields() -> None:
    prices = {"Open": [1.0, 2.0, 3.0], "Close": [1.0, 2.0, 4.0], "Volume": [1.0, np.nan, 3.0]}
    bars = pd.DataFrame(prices, index=DATES[:3])
    got = explain(fi.rsi, bars, "2024-01-02", "one code", window=2)
    assert (got.reason, got.rows[1]["Close"]) == ("warm-up", 2.0)
    got = explain(fi.volume_ratio, bars, "2024-01-02", "one code", window=1)
    assert "Volume is missing" in got.text
    wide = bars.set_axis(["OPEN", "LOW", "HIGH"], axis=1)
    assert explain(fi.ema, wide, "2024-01-02", "HIGH", window=1).reason == "hole"


def test_a_series_is_one_code() -> None:
    close = pd.Series([1.0, 2.0, 4.0], index=DATES[:3], name="LOW")
    assert explain(fi.rsi, close, "2024-01-03", "LOW", window=2).value == 100.0
    assert explain(fi.rsi, close.to_numpy(), 2, "one code", window=2).value == 100.0
    assert explain(fi.rsi, close.rename("close"), "2024-01-03", "one code", window=2).value == 100.0


LONG = pd.DataFrame({"day": [DATES[0]] * 2, "ticker": ["A", "B"], "close": [1.0, 2.0]})


@pytest.mark.parametrize(
    ("frame", "keys"),
    [
        (LONG, "date='day', code='ticker'"),
        (LONG.set_index(["day", "ticker"]), "date=..., code=..."),
        (LONG.assign(ticker=[1, 2]), "date=..., code=..."),
        (LONG.rename(columns={"ticker": "code"}), "date=..., code='code'"),
    ],
)
def test_a_long_frame_with_other_keys_becomes_a_panel_first(frame: pd.DataFrame, keys: str) -> None:
    with pytest.raises(fi.errors.InputError) as raised:
        explain(fi.rsi, frame, DATES[0], "A")
    assert f"make a Panel first, fi.Panel.from_long(frame, {keys})" in str(raised.value)
    assert "check(frame" not in str(raised.value)


def test_one_row_is_in_the_singular() -> None:
    window = explain(fi.volatility, series(5, 6, 7, np.nan, 9, 8), 4, "A", window=2)
    assert "1 of the rows from 2 on is missing" in window.text
    window = explain(fi.volatility, series(5, 6, 7, np.nan, np.nan, 9, 8, 7), 6, "A", window=3)
    assert "2 of the rows from 3 on are missing" in window.text
    own = fi.indicator(third_time)
    assert explain(own, series(5, 6), 0, "A").text.endswith("no value comes: it needs 1 valid row.")


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: explain(fi.rsi, PANEL, "2024-01-02", "claen"), "clean"),
        (lambda: explain(fi.rsi, PANEL, "2030-01-02", "clean"), "2024-03-06"),
        (lambda: explain(fi.rsi, PANEL, "yesterday", "clean"), "yesterday"),
        (lambda: explain(fi.rsi, series(1, 2), 7, "A"), "7"),
        (lambda: explain("rsy", PANEL, "2024-01-02", "clean"), "rsi"),
        (lambda: explain(max, PANEL, "2024-01-02", "clean"), "indicator"),
        (lambda: explain(fi.rsi, series(1, 2), 1, "A", windw=3), "window"),
        (lambda: explain(fi.rsi.bind(window=[2, 3]), PANEL, "2024-01-02", "clean"), "list"),
        (
            lambda: explain(fi.rsi, pd.DataFrame({"date": [1, 1], "code": "A", "close": 2.0}), 1, "A"),
            "duplicate",
        ),
        (lambda: explain(fi.volume_ratio, series(1, 2), 1, "A"), "volume"),
    ],
)
def test_errors_say_what_is_near(call: Any, match: str) -> None:
    with pytest.raises(fi.errors.FastindError, match=match):
        call()


def test_rows_make_a_frame() -> None:
    frame = pd.DataFrame(explain(fi.rsi, PANEL, "2024-01-02", "clean").rows)
    assert list(frame.columns) == ["date", "close", "rsi"]
    assert parts(fi.rsi(FIELDS["close"]))[0][14, 5] == frame["rsi"].iloc[-1]
