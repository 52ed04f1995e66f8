"""Every kind of fault is found where it was planted, and nothing in a clean panel."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import fastind as fi
from fastind.report.check import ADVICE, BLOCK, CheckReport, check
from tests.panels import HABITS, clean_panel, nasty_panel

ROWS, COLUMNS = 300, BLOCK + 9
BARS = ("open", "high", "low", "close", "volume")
DATES = np.datetime64("2023-01-02") + np.arange(ROWS)
CODES = [f"C{j:03d}" for j in range(COLUMNS)]
CLEAN = {name: clean_panel(ROWS, COLUMNS)[name] for name in BARS}
Row = tuple[str, str | None, Any, Any, int]


def panel(fields: dict[str, np.ndarray], dates: Any = DATES) -> fi.Panel:
    return fi.Panel.from_wide(fields, dates=dates, codes=CODES)


def nasty() -> dict[str, np.ndarray]:
    return {name: nasty_panel(ROWS, COLUMNS)[name] for name in BARS}


def found(report: CheckReport) -> list[Row]:
    return [(f.kind, f.field, f.code, f.date, f.rows) for f in report.findings]


def test_nothing_is_found_in_a_clean_panel() -> None:
    report = check(panel(CLEAN))
    assert report.ok
    assert report.findings == ()
    assert str(report) == f"check of {ROWS} dates x {COLUMNS} codes: no findings"
    assert not report.holes["holes"].any()
    assert len(report.table()) == 0
    assert report.table("arrow").schema.equals(check(panel(nasty())).table("arrow").schema)


def set_to(value: float, *names: str, rows: Any = 100) -> Callable[[dict[str, np.ndarray], int], None]:
    def plant(fields: dict[str, np.ndarray], j: int) -> None:
        for name in names:
            fields[name][rows, j] = value

    return plant


def scaled(by: float, *names: str, rows: Any) -> Callable[[dict[str, np.ndarray], int], None]:
    def plant(fields: dict[str, np.ndarray], j: int) -> None:
        for name in names:
            fields[name][rows, j] *= by

    return plant


def split(fields: dict[str, np.ndarray], j: int) -> None:
    """Two for one: what fell is exactly one half, so that the day's own move does not matter."""
    for name in ("open", "high", "low", "close"):
        fields[name][101:, j] *= fields["close"][100, j] / fields["close"][101, j] / 2
    fields["high"][101:, j] *= 1.001
    fields["low"][101:, j] *= 0.999


def without_trade(fields: dict[str, np.ndarray], j: int) -> None:
    for name in ("open", "high", "low", "close"):
        fields[name][100:112, j] = fields["close"][100, j]
    fields["volume"][101:112, j] = 0.0
    fields["volume"][105, j] = np.nan


def still(fields: dict[str, np.ndarray], j: int) -> None:
    for name in ("open", "high", "low", "close"):
        fields[name][100:110, j] = fields["close"][100, j]


def hole(fields: dict[str, np.ndarray], j: int) -> None:
    for rows in (slice(100, 103), slice(120, 125), slice(200, 201)):
        set_to(np.nan, *BARS, rows=rows)(fields, j)


ALL = slice(None)
PLANTED: list[tuple[Any, list[tuple[str, str | None, int | None, int]]]] = [
    (set_to(np.inf, "volume"), [("infinite", "volume", 100, 1)]),
    (set_to(-np.inf, "close", rows=[7, 9]), [("infinite", "close", 7, 2)]),
    (set_to(0.0, "close"), [("zero price", "close", 100, 1)]),
    (set_to(-0.0, "low", rows=[0, 50]), [("zero price", "low", 0, 2)]),
    (set_to(-3.0, "close"), [("negative price", "close", 100, 1)]),
    (set_to(-3.0, "volume"), [("negative volume", "volume", 100, 1)]),
    (set_to(0.0, "volume", rows=[5, 6, 7]), []),
    (scaled(1.04, "close", rows=100), [("bad bar", None, 100, 1)]),
    (scaled(0.9, "open", rows=[100, 105]), [("bad bar", None, 100, 2)]),
    (scaled(0.5, "high", rows=100), [("bad bar", None, 100, 1)]),
    (set_to(np.nan, "open", rows=[100, 105]), [("incomplete bar", "open", 100, 2)]),
    (set_to(np.nan, "volume"), [("incomplete bar", "volume", 100, 1)]),
    (still, [("stale run", "close", 100, 10)]),
    (without_trade, [("incomplete bar", "volume", 105, 1), ("suspended", "close", 100, 12)]),
    (split, [("split-like jump", "close", 101, 1)]),
    (scaled(1.7, "open", "high", "low", "close", rows=100), [("spike", "close", 100, 1)]),
    (scaled(1.15, "open", "high", "low", "close", rows=slice(100, None)), []),
    (hole, [("hole", "close", 100, 9)]),
    (set_to(np.nan, *BARS, rows=slice(0, 40)), []),
    (set_to(np.nan, *BARS, rows=slice(40, None)), []),
    (set_to(np.nan, *BARS, rows=ALL), [("empty", "close", None, 300)]),
]


@pytest.mark.parametrize("j", [0, 5, BLOCK - 1, BLOCK, COLUMNS - 1])
@pytest.mark.parametrize(("plant", "expected"), PLANTED)
def test_what_is_planted_is_found_there_and_nothing_else(plant: Any, expected: Any, j: int) -> None:
    fields = {name: values.copy() for name, values in CLEAN.items()}
    plant(fields, j)
    report = check(panel(fields))
    dates = [(None if row is None else DATES[row]) for _, _, row, _ in expected]
    want = [(kind, name, CODES[j], d, n) for (kind, name, _, n), d in zip(expected, dates, strict=True)]
    assert found(report) == want
    assert report.ok is not bool(want)
    for finding in report.findings:
        assert finding.example
        assert finding.advice == ADVICE[finding.kind]
        assert all(text in str(report) for text in (finding.example, finding.advice, CODES[j]))


def test_every_kind_is_planted_somewhere() -> None:
    planted = {kind for _, expected in PLANTED for kind, *_ in expected}
    assert set(ADVICE) - planted == {"duplicate", "unsorted", "null key", "not numbers"}


@pytest.mark.parametrize("ratio", [1 / 2, 1 / 3, 2 / 3, 1 / 10, 2.0, 3.0, 20.0])
def test_the_fraction_of_a_split(ratio: float) -> None:
    close = CLEAN["close"][:, :3].copy()
    close[150:, 1] *= ratio * close[149, 1] / close[150, 1] * 1.015
    (finding,) = check(close).findings
    assert (finding.kind, finding.code, finding.date) == ("split-like jump", 1, 150)
    name = f"{round(ratio)}/1" if ratio > 1 else {0.5: "1/2", 1 / 3: "1/3", 2 / 3: "2/3", 0.1: "1/10"}[ratio]
    assert finding.example.endswith(f"near {name}")


def test_what_is_usual_for_a_code_is_no_jump() -> None:
    rng = np.random.default_rng(1)
    wild = 50.0 * np.exp(np.cumsum(rng.normal(0.0, 0.3, (ROWS, 1)), axis=0))
    assert check(wild).ok


def test_thresholds() -> None:
    close = CLEAN["close"][:, :1].copy()
    close[50:54] = close[50]
    close[200], close[201] = 1.2 * close[199], 1.01 * close[199]
    assert check(close).ok
    kinds = {f.kind: (f.date, f.rows) for f in check(close, stale=4, jump=0.1).findings}
    assert kinds == {"stale run": (50, 4), "spike": (200, 1)}


@pytest.mark.parametrize("wrong", [{"stale": 1}, {"stale": 2.5}, {"stale": True}, {"jump": 0}, {"jump": 1.0}])
def test_thresholds_have_limits(wrong: dict[str, Any]) -> None:
    with pytest.raises(fi.errors.ParameterError, match=next(iter(wrong))):
        check(CLEAN["close"], **wrong)


def test_holes_by_code() -> None:
    close = CLEAN["close"][:, :5].copy()
    close[:20, 1] = close[290:, 1] = np.nan
    close[30:33, 2] = close[60:65, 2] = close[70:75, 2] = np.nan
    close[1::2, 3] = np.nan
    close[:, 4] = np.nan
    holes = pd.DataFrame(check(fi.Panel.from_wide({"close": close}, dates=DATES)).holes)
    want = pd.DataFrame(
        {
            "code": range(5),
            "first": [*DATES[[0, 20, 0, 0]], np.datetime64("NaT")],
            "last": [*DATES[[-1, 289, -1, 298]], np.datetime64("NaT")],
            "holes": [0, 0, 3, 149, 0],
            "missing": [0, 0, 13, 149, 0],
            "longest": [0, 0, 5, 1, 0],
            "longest_from": [pd.NaT, pd.NaT, DATES[60], DATES[1], pd.NaT],
            "leading": [0, 20, 0, 0, ROWS],
            "trailing": [0, 10, 0, 1, 0],
        }
    )
    pd.testing.assert_frame_equal(holes.astype(str), want.astype(str))


def test_holes_of_whole_number_dates() -> None:
    holes = check(np.array([[np.nan, 1.0], [np.nan, np.nan], [np.nan, 2.0]])).holes
    assert holes["first"].tolist() == [None, 0]
    assert holes["longest_from"].tolist() == [None, 1]


LONG = {
    "date": [20240103, 20240102, 20240102, 20240103, 20240102, None, 20240104],
    "code": ["A", "A", "B", "B", "B", "B", None],
    "close": [1.0, 2.0, 3.0, 3.1, 4.0, 5.0, 6.0],
    "open_price": ["1", "2", "3", "4", "5", "6", "7"],
    "sector": ["x"] * 7,
}


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame, pa.table])
def test_a_long_frame_is_checked_before_it_is_a_panel(kind: Any) -> None:
    data = LONG
    if kind is pd.DataFrame:
        data = LONG | {"date": pd.array(LONG["date"], "Int64")}
    report = check(kind(data))
    assert found(report) == [
        ("duplicate", None, "B", 20240102, 1),
        ("unsorted", "date", "A", 20240102, 2),
        ("null key", "date", None, None, 1),
        ("null key", "code", None, None, 1),
        ("not numbers", "open_price", None, None, 7),
    ]
    examples = [f.example for f in report.findings]
    assert examples[0] == "rows 2 and 4 (from 0) close at 3.0 and 4.0"
    assert examples[1].startswith("row 1 ")
    assert examples[2].endswith("row 5 (from 0)")
    assert examples[3].endswith("row 6 (from 0)")
    assert report.holes["code"].tolist() == ["A", "B"]


@pytest.mark.parametrize("order", ["by date", "by code", "other names", "index"])
def test_a_long_frame_gives_what_its_panel_gives(order: str) -> None:
    fields = {name: values[:, :19] for name, values in nasty_panel(ROWS, 19).items() if name in BARS}
    whole = fi.Panel.from_wide(fields, dates=DATES, codes=[h.__name__ for h in HABITS])
    frame = whole.to_long("pandas")
    if order == "by code":
        frame = frame.sort_values(["code", "date"], ignore_index=True)
    keys = {"date": "day", "code": "symbol"} if order == "other names" else {}
    frame = frame.rename(columns=keys)
    if order == "index":
        frame = frame.set_index(["date", "code"])
    ours = check(frame, **keys)
    theirs = [row for row in found(check(whole)) if row[0] != "empty"]  # a code without rows is not there
    assert len(theirs) > 10
    assert sorted(found(ours), key=str) == sorted(theirs, key=str)


def test_wide_frames_and_mappings() -> None:
    close = CLEAN["close"][:, :3].copy()
    close[100, 1] = 0.0
    want = [("zero price", "close", "C001", DATES[100], 1)]
    wide = pd.DataFrame(close, index=DATES, columns=CODES[:3])
    of_polars = pl.DataFrame({"date": DATES} | {code: close[:, j] for j, code in enumerate(CODES[:3])})
    for data in (wide, of_polars, of_polars.to_arrow(), {"close": wide}, {"close": of_polars}):
        assert found(check(data)) == want
    assert found(check(close)) == [("zero price", "close", 1, 100, 1)]
    assert found(check(pd.DataFrame(close))) == found(check(close))
    assert check(close).table()["date"].tolist() == [100]


def test_repeated_and_unsorted_dates_of_wide_frames() -> None:
    wide = pd.DataFrame(CLEAN["close"][:, :3], index=DATES, columns=CODES[:3])
    twice = pd.concat([wide, wide.iloc[[5, 7]]])
    for data in (twice, {"close": twice}, pl.from_pandas(twice.rename_axis("date").reset_index())):
        assert found(check(data)) == [("duplicate", None, None, DATES[5], 2)]
    (finding,) = check(wide.iloc[[0, 1, 2, 8, 4, 5]]).findings
    assert (finding.kind, finding.date, finding.rows) == ("unsorted", DATES[4], 1)


def test_one_securitys_bars() -> None:
    bars = pd.DataFrame({name.title(): CLEAN[name][:, 0] for name in BARS}, index=DATES)
    assert check(bars).ok
    bars.iloc[100, 3] = 0.0
    assert found(check(bars)) == [("zero price", "Close", "one code", DATES[100], 1)]
    dated = bars.rename_axis("date").reset_index()
    assert found(check(pl.from_pandas(dated))) == found(check(bars))


@pytest.mark.parametrize(
    ("data", "match"),
    [
        (3, "."),
        ({}, "mapping"),
        (pd.DataFrame({"ticker": ["A"], "date": [20240101], "px": [1.0]}), "code='ticker'"),
        (pd.DataFrame({"ticker": ["A"], "date": [20240101], "close": [1.0]}), "code='ticker'"),
        (np.zeros(3), "1-D"),
    ],
)
def test_what_cannot_be_checked(data: Any, match: str) -> None:
    with pytest.raises(fi.errors.InputError, match=match):
        check(data)


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (1, 1)])
def test_tiny_tables(shape: tuple[int, int]) -> None:
    report = check(np.ones(shape))
    assert report.ok
    assert str(report)
    assert len(report.holes["code"]) == shape[1]


@pytest.mark.parametrize("kind", ["pandas", "polars", "arrow"])
def test_the_table_of_findings(kind: str) -> None:
    fields = {name: values.copy() for name, values in CLEAN.items()}
    hole(fields, 3)
    set_to(np.nan, *BARS, rows=ALL)(fields, 4)
    report = check(panel(fields))
    table = nw.from_native(report.table(kind), eager_only=True)
    assert table["kind"].to_list() == ["hole", "empty"]
    assert table["code"].to_list() == [CODES[3], CODES[4]]
    assert table["rows"].to_list() == [9, ROWS]
    assert table["date"].is_null().to_list() == [False, True]
    assert table.columns[-1] == "advice"
    assert type(report.table(kind)).__module__.split(".")[0] == kind.replace("arrow", "pyarrow")
    with pytest.raises(fi.errors.ParameterError, match="kind"):
        report.table("excel")


def test_the_text_of_a_nasty_panel() -> None:
    report = check(fi.Panel.from_wide(nasty_panel(ROWS, 2 * len(HABITS)), dates=DATES))
    text = str(report)
    assert text.startswith(repr(report)[1:-1])
    assert "hole: " in text
    assert "holes by code: " in text
    assert "what to do: " in text
    assert report._repr_html_().startswith("<pre>check of ")
    assert "&lt;=" in report._repr_html_() or "<=" not in text


def test_the_picture_shows_holes_that_are_smaller_than_a_pixel(tmp_path: Path) -> None:
    from matplotlib.image import imread

    close = np.ones((3000, 1500))
    close[:, 0] += np.arange(3000)
    check(close, stale=10**6).picture(tmp_path / "before.png")
    close[1501, 700] = np.nan
    check(close, stale=10**6).picture(tmp_path / "after.png")
    red = [
        np.count_nonzero((imread(tmp_path / f"{name}.png")[50:700, 100:1300, :3] @ [1, -1, -1]) > 0.3)
        for name in ("before", "after")
    ]
    assert red[0] == 0
    assert 0 < red[1] < 40


def test_a_picture_without_matplotlib_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(fi.errors.MissingExtraError, match=r"fastind\[plot\]"):
        check(CLEAN["close"]).picture(tmp_path / "holes.png")


def test_nothing_is_written_to_the_input() -> None:
    fields = nasty_panel(ROWS, 19)
    before = {name: values.copy() for name, values in fields.items()}
    check(fields)
    for name, values in fields.items():
        np.testing.assert_array_equal(values, before[name])


@pytest.fixture(scope="module")
def sp500() -> CheckReport:
    folder = os.environ.get("FASTIND_DATA")
    if not folder:
        pytest.skip("FASTIND_DATA is not set: the S&P 500 panel is not here")
    frame = pl.read_parquet(Path(folder) / "sp500_daily_2013_2018.parquet")
    return check(frame, code="symbol")


def test_real_bars(sp500: CheckReport) -> None:
    rows = {kind: sum(f.rows for f in sp500.findings if f.kind == kind) for kind in ADVICE}
    assert rows["bad bar"] == 12
    assert sum(f.rows for f in sp500.findings if f.kind == "incomplete bar" and f.field == "open") == 11
    assert rows["duplicate"] == rows["zero price"] == rows["infinite"] == rows["stale run"] == 0
    linton = [f for f in sp500.findings if f.code == "LNT"]
    assert [f.kind for f in linton] == ["bad bar", "spike"]
    assert {np.datetime64(f.date, "D") for f in linton} == {np.datetime64("2016-05-19")}
    assert linton[0].example == "close 17.87 is below low 35.085"


def test_real_holes(sp500: CheckReport) -> None:
    holes = sp500.holes
    inside = {str(c): int(n) for c, n in zip(holes["code"], holes["missing"], strict=True) if n}
    assert inside == {"DHR": 16, "O": 16, "ES": 10, "ICE": 5, "BMY": 2, "ORCL": 2}
    assert np.count_nonzero(holes["leading"]) == 29
