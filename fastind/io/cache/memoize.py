"""`@cache.memoize`: what a function gives, computed once for all who ask."""

import asyncio
import functools
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from fastind.errors import ParameterError
from fastind.io.cache.content import MEMOIZED
from fastind.io.cache.keeper import MISSING, Keeper
from fastind.io.cache.keys import CallKey
from fastind.io.serial.values import dumps, loads

Call = TypeVar("Call", bound=Callable[..., Any])
POLL = 0.01
"""Seconds between looks at a value that another process computes."""


def memoized(keeper: Keeper, function: Any, ttl: float | None) -> Any:
    """The function with its results kept."""
    if not callable(function) or isinstance(function, type):
        raise ParameterError(f"memoize takes a function, got {type(function).__name__}")
    if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
        raise ParameterError(
            f"{function.__qualname__} is a generator, whose values cannot be kept: give a list"
        )
    calls = CallKey(function)

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        key = calls.of(args, kwargs)
        found = keeper.found([key], keeper.place.get([key]))
        if found:
            return found[key]

        def alone() -> bytes:
            return dumps(function(*args, **kwargs))

        return loads(keeper.flights.run(key, lambda: _computed(keeper, key, ttl, alone), alone))

    @functools.wraps(function)
    async def acall(*args: Any, **kwargs: Any) -> Any:
        key = calls.of(args, kwargs)
        found = keeper.found([key], await keeper.place.aget([key]))
        if found:
            return found[key]

        async def alone() -> bytes:
            return dumps(await function(*args, **kwargs))

        return loads(await keeper.flights.arun(key, lambda: _acomputed(keeper, key, ttl, alone), alone))

    made = acall if inspect.iscoroutinefunction(function) else call
    setattr(made, MEMOIZED, function)
    return made


def _computed(keeper: Keeper, key: str, ttl: float | None, compute: Callable[[], bytes]) -> bytes:
    """The value's bytes: what another one has kept since we looked, or computed and kept."""
    end = _end(keeper)
    while (claim := keeper.place.claim(key, keeper.settings.claim_seconds)) is None:
        value = keeper.opened(keeper.place.get([key])[0])
        if value is not MISSING:
            return dumps(value)
        if time.monotonic() > end:
            return compute()
        time.sleep(POLL)
    try:
        value = keeper.opened(keeper.place.get([key])[0])
        if value is not MISSING:
            return dumps(value)
        data = compute()
        envelope = keeper.envelope(data)
        if envelope is not None:
            items = {key: envelope}
            keeper.counted_sets(items, keeper.place.set(items, keeper.seconds(ttl)))
        return data
    finally:
        claim.release()


async def _acomputed(
    keeper: Keeper, key: str, ttl: float | None, compute: Callable[[], Awaitable[bytes]]
) -> bytes:
    """The same without blocking the event loop."""
    end = _end(keeper)
    while (claim := await keeper.place.aclaim(key, keeper.settings.claim_seconds)) is None:
        value = keeper.opened((await keeper.place.aget([key]))[0])
        if value is not MISSING:
            return dumps(value)
        if time.monotonic() > end:
            return await compute()
        await asyncio.sleep(POLL)
    try:
        value = keeper.opened((await keeper.place.aget([key]))[0])
        if value is not MISSING:
            return dumps(value)
        data = await compute()
        envelope = keeper.envelope(data)
        if envelope is not None:
            items = {key: envelope}
            keeper.counted_sets(items, await keeper.place.aset(items, keeper.seconds(ttl)))
        return data
    finally:
        await claim.arelease()


def _end(keeper: Keeper) -> float:
    """When nobody is waited for any more: a claim ends by itself, but who knows what others write there."""
    return time.monotonic() + 2 * keeper.settings.claim_seconds
