"""What can happen to a cache in Redis: it goes away, it comes back, others write into it."""

from __future__ import annotations

import asyncio
import gc
import pickle
import re
import signal
import struct
import subprocess
import sys
import threading
import time
import warnings
import zlib
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import lz4.block
import numpy as np
import pytest

import fastind as fi
from fastind.errors import CacheWarning, ParameterError
from fastind.io.cache import by_redis, outage
from tests.cache.server import Server
from tests.grid_faults.watched import PATIENCE, until
from tests.processes import environment, result_of, start_python


@pytest.fixture(autouse=True)
def _short_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outage, "PAUSE", 0.2)


@pytest.fixture
def cache(server: Server) -> Iterator[fi.Cache]:
    with fi.Cache(server.url) as cache:
        yield cache


# --- it goes away and comes back ----------------------------------------------------------------------


def test_killed_in_the_middle_and_back_again(own_server: Server) -> None:
    with fi.Cache(own_server.url) as cache:
        work = cache.memoize(np.arange)
        cache.set("a", 1)
        assert work(1000).sum() == 499_500
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            own_server.kill()
            for _ in range(20):
                assert cache.get("a", "gone") == "gone"
                assert cache.set("a", 2) is False
                assert cache.get_many(["a", "b"]) == {}
                assert cache.delete("a") == cache.clear() == 0
                assert work(1000).sum() == 499_500
        assert [w.category for w in told] == [CacheWarning]
        assert re.search(
            r"Redis at 127.0.0.1:\d+ does not answer .* goes on without it", str(told[0].message)
        )
        assert cache.stats()["errors"] >= 1
        own_server.start()
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            until(lambda: cache.set("a", 3), "it is used again")
            assert cache.get("a") == 3
            assert work(1000).sum() == 499_500
        assert not told
        own_server.kill()
        with pytest.warns(CacheWarning, match="does not answer"):  # another outage is told again
            assert cache.get("a") is None


def test_killed_and_back_with_asyncio(own_server: Server) -> None:
    async def run() -> None:
        async with fi.Cache(own_server.url) as cache:

            @cache.memoize
            async def work(n: int) -> int:
                return n + 1

            assert await cache.aset("a", 1)
            own_server.kill()
            with warnings.catch_warnings(record=True) as told:
                warnings.simplefilter("always")
                assert await asyncio.gather(*(work(5) for _ in range(20))) == [6] * 20
                assert await asyncio.gather(*(cache.aget("a") for _ in range(20))) == [None] * 20
                assert await cache.aset("a", 1) is False
                assert await cache.adelete("a") == await cache.aclear() == 0
            assert [w.category for w in told] == [CacheWarning]
            own_server.start()
            while not await cache.aset("a", 3):
                await asyncio.sleep(0)
            assert await cache.aget("a") == 3

    asyncio.run(run())


def test_many_threads_while_it_dies(own_server: Server) -> None:
    with fi.Cache(own_server.url) as cache, warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        work = cache.memoize(lambda n: np.full(100, n))

        def loop(k: int) -> int:
            return sum(int(work((k + n) % 50)[0] == (k + n) % 50) for n in range(200))

        with ThreadPoolExecutor(16) as pool:
            runs = [pool.submit(loop, k) for k in range(16)]
            until(lambda: cache.stats()["hits"] >= 100 or all(run.done() for run in runs), "it is in use")
            own_server.kill()
            assert [run.result() for run in runs] == [200] * 16
    assert len(told) <= 1


def test_it_was_never_there(own_server: Server) -> None:
    own_server.kill()
    with fi.Cache(own_server.url) as cache, pytest.warns(CacheWarning, match="does not answer"):
        assert cache.memoize(lambda x: x)(5) == 5


def test_a_server_that_hangs_is_not_waited_for(own_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_redis, "TIMEOUT", 0.2)
    with fi.Cache(own_server.url) as cache:
        cache.set("a", 1)
        own_server.send(signal.SIGSTOP)
        try:
            with pytest.warns(CacheWarning, match="does not answer .*[Tt]imeout"):
                assert cache.get("a") is None
        finally:
            own_server.send(signal.SIGCONT)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it may need a while
            until(lambda: cache.get("a") == 1, "it answers again")


# --- passwords -----------------------------------------------------------------------------------------


def test_a_password(locked_server: Server) -> None:
    with fi.Cache(locked_server.url) as cache:
        assert cache.set("a", 1)
        assert "sesame" not in repr(cache)
        assert repr(cache) == f"Cache in Redis at 127.0.0.1:{locked_server.port}, namespace 'fastind'"


@pytest.mark.parametrize("password", ["wrong-sesame", None])
def test_a_wrong_password_is_never_shown(locked_server: Server, password: str | None) -> None:
    url = locked_server.url.replace(":open-sesame@", f":{password}@" if password else "")
    for ask in (lambda cache: cache.get("a"), lambda cache: asyncio.run(asked(cache))):
        with fi.Cache(url) as cache, pytest.warns(CacheWarning, match="Authentication") as told:
            assert ask(cache) is None
        assert [type(each.message) for each in told] == [CacheWarning]
        assert "sesame" not in str(told[0].message)


async def asked(cache: fi.Cache) -> Any:
    async with cache:
        return await cache.aget("a")


@pytest.mark.parametrize(
    "url",
    [
        "redis://:se/same@host:1", "redis://:sesame@host:port", "redis://:sesame@ho st", "http://:sesame@host",
        "redis://:sesame@host:99999999", "redis://[sesame", "sesame", "", "redis://:se#same@host", "redis://",
        "redis://:sesame@host/0?socket_timeout=sesame", "redis://u:12/same@host", "redis://host?x=y@same",
        "redis://host#same",
    ],
)  # fmt: skip
def test_a_bad_url_is_not_shown(url: str) -> None:
    with pytest.raises(ParameterError, match="url must be redis://") as error:
        fi.Cache(url)
    assert "same" not in str(error.value)
    assert error.value.__cause__ is None
    with pytest.raises(ParameterError, match="url must be text or None, got int"):
        fi.Cache(5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("redis://host/0?foo=sesame", "foo"), ("redis://:sesame@host?socket_timout=1", "socket_timout"),
        ("redis://host?db=1&decode_responses=true", "decode_responses"), ("redis://host?foo", "foo"),
        ("redis://host?ssl_ca_certs=sesame", "ssl_ca_certs"), ("unix://sesame?foo=1", "foo"),
    ],
)  # fmt: skip
def test_an_option_that_is_none_is_named(url: str, name: str) -> None:
    with pytest.raises(ParameterError, match=f"url has an option '{name}': those that it may ") as error:
        fi.Cache(url)
    assert "sesame" not in str(error.value)


def test_options_of_a_url(locked_server: Server) -> None:
    place = f"127.0.0.1:{locked_server.port}"
    with fi.Cache(f"redis://{place}?password=open-sesame&db=1&client_name=here&socket_timeout=60") as cache:
        assert cache.set("a", 1)
        with locked_server.client() as client:
            assert "here" in {each["name"] for each in client.client_list()}
            client.select(1)
            assert client.keys() == [b"fastind:v:a"]
    with fi.Cache(f"rediss://{place}?ssl_cert_reqs=none&ssl_check_hostname=false") as cache:
        assert repr(cache).startswith(f"Cache in Redis at {place}")
    with pytest.raises(ParameterError, match="url must be redis://"):
        fi.Cache(f"rediss://{place}?ssl_cert_reqs=nonsense")


# --- what others write ------------------------------------------------------------------------------------


class Planted:
    """Leaves a trace when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return Path.touch, (self.path,)


PLAIN, LZ4 = 2, 3


def envelope(codec: int, size: int, data: bytes, mark: bytes = b"fiC", checksum: int | None = None) -> bytes:
    return struct.pack("<3sBIQ", mark, codec, zlib.crc32(data) if checksum is None else checksum, size) + data


ZEROS = fi.dumps(np.zeros(100_000))


def test_the_envelope_below_is_right() -> None:
    from fastind.io.cache.envelope import sealed, unsealed

    assert (
        bytes(unsealed(envelope(LZ4, len(ZEROS), lz4.block.compress(ZEROS, store_size=False)), 10**6))
        == ZEROS
    )
    assert bytes(unsealed(envelope(PLAIN, len(ZEROS), ZEROS), 10**6)) == ZEROS
    assert sealed(ZEROS, "lz4") == envelope(LZ4, len(ZEROS), lz4.block.compress(ZEROS, store_size=False))


@pytest.mark.parametrize(
    "data",
    [
        b"", b"x", pickle.dumps([1, 2]), ZEROS, envelope(PLAIN, 5, b"\x05"), envelope(4, 1, b"\x05"),
        struct.pack("<4sBB2xQ", b"fiCa", 1, 0, 1) + b"\x05", envelope(PLAIN, 1, b"\x05", mark=b"fiD"),
        envelope(PLAIN, 1, b"\xc1"), envelope(PLAIN, 1, b"\x05", checksum=0),
        envelope(PLAIN, 3, b"\x05\x05\x05"), envelope(LZ4, 10, b"nonsense nonsense"),
        envelope(LZ4, len(ZEROS) - 1, lz4.block.compress(ZEROS, store_size=False)),
        envelope(LZ4, len(ZEROS) + 1, lz4.block.compress(ZEROS, store_size=False)),
        envelope(LZ4, len(ZEROS), lz4.block.compress(ZEROS, store_size=False)[:-1]),
        envelope(LZ4, 2**63, lz4.block.compress(ZEROS, store_size=False)),
        envelope(LZ4, 2**28, b"\x1f" * 100),
    ],
)  # fmt: skip
def test_what_is_not_ours_is_a_miss_with_one_warning(server: Server, cache: fi.Cache, data: bytes) -> None:
    with server.client() as client:
        client.set("fastind:v:a", data)
    with pytest.warns(CacheWarning, match="is not read and counts as a miss") as told:
        assert [cache.get("a", "none") for _ in range(3)] == ["none"] * 3
    assert len(told) == 1
    assert cache.stats()["misses"] == 3
    assert cache.stats()["errors"] == 3
    assert cache.set("a", 1)
    assert cache.get("a") == 1


def test_planted_pickle_is_never_run(server: Server, cache: fi.Cache, tmp_path: Path) -> None:
    trace = tmp_path / "ran"
    calls = []

    @cache.memoize
    def work(x: int) -> int:
        calls.append(x)
        return x

    work(5)
    with server.client() as client:
        keys = client.keys()
        assert len(keys) == 1
        for data in (pickle.dumps(Planted(trace)), envelope(PLAIN, 100, pickle.dumps(Planted(trace)))):
            client.set(keys[0], data)
            with warnings.catch_warnings(record=True):
                warnings.simplefilter("always")
                assert work(5) == 5
    assert not trace.exists()
    assert calls == [5] * 3
    assert work(5) == 5  # what was planted has been replaced
    assert len(calls) == 3


BOMB = """
import resource, struct, warnings, zlib
import lz4.block, numpy as np, redis
import fastind as fi
zeros = fi.dumps(np.zeros(50_000_000, np.int64))
bomb = lz4.block.compress(zeros, store_size=False)
size = len(zeros)
del zeros
warnings.simplefilter("ignore")
cache = fi.Cache("URL", max_value_bytes=2**24)
cache.set("b", np.zeros(10))
cache.get("b")
print(len(bomb))
resource.setrlimit(resource.RLIMIT_AS, (int(open("/proc/self/statm").read().split()[0]) * 4096 + 2**26,) * 2)
with redis.Redis.from_url("URL") as client:
    for declared in (size, 2**24, 2**62):
        client.set("fastind:v:a", struct.pack("<3sBIQ", b"fiC", 3, zlib.crc32(bomb), declared) + bomb)
        assert cache.get("a", "none") == "none"
cache.close()
"""


def test_a_bomb_takes_no_memory(server: Server) -> None:
    assert int(result_of(start_python(BOMB.replace("URL", server.url)))) < 2_000_000


@pytest.mark.parametrize("compress", ["lz4", None])
def test_a_bit_that_was_flipped_is_a_miss(server: Server, compress: Any) -> None:
    with fi.Cache(server.url, compress=compress) as cache, server.client() as client:
        cache.set("a", np.arange(300.0))
        whole = client.get("fastind:v:a")
        for at in range(0, len(whole), 7):
            client.setrange("fastind:v:a", at, bytes([whole[at] ^ 0x10]))
            with warnings.catch_warnings(record=True) as told:
                warnings.simplefilter("always")
                assert cache.get("a") is None, at
            assert len(told) == (at == 0)
            client.setrange("fastind:v:a", at, whole[at : at + 1])
        assert cache.get("a").sum() == 44_850


def test_a_bit_of_a_number_is_told(server: Server, cache: fi.Cache) -> None:
    cache.set("a", np.arange(300.0))
    with server.client() as client:
        client.setrange("fastind:v:a", client.strlen("fastind:v:a") - 9, b"?")
    with pytest.warns(CacheWarning, match="not those that were written: their checksum is another one"):
        assert cache.get("a") is None


@pytest.mark.parametrize("is_async", [False, True])
def test_what_is_too_large_never_comes(server: Server, is_async: bool) -> None:
    with fi.Cache(server.url, max_value_bytes=100_000) as cache, server.client() as client:
        cache.set_many({"small": 1, "large": np.random.default_rng(0).random(10_000)})
        client.set("fastind:v:huge", bytes(5_000_000))
        before = client.info("stats")["total_net_output_bytes"]

        async def ask() -> Any:
            async with cache:
                return await cache.aget_many(names)

        names = ["none", "huge", "large", "small"]
        with pytest.warns(CacheWarning, match="it has 5,000,000 bytes, at most 100,000 are read"):
            found = asyncio.run(ask()) if is_async else cache.get_many(names)
        assert list(found) == ["large", "small"]
        assert found["large"].shape == (10_000,)
        assert client.info("stats")["total_net_output_bytes"] - before < 110_000


def test_what_is_small_comes_in_one_round_trip(server: Server, cache: fi.Cache) -> None:
    cache.set_many({str(k): k for k in range(50)})
    asked = ("cmdstat_eval", "cmdstat_mget", "cmdstat_get")
    with server.client() as client:
        assert cache.get("0") == 0  # it is connected now
        client.config_resetstat()
        assert len(cache.get_many(map(str, range(50)))) == 50
        told = client.info("commandstats")
    assert [told.get(name, {"calls": 0})["calls"] for name in asked] == [1, 0, 50]  # those of the script


def test_a_key_of_another_type(server: Server, cache: fi.Cache) -> None:
    with server.client() as client:
        client.rpush("fastind:v:a", "x")
    assert cache.get("a", "none") == "none"
    assert cache.set("a", 1)
    assert cache.get("a") == 1


def test_a_full_server_refuses_and_is_told_once(own_server: Server) -> None:
    with own_server.client() as client:
        client.config_set("maxmemory", 1)
    with fi.Cache(own_server.url) as cache:
        array = np.random.default_rng(0).random(1000)
        with pytest.warns(CacheWarning, match=r"refuses: .*memory") as told:
            refused = [cache.set("a", array), cache.memoize(lambda x: x)(5), cache.set("a", 1)]
        assert refused == [False, 5, False]
        assert len(told) == 1
        assert str(told[0].message).isprintable()
        assert "fiC" not in str(told[0].message)
        with own_server.client() as client:
            client.config_set("maxmemory", 0)
        assert cache.set("a", 1)


# --- what lies in Redis -----------------------------------------------------------------------------------


def test_keys_expire_apart(server: Server) -> None:
    with fi.Cache(server.url, ttl=1000) as cache, server.client() as client:
        cache.set_many({str(k): k for k in range(5)})
        for k in range(200):
            cache.set(str(k), k)
        left = [client.pttl(f"fastind:v:{k}") / 1000 for k in range(200)]
        assert 850 < min(left) < 950 < 1050 < max(left) <= 1100
        assert len(set(left)) > 100
        cache.set("0", 0, ttl=None)
        assert client.ttl("fastind:v:0") == -1
        cache.memoize(ttl=10)(lambda: 1)()
        assert 8 < min(left for left in map(client.ttl, client.scan_iter()) if left > 0) < 12


def test_values_are_compressed(server: Server) -> None:
    array = np.round(np.random.default_rng(0).random(50_000), 2)
    sizes = {}
    with server.client() as client:
        for compress in ("lz4", None):
            with fi.Cache(server.url, compress=compress) as cache:
                cache.set("a", array)
                sizes[compress] = client.strlen("fastind:v:a")
                np.testing.assert_array_equal(cache.get("a"), array)
            with fi.Cache(server.url, compress="lz4") as cache:  # whoever wrote it
                np.testing.assert_array_equal(cache.get("a"), array)
    assert sizes["lz4"] < 0.8 * sizes[None]


def test_clear_leaves_the_rest_of_redis(server: Server, cache: fi.Cache) -> None:
    with server.client() as client:
        client.set("other", 1)
        client.set("fastindv:a", 1)
        cache.set_many({str(k): k for k in range(5000)})
        before = Counter({name: each["calls"] for name, each in client.info("commandstats").items()})
        assert cache.clear() == 5000
        after = Counter({name: each["calls"] for name, each in client.info("commandstats").items()})
        assert sorted(client.keys()) == [b"fastindv:a", b"other"]
    assert set(after - before) <= {"cmdstat_scan", "cmdstat_unlink", "cmdstat_info"}


# --- several processes -------------------------------------------------------------------------------

WORKER = """
import pathlib, sys, time
import fastind as fi
from fastind.io.cache import by_redis

by_redis.TIMEOUT = 60.0  # a slow machine is no outage
cache = fi.Cache("URL", claim_seconds=CLAIM)
folder = pathlib.Path(FOLDER)

@cache.memoize
def work(n):
    (folder / f"call-{time.monotonic_ns()}").touch()
    while not (folder / "go").exists():
        time.sleep(0.001)
    return [n]

print("ready", flush=True)
sys.stdin.readline()
print(work(7))
cache.close()
"""


@contextmanager
def worker(server: Server, folder: Path, claim: float = 60) -> Iterator[subprocess.Popen[str]]:
    """A process that is ready, and that does not outlive the block."""
    code = WORKER.replace("URL", server.url).replace("CLAIM", str(claim)).replace("FOLDER", repr(str(folder)))
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        [sys.executable, "-c", code], env=environment(), stdin=pipe, stdout=pipe, stderr=pipe, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def begin(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def calls(folder: Path) -> int:
    return len(list(folder.glob("call-*")))


def asked_for_claims(client: Any) -> int:
    """How often, of those commands that a cache sends for nothing else while nothing is kept."""
    return int(client.info("commandstats").get("cmdstat_set", {"calls": 0})["calls"])


def test_two_processes_on_one_cold_key(server: Server, tmp_path: Path) -> None:
    with worker(server, tmp_path) as one, worker(server, tmp_path) as other, server.client() as client:
        begin(one)
        begin(other)
        until(lambda: calls(tmp_path) > 0, "one computes")
        before = asked_for_claims(client)
        until(lambda: asked_for_claims(client) >= before + 5 or calls(tmp_path) > 1, "the other one waits")
        (tmp_path / "go").touch()
        assert [result_of(each) for each in (one, other)] == ["[7]", "[7]"]
    assert calls(tmp_path) == 1


def test_a_holder_that_died_does_not_block(server: Server, tmp_path: Path) -> None:
    with worker(server, tmp_path, claim=1) as first:
        begin(first)
        until(lambda: calls(tmp_path) > 0, "it computes")
    with worker(server, tmp_path, claim=1) as second:
        begin(second)
        (tmp_path / "go").touch()
        assert result_of(second) == "[7]"
    assert calls(tmp_path) == 2


CLIENTS: dict[str, Any] = {}


def test_a_claim_that_ran_out_is_not_taken_from_the_next(server: Server) -> None:
    with fi.Cache(server.url, claim_seconds=0.05) as cache, server.client() as client:
        CLIENTS["one"] = client

        @cache.memoize
        def slow() -> int:
            client = CLIENTS["one"]  # a memoized function may not close over it
            name = client.keys("fastind:l:*")[0]
            while client.exists(name):
                time.sleep(0)
            client.set(name, "of another")
            return 5

        assert slow() == 5
        assert [client.get(key) for key in client.keys("fastind:l:*")] == [b"of another"]


@pytest.mark.parametrize("is_async", [False, True])
def test_a_claim_that_nobody_gives_back_is_not_waited_for(server: Server, is_async: bool) -> None:
    with fi.Cache(server.url, claim_seconds=0.05) as cache, server.client() as client:
        work = cache.memoize(double) if is_async else cache.memoize(np.negative)
        found: list[int] = []

        def call() -> None:
            found.append(int(asyncio.run(closing(cache, work)) if is_async else work(5)))

        call()
        (key,) = client.keys("fastind:v:*")
        client.delete(key)
        client.set(key.replace(b":v:", b":l:"), "of nobody")  # and without an end
        caller = threading.Thread(target=call, daemon=True)
        caller.start()
        caller.join(PATIENCE)
        assert found == ([10] * 2 if is_async else [-5] * 2)


async def double(x: int) -> int:
    return 2 * x


async def closing(cache: fi.Cache, work: Any) -> int:
    async with cache:
        return int(await work(5))


def test_no_claim_is_left(server: Server, cache: fi.Cache) -> None:
    @cache.memoize
    def work(n: int) -> int:
        return 1 // n

    work(1)
    with pytest.raises(ZeroDivisionError):
        work(0)
    with server.client() as client:
        assert len(client.keys("*")) == 1


# --- event loops that end ----------------------------------------------------------------------------------


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_loop_that_ends_closes_its_connections(cache: fi.Cache, server: Server) -> None:
    async def use() -> None:
        assert await asyncio.gather(*(cache.aget("a") for _ in range(5))) == [1] * 5

    cache.set("a", 1)
    with server.client() as look:
        asyncio.run(use())
        before = len(look.client_list()), descriptors()
        for _ in range(20):
            asyncio.run(use())
        until(lambda: len(look.client_list()) <= before[0], "the server has let the connections go")
        assert descriptors() == before[1]


def test_a_loop_that_is_closed_by_hand_is_forgotten(cache: fi.Cache, server: Server) -> None:
    cache.set("a", 1)
    gc.collect()
    before = descriptors()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # asyncio's own, of such a loop's transports
        for _ in range(3):
            loop = asyncio.new_event_loop()
            assert loop.run_until_complete(cache.aget("a")) == 1
            loop.close()
        del loop
        cache.close()
        gc.collect()
    assert descriptors() <= before


def test_closed_in_its_loop_and_used_again(server: Server) -> None:
    async def run() -> None:
        async with fi.Cache(server.url) as cache:
            assert await cache.aset("a", 1)
            await cache.aclose()
            assert await cache.aget("a") == 1

    asyncio.run(run())


def test_a_database_is_a_number() -> None:
    for url in ("redis://host/abc", "rediss://host/0x", "redis://host/1/2", "redis://host/-1"):
        with pytest.raises(
            ParameterError, match="database in url must be a number, like redis://host:6379/0"
        ):
            fi.Cache(url)
    for url in ("redis://host", "redis://host/", "redis://host/15", "redis://host?db=1"):
        fi.Cache(url).close()
