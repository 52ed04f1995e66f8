"""Real clusters of two workers, each started once for all processes of a test run.

Whoever needs one first starts it by `python -m tests.grid.clusters dask FOLDER`. It lives as long as anybody
holds the lock in its folder, which the kernel lets go with the last holder's end.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


@contextmanager
def cluster(kind: str, folder: Path) -> Iterator[str]:
    """The address of the cluster of this kind; it stays until nobody is in this block any more."""
    folder.mkdir(exist_ok=True)
    with (folder / "users").open("a") as users, (folder / "start").open("a") as start:
        fcntl.flock(users, fcntl.LOCK_SH)
        fcntl.flock(start, fcntl.LOCK_EX)
        if not (folder / "address").exists():
            command = [sys.executable, "-m", "tests.grid.clusters", kind, str(folder)]
            subprocess.run(command, cwd=ROOT, check=True)
        fcntl.flock(start, fcntl.LOCK_UN)
        yield (folder / "address").read_text()


def serve(kind: str, folder: Path) -> None:
    """Start a cluster in a child that outlives this process; return when it runs."""
    pipe, theirs = os.pipe()
    if os.fork():
        os.close(theirs)
        assert os.read(pipe, 1), "it has not started"
        return
    os.setsid()
    with {"dask": dask_cluster, "ray": ray_cluster}[kind]() as address:
        (folder / "pid").write_text(str(os.getpid()))
        (folder / "address").write_text(address)
        os.write(theirs, b".")
        with (folder / "users").open("a") as users:
            fcntl.flock(users, fcntl.LOCK_EX)
            (folder / "address").unlink()


@contextmanager
def dask_cluster() -> Iterator[str]:
    """Two processes of one thread."""
    import dask
    from distributed import LocalCluster

    dask.config.set({"distributed.scheduler.allowed-failures": 0})
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as made:
        yield made.scheduler_address


@contextmanager
def ray_cluster() -> Iterator[str]:
    """A head with two cores."""
    import ray

    context = ray.init(num_cpus=2, include_dashboard=False, logging_level="ERROR", object_store_memory=2**28)
    try:
        yield context.address_info["gcs_address"]
    finally:
        ray.shutdown()


if __name__ == "__main__":
    serve(sys.argv[1], Path(sys.argv[2]))
