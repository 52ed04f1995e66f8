"""The suite for each place that keeps values, and what memory alone promises."""

from __future__ import annotations

import asyncio
import functools
import os
from collections.abc import Callable

import numpy as np
import pytest

import fastind as fi
from tests.cache.server import Server
from tests.cache.suite import CacheTests
from tests.processes import run_python


class TestMemory(CacheTests):
    @pytest.fixture
    def make(self) -> Callable[..., fi.Cache]:
        return fi.Cache

    def test_what_was_not_used_for_longest_goes_first(self) -> None:
        cache = fi.Cache(max_items=3)
        cache.set_many({"a": 1, "b": 2, "c": 3})
        assert cache.get("a") == 1
        cache.set("d", 4)
        assert cache.get_many(list("abcd")) == {"a": 1, "c": 3, "d": 4}
        assert cache.stats()["items"] == 3

    def test_bytes_are_bounded(self) -> None:
        cache = fi.Cache(max_bytes=100_000)
        for k in range(50):
            cache.set(str(k), np.full(1000, k, float))
        stats = cache.stats()
        assert 90_000 < stats["bytes"] <= 100_000
        assert stats["items"] == 12
        assert cache.get("49")[0] == 49
        assert cache.get("37") is None
        assert cache.set("huge", np.zeros(20_000)) is False
        assert cache.stats()["items"] == 12
        cache.set("49", 1)
        assert cache.stats()["bytes"] < 92_000
        cache.clear()
        assert cache.stats()["bytes"] == cache.stats()["items"] == 0

    def test_an_exception_is_raised_once_and_reaches_all(self) -> None:
        cache = fi.Cache()
        calls = []

        @cache.memoize
        async def work() -> int:
            calls.append(1)
            await asyncio.sleep(0)
            raise KeyError("no")

        async def run() -> list[BaseException | int]:
            return await asyncio.gather(*(work() for _ in range(64)), return_exceptions=True)

        errors = asyncio.run(run())
        assert [type(error) for error in errors] == [KeyError] * 64
        assert len(calls) == 1

    def test_arrays_are_views_of_what_is_kept(self) -> None:
        cache = fi.Cache()
        cache.set("a", np.arange(10_000.0))
        assert np.shares_memory(cache.get("a"), cache.get("a"))


class TestRedis(CacheTests):
    @pytest.fixture
    def make(self, server: Server) -> Callable[..., fi.Cache]:
        return functools.partial(fi.Cache, server.url)


class TestRedisUncompressed(CacheTests):
    @pytest.fixture
    def make(self, server: Server) -> Callable[..., fi.Cache]:
        return functools.partial(fi.Cache, server.url, compress=None)


FORKS = """
import os, threading, warnings
import fastind as fi

warnings.simplefilter("ignore", DeprecationWarning)  # of forks beside threads, which are what is tested
cache = fi.Cache()
begun, end = threading.Event(), threading.Event()


@cache.memoize
def slow(x):
    begun.set()
    end.wait()
    return x + 1


def busy():
    while not end.is_set():
        cache.set("a", [1.0] * 100)
        cache.get("a")


threads = [threading.Thread(target=slow, args=(1,)), *(threading.Thread(target=busy) for _ in range(3))]
for thread in threads:
    thread.start()
begun.wait()
for _ in range(20):
    child = os.fork()
    if child == 0:
        begun, end = threading.Event(), threading.Event()  # the parent's may be locked at this moment
        end.set()
        cache.set("b", 2)
        os._exit(0 if cache.get("b") == 2 and slow(1) == 2 else 1)
    assert os.waitpid(child, 0)[1] == 0
end.set()
for thread in threads:
    thread.join()
print(slow(1))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_forked_while_others_are_in_the_middle() -> None:
    assert run_python(FORKS).split() == ["2"]
