"""What a cache needs of the place where it keeps bytes."""

from collections.abc import Mapping, Sequence
from typing import Protocol

Found = bytes | int | None
"""What is kept under a key; its size, if that is more than is read."""


class Claim(Protocol):
    """The right to compute a key, until it is released or its time is over."""

    def release(self) -> None:
        """Give it back; nothing happens if its time was over."""

    async def arelease(self) -> None:
        """The same without blocking the event loop."""


class Backend(Protocol):
    """Bytes by key. A place that is out of reach has nothing and keeps nothing, and raises nothing."""

    name: str

    @property
    def errors(self) -> int:
        """Tries that failed."""

    def get(self, keys: Sequence[str]) -> list[Found]:
        """What is kept under each key."""

    def set(self, items: Mapping[str, bytes], ttl: float | None) -> int:
        """Keep these, for so many seconds; how many were kept."""

    def delete(self, keys: Sequence[str]) -> int:
        """Forget these; how many were there."""

    def clear(self) -> int:
        """Forget everything of this namespace; how many there were."""

    def claim(self, key: str, seconds: float) -> Claim | None:
        """The right to compute a key among all processes; None while another one has it."""

    def close(self) -> None:
        """Let connections and memory go."""

    async def aget(self, keys: Sequence[str]) -> list[Found]:
        """As `get`."""

    async def aset(self, items: Mapping[str, bytes], ttl: float | None) -> int:
        """As `set`."""

    async def adelete(self, keys: Sequence[str]) -> int:
        """As `delete`."""

    async def aclear(self) -> int:
        """As `clear`."""

    async def aclaim(self, key: str, seconds: float) -> Claim | None:
        """As `claim`."""

    async def aclose(self) -> None:
        """As `close`."""

    def held(self) -> tuple[int, int] | None:
        """Items and bytes that are kept, where that can be told without asking anyone."""


class NoClaim:
    """Of a place that no other process sees, or that is out of reach."""

    def release(self) -> None:
        """Nothing is held."""

    async def arelease(self) -> None:
        """Nothing is held."""
