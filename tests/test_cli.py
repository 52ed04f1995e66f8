"""The command line: the demo on real prices, and what it says when it is used wrongly."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import fastind as fi
from fastind.cli import doctor, sweep
from fastind.cli.demo import load_prices
from tests.processes import environment


def fastind(*arguments: str, **more: str | Path) -> subprocess.CompletedProcess[str]:
    """Run `python -m fastind` with these arguments."""
    command = [sys.executable, "-m", "fastind", *arguments]
    return subprocess.run(command, env=environment(**more), capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What the demo printed, and the folder it wrote to."""
    out = tmp_path_factory.mktemp("demo") / "out"
    done = fastind("demo", "--out", str(out))
    assert done.returncode == 0, done.stderr
    return done.stdout, out


def test_demo_says_where_its_results_are(demo: tuple[str, Path]) -> None:
    printed, out = demo
    assert str(out / "indicators.parquet") in printed
    assert str(out / "indicators.png") in printed
    assert all(code in printed for code in ("AAPL", "FB", "GOOG", "IBM", "MSFT"))
    assert (out / "indicators.png").read_bytes().startswith(b"\x89PNG")


def test_demo_writes_what_the_indicators_give(demo: tuple[str, Path]) -> None:
    rows = pd.read_parquet(demo[1] / "indicators.parquet")
    assert rows.groupby("code").size()["FB"] < rows.groupby("code").size()["IBM"]
    for code, own in rows.groupby("code"):
        close, volume = own["close"].to_numpy(), own["volume"].to_numpy("f8")
        np.testing.assert_array_equal(own["rsi14"], fi.rsi(close, window=14), err_msg=code)
        np.testing.assert_array_equal(own["ema25"], fi.ema(close, window=25), err_msg=code)
        # The position in the window's blocks differs where the row numbers do: the last bit may.
        np.testing.assert_allclose(own["volatility20"], fi.volatility(close, window=20), rtol=1e-12)
        np.testing.assert_allclose(own["volume_ratio20"], fi.volume_ratio(volume, window=20), rtol=1e-12)


def test_demo_resumes_a_sweep_that_was_killed(demo: tuple[str, Path]) -> None:
    printed, out = demo
    told = re.search(
        r"= (\d+) tasks\.\n.* It had (\d+) tasks on the disk.*\n.*the other (\d+) ran then", printed
    )
    assert told is not None, printed
    tasks, resumed, again = map(int, told.groups())
    assert tasks == len(sweep.WINDOWS) * 5
    assert 0 < resumed < tasks
    assert again == tasks - resumed
    assert str(out / "sweep.fi") in printed
    assert (out / "sweep.png").read_bytes().startswith(b"\x89PNG")


def test_demo_has_what_an_uninterrupted_sweep_gives(demo: tuple[str, Path]) -> None:
    prices = sweep.prices_of(fi.Panel.from_wide(load_prices()))
    with fi.open_store(demo[1] / "sweep.fi") as store:
        rows = store.query(kind="pandas")
    assert rows.groupby("code").size().to_dict() == dict.fromkeys(prices, len(sweep.WINDOWS))
    # Every fourth is enough: which tasks the kill had interrupted is not known.
    for row in rows[::4].to_dict("records"):
        expected = sweep.rule(row["window"], row["code"], prices)
        assert {name: row[name] for name in expected} == expected


def test_the_rule_of_the_sweep() -> None:
    close = 100 * np.exp(np.random.default_rng(7).normal(0, 0.02, 200).cumsum())
    rsi, first = fi.rsi(close, 14), max(sweep.WINDOWS) + 1
    gains = [close[k] / close[k - 1] - 1 if rsi[k - 1] > 50 else 0.0 for k in range(first, 200)]
    found = sweep.rule(14, "A", {"A": close})
    np.testing.assert_allclose(found["mean"], 252 * np.mean(gains), rtol=1e-12)
    np.testing.assert_allclose(found["sharpe"], np.sqrt(252) * np.mean(gains) / np.std(gains), rtol=1e-12)
    assert 0 <= found["luck"] <= 1
    flat = sweep.rule(14, "A", {"A": np.full(200, 5.0)})  # its RSI is 50: nothing is held
    assert (flat["mean"], flat["sharpe"], flat["luck"]) == (0.0, 0.0, 1.0)


def test_doctor_speaks_to_machines() -> None:
    facts = json.loads(fastind("doctor", "--json").stdout)
    assert facts["numpy"] == np.__version__
    for name in ("narwhals", "pyarrow", "polars", "pandas"):
        assert facts[name] == version(name)
    assert int(facts["threads"]) >= 1


def test_doctor_says_what_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def version_without_polars(name: str) -> str:
        if name == "polars":
            raise PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(doctor, "version", version_without_polars)
    assert doctor.facts()["polars"] == "not installed"
    assert doctor.facts()["narwhals"] == version("narwhals")


def test_every_command_has_help_with_an_example() -> None:
    for command in ("demo", "doctor"):
        done = fastind(command, "--help")
        assert done.returncode == 0
        assert f"fastind {command}" in done.stdout


def test_the_version() -> None:
    assert fi.__version__ in fastind("--version").stdout


@pytest.mark.parametrize("arguments", [["nothing"], ["demo", "--nothing"], ["demo", "--out", __file__]])
def test_wrong_use_is_2_and_said_on_the_error_stream(arguments: list[str]) -> None:
    done = fastind(*arguments)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr
