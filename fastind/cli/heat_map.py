"""The sweep's picture: the Sharpe ratio of each window and code."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from fastind.report.picture import INK, SOFT

LUCK = 0.05
TICK = 5  # windows between labels


def draw_heat_map(rows: pd.DataFrame, path: Path) -> None:
    """Draw rows of window, code, sharpe and luck; the file's suffix chooses the format."""
    sharpe = rows.pivot(index="code", columns="window", values="sharpe")
    luck = rows.pivot(index="code", columns="window", values="luck").to_numpy()
    values = sharpe.to_numpy()
    figure = Figure(figsize=(11, 0.55 * len(sharpe) + 2.2), dpi=130, layout="constrained")
    ax = figure.subplots()
    largest = float(np.abs(values).max())
    image = ax.imshow(values, cmap=_pale(), vmin=-largest, vmax=largest, aspect="auto")
    codes, windows = np.nonzero(luck < LUCK)
    ax.scatter(
        windows,
        codes,
        s=24,
        facecolors="white",
        edgecolors=INK,
        label=f"fewer than {LUCK:.0%} of the rules with shifted days do as well",
    )
    best = values.argmax(axis=1)
    ax.scatter(
        best, range(len(best)), s=120, marker="s", facecolors="none", edgecolors=INK, label="best window"
    )
    _label(ax, sharpe)
    figure.colorbar(image, ax=ax, label="Sharpe ratio a year", pad=0.01)
    figure.suptitle(
        "Sharpe ratio of holding a share on the day after RSI(window) closed above 50",
        x=0.01, ha="left", fontsize=14, color=INK,
    )  # fmt: skip
    figure.legend(loc="outside lower left", ncols=2, frameon=False, fontsize=10)
    figure.savefig(path)


def _pale() -> Any:
    """Red to blue without the darkest ends, on which no mark can be seen."""
    return LinearSegmentedColormap.from_list("pale", colormaps["RdBu"](np.linspace(0.2, 0.8, 256)))


def _label(ax: Any, sharpe: pd.DataFrame) -> None:
    windows = sharpe.columns.to_numpy()
    ticks = [0, *np.flatnonzero(windows % TICK == 0)]
    ax.set_xticks(ticks, [str(windows[k]) for k in ticks])
    ax.set_yticks(range(len(sharpe)), sharpe.index)
    ax.set_xlabel("RSI window, days", color=INK)
    ax.tick_params(colors=SOFT, length=0, labelsize=10)
    ax.tick_params(axis="y", labelcolor=INK)
    ax.spines[:].set_visible(False)
