"""One picture of a panel: per code the price with its averages, the RSI and the volume ratio."""

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from fastind.frames.panel import Panel

INK, SOFT, GRID, UNLISTED = "#20252d", "#6b7380", "#e4e7ec", "#f1f2f5"
CLOSE, FAST, SLOW, RSI, QUIET, BUSY = "#8a93a1", "#0b84c6", "#e8710a", "#6f4bb2", "#b9c0cb", "#c2410c"
LINES = {"close": (CLOSE, 1.0), "ema7": (FAST, 1.5), "ema25": (SLOW, 1.5)}
MANY = 2.0  # times the usual volume, from where a bar is shown as busy


def draw_indicators(panel: Panel, path: Path, *, last: int = 252) -> None:
    """Draw the last rows of a panel with the fields close, ema7, ema25, rsi14 and volume_ratio20.

    Parameters
    ----------
    panel : Panel
        Up to about six codes stay legible.
    path : Path
        The file to write; its suffix chooses the format.
    last : int
        Rows to show; 252 are a year.
    """
    days = date2num(np.asarray(panel.dates)[-last:])
    fields = {name: panel[name][-last:] for name in panel.fields}
    figure = Figure(figsize=(3.1 * len(panel.codes) + 0.8, 8.6), dpi=130, layout="constrained")
    axes = figure.subplots(3, len(panel.codes), sharex=True, squeeze=False, height_ratios=(3, 1.2, 1.1))
    for j, (column, code) in enumerate(zip(axes.T, panel.codes, strict=True)):
        one = {name: values[:, j] for name, values in fields.items()}
        _mark_unlisted(column, days, one["close"])
        _draw_price(column[0], days, one, str(code))
        _draw_rsi(column[1], days, one["rsi14"])
        _draw_volume(column[2], days, one["volume_ratio20"])
        for ax in column:
            _style(ax, days)
    _share_scale(axes, float(np.nanmax(fields["volume_ratio20"])))
    _head(figure, panel.dates[-last:])
    figure.savefig(path)


def _draw_price(ax: Axes, days: Any, one: dict[str, Any], code: str) -> None:
    for name, (color, width) in LINES.items():
        ax.plot(days, one[name], color=color, linewidth=width)
    ax.set_title(code, loc="left", fontweight="bold", color=INK)
    ax.set_title(f"{one['close'][-1]:.2f}", loc="right", color=SOFT)


def _draw_rsi(ax: Axes, days: Any, rsi: Any) -> None:
    for level in (30, 70):
        ax.axhline(level, color=SOFT, linewidth=0.8, linestyle=(0, (4, 3)))
    for beyond, level in ((rsi > 70, 70), (rsi < 30, 30)):
        ax.fill_between(days, rsi, level, where=beyond, interpolate=True, color=RSI, alpha=0.3, linewidth=0)
    ax.plot(days, rsi, color=RSI, linewidth=1.2)
    ax.set_ylim(0, 100)
    ax.set_yticks([30, 50, 70])


def _draw_volume(ax: Axes, days: Any, ratio: Any) -> None:
    # An area and not bars: bars are thinner than a pixel, and weekends would stripe them.
    ax.fill_between(days, 0, ratio, step="mid", color=QUIET, linewidth=0)
    busy = ratio >= MANY
    ax.vlines(days[busy], 0, ratio[busy], color=BUSY, linewidth=1.3)
    ax.axhline(1, color=SOFT, linewidth=0.8, linestyle=(0, (4, 3)))


def _style(ax: Axes, days: Any) -> None:
    ax.set_xlim(days[0], days[-1] + 2)
    locator = AutoDateLocator(minticks=3, maxticks=5)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))
    ax.grid(axis="y", color=GRID, linewidth=0.8)
    ax.set_axisbelow(True)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(GRID)
    ax.tick_params(colors=SOFT, length=0, labelsize=9)


def _mark_unlisted(column: Any, days: Any, close: Any) -> None:
    listed = int(np.flatnonzero(np.isfinite(close))[0])
    if not listed:
        return
    for ax in column:
        ax.axvspan(days[0], days[listed], color=UNLISTED, linewidth=0)
    middle, top = (days[0] + days[listed]) / 2, column[0].get_xaxis_transform()
    column[0].text(middle, 0.5, "not\nlisted", transform=top, ha="center", color=SOFT, fontsize=9)


def _share_scale(axes: Any, highest: float) -> None:
    for ax in axes[2]:
        ax.set_ylim(0, 1.05 * highest)
    for ax in axes[1:, 1:].flat:
        ax.tick_params(labelleft=False)
    for ax, label in zip(axes[:, 0], ("adjusted close, USD", "RSI 14", "volume ratio 20"), strict=True):
        ax.set_ylabel(label, color=INK, fontsize=10)
    axes[0, 0].figure.align_ylabels(axes[:, 0])


def _head(figure: Figure, dates: Any) -> None:
    first, last = (np.datetime_as_string(day, unit="D") for day in np.asarray(dates)[[0, -1]])
    figure.suptitle(
        f"Daily prices and indicators, {first} to {last}", x=0.01, ha="left", fontsize=14, color=INK
    )
    keys = [
        Line2D([], [], color=CLOSE, label="close"),
        Line2D([], [], color=FAST, linewidth=2, label="EMA 7"),
        Line2D([], [], color=SLOW, linewidth=2, label="EMA 25"),
        Patch(color=RSI, alpha=0.3, label="RSI above 70 or below 30"),
        Patch(color=BUSY, label=f"volume at least {MANY:.0f} x its mean of 20 days"),
    ]
    figure.legend(handles=keys, loc="outside upper right", ncols=len(keys), frameon=False, fontsize=10)
