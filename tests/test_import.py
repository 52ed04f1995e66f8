"""`import fastind` loads nothing heavy, and works whatever is asked for first."""

from __future__ import annotations

import pytest

from tests.processes import run_python

HEAVY = (
    "numpy", "numba", "llvmlite", "pandas", "polars", "pyarrow", "matplotlib", "scipy", "typer", "rich",
    "msgpack", "lz4", "redis",
)  # fmt: skip


def loaded_after(code: str) -> set[str]:
    return set(run_python(f"{code}\nimport sys\nprint(*(m for m in {HEAVY} if m in sys.modules))").split())


def test_import_loads_nothing_heavy() -> None:
    assert loaded_after("import fastind") == set()
    assert loaded_after("import fastind.errors") == set()


def test_a_numpy_call_loads_no_frames() -> None:
    code = "import numpy as np, fastind as fi\nfi.rsi(np.arange(20.0))\nfi.ema(np.ones((20, 3)), 5)"
    assert loaded_after(code) <= {"numpy", "numba", "llvmlite"}


@pytest.mark.parametrize(
    "code",
    [
        "fi.errors.ParameterError",
        "fi.rsi.inputs",
        "fi.Panel",
        "fi.Stream.load",
        "fi.compute",
        "fi.set_threads(1)",
        "fi.step, fi.indicator",
        "from fastind import rsi, ema, volatility, volume_ratio, compute, Panel, Stream",
        "from fastind import *",
        "from fastind.api import catalogue; catalogue['rsi'] is fi.rsi or 1 / 0",
    ],
)
def test_anything_may_come_first(code: str) -> None:
    run_python(f"import fastind as fi\n{code}")


def test_names_are_listed_and_others_are_not_there() -> None:
    code = """
import fastind as fi
assert {"rsi", "ema", "volatility", "volume_ratio", "compute", "Panel", "Stream", "errors"} <= set(dir(fi))
assert all(hasattr(fi, name) for name in fi.__all__)
assert not hasattr(fi, "rsj")
try:
    fi.rsj
except AttributeError as error:
    assert "rsj" in str(error)
"""
    run_python(code)


def test_no_warning_on_the_way() -> None:
    run_python("import numpy as np, fastind as fi\nfi.rsi(np.arange(20.0))", PYTHONWARNINGS="error")


def test_a_cache_in_memory_loads_no_redis() -> None:
    code = "import fastind as fi\ncache = fi.Cache()\ncache.set('a', 1)\ncache.get('a') == 1 or 1 / 0"
    assert not loaded_after(code) & {"redis", "lz4", "pandas", "polars"}
