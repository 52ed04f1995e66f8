"""`fastind demo`, part two: one rule with many RSI windows, killed in the middle, resumed, and drawn."""

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from rich.console import Console

import fastind as fi
from fastind._types import FloatArray
from fastind.cli.heat_map import draw_heat_map
from fastind.errors import GridError
from fastind.frames.panel import Panel

WINDOWS = range(2, 41)
YEAR = 252  # trading days
SHIFTS = 500
WORKERS = 2
BATCH = 10  # rows a commit, so that the kill finds some of them on the disk
SHARE = 0.25  # of the tasks that are on the disk when the run is killed

# In a process of its own: nothing in it can stop kill -9, and nothing in it can tidy up after.
KILLED = "import sys; from fastind.cli.sweep import run_and_be_killed; run_and_be_killed(sys.argv[1])"


@dataclass(frozen=True)
class Sweep:
    """What became of the sweep: tasks in all, found on the disk by the second run, run by it; the files."""

    tasks: int
    resumed: int
    again: int
    best: pd.DataFrame
    store: Path
    picture: Path


def rule(window: int, code: str, prices: dict[str, FloatArray]) -> dict[str, float]:
    """Hold the share on each day after one on which RSI(window) closed above 50, else hold cash.

    Returns
    -------
    dict
        mean: the return a year, a fraction; sharpe: mean over standard deviation, a year; luck: of five
        hundred shifts in time of the days on which the share is held, those with this Sharpe ratio or more, a
        fraction. All windows are judged on the same days: from the first value of the longest one on.
    """
    close = prices[code]
    start = max(WINDOWS)
    held = (np.asarray(fi.rsi(close, window))[start:-1] > 50.0).astype(np.float64)
    returns = np.diff(close[start:]) / close[start:-1]
    shifts = range(0, len(held), max(1, len(held) // SHIFTS))
    sharpes = np.array([_sharpe(np.roll(held, shift), returns) for shift in shifts])
    return {
        "mean": YEAR * float(held @ returns) / len(held),
        "sharpe": float(sharpes[0]),
        "luck": float(np.mean(sharpes[1:] >= sharpes[0])),
    }


def _sharpe(held: FloatArray, returns: FloatArray) -> float:
    own = held * returns
    deviation = own.std()
    return float(np.sqrt(YEAR) * own.mean() / deviation) if deviation else 0.0


def prices_of(panel: Panel) -> dict[str, FloatArray]:
    """Each code's closes from its listing on."""
    closes = {str(code): panel["close"][:, k] for k, code in enumerate(panel.codes)}
    return {code: close[np.isfinite(close)] for code, close in closes.items()}


def run_rule(store: Path, prices: dict[str, FloatArray], **options: Any) -> Any:
    """Run the rule with every window on every code; what is in the store already is not run again."""
    return fi.run_grid(
        rule,
        fi.grid(window=WINDOWS, code=list(prices)),
        data={"prices": prices},
        store=store,
        resume=True,
        batch_size=BATCH,
        n_jobs=WORKERS,
        **options,
    )


def run_and_be_killed(store: str) -> None:
    """Run the sweep, and kill this process when a part of the rows is on the disk."""
    from fastind.cli.demo import load_prices

    def kill(progress: Any) -> None:
        if progress.completed >= SHARE * progress.total:
            os.kill(os.getpid(), signal.SIGKILL)

    run_rule(Path(store), prices_of(fi.Panel.from_wide(load_prices())), progress=kill)


def sweep(prices: Panel, out: Path) -> Sweep:
    """Run the sweep until it is killed, run it again to its end, read its store, and draw it."""
    store, picture = out / "sweep.fi", out / "sweep.png"
    shutil.rmtree(store, ignore_errors=True)  # of the last demo
    first = subprocess.run([sys.executable, "-c", KILLED, str(store)], check=False)
    if first.returncode not in (0, -signal.SIGKILL):  # 0: it was too fast to be killed
        raise GridError(
            f"the sweep that was to be killed has ended by itself, with exit code {first.returncode}"
        )
    result = run_rule(store, prices_of(prices), progress=False)
    told = result.summary()
    with fi.open_store(store) as opened:
        rows = opened.query(columns=["mean", "sharpe", "luck"], kind="pandas")
    draw_heat_map(rows, picture)
    best = rows.loc[rows.groupby("code")["sharpe"].idxmax()]
    return Sweep(told["tasks"], told["resumed"], told["completed"] - told["resumed"], best, store, picture)


def show(done: Sweep, console: Console) -> None:
    """Print what the second run found, the best windows, and where everything is."""
    best = ", ".join(
        f"{row['code']} {row['window']} ({row['sharpe']:.2f}, {row['luck']:.0%})"
        for row in done.best.to_dict("records")
    )
    grid = f"{len(WINDOWS)} windows x {len(done.best)} codes = {done.tasks} tasks"
    text = f"""
A sweep: hold a share on the day after RSI(window) closed above 50, {grid}.
Its first run was killed (kill -9) on purpose. It had {done.resumed} tasks on the disk, which did not run
again when the sweep was resumed; the other {done.again} ran then.
Best windows (Sharpe ratio a year, share of rules with shifted days that do as well):
{best}.

Results  {done.store}
Picture  {done.picture}"""
    console.print(text, highlight=False, markup=False, soft_wrap=True)
