"""`fastind indicators` and `fastind warmup`, run in this process as the shell would run them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import fastind as fi
from tests.processes import run_python
from tests.test_cli_store import Runner

TABLE = fi.indicators()


@pytest.fixture
def fastind(capfdbinary: pytest.CaptureFixture[bytes]) -> Runner:
    return Runner(capfdbinary)


def names_in(text: str) -> list[str]:
    """The first column of the table, up to the line that counts."""
    lines = text.splitlines()[2:]
    end = next(k for k, line in enumerate(lines) if line.split()[1:2] in (["indicators"], ["indicator"]))
    return [line.split()[0] for line in lines[:end]]


def test_all_are_listed(fastind: Runner) -> None:
    done = fastind("indicators")
    assert done.code == 0
    assert names_in(done.text) == TABLE["name"].tolist()
    assert done.text.splitlines()[-1] == f"{len(TABLE)} indicators"
    assert all(summary in done.text for summary in TABLE["summary"])


def test_json_has_every_fact(fastind: Runner) -> None:
    rows = json.loads(fastind("indicators", "--json").out)
    assert rows == fi.indicators("arrow").to_pylist()


def test_search_by_family_talib_and_words(fastind: Runner) -> None:
    rows = TABLE[TABLE["family"] == "trend"]
    assert names_in(fastind("indicators", "--family", "Trend").text) == rows["name"].tolist()
    assert names_in(fastind("indicators", "--talib", "natr").text) == ["natr"]
    found = names_in(fastind("indicators", "MOVING", "weighted").text)
    assert "wma" in found
    assert "sma" not in found
    assert set(names_in(fastind("indicators", "volat").text)) >= {"volatility", "atr", "natr", "trange"}


@pytest.mark.parametrize(
    "asked", [["rsi"], ["RSI"], ["--talib", "RSI"], ["rsi", "--family", "momentum"]], ids=" ".join
)
def test_one_that_is_named_is_documented(fastind: Runner, asked: list[str]) -> None:
    done = fastind("indicators", *asked)
    assert "rsi" in names_in(done.text)
    assert "fi.rsi(close, window=14, *, method='wilder'" in done.text
    assert "\n".join(line.rstrip() for line in fi.rsi.__doc__.splitlines()) in done.text


def test_words_are_not_documented(fastind: Runner) -> None:
    assert "Parameters" not in fastind("indicators", "moving", "average").text
    assert "Parameters" not in fastind("indicators", "rsi", "--json").text
    for family in TABLE["family"].unique():
        assert "Parameters" not in fastind("indicators", "--family", family).text


def test_nothing_found_is_1_and_names_what_is_near(fastind: Runner) -> None:
    done = fastind("indicators", "rso")
    assert (done.code, done.text) == (1, "")
    assert "did you mean rsi" in done.err
    done = fastind("indicators", "--talib", "CDLNOTHING", "--json")
    assert (done.code, json.loads(done.out)) == (1, [])


def test_a_family_that_is_not_there_is_2(fastind: Runner) -> None:
    done = fastind("indicators", "--family", "waves")
    assert done.code == 2
    assert "momentum" in done.err
    assert "'waves'" in done.err


def test_warmup_says_what_is_ready(fastind: Runner) -> None:
    done = fastind("warmup", "rsi", "macd", "--no-progress")
    assert done.code == 0
    assert done.text.startswith("2 indicators ready: ")
    told = json.loads(fastind("warmup", "rsi", "--json").out)
    assert (told["indicators"], told["loops"], told["compiled"]) == (1, 4, 0)
    assert Path(told["folder"]).is_dir()


def test_warmup_refuses_a_name_that_nobody_has(fastind: Runner) -> None:
    done = fastind("warmup", "rso")
    assert done.code == 2
    assert "did you mean rsi" in done.err


@pytest.mark.parametrize("command", ["indicators", "warmup"])
def test_help_has_an_example(fastind: Runner, command: str) -> None:
    done = fastind(command, "--help")
    assert done.code == 0
    assert f"Example: fastind {command} " in done.text


def test_the_list_needs_no_pandas(tmp_path: Path) -> None:
    (tmp_path / "pandas.py").write_text("raise ImportError")
    code = f"""
import sys
sys.path.insert(0, {str(tmp_path)!r})
from fastind.cli import main
main(["indicators", "rsi"])
"""
    assert "relative strength" in run_python(code).lower()
