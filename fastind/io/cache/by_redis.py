"""Bytes in Redis, for several processes and machines."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

from fastind.io.cache.address import Address
from fastind.io.cache.backend import Claim, Found, NoClaim
from fastind.io.cache.loops import ClientByLoop
from fastind.io.cache.outage import Outage
from fastind.io.extras import need

Answer = TypeVar("Answer")
TIMEOUT = 1.0
"""Seconds for a connection and for an answer."""
CONNECTIONS = 32
"""At once, for each event loop and for all threads."""
BATCH = 1000
"""Keys that are asked for and deleted at once."""
SMALL = 2**14
"""Bytes of a value that comes at once; of a larger one the size comes first."""
# Values of at most so many bytes, of others the size; nothing where there is none, or no text.
LOOK = """
local found = {}
for k, key in ipairs(KEYS) do
  local size = redis.pcall('strlen', key)
  if type(size) ~= 'number' then
    found[k] = false
  elseif size > tonumber(ARGV[1]) then
    found[k] = size
  else
    found[k] = redis.call('get', key)
  end
end
return found
"""
# Deletes a lock only if it is still the caller's.
RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"


class Redis:
    """Values lie under `NAMESPACE:v:KEY`, locks under `NAMESPACE:l:KEY`."""

    def __init__(self, url: str, namespace: str, largest: int) -> None:
        need("redis", "redis")
        self._address, self._namespace, self._largest = Address(url), namespace, largest
        self.name = self._address.shown
        self._outage = Outage(self.name)
        self._loops = ClientByLoop(lambda: self._made(is_async=True))
        self._client = self._made(is_async=False)

    @property
    def errors(self) -> int:
        """Tries that failed."""
        return self._outage.errors

    def get(self, keys: Sequence[str]) -> list[Found]:
        names = self._values(keys)

        def get() -> list[Found]:
            found = self._client.eval(LOOK, len(names), *names, SMALL)
            large = self._large(names, found)
            return _filled(found, large, self._client.mget(list(large.values()))) if large else found

        nothing: list[Found] = [None] * len(keys)
        return self._asked(get, nothing) if keys else []

    def set(self, items: Mapping[str, bytes], ttl: float | None) -> int:
        def set_all() -> int:
            return self._kept(self._batch(self._client, items, ttl).execute(raise_on_error=False))

        return self._asked(set_all, 0)

    def delete(self, keys: Sequence[str]) -> int:
        return self._asked(lambda: int(self._client.unlink(*self._values(keys))), 0) if keys else 0

    def clear(self) -> int:
        def clear() -> int:
            keys = list(self._client.scan_iter(match=f"{self._namespace}:v:*", count=BATCH))
            return sum(self._client.unlink(*keys[k : k + BATCH]) for k in range(0, len(keys), BATCH))

        return self._asked(clear, 0)

    def claim(self, key: str, seconds: float) -> Claim | None:
        claim = _RedisClaim(self, f"{self._namespace}:l:{key}")

        def take() -> Claim | None:
            is_ours = self._client.set(claim.name, claim.token, nx=True, px=_milliseconds(seconds))
            return claim if is_ours else None

        free: Claim | None = NoClaim()
        return self._asked(take, free)

    def close(self) -> None:
        self._loops.forget_ended()
        self._client.close()

    async def aget(self, keys: Sequence[str]) -> list[Found]:
        names = self._values(keys)

        async def get() -> list[Found]:
            client = self._loops.client()
            found = await client.eval(LOOK, len(names), *names, SMALL)
            large = self._large(names, found)
            return _filled(found, large, await client.mget(list(large.values()))) if large else found

        nothing: list[Found] = [None] * len(keys)
        return await self._aasked(get, nothing) if keys else []

    async def aset(self, items: Mapping[str, bytes], ttl: float | None) -> int:
        async def set_all() -> int:
            return self._kept(
                await self._batch(self._loops.client(), items, ttl).execute(raise_on_error=False)
            )

        return await self._aasked(set_all, 0)

    async def adelete(self, keys: Sequence[str]) -> int:
        async def delete() -> int:
            return int(await self._loops.client().unlink(*self._values(keys)))

        return await self._aasked(delete, 0) if keys else 0

    async def aclear(self) -> int:
        async def clear() -> int:
            client = self._loops.client()
            keys = [key async for key in client.scan_iter(match=f"{self._namespace}:v:*", count=BATCH)]
            counts = [await client.unlink(*keys[k : k + BATCH]) for k in range(0, len(keys), BATCH)]
            return sum(counts)

        return await self._aasked(clear, 0)

    async def aclaim(self, key: str, seconds: float) -> Claim | None:
        claim = _RedisClaim(self, f"{self._namespace}:l:{key}")

        async def take() -> Claim | None:
            is_ours = await self._loops.client().set(
                claim.name, claim.token, nx=True, px=_milliseconds(seconds)
            )
            return claim if is_ours else None

        return await self._aasked(take, NoClaim())

    async def aclose(self) -> None:
        await self._loops.close()
        self.close()

    def held(self) -> tuple[int, int] | None:
        return None

    def release(self, claim: "_RedisClaim") -> None:
        """Delete the lock, if its time was not over."""
        self._asked(lambda: self._client.eval(RELEASE, 1, claim.name, claim.token), 0)

    async def arelease(self, claim: "_RedisClaim") -> None:
        """The same."""
        await self._aasked(lambda: self._loops.client().eval(RELEASE, 1, claim.name, claim.token), 0)

    def _values(self, keys: Sequence[str]) -> list[str]:
        return [f"{self._namespace}:v:{key}" for key in keys]

    def _large(self, names: Sequence[str], found: Sequence[Found]) -> dict[int, str]:
        """Those of which the size has come and that are read, by place."""
        return {
            k: name
            for k, (name, each) in enumerate(zip(names, found, strict=True))
            if isinstance(each, int) and each <= self._largest
        }

    def _kept(self, answers: Sequence[Any]) -> int:
        """How many were kept; a refusal is told as the server says it, without the command."""
        refused = [answer for answer in answers if isinstance(answer, Exception)]
        if refused:
            self._fail(refused[0])
        return len(answers) - len(refused)

    def _batch(self, client: Any, items: Mapping[str, bytes], ttl: float | None) -> Any:
        batch = client.pipeline(transaction=False)
        for name, data in zip(self._values(list(items)), items.values(), strict=True):
            batch.set(name, data, px=None if ttl is None else _milliseconds(ttl))
        return batch

    def _asked(self, ask: Callable[[], Answer], nothing: Answer) -> Answer:
        """The answer, or nothing while Redis cannot be reached."""
        from redis.exceptions import RedisError

        if self._outage.is_open:
            return nothing
        failures = self._outage.failures
        try:
            answer = ask()
        except (RedisError, OSError) as error:
            self._fail(error)
            return nothing
        self._outage.succeeded(failures)
        return answer

    async def _aasked(self, ask: Callable[[], Awaitable[Answer]], nothing: Answer) -> Answer:
        from redis.exceptions import RedisError

        if self._outage.is_open:
            return nothing
        failures = self._outage.failures
        try:
            answer = await ask()
        except (RedisError, OSError) as error:
            self._fail(error)
            return nothing
        self._outage.succeeded(failures)
        return answer

    def _fail(self, error: Exception) -> None:
        from redis.exceptions import ResponseError

        said = self._address.hidden(f"{type(error).__name__}: {error}")[:200]
        (self._outage.refused if isinstance(error, ResponseError) else self._outage.failed)(said)

    def _made(self, is_async: bool) -> Any:
        """A client; it connects when it is first asked. Callers beyond its connections wait for one."""
        return self._address.client(is_async, CONNECTIONS, TIMEOUT)


class _RedisClaim:
    def __init__(self, place: Redis, name: str) -> None:
        import uuid

        self._place, self.name, self.token = place, name, uuid.uuid4().hex

    def release(self) -> None:
        self._place.release(self)

    async def arelease(self) -> None:
        await self._place.arelease(self)


def _milliseconds(seconds: float) -> int:
    return max(1, round(seconds * 1000))


def _filled(found: Sequence[Found], large: Mapping[int, str], values: Sequence[Any]) -> list[Found]:
    """What has come, with the values in the places of their sizes."""
    whole = list(found)
    for k, value in zip(large, values, strict=True):
        whole[k] = value
    return whole
