"""The README's Python runs from top to bottom as it stands."""

from __future__ import annotations

import re
from pathlib import Path

from tests.processes import ROOT, run_python


def test_the_readmes_python_runs(tmp_path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) >= 3
    script = tmp_path / "readme.py"
    script.write_text(f"import os\nos.chdir({str(tmp_path)!r})\n" + "\n".join(blocks))
    assert "2500 dates x 500 codes" in run_python(script)
