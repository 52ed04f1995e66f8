"""What all methods of a cache share: its settings, its place, how values are wrapped and counted."""

import os
import random
import threading
import warnings
import weakref
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from fastind.errors import CacheWarning, InputError, ParameterError
from fastind.io.cache.backend import Backend, Found
from fastind.io.cache.envelope import HEADING, sealed, unsealed
from fastind.io.cache.flights import Flights
from fastind.io.cache.keys import checked_key, checked_namespace
from fastind.io.cache.memory import Memory
from fastind.io.serial.values import dumps, loads

DAY = 86_400.0
JITTER = 0.1
MISSING: Any = ...
"""No value and no setting: the same object in every process, and no value that is ever kept."""


class Settings(NamedTuple):
    """As `Cache` takes them."""

    url: str | None
    namespace: str
    ttl: float | None
    max_items: int
    max_bytes: int
    compress: str | None
    max_value_bytes: int
    claim_seconds: float


_keepers: "weakref.WeakSet[Keeper]" = weakref.WeakSet()


class Keeper:
    """One cache behind its methods for threads and for asyncio."""

    def __init__(self, *settings: Any) -> None:
        self.settings = Settings(*settings)
        _check(self.settings)
        self._is_shared = self.settings.url is not None
        self.begin()
        _keepers.add(self)

    def begin(self) -> None:
        """Empty, with nobody inside: now, and in a child that was forked while threads were in the middle."""
        self.place = _place(self.settings)
        self.flights = Flights()
        self._lock = threading.Lock()
        self._counts = dict.fromkeys(("hits", "misses", "sets", "errors", "bytes_read", "bytes_written"), 0)
        self._told: set[str] = set()

    def __repr__(self) -> str:
        return f"Cache in {self.place.name}, namespace {self.settings.namespace!r}"

    def __reduce__(self) -> Any:
        return Keeper, tuple(self.settings)

    def found(self, names: Sequence[str], found: Sequence[Found]) -> dict[str, Any]:
        """The values of what was found, counted."""
        values = {}
        size = 0
        for name, envelope in zip(names, found, strict=True):
            value = self.opened(envelope)
            if value is not MISSING and isinstance(envelope, bytes):
                values[name] = value
                size += len(envelope)
        self._count(hits=len(values), misses=len(names) - len(values), bytes_read=size)
        return values

    def opened(self, envelope: Found) -> Any:
        """The value, or MISSING if there is none or it is not one of ours."""
        if envelope is None:
            return MISSING
        try:
            return loads(unsealed(envelope, self.settings.max_value_bytes) if self._is_shared else envelope)
        except InputError as error:
            self._count(errors=1)
            self._tell("foreign", f"{self!r} holds something that is not read and counts as a miss: {error}")
            return MISSING

    def sealed(self, values: Mapping[str, Any]) -> dict[str, bytes]:
        """Each value as it is kept, but for those that are too large."""
        items = {checked_key(key): self.envelope(dumps(value)) for key, value in values.items()}
        return {key: envelope for key, envelope in items.items() if envelope is not None}

    def envelope(self, data: bytes) -> bytes | None:
        """The bytes of a value as they are kept; None if they are too many."""
        largest = self.settings.max_value_bytes
        if len(data) <= largest:
            return sealed(data, self.settings.compress) if self._is_shared else data
        self._count(errors=1)
        self._tell("large", f"{self!r} does not keep {len(data):,} bytes: max_value_bytes is {largest:,}")
        return None

    def counted_sets(self, items: Mapping[str, bytes], kept: int) -> int:
        """How many were kept, counted."""
        if kept:
            self._count(sets=kept, bytes_written=sum(map(len, items.values())))
        return kept

    def seconds(self, ttl: float | None = MISSING) -> float | None:
        """A time to live, a little more or less than it was asked for."""
        seconds = self.settings.ttl if ttl is MISSING else ttl
        if seconds is None:
            return None
        return _checked_seconds("ttl", seconds) * random.uniform(1 - JITTER, 1 + JITTER)

    def stats(self) -> dict[str, Any]:
        """As `Cache.stats`."""
        with self._lock:
            counts: dict[str, Any] = dict(self._counts)
        counts["errors"] += self.place.errors
        asked = counts["hits"] + counts["misses"]
        items, size = self.place.held() or (None, None)
        rate = counts["hits"] / asked if asked else float("nan")
        return {**counts, "hit_rate": rate, "items": items, "bytes": size}

    def _count(self, **more: int) -> None:
        with self._lock:
            for name, n in more.items():
                self._counts[name] += n

    def _tell(self, what: str, text: str) -> None:
        with self._lock:
            is_told = what in self._told
            self._told.add(what)
        if not is_told:
            warnings.warn(text, CacheWarning, stacklevel=2)


def _check(settings: Settings) -> None:
    for name in ("max_items", "max_bytes", "max_value_bytes"):
        value = getattr(settings, name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise ParameterError(f"{name} must be a whole number >= 1, got {value!r}")
    if settings.compress not in ("lz4", None):
        raise ParameterError(f'compress must be "lz4" or None, got {settings.compress!r}')
    if settings.url is not None and not isinstance(settings.url, str):
        raise ParameterError(f"url must be text or None, got {type(settings.url).__name__}")
    checked_namespace(settings.namespace)
    _checked_seconds("claim_seconds", settings.claim_seconds)
    if settings.ttl is not None:
        _checked_seconds("ttl", settings.ttl)


def _checked_seconds(name: str, seconds: Any) -> float:
    is_number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
    if not is_number or not 0 < seconds <= 36_500 * DAY:
        raise ParameterError(f"{name} must be seconds > 0 and at most 100 years, got {seconds!r}")
    return float(seconds)


def _place(settings: Settings) -> Backend:
    if settings.url is None:
        return Memory(settings.max_items, settings.max_bytes)
    from fastind.io.cache.by_redis import Redis

    return Redis(settings.url, settings.namespace, settings.max_value_bytes + HEADING.size)


def _forked() -> None:
    for keeper in list(_keepers):
        keeper.begin()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)
