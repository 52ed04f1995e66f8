"""The example does what its text promises."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import environment

SCRIPT = Path(__file__).parent.parent / "examples" / "shared_pool_example.py"


@pytest.mark.skipif(sys.platform != "linux", reason="shared pools need Linux")
def test_four_workers_on_one_pool(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", str(SCRIPT)]
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment(FASTIND_POOL_DIR=tmp_path), check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0] == "one pool: 9 keys, 0.61 MB"
    assert lines[1] == "  BTCUSDT_1h: 8760 x 5 float32, open, high, low, close, volume"
    assert lines[10:13] == [
        "4 workers read 9 keys each; the same sums: yes",
        "each maps the pool's own memory: yes",
        "a grid of 9 tasks on the pool, 0 failed",
    ]
    rows = [re.split(r"\s+", line.strip()) for line in lines[14:23]]
    assert [(row[0], row[1]) for row in rows] == [
        (window, symbol) for window in ("7", "14", "28") for symbol in ("BTCUSDT", "ETHUSDT", "SOLUSDT")
    ]
    assert lines[23:] == ["after cleanup the memory is gone: yes"]
    (folder,) = tmp_path.iterdir()
    assert list(folder.iterdir()) == []
