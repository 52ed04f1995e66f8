"""The picture of holes, dates x codes."""

from pathlib import Path

import numpy as np

from fastind._types import AnyArray
from fastind.errors import InputError, MissingExtraError
from fastind.frames.panel import Panel
from fastind.report.words import day, sized

STATES = {"value": "#dfe5ec", "not listed": "#ffffff", "delisted": "#8a93a1", "hole inside": "#c2410c"}
CELLS = 1200, 700  # at most so many dates and codes: about the pixels of the axes


def draw_holes(panel: Panel, field: str, inside: int, path: str | Path) -> None:
    """Draw where a field has values, with the number of holes in the title."""
    if 0 in panel.shape:
        raise InputError(f"there is nothing to draw: {sized(panel.shape)}")
    try:
        from matplotlib.colors import ListedColormap
        from matplotlib.figure import Figure
        from matplotlib.patches import Patch
    except ImportError as error:
        raise MissingExtraError('a picture needs matplotlib: pip install "fastind[plot]"') from error
    figure = Figure(figsize=(11, 7), dpi=130, layout="constrained")
    ax = figure.subplots()
    ax.imshow(
        _thin(_thin(_states(panel[field]), 0), 1).T,
        ListedColormap(list(STATES.values())),
        aspect="auto",
        interpolation="nearest",
        vmin=0,
        vmax=len(STATES) - 1,
        extent=(0, panel.shape[0], panel.shape[1], 0),
    )
    for axis, labels in ((ax.xaxis, panel.dates), (ax.yaxis, panel.codes)):
        at = np.unique(np.linspace(0, len(labels) - 1, 8).astype(int))
        axis.set_ticks(at + 0.5, [day(labels[i]) for i in at])
    ax.set_title(f"Holes in {field}: {inside} inside", loc="left")
    keys = [Patch(facecolor=color, edgecolor="#6b7380", label=name) for name, color in STATES.items()]
    figure.legend(handles=keys, loc="outside lower center", ncols=len(keys), frameon=False)
    figure.savefig(path)


def _states(values: AnyArray) -> AnyArray:
    """Which of STATES each cell is in."""
    here = ~np.isnan(values)
    began = np.logical_or.accumulate(here, axis=0)
    goes_on = np.logical_or.accumulate(here[::-1], axis=0)[::-1]
    return np.where(here, 0, np.where(~began, 1, np.where(~goes_on, 2, 3))).astype(np.uint8)


def _thin(cells: AnyArray, axis: int) -> AnyArray:
    """At most CELLS along an axis, so that a hole of one row does not fall between two pixels."""
    if cells.shape[axis] <= CELLS[axis]:
        return cells
    starts = np.linspace(0, cells.shape[axis], CELLS[axis], endpoint=False).astype(int)
    thinned: AnyArray = np.maximum.reduceat(cells, starts, axis=axis)
    return thinned
