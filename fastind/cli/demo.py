"""`fastind demo`: five indicators on the real daily prices of five companies, listed at different times.

Part two, a sweep of one of them that is killed and resumed, is in `sweep`.
"""

import shlex
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from bokeh_sampledata import stocks
from rich import box
from rich.console import Console
from rich.table import Table

import fastind as fi
from fastind.cli.sweep import Sweep, sweep
from fastind.cli.sweep import show as show_sweep
from fastind.report.picture import draw_indicators

CODES = ("AAPL", "FB", "GOOG", "IBM", "MSFT")
INDICATORS = {
    "rsi14": fi.rsi.bind(window=14),
    "ema7": fi.ema.bind(window=7),
    "ema25": fi.ema.bind(window=25),
    "volatility20": fi.volatility.bind(window=20),
    "volume_ratio20": fi.volume_ratio.bind(window=20),
}


@dataclass(frozen=True)
class Demo:
    """What the demo made, and the seconds that the first and the second computation took."""

    panel: fi.Panel
    first: float
    again: float
    parquet: Path
    picture: Path
    sweep: Sweep


def load_prices() -> dict[str, pd.DataFrame]:
    """Load adjusted closes and volumes, dates x codes; NaN where a code was not listed yet."""
    bars = {code: pd.DataFrame(getattr(stocks, code)) for code in CODES}
    long = pd.concat(bars, names=["code"]).reset_index("code")
    long["date"] = pd.to_datetime(long["date"])
    # Adjusted: a split is not a crash.
    return {
        "close": long.pivot(index="date", columns="code", values="adj_close"),
        "volume": long.pivot(index="date", columns="code", values="volume"),
    }


def to_long(panel: fi.Panel) -> pd.DataFrame:
    """Turn a panel into one row per date and code that was traded."""
    keys = {"date": np.repeat(panel.dates, len(panel.codes)), "code": np.tile(panel.codes, len(panel.dates))}
    frame = pd.DataFrame(keys | {name: panel[name].ravel() for name in panel.fields})
    return frame.dropna(subset=["close"]).reset_index(drop=True)


def run(out: Path) -> Demo:
    """Compute the indicators in one pass and write them to the folder."""
    prices = fi.Panel.from_wide(load_prices())
    first, panel = _timed(lambda: fi.compute(prices, INDICATORS))
    again, _ = _timed(lambda: fi.compute(prices, INDICATORS))
    out.mkdir(parents=True, exist_ok=True)
    parquet, picture = out / "indicators.parquet", out / "indicators.png"
    to_long(panel).to_parquet(parquet, index=False)
    draw_indicators(panel, picture)
    return Demo(panel, first, again, parquet, picture, sweep(prices, out))


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def show(demo: Demo, console: Console) -> None:
    """Print the last rows, where the results are, and what to do next."""
    dates, codes = demo.panel.shape
    console.print(_table(to_long(demo.panel).tail(3 * len(CODES))))
    text = f"""
{len(INDICATORS)} indicators on {dates:,} dates x {codes} codes in one pass: {1e3 * demo.again:.1f} ms.
The first call took {demo.first:.2f} s: it loads the compiled code, which is made once and kept.

Results  {demo.parquet}
Picture  {demo.picture}"""
    console.print(text, highlight=False, markup=False, soft_wrap=True)
    show_sweep(demo.sweep, console)
    text = f"""
Next: look at the pictures, read the results with pandas.read_parquet and with
  fastind query {shlex.quote(str(demo.sweep.store))} --where code==IBM
then take your own prices:
  import fastind as fi
  fi.rsi(prices)  # dates x codes, or one series: numpy, pandas, polars, pyarrow"""
    console.print(text, highlight=False, markup=False, soft_wrap=True)


def _table(rows: pd.DataFrame) -> Table:
    title = "The last three days (prices adjusted for splits and dividends)"
    table = Table(
        box=box.SIMPLE_HEAD, title=title, title_justify="left", padding=(0, 1, 0, 0), show_edge=False
    )
    for name in ("date", "code"):
        table.add_column(name, no_wrap=True)
    for name in ("close", "volume", "RSI\n14", "EMA\n7", "EMA\n25", "volatility\n20", "volume\nratio 20"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in rows.to_dict("records"):
        values = (
            f"{row['date']:%Y-%m-%d}",
            row["code"],
            f"{row['close']:.2f}",
            f"{row['volume'] / 1e6:.1f}M",
            f"{row['rsi14']:.1f}",
            f"{row['ema7']:.2f}",
            f"{row['ema25']:.2f}",
            f"{row['volatility20']:.2%}",
            f"{row['volume_ratio20']:.2f}",
        )
        table.add_row(*values, end_section=row["code"] == CODES[-1])
    return table
