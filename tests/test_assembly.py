"""On x86 the loops over a block of codes are vectorised: four or eight codes at once."""

from __future__ import annotations

import json
import platform

import llvmlite.binding as llvm
import pytest

from tests.processes import run_python

# For each loop its mnemonics with packed doubles in wide registers. In a process with an empty cache: machine
# code that comes from the cache cannot be printed.
COLLECT = r"""
import json, re
from fastind import _jit
from fastind.kernels import render
from fastind.kernels.definition import Fold
from fastind.kernels.render_fold import ROWS
from tests.support import ENGINE_CASES

PACKED = re.compile(r"\s(v(?:add|sub|mul|div|sqrt|fn?m(?:add|sub)\d+)pd)\s[^\n]*%[yz]mm")
found = {}
for case in ENGINE_CASES:
    bound = case.indicator._spec.values(case.params)[0].bound
    name = f"{bound.definition.name} {bound.policy}"
    # A fold whose clock runs with each code's valid rows goes code by code.
    if name not in found and (bound.policy in ROWS or not isinstance(bound.definition, Fold)):
        module = render.load(name.replace(" ", "_"), render.loops(bound.definition, bound.policy, "tile"))
        found[name] = sorted(set(PACKED.findall(_jit.assembly(module.tile))))
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def loops(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    if platform.machine() not in ("x86_64", "AMD64") or not llvm.get_host_cpu_features().get("avx2"):
        pytest.skip("an x86 processor with AVX2 is needed")
    return json.loads(run_python(COLLECT, FASTIND_CACHE_DIR=tmp_path_factory.mktemp("cache")))


def test_blocks_of_codes_are_vectorised(loops: dict[str, list[str]]) -> None:
    assert {"rsi_smoothed skip", "ema_seeded skip", "volatility_simple rows", "money_flow skip"} <= set(loops)
    assert [name for name, operations in loops.items() if not operations] == []


@pytest.mark.parametrize(
    ("name", "operation"),
    [
        ("rsi_smoothed skip", "vdiv"),
        ("rsi_smoothed skip", "vfm"),
        ("rsi_smoothed reset", "vdiv"),
        ("ema_seeded skip", "vfm"),
        ("ema_adjusted skip", "vdiv"),
        ("volatility_simple rows", "vsqrt"),
        ("volatility_simple rows", "vdiv"),
        ("volatility_simple counted", "vsqrt"),
        ("volume_ratio_current rows", "vdiv"),
        ("volume_ratio_current counted", "vdiv"),
        ("money_flow skip", "vdiv"),
    ],
)
def test_the_costly_operation_is_among_them(loops: dict[str, list[str]], name: str, operation: str) -> None:
    assert any(found.startswith(operation) for found in loops[name]), loops[name]
