"""One computation for all who want the same value at the same time: threads, and tasks of any event loop."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from typing import Any


class Abandoned(Exception):
    """The one who computed was cancelled; another one of those who wait must."""


class Flights:
    """The computations under way, by key."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._flying: dict[str, tuple[Future[bytes], Any]] = {}

    def run(self, key: str, compute: Callable[[], bytes]) -> bytes:
        """Compute, or wait for who does; its exception is raised here too."""
        me = threading.get_ident()
        while True:
            future, is_mine = self._join(key, me)
            if future is None:
                return compute()
            if is_mine:
                with _Landing(self, key, future) as landing:
                    return landing.result(compute())
            try:
                return future.result()
            except Abandoned:
                continue

    async def arun(self, key: str, compute: Callable[[], Awaitable[bytes]]) -> bytes:
        """The same in a task."""
        me = asyncio.current_task()
        while True:
            future, is_mine = self._join(key, me)
            if future is None:
                return await compute()
            if is_mine:
                with _Landing(self, key, future) as landing:
                    return landing.result(await compute())
            try:
                return await asyncio.shield(asyncio.wrap_future(future))
            except Abandoned:
                continue

    def _join(self, key: str, me: Any) -> tuple[Future[bytes] | None, bool]:
        """The computation, and whether it is mine to do; None if I am inside of it already."""
        with self._lock:
            flying = self._flying.get(key)
            if flying is None:
                future: Future[bytes] = Future()
                self._flying[key] = future, me
                return future, True
        future, owner = flying
        return (None, False) if owner == me else (future, False)

    def land(self, key: str) -> None:
        """It is over."""
        with self._lock:
            self._flying.pop(key, None)  # a forked child has begun anew meanwhile


class _Landing:
    """Hands the result, or what went wrong, to all who wait."""

    def __init__(self, flights: Flights, key: str, future: "Future[bytes]") -> None:
        self._flights, self._key, self._future = flights, key, future
        self._data: bytes | None = None

    def __enter__(self) -> "_Landing":
        return self

    def result(self, data: bytes) -> bytes:
        self._data = data
        return data

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        self._flights.land(self._key)
        if isinstance(error, Exception):
            self._future.set_exception(error)
        elif error is not None:  # cancelled or interrupted: that was meant for this caller alone
            self._future.set_exception(Abandoned())
        elif self._data is not None:
            self._future.set_result(self._data)
