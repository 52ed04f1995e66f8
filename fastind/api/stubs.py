"""Writes `fastind/__init__.pyi`, so that an editor completes every parameter, and `fastind/_names.py`, from
the registry: `make names`.
"""

import inspect
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

from fastind.api import catalogue
from fastind.api.indicator import Indicator

HEAD = '''\
"""Made by `python -m fastind.api.stubs`; do not edit."""

# mypy: disable-error-code="override"
from collections.abc import Sequence
from typing import Any, Literal, TypeVar, overload

import numpy.typing as npt

from fastind import errors as errors
from fastind.api import BoundIndicator, Indicator
from fastind.api import indicator as indicator
from fastind.api.compute import compute as compute
from fastind.api.registry import indicators as indicators
from fastind.api.registry import lookback as lookback
from fastind.api.stream import Stream as Stream
from fastind.api.sweep import SweepResult as SweepResult
from fastind.api.sweep import sweep as sweep
from fastind.frames.compact import compact_dtypes as compact_dtypes
from fastind.frames.panel import Panel as Panel
from fastind.io.cache.cache import Cache as Cache
from fastind.io.formats.importing import import_store as import_store
from fastind.io.pool.info import SharedDataInfo as SharedDataInfo
from fastind.io.pool.opening import attach_to_pool as attach_to_pool
from fastind.io.pool.opening import create_shared_pool as create_shared_pool
from fastind.io.pool.pool import SharedDataPool as SharedDataPool
from fastind.io.serial.mapped import open_mmap as open_mmap
from fastind.io.serial.streams import dump_stream as dump_stream
from fastind.io.serial.streams import load_stream as load_stream
from fastind.io.serial.values import dumps as dumps
from fastind.io.serial.values import loads as loads
from fastind.io.sql.batch import execute_batch as execute_batch
from fastind.io.sql.writing import write_sql as write_sql
from fastind.io.store.opening import open_store as open_store
from fastind.io.store.store import Store as Store
from fastind.kernels.definition import step as step
from fastind.kernels.threads import get_threads as get_threads
from fastind.kernels.threads import set_threads as set_threads
from fastind.parallel.grid import run_grid as run_grid
from fastind.parallel.product import grid as grid
from fastind.parallel.result import GridResult as GridResult
from fastind.parallel.warmup import warmup as warmup
from fastind.report.check import check as check
from fastind.report.explain import explain as explain

__version__: str

Table = TypeVar("Table")
'''


def text() -> str:
    """The whole stub file."""
    return "\n".join([HEAD, *(_class(of) for of in catalogue.values())])


def _class(of: Indicator) -> str:
    params = {n: p for n, p in of.__signature__.parameters.items() if n in of.params}
    positional = [_with_default(p, of) for p in params.values() if p.kind is p.POSITIONAL_OR_KEYWORD]
    keywords = [_with_default(p, of) for p in params.values() if p.kind is p.KEYWORD_ONLY]
    inputs = [f"{name}: Table" for name in of.inputs]
    out = "out: npt.NDArray[Any] | tuple[npt.NDArray[Any], ...] | None = None"
    call = ", ".join(["self", *inputs, *positional, "*", *keywords, out])
    settings = [f"{p.name}: {_hint(of._spec.hints[p.name])} = ..." for p in params.values()]
    bound = ", ".join([*(f"{name}: str = ..." for name in of.inputs), *settings])
    given = "".join(f", {setting}" for setting in (["*", *settings] if settings else []))
    result = "Table" if len(of.outputs) == 1 else "Any"
    name = f"_{''.join(part.title() for part in of.name.split('_'))}"
    return f"""
class {name}(Indicator):
    @overload
    def __call__({call}) -> {result}: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def bind(self, *, {bound}) -> BoundIndicator: ...
    def lookback(self{given}) -> int: ...
    def stream(self, codes: int | Sequence[Any] = 1{given}) -> Stream: ...

{of.name}: {name}
"""


def _with_default(p: inspect.Parameter, of: Indicator) -> str:
    default = "" if p.default is p.empty else f" = {p.default!r}"
    return f"{p.name}: {_hint(of._spec.hints[p.name])}{default}"


def _hint(hint: Any) -> str:
    if get_origin(hint) is Annotated:
        return _hint(get_args(hint)[0])
    if get_origin(hint) is Literal:
        return f"Literal[{', '.join(map(repr, get_args(hint)))}]"
    if get_args(hint):
        return " | ".join(_hint(part) for part in get_args(hint))
    return "None" if hint is type(None) else str(hint.__name__)


def names() -> str:
    """The whole file with the names."""
    head = (
        """Names of the catalogue's indicators, there before any of them is loaded. Made by `make names`."""
    )
    return f'"""{head}"""\n\nINDICATORS = {tuple(sorted(catalogue))!r}\n'


if __name__ == "__main__":
    home = Path(__file__).parents[1]
    home.joinpath("__init__.pyi").write_text(text(), encoding="utf-8")
    home.joinpath("_names.py").write_text(names(), encoding="utf-8")
