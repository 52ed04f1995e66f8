"""fastind: technical indicators and factors on tables of dates x codes, at the speed of memory.

Everything is loaded on first use: `import fastind` itself loads neither numpy nor numba.
"""

from importlib import import_module
from typing import Any

from fastind._hook import Watch
from fastind._names import INDICATORS

__version__ = "0.1.0"

_HOMES = {
    "fastind.api": (*INDICATORS, "indicator"),
    "fastind.api.compute": ("compute",),
    "fastind.api.registry": ("indicators", "lookback"),
    "fastind.api.stream": ("Stream",),
    "fastind.api.sweep": ("SweepResult", "sweep"),
    "fastind.frames.compact": ("compact_dtypes",),
    "fastind.frames.panel": ("Panel",),
    "fastind.io.cache.cache": ("Cache",),
    "fastind.io.formats.importing": ("import_store",),
    "fastind.io.pool.opening": ("attach_to_pool", "create_shared_pool"),
    "fastind.io.pool.info": ("SharedDataInfo",),
    "fastind.io.pool.pool": ("SharedDataPool",),
    "fastind.io.serial.mapped": ("open_mmap",),
    "fastind.io.serial.streams": ("dump_stream", "load_stream"),
    "fastind.io.serial.values": ("dumps", "loads"),
    "fastind.io.sql.batch": ("execute_batch",),
    "fastind.io.sql.writing": ("write_sql",),
    "fastind.io.store.opening": ("open_store",),
    "fastind.io.store.store": ("Store",),
    "fastind.kernels.definition": ("step",),
    "fastind.parallel.grid": ("run_grid",),
    "fastind.parallel.result": ("GridResult",),
    "fastind.parallel.product": ("grid",),
    "fastind.parallel.warmup": ("warmup",),
    "fastind.report.check": ("check",),
    "fastind.report.explain": ("explain",),
    "fastind.kernels.threads": ("get_threads", "set_threads"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}
__all__ = sorted([*_HOME, "errors"])


def __getattr__(name: str) -> Any:
    if name == "errors":
        return import_module("fastind.errors")
    if name not in _HOME:
        raise AttributeError(f"module 'fastind' has no attribute {name!r}")
    module = import_module(_HOME[name])
    catalogue = getattr(module, "catalogue", {})
    value = catalogue[name] if name in catalogue else getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]


# `df.fi` and `pl.col(...).fi`: added where pandas or polars is loaded, else when it comes.
Watch({"pandas": "fastind.accessors:on_pandas", "polars": "fastind.accessors:on_polars"}).install()
