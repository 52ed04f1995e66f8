"""A full file system: no pool is half made, no descriptor is left, and with room all works again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import environment

FILL = """
import os, sys
import fastind as fi
base = os.environ["FASTIND_POOL_DIR"] = sys.argv[1]
ours, ballast = f"{base}/fastind-{os.geteuid()}", f"{base}/ballast"

def fill(room):
    with open(ballast, "wb", 0) as file:
        try:
            while True: file.write(bytes(4096))
        except OSError: pass
        file.truncate(max(0, file.tell() - room))

def refused(call):
    before = os.listdir("/proc/self/fd")
    for again in range(3):
        try:
            call()
            raise SystemExit("it was not full")
        except fi.errors.PoolFull as error:
            assert "no room" in str(error), error
    assert os.listdir("/proc/self/fd") == before
"""

BLOCKS = """
fill(0)
refused(lambda: fi.SharedDataPool("test"))
assert not os.path.exists(ours) or not os.listdir(ours)
refused(lambda: fi.create_shared_pool(pool_name="test"))
assert not os.path.exists(ours) or not os.listdir(ours)
fill(4096)
with fi.SharedDataPool("test") as pool:
    refused(lambda: pool.put("x", [1]))
    assert pool.list_keys() == []
    try:
        pool.put("x", [1])
    except fi.errors.PoolFull as error:
        assert " takes 0.1 kB, and " in str(error) and " has 0.0 kB left. " in str(error), error
        assert "set FASTIND_POOL_DIR to a folder with more room" in str(error), error
        assert "/dev/shm" not in str(error), error
    os.remove(ballast)
    pool.put("x", [1])
assert not os.listdir(ours)
print("right")
"""

FILES = """
fi.SharedDataPool("warm").cleanup()
open(ballast, "w").close()
with fi.SharedDataPool("test") as pool:
    refused(lambda: pool.put("x", [1]))
    try:
        pool.put("x", [1])
    except fi.errors.PoolFull as error:
        assert " has room for no more files (df -i). " in str(error), error
    refused(lambda: fi.SharedDataPool("other"))
    assert os.listdir(ours) == ["test"] and pool.list_keys() == []
os.remove(ballast)
os.rmdir(ours)
try:
    for n in range(9): open(f"{ballast}{n}", "w").close()
except OSError: pass
refused(lambda: fi.SharedDataPool("test"))
assert not os.path.exists(ours)
print("right")
"""


@pytest.mark.parametrize(("size", "text"), [("size=1m", BLOCKS), ("nr_inodes=5", FILES)])
def test_a_small_disk(tmp_path: Path, size: str, text: str) -> None:
    """A real one, in a namespace of its own; full of bytes, or of files."""
    mount = f"mount -t tmpfs -o {size} tmpfs {tmp_path}"
    if subprocess.run(["unshare", "-rm", "sh", "-c", mount], check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a disk")
    run = f'{mount} && exec {sys.executable} -c "$1" {tmp_path}'
    ran = subprocess.run(
        ["unshare", "-rm", "sh", "-c", run, "sh", FILL + text], env=environment(),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.stdout == "right\n", ran.stderr
