"""Names of what is kept: those that users give, and those of calls."""

import hashlib
import inspect
import re
from collections.abc import Callable
from typing import Any

from fastind.errors import ParameterError
from fastind.io.identity import Identity, compiled_from
from fastind.io.serial.values import packed

LONGEST = 1000
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
        self._function = hashlib.sha256(repr(tuple(identity)).encode()).hexdigest()
        try:
            self._signature: inspect.Signature | None = inspect.signature(compiled_from(function))
        except (TypeError, ValueError):  # written in C
            self._signature = None

    def of(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
        """Name, code and the content of all arguments; f(1), f(x=1) and a default of 1 are one call."""
        given: list[Any] = [list(args), sorted(kwargs.items())]
        if self._signature is not None:
            bound = self._signature.bind(*args, **kwargs)
            bound.apply_defaults()
            given = list(bound.arguments.items())
        try:
            body, buffers = packed(given)
        except ParameterError as error:
            raise ParameterError(
                f"a call of {self._name} cannot be kept, because of an argument: {error}"
            ) from error
        content = hashlib.sha256(self._function.encode())
        content.update(body)
        for buffer in buffers:
            content.update(buffer.nbytes.to_bytes(8, "little"))
            content.update(buffer)
        return f"{self._name}:{content.hexdigest()}"
