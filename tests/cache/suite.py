"""What every cache promises, wherever it keeps its values."""

from __future__ import annotations

import asyncio
import math
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import cloudpickle
import numpy as np
import pandas as pd
import polars as pl
import pytest

import fastind as fi
from fastind.errors import ParameterError
from tests.cache.apart import APART
from tests.grid_faults.watched import PATIENCE, until

CALLERS = 64
CROSS: dict[str, Any] = {}
GATES: dict[str, threading.Event] = {}
"""Of a function that is memoized, which may not close over locks."""


class Locked:
    """What nobody can tell apart."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def times(self, x: float) -> float:
        return x * 2


class CacheTests:
    """A subclass says by `make` what cache is meant."""

    @pytest.fixture
    def make(self) -> Callable[..., fi.Cache]:
        raise NotImplementedError

    @pytest.fixture
    def cache(self, make: Callable[..., fi.Cache]) -> Iterator[fi.Cache]:
        with make() as cache:
            yield cache

    def test_what_was_set_is_there(self, cache: fi.Cache) -> None:
        assert cache.get("a") is None
        assert cache.get("a", 5) == 5
        assert cache.set("a", [1, (2.5, None)])
        assert cache.get("a") == [1, (2.5, None)]
        assert cache.set("a", None)
        assert cache.get("a", 5) is None
        assert cache.delete("a", "b") == 1
        assert cache.get("a", 5) == 5

    def test_several_at_once(self, cache: fi.Cache) -> None:
        values = {f"k{k}": k for k in range(505)}
        assert cache.set_many(values) == 505
        assert cache.get_many([*values, "other", "k1"]) == values
        assert cache.set_many({}) == 0
        assert cache.get_many([]) == {}
        assert cache.delete() == 0

    def test_arrays_and_frames(self, cache: fi.Cache) -> None:
        array = np.random.default_rng(0).random((300, 200)).round(2)
        frame = pd.DataFrame({"x": np.arange(1000.0), "code": "A"})
        cache.set_many({"array": array, "pandas": frame, "polars": pl.from_pandas(frame)})
        np.testing.assert_array_equal(cache.get("array"), array, strict=True)
        pd.testing.assert_frame_equal(cache.get("pandas"), frame)
        assert cache.get("polars").equals(pl.from_pandas(frame))

    def test_nobody_can_change_what_another_one_gets(self, cache: fi.Cache) -> None:
        value = {"array": np.zeros(1000), "list": [1], "frame": pd.DataFrame({"x": [1.0, 2.0]})}
        cache.set("a", value)
        value["array"][:] = 9
        for _ in range(2):
            got = cache.get("a")
            assert got["list"] == [1]
            assert got["frame"]["x"].tolist() == [1.0, 2.0]
            assert got["array"].sum() == 0
            assert not got["array"].flags.writeable
            got["list"].append(2)
            got["frame"].loc[0, "x"] = 9.0

    def test_values_expire(self, cache: fi.Cache) -> None:
        cache.set_many({"a": 1, "b": 1}, ttl=0.05)
        cache.set("c", 1)
        cache.set("d", 1, ttl=None)
        while cache.get_many(["a", "b"]):
            assert cache.get("c") == cache.get("d") == 1
        assert cache.get_many(list("abcd")) == {"c": 1, "d": 1}

    def test_clear_is_of_one_namespace(self, make: Callable[..., fi.Cache]) -> None:
        names = ["one", "one.more", "on", "o-e"]
        caches = {name: make(namespace=name) for name in names}
        for name, cache in caches.items():
            cache.set_many({"a": name, "v:a": name, "one:v:a": name})
        assert caches["one"].clear() == 3
        assert caches["one"].get("a") is None
        for name in names[1:]:
            assert caches[name].get("a") == name
            caches[name].close()
        caches["one"].close()

    def test_stats(self, cache: fi.Cache) -> None:
        assert math.isnan(cache.stats()["hit_rate"])
        cache.set("a", np.zeros(1000))
        cache.get_many(["a", "b"])
        cache.get("a")
        cache.get("c")
        found = cache.stats()
        assert (found["hits"], found["misses"], found["hit_rate"], found["sets"]) == (2, 2, 0.5, 1)
        assert found["errors"] == 0
        assert found["bytes_written"] > 0
        assert found["bytes_read"] == 2 * found["bytes_written"]

    def test_asyncio(self, make: Callable[..., fi.Cache]) -> None:
        async def use() -> None:
            async with make() as cache:
                assert await cache.aset("a", 1)
                assert await cache.aset_many({"b": np.arange(3), "c": "x"}) == 2
                assert await cache.aget("a") == 1
                assert await cache.aget("z", 7) == 7
                assert list(await cache.aget_many(["c", "z"])) == ["c"]
                assert await cache.adelete("a", "z") == 1
                assert cache.get_many(list("abc")).keys() == {"b", "c"}
                assert await cache.aclear() == 2
                assert await cache.aget("b") is None
                assert await cache.aget_many([]) == {}
                assert await cache.adelete() == 0

        asyncio.run(use())
        asyncio.run(use())  # in another event loop

    def test_memoize(self, cache: fi.Cache) -> None:
        calls: list[Any] = []

        @cache.memoize
        def work(x: Any, window: int = 14, *, flat: float = 50.0) -> Any:
            """Of x."""
            calls.append(window)
            return x * 2.0, window

        assert work.__name__ == "work"
        assert work.__doc__ == "Of x."
        close = np.arange(2000.0)
        first, second = work(close), work(np.arange(2000.0), 14)
        assert type(first) is type(second) is tuple
        for each in (first, second, work(x=close, window=14, flat=50.0)):
            np.testing.assert_array_equal(each[0], close * 2)
            assert not each[0].flags.writeable
        assert calls == [14]
        work(close, 15)
        work(close, 14.0)
        work(close, True)
        work(close[:-1])
        work(close.astype(np.float32))
        work(pd.Series(close))
        work(close, flat=0.0)
        assert len(calls) == 8

    def test_memoize_tells_functions_apart(self, cache: fi.Cache) -> None:
        def make(step: float) -> Callable[[float], float]:
            @cache.memoize
            def work(x: float) -> float:
                return x + step

            return work

        one, two = make(1.0), make(2.0)
        assert (one(1.0), two(1.0), one(1.0), two(1.0)) == (2.0, 3.0, 2.0, 3.0)
        assert cache.stats()["hits"] == 2

    @pytest.mark.parametrize("name", APART)
    def test_memoize_tells_what_is_held_apart(self, cache: fi.Cache, name: str) -> None:
        make, argument = APART[name]
        functions = [make(k) for k in range(2)]
        wanted = [repr(function(argument)) for function in functions]
        assert wanted[0] != wanted[1]
        kept = [cache.memoize(function) for function in functions]
        again = [cache.memoize(make(k)) for k in range(2)]
        for each in (kept, again):
            assert [repr(function(argument)) for function in each] == wanted
        assert cache.stats()["hits"] == 2

    def test_memoize_sees_names_that_are_bound_again(self, cache: fi.Cache) -> None:
        step = 1.0

        @cache.memoize
        def work(x: float) -> float:
            return x + step

        assert work(1.0) == 2.0
        step = 5.0
        assert work(1.0) == 6.0

    def test_memoize_refuses_what_nobody_can_tell_apart(self, cache: fi.Cache) -> None:
        lock = threading.Lock()
        with pytest.raises(ParameterError, match=r"closes over or is bound to: it holds a lock"):
            cache.memoize(lambda x: (x, lock))
        with pytest.raises(
            ParameterError,
            match=r"Locked.times cannot be memoized, .*: it holds a lock, .*; memoize a function, and give ",
        ):
            cache.memoize(Locked().times)

    def test_a_method_of_a_class_is_told_what_to_do(self, cache: fi.Cache) -> None:
        class Model:
            @cache.memoize
            def times(self, x: float) -> float:
                return x * 2

        with pytest.raises(
            ParameterError, match=r"because of an argument: .*Model.*; `self` is one, too: memoize a function"
        ):
            Model().times(2.0)

    def test_what_cannot_be_kept(self, cache: fi.Cache) -> None:
        @cache.memoize(ttl=60)
        def work(x: Any) -> Any:
            return x

        for error in (TypeError, ParameterError):
            with pytest.raises(error, match=r"work cannot be kept, because of an argument: .*object"):
                work(object())
        with pytest.raises(TypeError, match="missing a required argument"):
            work()

        @cache.memoize
        def bad() -> Any:
            return {1, 2}

        with pytest.raises(TypeError, match="use a sorted list"):
            bad()
        with pytest.raises(TypeError, match="use a sorted list"):
            cache.set("a", {1, 2})

    def test_one_computation_for_many_threads(self, cache: fi.Cache) -> None:
        calls = []
        barrier = threading.Barrier(CALLERS, timeout=PATIENCE)

        @cache.memoize
        def work(n: int) -> np.ndarray:
            calls.append(n)
            return np.full(n, 7.0)

        def call() -> float:
            barrier.wait()
            return float(work(500).sum())

        with ThreadPoolExecutor(CALLERS) as pool:
            sums = [f.result() for f in [pool.submit(call) for _ in range(CALLERS)]]
        assert sums == [3500.0] * CALLERS
        assert calls == [500]

    def test_one_computation_for_many_tasks(self, make: Callable[..., fi.Cache]) -> None:
        calls = []

        async def run() -> None:
            async with make() as cache:

                @cache.memoize
                async def work(n: int) -> list[int]:
                    calls.append(n)
                    await asyncio.sleep(0)
                    return [n]

                found = await asyncio.gather(*(work(5) for _ in range(CALLERS)))
                assert found == [[5]] * CALLERS
                found[0].append(6)
                assert found[1] == [5]
                assert await work(5) == [5]

        asyncio.run(run())
        assert calls == [5]

    def test_more_callers_than_connections(self, make: Callable[..., fi.Cache]) -> None:
        async def run() -> None:
            async with make() as cache:
                await asyncio.gather(*(cache.aset(str(k), k) for k in range(500)))
                assert await asyncio.gather(*(cache.aget(str(k)) for k in range(500))) == list(range(500))
                with ThreadPoolExecutor(200) as pool:
                    assert list(pool.map(cache.get, map(str, range(500)))) == list(range(500))
                assert cache.stats()["errors"] == 0

        asyncio.run(run())

    def test_a_closed_cache_may_be_used_again(self, make: Callable[..., fi.Cache]) -> None:
        cache = make()
        for k in range(3):
            with cache:
                assert cache.set("a", k)
                assert cache.get("a") == k

    def test_an_exception_reaches_all_who_wait_and_is_not_kept(self, cache: fi.Cache) -> None:
        calls = []
        GATES.update(entered=threading.Event(), go=threading.Event())

        @cache.memoize
        def work() -> int:
            calls.append(1)
            GATES["entered"].set()
            assert GATES["go"].wait(PATIENCE)
            if len(calls) == 1:
                raise KeyError("first")
            return 5

        with ThreadPoolExecutor(8) as pool:
            first = pool.submit(work)
            assert GATES["entered"].wait(PATIENCE)
            others = [pool.submit(work) for _ in range(7)]
            until(lambda: cache.stats()["misses"] >= 8, "all have looked")
            GATES["go"].set()
            errors = [f.exception() for f in (first, *others)]
        # who had looked and did not yet wait has computed again
        assert isinstance(errors[0], KeyError)
        assert all(error is None or isinstance(error, KeyError) for error in errors)
        assert work() == 5

    def test_an_exception_reaches_all_tasks(self, make: Callable[..., fi.Cache]) -> None:
        async def run() -> None:
            async with make() as cache:
                calls = []

                @cache.memoize
                async def work() -> int:
                    while cache.stats()["misses"] < CALLERS:  # all have looked
                        await asyncio.sleep(0)
                    calls.append(1)
                    raise KeyError(len(calls))

                errors = await asyncio.gather(*(work() for _ in range(CALLERS)), return_exceptions=True)
                assert all(isinstance(error, KeyError) for error in errors)
                before = len(calls)
                with pytest.raises(KeyError):
                    await work()
                assert len(calls) == before + 1

        asyncio.run(run())

    def test_who_is_cancelled_leaves_the_work_to_another(self, make: Callable[..., fi.Cache]) -> None:
        calls = []

        async def run() -> None:
            async with make() as cache:
                started, go = asyncio.Event(), asyncio.Event()

                @cache.memoize
                async def work() -> int:
                    calls.append(1)
                    started.set()
                    await go.wait()
                    return 5

                first = asyncio.create_task(work())
                await started.wait()
                second, third = asyncio.create_task(work()), asyncio.create_task(work())
                while cache.stats()["misses"] < 3:
                    await asyncio.sleep(0)
                first.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await first
                go.set()
                assert await asyncio.gather(second, third) == [5, 5]

        asyncio.run(run())
        assert len(calls) == 2

    def test_a_function_may_call_itself(self, cache: fi.Cache) -> None:
        calls = []

        @cache.memoize
        def total(n: int) -> int:
            calls.append(n)
            return n and n + total(n - 1)

        assert total(50) == 1275
        assert total(51) == 1326
        assert len(calls) == 52

    def test_two_that_call_each_other_crosswise(self, cache: fi.Cache) -> None:
        """Each waits for the other one's computation, until one of them computes on its own."""
        CROSS.clear()
        meeting = threading.Barrier(2, timeout=PATIENCE)

        def begin(name: str) -> bool:
            """True for the first call in each thread, when both computations are under way."""
            CROSS.setdefault("calls", []).append(name)
            is_first = CROSS["calls"].count(name) == 1
            if is_first:
                meeting.wait()
            return is_first

        CROSS["begin"] = begin

        @cache.memoize
        def one(x: int) -> int:
            return int(CROSS["two"](x)) + 1 if CROSS["begin"]("one") else 10

        @cache.memoize
        def two(x: int) -> int:
            return int(CROSS["one"](x)) + 1 if CROSS["begin"]("two") else 20

        CROSS.update(one=one, two=two)
        found: dict[str, int] = {}
        threads = [
            threading.Thread(target=lambda name=name: found.update({name: CROSS[name](1)}), daemon=True)
            for name in ("one", "two")
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        assert found in ({"one": 12, "two": 11}, {"one": 21, "two": 22})
        assert [one(1), two(1)] == [found["one"], found["two"]]

    def test_tasks_that_call_each_other_crosswise(self, make: Callable[..., fi.Cache]) -> None:
        """Through tasks that they start, too."""
        CROSS.clear()
        CROSS["calls"] = []

        async def call(name: str, first: int) -> int:
            CROSS["calls"].append(name)
            if CROSS["calls"].count(name) > 1:
                return first
            while len(CROSS["calls"]) < 2:
                await asyncio.sleep(0)
            other = "two" if name == "one" else "one"
            (found,) = await asyncio.gather(CROSS[other](1))
            return int(found) + 1

        CROSS["call"] = call

        async def run() -> None:
            async with make() as cache:

                @cache.memoize
                async def one(x: int) -> int:
                    return int(await CROSS["call"]("one", 10))

                @cache.memoize
                async def two(x: int) -> int:
                    return int(await CROSS["call"]("two", 20))

                CROSS.update(one=one, two=two)
                found = await asyncio.wait_for(asyncio.gather(one(1), two(1)), PATIENCE)
                assert found in ([12, 11], [21, 22])
                assert await asyncio.gather(one(1), two(1)) == found

        asyncio.run(run())

    def test_one_that_calls_itself_in_a_task(self, make: Callable[..., fi.Cache]) -> None:
        CROSS.clear()
        CROSS["depth"] = 0

        async def run() -> None:
            async with make() as cache:

                @cache.memoize
                async def work(x: int) -> int:
                    CROSS["depth"] += 1
                    if CROSS["depth"] < 3:
                        (found,) = await asyncio.gather(CROSS["work"](x))
                        return int(found) + 1
                    return x

                CROSS["work"] = work
                assert await asyncio.wait_for(work(5), PATIENCE) == 7
                assert await work(5) == 7

        asyncio.run(run())

    def test_functions_without_an_end_are_an_error(self, cache: fi.Cache) -> None:
        CROSS["again"] = again = cache.memoize(lambda x: CROSS["again"](x))
        with pytest.raises(RecursionError):
            again(1)
        CROSS["again"] = lambda x: x
        assert again(1) == 1

    def test_a_large_value_is_given_and_not_kept(self, make: Callable[..., fi.Cache]) -> None:
        with make(max_value_bytes=10_000) as cache:
            with pytest.warns(
                fi.errors.CacheWarning, match="does not keep .* bytes: max_value_bytes is 10,000"
            ):
                assert cache.set("a", np.zeros(2000)) is False
            assert cache.memoize(np.zeros)(3000).shape == (3000,)
            assert cache.set_many({"a": np.zeros(2000), "b": 1}) == 1
            assert cache.get_many(["a", "b"]) == {"b": 1}
            assert cache.stats()["errors"] == 3

    def test_in_another_process_it_begins_anew(self, cache: fi.Cache) -> None:
        @cache.memoize
        def work(x: int) -> int:
            return x + 1

        work(1)
        again = cloudpickle.loads(cloudpickle.dumps(work))
        assert again(1) == 2
        with cloudpickle.loads(cloudpickle.dumps(cache)) as other:
            assert repr(other) == repr(cache)
            assert other.stats()["hits"] == 0

    @pytest.mark.parametrize("key", ["", "x" * 1001, 5, None, b"a", "\ud800"])
    def test_bad_keys(self, cache: fi.Cache, key: Any) -> None:
        for use in (cache.get, lambda k: cache.set(k, 1), cache.delete, lambda k: cache.get_many([k])):
            with pytest.raises(ParameterError, match="key"):
                use(key)

    def test_one_text_is_not_several_keys(self, cache: fi.Cache) -> None:
        with pytest.raises(ParameterError, match="put it into a list"):
            cache.get_many("abc")

    @pytest.mark.parametrize(
        ("settings", "said"),
        [
            ({"namespace": "a:b"}, "namespace must be"), ({"namespace": "*"}, "namespace must be"),
            ({"namespace": ""}, "namespace must be"), ({"namespace": None}, "namespace must be"),
            ({"ttl": 0}, "ttl must be seconds > 0"), ({"ttl": "1"}, "ttl must be"),
            ({"ttl": True}, "ttl must be"),
            ({"ttl": float("nan")}, "ttl must be"), ({"ttl": float("inf")}, "ttl must be"),
            ({"max_items": 0}, "max_items must be"), ({"max_bytes": 1.5}, "max_bytes must be"),
            ({"max_value_bytes": True}, "max_value_bytes must be"), ({"compress": "zip"}, "compress must be"),
            ({"claim_seconds": None}, "claim_seconds must be"),
        ],
    )  # fmt: skip
    def test_bad_settings(self, make: Callable[..., fi.Cache], settings: Any, said: str) -> None:
        with pytest.raises(ParameterError, match=said):
            make(**settings)

    def test_bad_uses(self, cache: fi.Cache) -> None:
        with pytest.raises(ParameterError, match="ttl must be"):
            cache.set("a", 1, ttl=-1)
        with pytest.raises(ParameterError, match="ttl must be"):
            cache.memoize(ttl="x")
        with pytest.raises(ParameterError, match="takes a function, got int"):
            cache.memoize(5)
        with pytest.raises(ParameterError, match="takes a function, got type"):
            cache.memoize(dict)

        def generator() -> Any:
            yield 1

        with pytest.raises(ParameterError, match="is a generator"):
            cache.memoize(generator)
