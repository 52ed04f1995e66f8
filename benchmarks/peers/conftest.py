"""Prints the table after the run; `--write` keeps it (latest.md, README), `--shape` allows a quick look."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

import pytest

# A waiting OpenMP worker would spin on a core that the next contender needs.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

PACKAGES = (
    "fastind",
    "numpy",
    "numba",
    "TA-Lib",
    "pandas",
    "polars",
    "numbagg",
    "bottleneck",
    "pyarrow",
    "h5py",
    "joblib",
    "distributed",
    "ray",
    "msgpack",
    "redis",
    "s3fs",
)
HEAD = ("work", "measured", "must", "aim", "verdict")
RATIOS = "In brackets ours : theirs, medians of alternating rounds in one process."
ABOUT = {
    "latest": "Panel of {shape} float64 (dates x codes) with 2 % NaN. " + RATIOS,
    "catalogue": "Panel of 2500x1000 float64, rows contiguous; TA-Lib column by column on as many threads. "
    + RATIOS,
    "bucket": "S3 is moto's server, in another process of this machine. " + RATIOS,
    "cache": "A screen ranks all codes by a year's momentum on successive days; what is kept is a code's "
    "bars of a month. " + RATIOS,
    "clusters": "Local clusters of two workers that run already, beside worker processes of run_grid's own. "
    + RATIOS,
    "grid": "Tasks (date, code), three floats each. " + RATIOS,
    "pool": "On /dev/shm; the workers are processes of their own. " + RATIOS,
    "sql": "Bars of 1,000 codes; each call opens a file of SQLite, and its commit is on the disk. " + RATIOS,
    "store": "Prices in cents; synced: brought to the disk, as what the store acknowledges is. " + RATIOS,
}
RESULTS = pytest.StashKey[list]()


def pytest_addoption(parser):
    parser.addoption(
        "--write", action="store_true", help="also write the table to latest.md and into README.md"
    )
    parser.addoption("--shape", default="2500x5000", help="dates x codes of the panel")


def pytest_configure(config):
    import contenders

    contenders.SHAPE[:] = map(int, config.getoption("--shape").split("x"))
    config.stash[RESULTS] = []


@pytest.fixture
def results(request):
    return request.config.stash[RESULTS]


def pytest_terminal_summary(terminalreporter, config):
    results = config.stash[RESULTS]
    for name, about in ABOUT.items():
        lines = [cells(*result) for result in results if result[0].table == name]
        if lines:
            told = f"{about.format(shape=config.getoption('--shape'))} {machine()}"
            terminalreporter.write(f"\n{table([HEAD, *lines])}\n\n{told}\n")
            if config.getoption("--write"):
                write(name, lines, told)


def write(name, lines, about):
    """Keep the table beside this file, and its first two columns in the README."""
    here = Path(__file__)
    here.with_name(f"{name}.md").write_text(f"{table([HEAD, *lines])}\n\n{about}\n")
    readme = here.parents[2] / "README.md"
    before, begin, rest = readme.read_text().partition(f"<!-- bench table: {name} -->\n")
    if not begin:  # too long for it
        return
    _, end, after = rest.partition("<!-- end of bench table -->\n")
    short = table([line[:2] for line in (HEAD, *lines)])
    readme.write_text(f"{before}{begin}\n{short}\n\n{about}\n{end}{after}")


def table(lines):
    """Markdown, in columns."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    text = [
        f"| {' | '.join(c.ljust(w) for c, w in zip(line, widths, strict=True))} |"
        for line in (lines[0], ["-" * w for w in widths], *lines[1:])
    ]
    return "\n".join(text)


def cells(row, ours, theirs):
    """Format one result."""
    value = ours * row.scale if theirs is None else theirs / ours if row.faster else ours / theirs
    times = "" if theirs is None else f" ({duration(ours)} : {duration(theirs)})"
    sign = ">=" if row.faster or row.more else "<="
    limits = ["" if limit is None else f"{sign} {limit:g}" for limit in (row.must, row.aim)]
    return (row.work, f"{value:.3g} {row.unit}{times}", *limits, verdict(row, value))


def verdict(row, value):
    if row.must is None:
        return ""
    met = [
        limit is not None and (value >= limit if row.faster or row.more else value <= limit)
        for limit in (row.must, row.aim)
    ]
    return "aim" if met[1] else "must" if met[0] else "MISSED"


def duration(seconds):
    unit, factor = ("s", 1) if seconds >= 1 else ("ms", 1e3) if seconds >= 1e-3 else ("us", 1e6)
    return f"{seconds * factor:.3g} {unit}"


def machine():
    """Say on what this was measured: absolute times mean nothing elsewhere."""
    from fastind.cli.doctor import processor

    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"{processor()}, {os.cpu_count()} cores, Python {platform.python_version()}, {versions}."
