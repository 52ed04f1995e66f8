"""Every kind of fault is found where it was planted, and nothing in a clean panel."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import pytest

import fastind as fi
from fastind.report.check import check
from fastind.report.faults import ADVICE, BLOCK
from tests.checked import BARS, CLEAN, CODES, COLUMNS, DATES, ROWS, found
from tests.panels import HABITS, nasty_panel


def panel(fields: dict[str, np.ndarray], dates: Any = DATES) -> fi.Panel:
    return fi.Panel.from_wide(fields, dates=dates, codes=CODES)


def nasty() -> dict[str, np.ndarray]:
    return {name: nasty_panel(ROWS, COLUMNS)[name] for name in BARS}


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


@pytest.mark.parametrize(
    ("close", "text"),
    [
        ([[1.0]], "1 date x 1 code: no findings"),
        ([[0.0]], "1 date x 1 code: 1 finding\n\nzero price: 1 row in 1 code\n"),
        ([[0.0], [0.0]], "2 dates x 1 code: 1 finding\n\nzero price: 2 rows in 1 code\n"),
        ([[0.0, 0.0]], "1 date x 2 codes: 2 findings\n\nzero price: 2 rows in 2 codes\n"),
    ],
)
def test_one_of_a_thing_is_in_the_singular(close: Any, text: str) -> None:
    report = check(np.array(close))
    assert str(report).startswith(f"check of {text}")
    assert repr(report) == f"<{str(report).splitlines()[0]}>"


def test_a_finding_of_no_code_counts_none() -> None:
    close = pd.DataFrame({"A": [1.0, 2.0]}, index=[20240102, 20240101])
    assert "\nunsorted: 1 row\n" in str(check(close))


def test_the_smallest_picture(tmp_path: Path) -> None:
    check(np.ones((1, 1))).picture(tmp_path / "holes.png")
    assert (tmp_path / "holes.png").stat().st_size


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
