"""One computation for all who want the same value at the same time: threads, and tasks of any event loop.

Whoever would wait for a computation that waits for the caller itself, straight or through others, computes on
its own: a function that calls itself, and two that call each other crosswise in two threads, end as they do
without a cache. A computation is known to all that it calls, tasks that it starts too, but not to threads
that it starts itself.
"""

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from contextvars import ContextVar
from typing import Any


class Abandoned(Exception):
    """The one who computed was cancelled; another one of those who wait must."""


class Flight:
    """A computation under way."""

    def __init__(self) -> None:
        self.future: Future[bytes] = Future()
        self.waits: list[Flight] = []
        """Those that somebody inside of it waits for."""

    def leads_to(self, others: "tuple[Flight, ...]") -> bool:
        """True if it is one of these, or waits for one of them."""
        seen: set[Flight] = set()
        left = [self]
        while left:
            flight = left.pop()
            if flight in others:
                return True
            if flight not in seen:
                seen.add(flight)
                left += flight.waits
        return False


_inside: ContextVar[tuple[Flight, ...]] = ContextVar("fastind_flights", default=())
_lock = threading.Lock()
"""Of all flights: those of several caches may wait for each other."""


class Flights:
    """The computations under way, by key."""

    def __init__(self) -> None:
        self._flying: dict[str, Flight] = {}

    def run(self, key: str, compute: Callable[[], bytes], alone: Callable[[], bytes]) -> bytes:
        """Compute, or wait for who does, whose exception is raised here too; `alone` if that never ends."""
        inside = _inside.get()
        while True:
            flight, is_mine = self._join(key, inside)
            if flight is None:
                return alone()
            if is_mine:
                with _Landing(self, key, flight, inside) as landing:
                    return landing.result(compute())
            try:
                return flight.future.result()
            except Abandoned:
                continue
            finally:
                _leave(flight, inside)

    async def arun(
        self, key: str, compute: Callable[[], Awaitable[bytes]], alone: Callable[[], Awaitable[bytes]]
    ) -> bytes:
        """The same in a task."""
        inside = _inside.get()
        while True:
            flight, is_mine = self._join(key, inside)
            if flight is None:
                return await alone()
            if is_mine:
                with _Landing(self, key, flight, inside) as landing:
                    return landing.result(await compute())
            try:
                return await asyncio.shield(asyncio.wrap_future(flight.future))
            except Abandoned:
                continue
            finally:
                _leave(flight, inside)

    def _join(self, key: str, inside: tuple[Flight, ...]) -> tuple[Flight | None, bool]:
        """The computation, and whether it is mine to do; None if it waits for me."""
        with _lock:
            flight = self._flying.get(key)
            if flight is None:
                flight = self._flying[key] = Flight()
                return flight, True
            if flight.leads_to(inside):
                return None, False
            for around in inside:
                around.waits.append(flight)
            return flight, False

    def land(self, key: str) -> None:
        """It is over."""
        with _lock:
            self._flying.pop(key, None)  # a forked child has begun anew meanwhile


def _leave(flight: Flight, inside: tuple[Flight, ...]) -> None:
    """Wait for it no more."""
    with _lock:
        for around in inside:
            around.waits.remove(flight)


class _Landing:
    """Hands the result, or what went wrong, to all who wait."""

    def __init__(self, flights: Flights, key: str, flight: Flight, inside: tuple[Flight, ...]) -> None:
        self._flights, self._key, self._future = flights, key, flight.future
        self._now_inside = (*inside, flight)
        self._data: bytes | None = None

    def __enter__(self) -> "_Landing":
        self._before = _inside.set(self._now_inside)
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
        if not isinstance(error, GeneratorExit):  # of a coroutine that is collected where somebody else runs
            _inside.reset(self._before)


def _forked() -> None:
    global _lock
    _lock = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)
