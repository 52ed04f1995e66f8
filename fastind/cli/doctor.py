"""`fastind doctor`: what an answer to "why is it slow here" starts from."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import fastind as fi
from fastind.kernels import render

PACKAGES = ("fastind", "numpy", "numba", "llvmlite", "narwhals", "pyarrow", "polars", "pandas", "matplotlib")


def facts() -> dict[str, str]:
    """Collect versions, processor, threads and the cache folder."""
    found = {name: _version(name) for name in PACKAGES}
    return {
        **found,
        "python": platform.python_version(),
        "system": platform.platform(),
        "processor": processor(),
        "cores": str(os.cpu_count()),
        "threads": str(fi.get_threads()),
        "cache": str(render.folder()),
    }


def processor() -> str:
    """Name the processor's model."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
