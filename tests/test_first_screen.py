"""The README's first screen is what its script prints, and what it says is true."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import talib

ROOT = Path(__file__).parent.parent
SCRIPT = ROOT / "examples" / "first_screen.py"


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return runpy.run_path(str(SCRIPT))


@pytest.fixture(scope="module")
def close(script: dict[str, Any]) -> pd.DataFrame:
    return script["prices"]()


def test_the_readme_shows_what_the_script_prints(script: dict[str, Any]) -> None:
    done = subprocess.run([sys.executable, "-W", "error", SCRIPT], capture_output=True, text=True, check=True)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert script["between"](readme)[1].strip() == done.stdout.strip()


def test_it_fits_on_a_screen(script: dict[str, Any]) -> None:
    lines = script["screen"]().splitlines()
    assert len(lines) <= 16
    assert sum(line.startswith("|") for line in lines) == 2 + 12


def test_false_zeros_of_talib_are_five(script: dict[str, Any], close: pd.DataFrame) -> None:
    last = script["by_talib"](close).iloc[-1]
    assert list(last.index[last == 0.0]) == ["BRAVO", "DELTA", "HOTEL", "INDIA", "KILO"]
    assert script["screen"]().count("**0.00**") == 5


def test_fastind_is_talib_on_the_rows_that_are_there(script: dict[str, Any], close: pd.DataFrame) -> None:
    ours = script["by_fastind"](close)
    for code, column in close.items():
        valid = column[np.isfinite(column)]
        if code == "INDIA":
            expected = pd.Series(50.0, valid.index[script["WINDOW"] :])
        else:
            expected = pd.Series(talib.RSI(valid.to_numpy(), script["WINDOW"]), valid.index)
        expected = expected.reindex(close.index).rename(code)
        pd.testing.assert_series_equal(ours[code], expected, rtol=1e-12, check_freq=False)


def test_no_number_of_fastind_is_false(script: dict[str, Any], close: pd.DataFrame) -> None:
    right, ours = script["truth"](close), script["by_fastind"](close).iloc[-1]
    assert np.isnan(right["HOTEL"])
    assert np.isnan(ours["HOTEL"])
    assert not any(script["is_false"](ours[code], right[code]) for code in close)


def test_the_clean_codes_are_the_same_for_all_three(script: dict[str, Any], close: pd.DataFrame) -> None:
    clean = [code for code, story in script["STORIES"].items() if story == "every day"]
    assert np.isfinite(close[clean]).all(axis=None)
    theirs, idiom, ours = (
        script[rule](close)[clean].iloc[-1] for rule in ("by_talib", "by_pandas", "by_fastind")
    )
    np.testing.assert_allclose(ours, theirs, rtol=1e-12)
    np.testing.assert_allclose(ours, idiom, atol=0.5)  # seeded from the first change, not from the mean of 14


def test_the_stories_are_what_happened(script: dict[str, Any], close: pd.DataFrame) -> None:
    missing = close.isna().sum()
    assert missing[missing > 0].to_dict() == {"BRAVO": 5, "DELTA": 1, "FOXTROT": 40, "HOTEL": 10}
    assert close["FOXTROT"].first_valid_index() == close.index[40]
    assert close["HOTEL"].last_valid_index() == close.index[69]
    assert close["INDIA"].nunique() == 1
    assert np.isinf(close).sum().to_dict() == {code: int(code == "KILO") for code in close}


def test_write_replaces_what_stands_between_the_markers(script: dict[str, Any], tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"above\n\n{script['START']}\nold\n{script['END']}\n\nbelow\n", encoding="utf-8")
    for _ in range(2):
        script["main"](["--write", str(page)])
        before, inside, after = script["between"](page.read_text(encoding="utf-8"))
        assert (before, after) == ("above\n\n", "\n\nbelow\n")
        assert inside.strip() == script["screen"]().strip()


@pytest.mark.parametrize("text", ["", "{START}", "{END} {START}", "{START} {END} {END}"])
def test_a_page_without_markers_is_left_alone(script: dict[str, Any], tmp_path: Path, text: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(text.format(**script), encoding="utf-8")
    with pytest.raises(ValueError, match="must be there once each"):
        script["main"](["--write", str(page)])
    assert page.read_text(encoding="utf-8") == text.format(**script)
