"""`fastind store` and `fastind query`, run in this process as the shell would run them."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

import fastind as fi
from fastind.cli import main
from tests.processes import run_python

N = 30  # dates a code


class Done(NamedTuple):
    """How a command ended."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """What it printed, each line without the blanks at its end."""
        return "\n".join(line.rstrip() for line in self.out.decode().splitlines())


class Runner:
    """Runs `fastind` with arguments."""

    def __init__(self, capture: pytest.CaptureFixture[bytes]) -> None:
        self._capture = capture

    def __call__(self, *arguments: Any) -> Done:
        self._capture.readouterr()
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        out, err = self._capture.readouterr()
        return Done(int(end.value.code or 0), out, err.decode())


@pytest.fixture
def fastind(capfdbinary: pytest.CaptureFixture[bytes]) -> Runner:
    return Runner(capfdbinary)


@pytest.fixture
def bars(tmp_path: Path) -> Path:
    """Two codes with dates, numbers, text and bool."""
    path = tmp_path / "bars"
    rows = {
        "date": pa.array([*pd.date_range("2024-01-01", periods=N)] * 2, pa.date32()),
        "code": ["000001"] * N + ["600000"] * N,
        "close": [k + 0.1 + 0.2 for k in range(2 * N)],
        "volume": [None, *range(1, 2 * N)],
        "sector": ["steel [red]"] * N + ["bank"] * N,
        "up": [k % 2 == 0 for k in range(2 * N)],
    }
    with fi.open_store(path, mode="a") as store:
        store.append(rows)
    return path


def rows_of(done: Done) -> Any:
    """The rows that a command printed as JSON lines."""
    assert done.code == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


def test_info(fastind: Runner, bars: Path) -> None:
    done = fastind("store", "info", bars)
    assert done.code == 0
    assert "rows      60" in done.text
    assert "date      30, 2024-01-01 to 2024-01-30" in done.text
    assert "MB in 1 parts" in done.text
    assert "close (double)" in done.text
    facts = json.loads(fastind("store", "info", bars, "--json").out)
    with fi.open_store(bars) as store:
        assert {**store.info(), "date_range": ["2024-01-01", "2024-01-30"]} == facts


def test_info_of_other_keys(fastind: Runner, tmp_path: Path) -> None:
    with fi.open_store(tmp_path / "grid", mode="a", keys=("window", "name")) as store:
        store.append({"window": [7, 14], "name": ["a", "a"], "value": [1.0, 2.0]})
    done = fastind("store", "info", tmp_path / "grid")
    assert done.code == 0
    assert "window    2\nname      1\n" in done.text
    assert fastind("query", tmp_path / "grid", "--where", "window>7", "--format", "csv").code == 0


def test_a_sound_store_is_verified(fastind: Runner, bars: Path) -> None:
    assert fastind("store", "verify", bars).code == 0
    done = fastind("store", "verify", bars, "--json")
    assert json.loads(done.out) == {"ok": True, "problems": []}
    done = fastind("store", "repair", bars)
    assert (done.code, done.text) == (0, "nothing was dropped")


@pytest.mark.parametrize("what", ["part", "manifest"])
def test_damage_is_1_and_can_be_repaired(fastind: Runner, bars: Path, what: str) -> None:
    file = next((bars / "parts").iterdir()) if what == "part" else bars / "manifest.sqlite"
    data = bytearray(file.read_bytes())
    data[20 if what == "part" else 3] ^= 255
    file.write_bytes(data)
    done = fastind("store", "verify", bars)
    assert done.code == 1
    assert f"fastind store repair {bars}" in done.text
    report = json.loads(fastind("store", "verify", bars, "--json").out)
    assert report["ok"] is False
    assert all(set(problem) == {"where", "what"} for problem in report["problems"])
    done = fastind("store", "repair", bars)
    assert done.code == 0
    assert "dropped " in done.text
    assert fastind("store", "verify", bars).code == 0


def test_compact(fastind: Runner, bars: Path) -> None:
    with fi.open_store(bars, mode="a") as store:
        store.append({"date": pa.array([0], pa.date32()), "code": ["000001"], "close": [1.0]})
        store.seal()
    done = fastind("store", "compact", bars)
    assert done.code == 0
    assert "in 1 parts" in done.text.partition("now:")[2]
    done = fastind("store", "compact", bars.with_name("nothing"))
    assert done.code == 2
    assert "there is no store" in done.err
    assert not bars.with_name("nothing").exists()


def test_export(fastind: Runner, bars: Path, tmp_path: Path) -> None:
    target = tmp_path / "some.parquet"
    done = fastind(
        *(
            "store",
            "export",
            bars,
            target,
            "--codes",
            "600000",
            "--dates",
            "2024-01-29:",
            "--columns",
            "close",
        )
    )
    assert (done.code, done.text) == (0, f"2 rows in {target}")
    assert pq.read_table(target).column_names == ["date", "code", "close"]
    done = fastind("store", "export", bars, target)
    assert done.code == 2
    assert "not written over" in done.err
    done = fastind(
        "store", "export", bars, tmp_path / "panel", "--format", "npy", "--columns", "close,volume"
    )
    assert done.code == 0
    assert (tmp_path / "panel" / "volume.npy").exists()


def test_a_table_shows_both_ends(fastind: Runner, bars: Path) -> None:
    text = fastind("query", bars).text
    lines = text.splitlines()
    assert lines[0].split() == ["date", "code", "close", "volume", "sector", "up"]
    assert lines[2].split() == ["2024-01-01", "000001", "0.3", "steel", "[red]", "True"]
    assert [line.split()[1] for line in lines[2:23]] == ["000001"] * 10 + ["..."] + ["600000"] * 10
    assert lines[-2].split()[0] == "2024-01-30"
    assert lines[-1].startswith("60 rows, 40 more than shown: --limit N")
    text = fastind("query", bars, "--limit", 3, "--columns", "close").text
    assert [line.split()[0] for line in text.splitlines()[2:-1]] == [
        *("2024-01-01", "2024-01-02", "...", "2024-01-30")
    ]
    assert fastind("query", bars, "--limit", 60).text.endswith("\n60 rows")
    assert fastind("query", bars, "--codes", "nobody").text.endswith("\n0 rows")


@pytest.mark.parametrize(
    ("dates", "first", "last"),
    [
        ("2024-01-05:2024-01-07", 5, 7),
        ("2024-01-28:", 28, 30),
        (":2024-01-02", 1, 2),
        ("2024-01-05", 5, 5),
        ("2024:2024", 1, 30),
        ("2024-01-05T09:30:2024-01-06T15:00:00", 6, 6),
    ],
)
def test_dates(fastind: Runner, bars: Path, dates: str, first: int, last: int) -> None:
    rows = rows_of(fastind("query", bars, "--dates", dates, "--codes", "000001", "--format", "json"))
    assert [row["date"] for row in rows] == [f"2024-01-{day:02}" for day in range(first, last + 1)]


def test_dates_of_whole_numbers(fastind: Runner, tmp_path: Path) -> None:
    with fi.open_store(tmp_path / "bars", mode="a") as store:
        store.append({"date": [20240101, 20240102, 20240103], "code": [7, 7, 8], "x": [1, 2, 3]})
    rows = rows_of(fastind("query", tmp_path / "bars", "--dates", "20240102:20240103", "--format", "json"))
    assert [row["x"] for row in rows] == [2, 3]
    rows = rows_of(fastind("query", tmp_path / "bars", "--codes", "8,9", "--format", "json"))
    assert [row["x"] for row in rows] == [3]
    done = fastind("query", tmp_path / "bars", "--codes", "A")
    assert done.code == 2
    assert "'A' is no int64" in done.err


@pytest.mark.parametrize(
    ("conditions", "days"),
    [
        (["close>28"], [29, 30]),
        (["close >= 28.1", "volume<29"], [29]),
        (["volume in 3,5"], [4, 6]),
        (["volume=3"], [4]),
        (["volume == 3"], [4]),
        (["date<2024-01-03"], [1, 2]),
        (["sector == 'steel [red]'", "volume<=1"], [2]),
        (["up!=true", "volume<3"], [2]),
    ],
)
def test_conditions(fastind: Runner, bars: Path, conditions: list[str], days: list[int]) -> None:
    options = [part for text in conditions for part in ("--where", text)]
    rows = rows_of(fastind("query", bars, *options, "--codes", "000001", "--format", "json"))
    assert [int(row["date"][-2:]) for row in rows] == days


def test_lists_may_have_commas_or_be_repeated(fastind: Runner, bars: Path) -> None:
    one = fastind("query", bars, "--codes", "000001,600000", "--columns", "close,up", "--format", "csv")
    again = fastind(
        *("query", bars, "--codes", "000001", "--codes", "600000", "--columns", "close", "--columns", "up"),
        *("--format", "csv"),
    )
    assert one.out == again.out
    assert pa_csv.read_csv(io.BytesIO(one.out)).num_rows == 2 * N


def test_formats_for_pipes(fastind: Runner, bars: Path) -> None:
    with fi.open_store(bars) as store:
        want = store.query()
    assert pq.read_table(io.BytesIO(fastind("query", bars, "--format", "parquet").out)).equals(want)
    assert fastind("query", bars, "--format", "csv", "--limit", 2).text.splitlines() == [
        '"date","code","close","volume","sector","up"',
        '2024-01-01,"000001",0.30000000000000004,,"steel [red]",true',
        '2024-01-02,"000001",1.3,1,"steel [red]",false',
    ]
    assert len(rows_of(fastind("query", bars, "--format", "json", "--limit", N + 1))) == N + 1


def test_parquet_is_not_for_a_terminal(fastind: Runner, bars: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    done = fastind("query", bars, "--format", "parquet")
    assert (done.code, done.out) == (2, b"")
    assert "--out" in done.err


def test_out(fastind: Runner, bars: Path, tmp_path: Path) -> None:
    done = fastind("query", bars, "--out", tmp_path / "rows.parquet", "--limit", 7)
    assert (done.code, done.text) == (0, f"7 rows in {tmp_path / 'rows.parquet'}")
    assert pq.read_table(tmp_path / "rows.parquet").num_rows == 7
    assert fastind("query", bars, "--out", tmp_path / "rows", "--format", "json").code == 0
    assert len((tmp_path / "rows").read_text().splitlines()) == 2 * N


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["query", "nothing"], "there is no store at nothing"),
        (["query", "BARS", "--where", "closes>1"], "no column 'closes'; it has date, code, close"),
        (["query", "BARS", "--where", "close"], "--where is a column"),
        (["query", "BARS", "--where", "close>ten"], "'ten' is no double"),
        (["query", "BARS", "--where", "up==maybe"], "'maybe' is no bool"),
        (["query", "BARS", "--columns", "closes"], "closes"),
        (["query", "BARS", "--dates", "soon"], "--dates is FIRST:LAST"),
        (["query", "BARS", "--format", "table", "--out", "rows.csv"], "--out writes csv"),
        (["query", "BARS", "--format", "xml"], "xml"),
        (["query", "BARS", "--limit", "0"], "limit"),
        (["store", "info", "nothing"], "there is no store"),
        (["store", "repair", "nothing"], "there is no store"),
        (["store", "export", "BARS", "rows.xyz"], "does not tell the format"),
        (["store", "nothing"], "nothing"),
    ],
)
def test_wrong_use_is_2(fastind: Runner, bars: Path, arguments: list[str], message: str) -> None:
    done = fastind(*(bars if argument == "BARS" else argument for argument in arguments))
    assert done.code == 2
    assert message in done.err
    assert "Traceback" not in done.err
    assert done.out == b""


@pytest.mark.parametrize(
    "command",
    ["query", *(f"store {name}" for name in ("info", "verify", "compact", "repair", "export"))],
)
def test_every_command_has_help_with_an_example(fastind: Runner, command: str) -> None:
    done = fastind(*command.split(), "--help")
    assert done.code == 0
    assert f"Example: fastind {command} " in done.text


def test_help_loads_no_frames() -> None:
    code = """
import sys
from fastind.cli.app import app
print(*(name for name in ("pyarrow", "numpy", "pandas", "h5py") if name in sys.modules))
"""
    assert run_python(code) == ""


def test_a_file_is_imported(fastind: Runner, tmp_path: Path) -> None:
    source, path = tmp_path / "bars.csv", tmp_path / "new.fi"
    source.write_text("date,symbol,close\n2024-01-02,000001,1.5\n2024-01-03,000001,2.5\n")
    done = fastind("store", "import", path, source, "--keys", "date,symbol")
    assert (done.code, done.text) == (0, f"2 rows from {source} in {path}")
    assert fi.open_store(path).query(kind="rows")[0][1:] == ("000001", 1.5)
    assert fastind("store", "import", path, tmp_path / "none.csv").code == 2
