"""What is made at first use, and kept."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class lazy(Generic[T]):
    """An attribute that its method makes at first use.

    functools.cached_property holds a lock meanwhile until Python 3.12: a process that is forked while another
    thread holds it waits for ever.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make, self._name, self.__doc__ = make, make.__name__, make.__doc__

    def __get__(self, owner: Any, kind: Any = None) -> T:
        made = owner.__dict__[self._name] = self._make(owner)
        return made
