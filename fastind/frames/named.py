"""Named tuples that can be sent to another process and kept."""

from collections import namedtuple
from collections.abc import Iterable
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1024)  # bytes from strangers may name any
def named(name: str, fields: tuple[str, ...]) -> Any:
    """The kind of named tuple with this name and these fields; always the same one."""
    kind: Any = namedtuple(name, fields)  # type: ignore[misc]

    def reduced(self: Any) -> Any:
        return _again, (name, fields, tuple(self))

    kind.__reduce__ = reduced  # type: ignore[method-assign]
    return kind


def _again(name: str, fields: tuple[str, ...], values: Iterable[Any]) -> Any:
    return named(name, fields)(*values)
