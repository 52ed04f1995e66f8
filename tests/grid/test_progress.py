"""Progress: what it counts, how often it is told, and where it is shown."""

import io
import sys
from typing import Any

import pytest

import fastind as fi
from fastind.parallel import progress as module
from fastind.parallel.progress import Bar, Call, Lines, Meter, Progress, Silent, shown

GRID = fi.grid(range(40), ["A", "B"])


def total(a, b):
    return a * 1.0


def fails_sometimes(a, b):
    if a % 10 == 3:
        raise ValueError(a)
    return a * 1.0


class Clock:
    """Time that tests move."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "monotonic", clock)
    return clock


class Kept:
    def __init__(self) -> None:
        self.seen: list[Progress] = []

    def update(self, progress: Progress, is_last: bool) -> None:
        self.seen.append(progress)


@pytest.mark.parametrize("backend", ["serial", "threads", "loky"])
def test_counts(backend: str) -> None:
    seen: list[Progress] = []
    with pytest.warns(fi.errors.GridWarning, match="8 of 80 tasks failed"):
        fi.run_grid(fails_sometimes, GRID, backend=backend, progress=seen.append)
    last = seen[-1]
    assert (last.completed, last.failed, last.done, last.total, last.resumed) == (72, 8, 80, 80, 0)
    assert last.rate > 0
    assert last.elapsed > 0
    assert last.eta == 0.0
    assert [p.completed for p in seen] == sorted(p.completed for p in seen)


def test_counts_what_earlier_runs_have_done(tmp_path) -> None:
    fi.run_grid(total, fi.grid(range(30), ["A", "B"]), store=tmp_path / "s", backend="serial")
    seen: list[Progress] = []
    result = fi.run_grid(
        total, GRID, store=tmp_path / "s", resume=True, backend="serial", progress=seen.append
    )
    assert (seen[-1].completed, seen[-1].resumed, seen[-1].total) == (80, 60, 80)
    assert result.summary()["resumed"] == 60


def test_a_row_is_completed_when_it_is_durable(tmp_path) -> None:
    """What was told before an append was refused is what the store has."""
    seen: list[Progress] = []

    def look(progress: Progress) -> None:
        with fi.open_store(tmp_path / "s") as store:
            assert store.query(columns=[]).num_rows >= progress.completed
        seen.append(progress)

    fi.run_grid(total, GRID, store=tmp_path / "s", backend="serial", progress=look)
    assert seen[-1].completed == 80


def test_rate_and_time_left(clock: Clock) -> None:
    kept = Kept()
    meter = Meter(kept, total=1000, resumed=100)
    for done in (90, 180, 270):
        clock.now += 1.0
        meter.update(done, 0, 0, 2)
    assert kept.seen[-1].rate == pytest.approx(90)
    assert kept.seen[-1].eta == pytest.approx((900 - 270) / 90)
    assert kept.seen[-1].completed == 370
    meter.update(0, 0, 0, 2, is_last=True)
    assert kept.seen[-1].rate == 0.0


def test_is_called_ten_times_a_second_at_most(clock: Clock) -> None:
    seen: list[Any] = []
    call = Call(seen.append)
    for _ in range(1000):  # a second
        call.update(Progress(0, 0, 1, 0, 0, 0, None, 0, 1), False)
        clock.now += 0.001
    assert len(seen) == 10
    call.update(Progress(1, 0, 1, 0, 0, 0, None, 0, 1), True)  # the last one always
    assert len(seen) == 11


def test_an_error_in_it_is_told_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CALLS", 0.0)
    calls = []

    def broken(progress: Progress) -> None:
        calls.append(progress)
        raise RuntimeError("of mine")

    result = fi.run_grid(total, GRID, backend="serial", progress=broken)
    assert len(result) == 80
    assert len(calls) == 1
    assert capsys.readouterr().err.count("RuntimeError: of mine") == 1


def test_lines_in_a_log(capsys: pytest.CaptureFixture[str], clock: Clock) -> None:
    lines = Lines()
    for done in range(100):  # 25 seconds
        lines.update(Progress(done, 2, 100, 1, 65.0, 10.0, 4000.0, 2**20, 1), False)
        clock.now += 0.25
    told = capsys.readouterr().err.splitlines()
    assert told == [
        "run_grid: 42 of 100 tasks (42 %), 10/s, 1:05, 1:06:40 left, 2 failed, 1 resumed, 1 MB",
        "run_grid: 82 of 100 tasks (82 %), 10/s, 1:05, 1:06:40 left, 2 failed, 1 resumed, 1 MB",
    ]


def test_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.StringIO()
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stderr", terminal)
    assert isinstance(shown(None), Bar)
    assert isinstance(shown(True), Bar)
    fi.run_grid(total, GRID, backend="serial")
    assert "100%" in terminal.getvalue()
    assert "80.0/80.0" in terminal.getvalue()


def test_nothing_unless_somebody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    assert isinstance(shown(None), Silent)
    assert isinstance(shown(False), Silent)
    assert isinstance(shown(True), Lines)
    fi.run_grid(total, GRID, backend="serial")
    fi.run_grid(total, GRID, backend="serial", progress=False)
    assert capsys.readouterr() == ("", "")
    with pytest.raises(fi.errors.ParameterError, match="progress is True, False or a function"):
        fi.run_grid(total, GRID, progress="yes")
