"""Dask and Ray keep the contract too: the same suite, on real clusters of two workers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fastind.parallel.executors.by_dask import Dask
from fastind.parallel.executors.by_ray import Ray
from fastind.parallel.executors.contract import Executor
from tests.grid.clusters import cluster
from tests.grid.executor_suite import WorkerTests


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Of all processes of this run of tests."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="module")
def dask_address(folder: Path) -> Iterator[str]:
    with cluster("dask", folder / "dask") as address:
        yield address


@pytest.fixture(scope="module")
def ray_address(folder: Path) -> Iterator[str]:
    with cluster("ray", folder / "ray") as address:
        yield address


class ClusterTests(WorkerTests):
    """On a cluster that runs already."""

    address: str

    def run(self, func: Any, args: Any, **options: Any) -> Any:
        return super().run(func, args, address=self.address, **options)

    def let_go(self, path: str) -> None:
        """Its process has ended."""


class TestDask(ClusterTests):
    backend = "dask"

    @pytest.fixture(autouse=True)
    def running(self, dask_address: str) -> None:
        self.address = dask_address

    def make(self) -> Executor:
        return Dask(2, None, 0.8, self.address)


class TestRay(ClusterTests):
    backend = "ray"

    @pytest.fixture(autouse=True)
    def running(self, ray_address: str) -> None:
        self.address = ray_address

    def make(self) -> Executor:
        return Ray(2, None, 0.8, self.address)
