"""Imports go down only, and numba is spoken to in one file."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "fastind"

FLOORS = {
    "errors": 0, "_jit": 0, "_types": 0, "_hook": 0, "_names": 0,
    "kernels": 1, "frames": 1,
    "api": 2, "io": 2,
    "parallel": 3,
    "ingest": 4, "screen": 4, "report": 4,
    "accessors": 5, "cli": 5, "compat": 5, "__init__": 5, "__main__": 5,
}  # fmt: skip
STRANGERS = {("kernels", "frames"), ("frames", "kernels")}

FILES = sorted(PACKAGE.rglob("*.py"))


def room(parts: tuple[str, ...]) -> str:
    """The package or file below `fastind` that a dotted name lies in."""
    known = len(parts) > 1 and ((PACKAGE / parts[1]).is_dir() or (PACKAGE / f"{parts[1]}.py").exists())
    return parts[1] if known else "__init__"


def imported(path: Path) -> Iterator[tuple[str, ...]]:
    """Every dotted name that a file imports, lazy imports inside functions too."""
    home = ("fastind", *path.relative_to(PACKAGE).with_suffix("").parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (tuple(alias.name.split(".")) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = home[: -node.level] if node.level else ()
            module = (*base, *(node.module.split(".") if node.module else ()))
            yield from ((*module, alias.name) for alias in node.names)


def test_there_is_something_to_look_at() -> None:
    rooms = {room(("fastind", *path.relative_to(PACKAGE).with_suffix("").parts)) for path in FILES}
    assert {"kernels", "frames", "api", "_jit"} <= rooms
    assert rooms <= set(FLOORS), "a room without a floor"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_down_only(path: Path) -> None:
    here = room(("fastind", *path.relative_to(PACKAGE).with_suffix("").parts))
    for name in imported(path):
        if name[0] == "fastind":
            there = room(name)
            assert FLOORS[there] <= FLOORS[here], f"{here} (floor {FLOORS[here]}) imports {'.'.join(name)}"
            assert (here, there) not in STRANGERS, f"{here} imports {'.'.join(name)}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_options_of_the_compiler_are_in_one_file(path: Path) -> None:
    """Others may ask numba for its version and its configuration, no more."""
    if path.name == "_jit.py":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert (node.module or "").split(".")[0] not in ("numba", "llvmlite")
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "numba":
            assert node.attr in ("__version__", "config")
