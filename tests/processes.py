"""Fresh Python processes, for what cannot be seen from inside this one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.grid_faults.watched import children

ROOT = Path(__file__).parent.parent
PATIENCE = 600.0
"""Seconds after which a process that should end by itself hangs."""


def environment(**more: str | Path) -> dict[str, str]:
    """This process's environment, with the repository to import from and what is named."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path, **{name: str(value) for name, value in more.items()}}


def start_python(code: str | Path, **more: str | Path) -> subprocess.Popen[str]:
    """Start a process that runs a piece of source or a file, with these environment variables."""
    what = [str(code)] if isinstance(code, Path) else ["-c", code]
    return subprocess.Popen(
        [sys.executable, "-X", "faulthandler", *what],
        env=environment(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def result_of(process: subprocess.Popen[str]) -> str:
    """What it printed; a failure shows what it said, one that does not end where its threads stand."""
    try:
        out, err = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        for pid in [*children(process.pid), process.pid]:
            os.kill(pid, signal.SIGABRT)
        pytest.fail("it does not end\n{}\n{}".format(*process.communicate(timeout=PATIENCE)))
    assert process.returncode == 0, f"exit code {process.returncode}\n{out}\n{err}"
    return out.strip()


def run_python(code: str | Path, **more: str | Path) -> str:
    """Run a process to its end and give what it printed."""
    return result_of(start_python(code, **more))
