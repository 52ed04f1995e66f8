"""What a user of a cluster gets wrong, and where the data are: each is said in words, in seconds."""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import fastind as fi
from fastind.errors import GridError, GridWarning, MissingExtraError, ParameterError
from fastind.parallel.executors import remote
from tests.grid.clusters import cluster
from tests.grid.functions import three
from tests.processes import run_python

BOTH = pytest.mark.parametrize("backend", ["dask", "ray"])
SECRET = "0penSesame"


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Any]:
    """A client of a cluster that a test may bring into disorder."""
    from distributed import Client

    with cluster("dask", tmp_path / "cluster") as address, Client(address, set_as_default=False) as client:
        yield client


@BOTH
def test_nobody_answers(backend: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(GridError, match=rf"nobody answers at 127.0.0.1:{port}: .*refused"):
        fi.run_grid(three, [(1, 2)], backend=backend, address=f"127.0.0.1:{port}")


def test_no_scheduler_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(GridError, match="is no Dask scheduler"):
            fi.run_grid(three, [(1, 2)], backend="dask", address=address)


@BOTH
@pytest.mark.parametrize(
    "address", [f"tcp://me:{SECRET}@host:8786", f"me:{SECRET}@host:8786", "host", "a:b:c"]
)
def test_addresses_that_are_none(backend: str, address: str) -> None:
    with pytest.raises(ParameterError, match='address must be like "tcp://host:8786"') as error:
        fi.run_grid(three, [(1, 2)], backend=backend, address=address)
    assert SECRET not in str(error.value)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"backend": "loky", "address": "host:1"}, 'address is of backend="dask" and backend="ray"'),
        ({"address": "host:1"}, "got backend='auto'"),
        ({"backend": "ray", "client": 1}, 'client is of backend="dask"; got'),
        ({"backend": "dask", "client": 1}, "client must be a distributed.Client, got int"),
        ({"backend": "dask", "address": 8786}, "address must be text such as"),
        ({"backend": "dusk"}, '"?dask"?, "?ray"? or an Executor; got'),
        ({"backend": "threads", "task_timeout": 1}, 'task_timeout needs backend="loky", "dask" or "ray"'),
    ],
)
def test_parameters_that_do_not_fit(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        fi.run_grid(three, [(1, 2)], **options)


def test_client_and_address(dask: Any) -> None:
    with pytest.raises(ParameterError, match="say one of both"):
        fi.run_grid(three, [(1, 2)], backend="dask", client=dask, address="host:1")


@BOTH
def test_it_says_what_to_install(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    hidden = {"dask": "distributed", "ray": "ray"}[backend]
    monkeypatch.setattr("fastind.io.extras.find_spec", lambda name: None if name == hidden else found(name))
    with pytest.raises(MissingExtraError, match=rf'needs {hidden}: pip install "fastind\[{backend}\]"'):
        fi.run_grid(three, [(1, 2)], backend=backend)


def test_other_backends_load_neither() -> None:
    code = """
import fastind as fi, sys
fi.run_grid(lambda k: k, range(3), n_jobs=1, progress=False)
assert not {"dask", "distributed", "ray"} & set(sys.modules)
"""
    run_python(code)


def test_a_closed_client(dask: Any) -> None:
    dask.close()
    with pytest.raises(GridError, match="the Dask scheduler is gone: the client is closed"):
        fi.run_grid(three, [(1, 2)], backend="dask", client=dask)


def other_numpy() -> None:
    np.__version__ = "1.26.4"


def test_versions_that_differ(dask: Any) -> None:
    dask.run(other_numpy)
    with pytest.raises(GridError, match=rf"numpy 1.26.4 there, {np.__version__} here"):
        fi.run_grid(three, [(1, 2)], backend="dask", client=dask)


def test_a_module_that_the_worker_lacks(dask: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = tmp_path / "only_here.py"
    module.write_text("def double(k):\n    return 2 * k\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    import only_here  # type: ignore[import-not-found]

    assert list(fi.run_grid(only_here.double, [3], backend="dask", client=dask)) == [[3, 6]]
    module.unlink()
    with pytest.raises(GridError, match=r"cannot load the function: .*No module named 'only_here'"):
        fi.run_grid(only_here.double, [3], backend="dask", client=dask)


def look(k: int, table: Any) -> tuple[float, int, int]:
    """A value, may it be changed, and is it memory that the driver has made."""
    maps = Path("/proc/self/maps").read_text()
    return float(table[k]), int(table.flags.writeable), maps.count("memfd:fastind (deleted)")


@BOTH
def test_arrays_are_the_drivers_memory(backend: str, tmp_path: Path) -> None:
    table = np.arange(2_000_000.0)
    with cluster(backend, tmp_path / backend) as address:
        result = fi.run_grid(look, range(200), data={"table": table}, backend=backend, address=address)
    values, writeable, mapped = result.to_numpy().T
    assert np.array_equal(values, np.arange(200.0))
    assert not writeable.any()
    assert mapped.all()


def elsewhere() -> None:
    remote._host = lambda: "another machine"


def test_arrays_are_sent_to_other_hosts(dask: Any) -> None:
    dask.run(elsewhere)
    table = np.asfortranarray(np.arange(2_000_000.0).reshape(2, -1))
    result = fi.run_grid(
        lambda k, table: (table[1, k], table.flags.f_contiguous, table.flags.writeable),
        range(200), data={"table": table}, backend="dask", client=dask,
    )  # fmt: skip
    assert list(result) == [[k, 1_000_000.0 + k, 1, 0] for k in range(200)]


def test_a_worker_that_joins_is_used(dask: Any) -> None:
    """The run waits for it: there is no other."""
    address = dask.scheduler.address
    dask.retire_workers(list(dask.nthreads()), close_workers=True, remove=True)
    command = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as worker:
        assert list(fi.run_grid(three, [(1, 2)], backend="dask", client=dask)) == [[1, 2, *three(1, 2)]]
        worker.kill()


@BOTH
@pytest.mark.slow
def test_a_cluster_of_its_own(backend: str) -> None:
    """It needs no `if __name__ == "__main__"`, and is gone after the run."""
    code = f"""
import os, signal, fastind as fi
before = signal.getsignal(signal.SIGTERM)
for _ in range(2):
    result = fi.run_grid(lambda k: (k, 1), range(1000), backend={backend!r}, n_jobs=2, progress=False)
    assert [row[:2] for row in result] == [[k, k] for k in range(1000)]
    assert result.summary()["backend"] == {backend!r}
assert signal.getsignal(signal.SIGTERM) == before
if {backend!r} == "ray":
    import ray
    assert not ray.is_initialized()
"""
    run_python(code)


def killing(k: int) -> Any:
    if k == 57:
        os._exit(3)
    while k == 99:
        pass
    return k * 0.5


@BOTH
def test_blame_and_timeouts(backend: str, tmp_path: Path) -> None:
    with cluster(backend, tmp_path / backend) as address, pytest.warns(GridWarning, match="2 of 500"):
        result = fi.run_grid(killing, range(500), backend=backend, address=address, task_timeout=1.0)
    assert list(result) == [[k, k * 0.5] for k in range(500) if k not in (57, 99)]
    found = result.failures[["k", "kind", "type", "attempts"]].to_numpy().tolist()
    assert found == [[57, "died", "WorkerDied", 2], [99, "timeout", "TimeoutError", 1]]
