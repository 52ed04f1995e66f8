"""`fi.Cache`."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, overload

from fastind.errors import ParameterError
from fastind.io.cache.keeper import DAY, MISSING, Keeper
from fastind.io.cache.keys import checked_key
from fastind.io.cache.memoize import Call, memoized


class Cache:
    """Keeps values for a while: in this process, or in Redis for several processes and machines.

    Parameters
    ----------
    url : str, optional
        `redis://host:port/database`; by default values are kept in memory. Needs `pip install
        "fastind[redis]"`, in memory `"fastind[cache]"`.
    namespace : str
        Letters, digits, `_`, `-`, `.`; caches of one namespace share their values, `clear` deletes only it.
    ttl : float or None
        Seconds that a value is kept, +-10 % by chance, so that what was set together does not expire
        together; None is for ever. By default a day.
    max_items, max_bytes : int
        Of memory only: what was not used for longest goes first. Redis has its own limits (`maxmemory`).
    compress : {"lz4", None}
        Of Redis only: values of more than 1 kB.
    max_value_bytes : int
        A larger value is neither kept nor, whatever Redis holds, fetched or unpacked.
    claim_seconds : float
        Of `memoize` with Redis: how long other processes wait for one that computes. A computation that takes
        longer may be done twice; one whose process died is done again after this time.

    Raises
    ------
    ParameterError
        A parameter is outside its limits, or the URL is none of Redis (it is not shown, for its password) or
        has an option that is none.

    Notes
    -----
    A value is what `fi.dumps` keeps, and each `get` makes it anew: nobody can change what another one gets.
    Arrays come back read-only. While Redis does not answer there are misses, nothing is kept, one
    `CacheWarning` says so, and it is tried again every two seconds. What is found in Redis and is not a value
    of a fastind cache (pickle, for example), or has changed since, is a miss with one warning.

    Each method that may wait has a twin for asyncio: `aget`, `aset`, `aget_many`, `aset_many`, `adelete`,
    `aclear`, `aclose`. Threads, tasks and event loops may share a cache; an event loop that ends
    (`asyncio.run`) closes its connections, `aclose` or `async with` does so earlier. A cache that is sent to
    another process begins there anew, with its own memory.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> cache = fi.Cache()
    >>> cache.set("close", np.array([1.0, 2.0]))
    True
    >>> cache.get("close")
    array([1., 2.])
    >>> @cache.memoize
    ... def slow(close, window):
    ...     return fi.ema(close, window)
    >>> slow(np.array([1.0, 2.0, 3.0]), 2)
    array([nan, 1.5, 2.5])
    >>> cache.stats()["hits"]
    1
    """

    def __init__(
        self,
        url: str | None = None,
        *,
        namespace: str = "fastind",
        ttl: float | None = DAY,
        max_items: int = 10_000,
        max_bytes: int = 2**28,
        compress: Literal["lz4"] | None = "lz4",
        max_value_bytes: int = 2**28,
        claim_seconds: float = 60.0,
    ) -> None:
        self._keeper = Keeper(
            url, namespace, ttl, max_items, max_bytes, compress, max_value_bytes, claim_seconds
        )

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value of a key, or the default where there is none; None may be a value too."""
        return self.get_many([key]).get(key, default)

    def get_many(self, keys: Iterable[str]) -> dict[str, Any]:
        """Return the values of those keys that are there, in one round trip."""
        names = _names(keys)
        return self._keeper.found(names, self._keeper.place.get(names))

    def set(self, key: str, value: Any, ttl: float | None = MISSING) -> bool:
        """Keep a value, for `ttl` seconds where given; False if it could not be kept (Redis is away)."""
        return self.set_many({key: value}, ttl) == 1

    def set_many(self, values: Mapping[str, Any], ttl: float | None = MISSING) -> int:
        """Keep several in one round trip; how many were kept."""
        items, seconds = self._keeper.sealed(values), self._keeper.seconds(ttl)
        return self._keeper.counted_sets(items, self._keeper.place.set(items, seconds) if items else 0)

    def delete(self, *keys: str) -> int:
        """Forget these keys; how many were there."""
        return self._keeper.place.delete(_names(keys))

    def clear(self) -> int:
        """Forget everything in this namespace, and nothing else; how many values there were."""
        return self._keeper.place.clear()

    def close(self) -> None:
        """Let connections and memory go. A closed cache may be used again, from the beginning."""
        self._keeper.place.close()

    async def aget(self, key: str, default: Any = None) -> Any:
        """As `get`, for asyncio."""
        return (await self.aget_many([key])).get(key, default)

    async def aget_many(self, keys: Iterable[str]) -> dict[str, Any]:
        """As `get_many`, for asyncio."""
        names = _names(keys)
        return self._keeper.found(names, await self._keeper.place.aget(names))

    async def aset(self, key: str, value: Any, ttl: float | None = MISSING) -> bool:
        """As `set`, for asyncio."""
        return await self.aset_many({key: value}, ttl) == 1

    async def aset_many(self, values: Mapping[str, Any], ttl: float | None = MISSING) -> int:
        """As `set_many`, for asyncio."""
        items, seconds = self._keeper.sealed(values), self._keeper.seconds(ttl)
        return self._keeper.counted_sets(items, await self._keeper.place.aset(items, seconds) if items else 0)

    async def adelete(self, *keys: str) -> int:
        """As `delete`, for asyncio."""
        return await self._keeper.place.adelete(_names(keys))

    async def aclear(self) -> int:
        """As `clear`, for asyncio."""
        return await self._keeper.place.aclear()

    async def aclose(self) -> None:
        """As `close`, with the connections of this event loop."""
        await self._keeper.place.aclose()

    def stats(self) -> dict[str, Any]:
        """Count since this cache was made.

        Returns
        -------
        dict
            hits, misses, hit_rate (of both; NaN before the first), sets, errors (tries that failed, values
            that were not ours or too large), bytes_read, bytes_written, and in memory items and bytes that
            are kept (None with Redis).
        """
        return self._keeper.stats()

    @overload
    def memoize(self, function: Call) -> Call: ...
    @overload
    def memoize(self, *, ttl: float | None = ...) -> Callable[[Call], Call]: ...
    def memoize(self, function: Any = None, *, ttl: float | None = MISSING) -> Any:
        """Keep what a function gives for each set of arguments; for async functions too.

        Parameters
        ----------
        function : callable
            A function, or what it is put before as `@cache.memoize` or `@cache.memoize(ttl=60)`.
        ttl : float or None, optional
            Seconds; else the cache's.

        Raises
        ------
        ParameterError
            (A TypeError.) `function` is no function, or a generator, or holds what nobody can tell apart
            (a lock, an open file). In a call: an argument, or what the
            function gives, cannot be kept by `fi.dumps`.

        Notes
        -----
        The key is the function's module, name and compiled code, its defaults, what it closes over or is
        bound to, and the content of the arguments (arrays and frames too). What it takes from globals, files
        or the network is not part of it, nor that an object which it closes over is changed in its place.

        Callers of one process that want the same value at the same time wait for one computation; with Redis
        those of other processes too. An exception is not kept; it is raised by all callers of the process
        that waited. Each caller gets a value of its own, at the first time too, as `fi.loads` makes it. Where
        the computation waits for the caller itself (functions that call each other) it computes on its own.
        """
        self._keeper.seconds(ttl)  # refused here, and not in the first call

        def decorate(of: Any) -> Any:
            return memoized(self._keeper, of, ttl)

        return decorate if function is None else decorate(function)

    def __enter__(self) -> "Cache":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    async def __aenter__(self) -> "Cache":
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return repr(self._keeper)

    def __reduce__(self) -> Any:
        return _made, (self._keeper.settings,)


def _made(settings: Any) -> Cache:
    return Cache(**settings._asdict())


def _names(keys: Iterable[str]) -> list[str]:
    if isinstance(keys, str):
        raise ParameterError(f"keys must be several, got the one text {keys[:80]!r}: put it into a list")
    return [checked_key(key) for key in dict.fromkeys(keys)]
