"""A small picture of each indicator: a year of Google's daily prices, and what it makes of them."""

import io
import warnings
from functools import cache
from typing import Any

import matplotlib as mpl
import numpy as np
from bokeh_sampledata import stocks
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.ticker import EngFormatter, ScalarFormatter

from fastind.report.picture import CLOSE, FAST, GRID, INK, RSI, SLOW, SOFT

SHOWN = 250  # rows
BEFORE = 50  # rows that are computed and not shown, beside twice the lookback: recursions have settled then
CODES = ("GOOG", "AAPL", "FB", "IBM", "MSFT")  # the first is drawn; the others stand beside it per date
INPUT, LINES = CLOSE, (FAST, SLOW, RSI, "#2f8f5b", "#b4375c", "#20252d")
WIDTH, ROW = 7.0, 1.5  # inches
MANY = 1e5  # from where numbers are written as 2M
LEGEND: Any = {"frameon": False, "labelcolor": INK, "handlelength": 1.2, "borderaxespad": 0}
# The same text whenever it is drawn: no date, and ids from a fixed salt.
SVG = {"svg.hashsalt": "fastind", "svg.fonttype": "none", "font.size": 8}


def draw(of: Any) -> str:
    """The picture, as SVG."""
    days, behind, prices, outputs = computed(of)
    low, high = 0.6 * np.nanmin(prices), 1.6 * np.nanmax(prices)
    beside = [name for name, y in outputs.items() if not low <= np.nanmin(y) <= np.nanmax(y) <= high]
    rows = 2 if beside else 1
    with mpl.rc_context(SVG):
        figure = Figure(figsize=(WIDTH, ROW * rows + 0.4), layout="constrained")
        axes = figure.subplots(rows, 1, sharex=True, squeeze=False)[:, 0]
        axes[0].plot(days, prices, color=INPUT, linewidth=1.0, label=behind)
        for color, (name, y) in zip(LINES * 9, outputs.items(), strict=False):
            axes[int(name in beside)].plot(days, y, color=color, linewidth=1.2, label=name)
        for ax in axes:
            _style(ax, days)
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None})
    return file.getvalue()


def computed(of: Any) -> tuple[Any, str, Any, dict[str, Any]]:
    """Of the rows that are shown the dates, the name and values of what is drawn behind, and the outputs."""
    given = of._spec.example | {name: [k % 2 for k in range(len(CODES))] for name in of._spec.some_sides}
    rows = SHOWN + BEFORE + 2 * of.lookback(**given)
    bars = {name: values[-rows:] for name, values in _bars(of.family).items()}
    inputs = {name: bars.get(name, bars["x" if name == of.inputs[0] else "y"]) for name in of.inputs}
    is_across = of.family == "cross-section"
    tables = [x if is_across else x[:, 0] for x in inputs.values()]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of prices that are not of the kind it is for
        found = of(*tables, **given)
    results = found if len(of.outputs) > 1 else (found,)
    outputs = {
        name: (y[:, 0] if is_across else y)[-SHOWN:] for name, y in zip(of.outputs, results, strict=True)
    }
    empty = [name for name, y in outputs.items() if not np.isfinite(y).any()]
    if empty:
        raise ValueError(f"{of.name}: nothing can be drawn of {', '.join(empty)}")
    is_of_prices = of.family != "maths" and not set(of.inputs) <= {"volume", "amount"}
    behind = "close" if is_of_prices else of.inputs[0]
    return _days()[-SHOWN:], behind, bars[behind][-SHOWN:, 0], outputs


@cache
def _days() -> Any:
    return date2num(np.array(stocks.GOOG["date"], "datetime64[D]"))


@cache
def _bars(family: str) -> dict[str, Any]:
    """Fields of all codes, dates x codes."""
    dates = np.array(stocks.GOOG["date"], "datetime64[D]")
    bars = {}
    for name in ("open", "high", "low", "close", "volume"):
        bars[name] = np.full((dates.size, len(CODES)), np.nan)
        for k, code in enumerate(CODES):
            table = getattr(stocks, code)
            own = dict(zip(np.array(table["date"], "datetime64[D]").tolist(), table[name], strict=True))
            bars[name][:, k] = [own.get(date, np.nan) for date in dates.tolist()]
    bars["amount"] = bars["volume"] * bars["close"]
    bars["x"], bars["y"] = bars["close"], np.roll(bars["close"], -1, axis=1)  # y is Apple's
    if family == "maths":  # cosines and logarithms of prices say nothing
        shown = bars["close"][-SHOWN:]
        low, high = np.nanmin(shown, axis=0), np.nanmax(shown, axis=0)
        bars["x"] = 0.05 + 0.9 * np.clip((bars["close"] - low) / (high - low), 0, 1)
        bars["y"] = np.roll(bars["x"], -1, axis=1)
    return bars


def _style(ax: Axes, days: Any) -> None:
    ax.set_xlim(days[0], days[-1])
    locator = AutoDateLocator(minticks=4, maxticks=8)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))
    ax.grid(axis="y", color=GRID, linewidth=0.8)
    ax.set_axisbelow(True)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(GRID)
    ax.tick_params(colors=SOFT, length=0)
    ax.yaxis.set_major_formatter(EngFormatter(sep="") if ax.get_ylim()[1] > MANY else ScalarFormatter())
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=7, **LEGEND)
