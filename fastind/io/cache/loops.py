"""A client of Redis for each event loop, as connections belong to the loop that has opened them."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from typing import Any, NamedTuple


class Kept(NamedTuple):
    """A client, and what closes it when its loop ends."""

    client: Any
    ending: AsyncGenerator[None]


class ClientByLoop:
    """Clients by event loop. A loop that ends closes its own: `asyncio.run` finishes the generators that it
    has begun. Of a loop that was closed by hand it is left to the garbage collector, as its transports are.
    """

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._kept: dict[Any, Kept] = {}

    def client(self) -> Any:
        """The running loop's."""
        loop = asyncio.get_running_loop()
        kept = self._kept.get(loop)
        if kept is None:
            self.forget_ended()
            client = self._make()
            kept = self._kept[loop] = Kept(client, self._until_the_end(loop, client))
            with suppress(StopIteration):
                anext(kept.ending).send(None)  # begun, so that the loop knows of it; it waits for nothing yet
        return kept.client

    async def close(self) -> None:
        """Close the running loop's."""
        kept = self._kept.get(asyncio.get_running_loop())
        if kept is not None:
            await kept.ending.aclose()

    def forget_ended(self) -> None:
        """Forget those of loops that were closed by hand."""
        for loop in list(self._kept):
            if loop.is_closed():
                self._kept.pop(loop, None)

    async def _until_the_end(self, loop: Any, client: Any) -> AsyncGenerator[None]:
        from redis.exceptions import RedisError

        try:
            yield
        finally:
            self._kept.pop(loop, None)
            with suppress(RedisError, OSError):
                await client.aclose()
