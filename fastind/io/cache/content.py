"""What a function is, as a hash: its code, and all that it holds.

Values are hashed as `dumps` has them. Other objects are taken apart as `copy.copy` would take them (nothing
is unpickled, and nothing called but `__reduce_ex__`); what cannot be taken apart, such as a lock or a file,
is refused, for two functions that differ in it would share their results.
"""

import copyreg
import functools
import hashlib
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any

from fastind.errors import ParameterError
from fastind.io.identity import compiled_from
from fastind.io.serial.values import packed

MEMOIZED = "_fastind_memoizes"
"""Where a memoized function keeps the one that it calls."""
DEPTH = 50  # of objects inside each other
EMPTY = object()


def held_by(function: Any) -> list[Any]:
    """The objects that the names have that a function closes over; EMPTY for a name that is bound later."""
    held = []
    for cell in getattr(compiled_from(function), "__closure__", None) or ():
        try:
            held.append(cell.cell_contents)
        except ValueError:
            held.append(EMPTY)
    return held


class Content:
    """A hash that values and functions are added to."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._seen: dict[int, tuple[int, Any]] = {}
        """By address: the number of each object that was taken apart, and the object, so that it stays."""

    def digest(self) -> str:
        """The hash of all that was added."""
        return self._hash.hexdigest()

    def add_values(self, values: Any) -> None:
        """Add what `dumps` takes."""
        body, buffers = packed(values)
        self._piece(body)
        for buffer in buffers:
            self._piece(buffer)

    def add(self, value: Any, depth: int = DEPTH) -> None:
        """Add a function or anything that one holds."""
        value = compiled_from(getattr(value, MEMOIZED, value))
        if isinstance(value, functools._lru_cache_wrapper):
            value = value.__wrapped__
        try:
            self.add_values([value])
        except ParameterError as error:
            if not depth:
                raise ParameterError("objects lie inside each other too deep") from error
            self._apart(value, depth - 1)

    def _apart(self, value: Any, depth: int) -> None:
        known = self._seen.get(id(value))
        if known is not None:
            self._word("again", known[0])
            return
        self._seen[id(value)] = len(self._seen), value
        if isinstance(value, ModuleType):
            self._word("module", value.__name__)
        elif isinstance(value, FunctionType):
            self._function(value, depth)
        elif isinstance(value, MethodType):
            self._all("method", [value.__func__, value.__self__], depth)
        elif isinstance(value, BuiltinFunctionType) and not isinstance(value.__self__, ModuleType | None):
            self._all("method", [value.__name__, value.__self__], depth)
        elif isinstance(value, type):
            self._class(value, depth)
        elif type(value) in (tuple, list):
            self._all("list", list(value), depth)
        elif type(value) is dict:
            self._all("dict", [each for pair in value.items() for each in pair], depth)
        elif type(value) in (set, frozenset):
            self._word("set", *sorted(_digest(each, depth) for each in value))
        else:
            self._object(value, depth)

    def _function(self, function: FunctionType, depth: int) -> None:
        self._word("function", function.__module__, function.__qualname__)
        self._code(function.__code__, function.__doc__)
        self.add([function.__defaults__, function.__kwdefaults__], depth)
        for inside in held_by(function):
            if inside is EMPTY:
                self._word("empty")
            else:
                self.add(inside, depth)

    def _code(self, code: CodeType, docstring: str | None = None) -> None:
        self._word("code", code.co_code.hex(), code.co_names, code.co_varnames, code.co_freevars)
        for constant in code.co_consts:
            if isinstance(constant, CodeType):
                self._code(constant)
            elif constant is not None and constant != docstring:
                self._word(type(constant).__name__, constant)

    def _class(self, kind: type, depth: int) -> None:
        """One that can be imported is its name; another one is what it says, too."""
        self._word("class", kind.__module__, kind.__qualname__)
        if kind.__module__ != "__main__" and "<locals>" not in kind.__qualname__:
            return
        for base in kind.__bases__:
            self.add(base, depth)
        for name, value in sorted(vars(kind).items()):
            if isinstance(value, staticmethod | classmethod):
                value = value.__func__
            if isinstance(value, FunctionType):
                self._all(name, [value], depth)
            elif isinstance(value, property):
                self._all(name, [value.fget], depth)

    def _object(self, value: Any, depth: int) -> None:
        try:
            reduce = copyreg.dispatch_table.get(type(value))
            parts = reduce(value) if reduce else value.__reduce_ex__(4)
        except Exception as error:
            raise ParameterError(
                f"it holds a {type(value).__qualname__}, of which nobody can tell what is in it: {error}"
            ) from error
        if isinstance(parts, str):  # the name of something global
            self._word("global", type(value).__qualname__, getattr(value, "__module__", None), parts)
            return
        make, args, state, items, pairs = (*parts, None, None, None)[:5]
        made = [make, *args, state, *(items or ()), *(each for pair in pairs or () for each in pair)]
        self._all("object", made, depth)

    def _all(self, word: str, parts: list[Any], depth: int) -> None:
        self._word(word, len(parts))
        for part in parts:
            self.add(part, depth)

    def _word(self, *words: Any) -> None:
        self._piece(repr(words).encode(errors="backslashreplace"))

    def _piece(self, data: Any) -> None:
        size = memoryview(data).nbytes
        self._hash.update(size.to_bytes(8, "little"))
        self._hash.update(data)


def _digest(value: Any, depth: int) -> str:
    content = Content()
    content.add(value, depth)
    return content.digest()
