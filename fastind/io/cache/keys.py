"""Names of what is kept: those that users give, and those of calls."""

import inspect
import re
from collections.abc import Callable
from typing import Any

from fastind.errors import ParameterError
from fastind.io.cache.content import Content, held_by
from fastind.io.identity import Identity, compiled_from

LONGEST = 1000
ADVICE = "memoize a function, and give it the plain values as arguments"
NAMESPACE = re.compile(r"[A-Za-z0-9_.-]{1,100}")


def checked_key(key: Any) -> str:
    """A name for a value, as given."""
    if not isinstance(key, str) or not 0 < len(key) <= LONGEST:
        raise ParameterError(f"a key must be text of 1 to {LONGEST} characters, got {str(key)[:80]!r}")
    try:
        key.encode()
    except UnicodeEncodeError as error:
        raise ParameterError(f"the key {key!r} has half a character (a lone surrogate)") from error
    return key


def checked_namespace(namespace: Any) -> str:
    """A namespace that cannot reach into another one."""
    if not isinstance(namespace, str) or not NAMESPACE.fullmatch(namespace):
        raise ParameterError(
            f"namespace must be 1 to 100 letters, digits, _, - or ., got {str(namespace)[:80]!r}"
        )
    return namespace


class CallKey:
    """Makes the key of each call of one function."""

    def __init__(self, function: Callable[..., Any]) -> None:
        identity = Identity.of(function)
        self._name = f"{identity.module}.{identity.name}"[-200:]
        self._function = function
        try:
            self._signature: inspect.Signature | None = inspect.signature(compiled_from(function))
        except (TypeError, ValueError):  # written in C
            self._signature = None
        self._is = self._seen()

    def of(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
        """Name, code, what it holds, and all arguments; f(1), f(x=1) and a default of 1 are one call."""
        given: list[Any] = [list(args), sorted(kwargs.items())]
        if self._signature is not None:
            bound = self._signature.bind(*args, **kwargs)
            bound.apply_defaults()
            given = list(bound.arguments.items())
        content = Content()
        try:
            content.add_values([self._now(), given])
        except ParameterError as error:
            of_self = "self" in dict(given[:1]) if self._signature else False
            advice = f"; `self` is one, too: {ADVICE}" if of_self else ""
            raise ParameterError(
                f"a call of {self._name} cannot be kept, because of an argument: {error}{advice}"
            ) from error
        return f"{self._name}:{content.digest()}"

    def _now(self) -> str:
        """The function's hash; another one when a name that it closes over has another object."""
        held = held_by(self._function)
        if len(held) != len(self._is[0]) or any(a is not b for a, b in zip(held, self._is[0], strict=True)):
            self._is = self._seen()
        return self._is[1]

    def _seen(self) -> tuple[list[Any], str]:
        held, content = held_by(self._function), Content()
        try:
            content.add(self._function)
        except ParameterError as error:
            raise ParameterError(
                f"{self._name} cannot be memoized, because of what it closes over or is bound to: {error}; "
                f"{ADVICE}"
            ) from error
        return held, content.digest()
