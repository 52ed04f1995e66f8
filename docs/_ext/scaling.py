"""How far one driver reaches: its table and picture, from the costs that were measured, in docs/generated."""

import io
from pathlib import Path
from typing import Any, NamedTuple

from matplotlib.figure import Figure

CHUNK = 0.25  # seconds
BUSY = 0.96  # share of their time that lanes compute
TASKS = 10**10
SECONDS, ROW = 50e-6, 40  # of a task; bytes of a row: two keys and three numbers
CORES = (2, 8, 32, 128, 512, 1024)


class Costs(NamedTuple):
    """Seconds of the driver's own computing."""

    chunk: float
    megabyte: float
    """of results, with their commit"""


COSTS = {"dask": Costs(6e-3, 12.5e-3), "ray": Costs(1.9e-3, 8.2e-3)}


def setup(app: Any) -> dict[str, Any]:
    app.connect("builder-inited", write)
    return {"parallel_read_safe": True}


def reach(costs: Costs, seconds: float, row: float) -> float:
    """Lanes that one driver keeps busy."""
    megabytes = CHUNK / seconds * row / 2**20
    return CHUNK / (costs.chunk + megabytes * costs.megabyte)


def write(app: Any) -> None:
    """Write both before Sphinx reads its sources."""
    folder = Path(app.srcdir, "generated")
    folder.mkdir(exist_ok=True)
    (folder / "scaling.txt").write_text(table(), encoding="utf-8")
    (folder / "scaling.svg").write_text(picture(), encoding="utf-8")


def table() -> str:
    """Hours for all tasks, by cores and engine."""
    rows = (f"| {n:,} | {_hours(n, COSTS['dask'])} | {_hours(n, COSTS['ray'])} |" for n in CORES)
    return "\n".join(["| cores | `dask` | `ray` |", "| ---: | ---: | ---: |", *rows])


def _hours(cores: int, costs: Costs) -> str:
    most = reach(costs, SECONDS, ROW)
    taken = TASKS * SECONDS / (min(cores, most) * BUSY) / 3600
    return f"{taken:.3g} h" + (f": the driver is full at {most:.0f} cores" if cores > most else "")


def picture() -> str:
    """Times as fast as one core, by the number of cores, for tasks of three lengths."""
    figure = Figure(figsize=(7.2, 3.4), layout="constrained")
    cores = [2 ** (k / 4) for k in range(4, 41)]
    for axes, name in zip(figure.subplots(1, 2, sharey=True), ("dask", "ray"), strict=True):
        for seconds, words in ((20e-6, "20 us"), (50e-6, "50 us"), (1e-3, "1 ms and more")):
            most = reach(COSTS[name], seconds, ROW)
            axes.loglog(
                cores, [min(n, most) * BUSY for n in cores], label=f"{words}: up to {most:.0f} cores", base=2
            )
        axes.loglog(cores, cores, color="0.8", zorder=0, base=2)
        axes.set(title=name, xlabel="cores")
        axes.xaxis.set_major_formatter("{x:g}")
        axes.yaxis.set_major_formatter("{x:g}")
        axes.legend(title="a task takes", frameon=False, fontsize="small", loc="upper left")
    figure.get_axes()[0].set_ylabel("times as fast as one core")
    drawn = io.StringIO()
    figure.savefig(drawn, format="svg", metadata={"Date": None})
    return drawn.getvalue()
