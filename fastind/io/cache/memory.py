"""Bytes in this process: what was not used for longest goes first."""

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence

from fastind.io.cache.backend import Claim, Found, NoClaim


class Memory:
    """At most so many items and so many bytes."""

    name = "memory"
    errors = 0

    def __init__(self, max_items: int, max_bytes: int) -> None:
        self._max_items, self._max_bytes = max_items, max_bytes
        self._kept: OrderedDict[str, tuple[bytes, float | None]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, keys: Sequence[str]) -> list[Found]:
        with self._lock:
            now = time.monotonic()
            return [self._one(key, now) for key in keys]

    def set(self, items: Mapping[str, bytes], ttl: float | None) -> int:
        end = None if ttl is None else time.monotonic() + ttl
        kept = 0
        with self._lock:
            for key, data in items.items():
                self._drop(key)
                if len(data) > self._max_bytes:
                    continue
                self._kept[key] = data, end
                self._bytes += len(data)
                kept += 1
                while len(self._kept) > self._max_items or self._bytes > self._max_bytes:
                    self._drop(next(iter(self._kept)))
        return kept

    def delete(self, keys: Sequence[str]) -> int:
        with self._lock:
            now = time.monotonic()
            found = [key for key in dict.fromkeys(keys) if self._one(key, now) is not None]
            for key in found:
                self._drop(key)
        return len(found)

    def clear(self) -> int:
        with self._lock:
            count = len(self._kept)
            self._kept.clear()
            self._bytes = 0
        return count

    def claim(self, key: str, seconds: float) -> Claim | None:
        return NoClaim()

    def close(self) -> None:
        self.clear()

    async def aget(self, keys: Sequence[str]) -> list[Found]:
        return self.get(keys)

    async def aset(self, items: Mapping[str, bytes], ttl: float | None) -> int:
        return self.set(items, ttl)

    async def adelete(self, keys: Sequence[str]) -> int:
        return self.delete(keys)

    async def aclear(self) -> int:
        return self.clear()

    async def aclaim(self, key: str, seconds: float) -> Claim | None:
        return NoClaim()

    async def aclose(self) -> None:
        self.clear()

    def held(self) -> tuple[int, int] | None:
        with self._lock:
            return len(self._kept), self._bytes

    def _one(self, key: str, now: float) -> bytes | None:
        found = self._kept.get(key)
        if found is None:
            return None
        data, end = found
        if end is not None and end <= now:
            self._drop(key)
            return None
        self._kept.move_to_end(key)
        return data

    def _drop(self, key: str) -> None:
        found = self._kept.pop(key, None)
        if found is not None:
            self._bytes -= len(found[0])
