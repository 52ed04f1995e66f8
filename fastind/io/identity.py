"""Which function a run was made with: its module, its name, and hashes of what it does."""

import functools
import hashlib
import inspect
from collections.abc import Mapping
from types import CodeType, FunctionType, MethodType
from typing import Any, NamedTuple

import numpy as np

SCALARS = (int, float, str, bytes, bool, type(None), complex, np.generic)
DEPTH = 8  # of containers and objects inside each other
WORDS = {"code": "code", "defaults": "defaults of parameters", "bound": "bound values"}


class Identity(NamedTuple):
    """Kept with the rows."""

    module: str
    name: str
    code: str
    """Of what Python has compiled; the docstring does not count."""
    defaults: str
    bound: str
    """Of what a partial, a closure or a callable object holds: scalars, arrays and containers of them; of
    other objects the type and the attributes, but for private ones, which are caches and connections."""

    @classmethod
    def of(cls, function: Any) -> "Identity":
        """A function's, a partial's, a method's or a callable object's."""
        inner, bound = _unbound(function)
        code, defaults = _code(inner)
        module = getattr(inner, "__module__", None) or type(inner).__module__
        name = getattr(inner, "__qualname__", None) or type(inner).__qualname__
        return cls(module, name, _hash(code), _hash(defaults), _hash(bound))

    def differences(self, other: "Identity") -> str:
        """What is not the same, in words; empty if all is."""
        pairs = zip(self._fields, self, other, strict=True)
        return ", ".join(
            f"its {WORDS[field]} changed" if field in WORDS else f"its {field} was {then}, and is {now}"
            for field, then, now in pairs
            if then != now
        )


def parameters(function: Any) -> list[inspect.Parameter] | None:
    """The parameters of a callable, if Python can tell them."""
    try:
        return list(inspect.signature(compiled_from(function)).parameters.values())
    except (TypeError, ValueError):
        return None


def compiled_from(function: Any) -> Any:
    """The Python function of one that numba has compiled; any other as it is."""
    return function.py_func if is_compiled(function) else function


def is_compiled(function: Any) -> bool:
    """Has numba made it; asked of every function, so without loading numba."""
    return "py_func" in getattr(function, "__dict__", {}) and hasattr(type(function), "nopython_signatures")


def _unbound(function: Any) -> tuple[Any, Any]:
    """The function that is meant, and what it is bound to."""
    if isinstance(function, functools.partial):
        inner, bound = _unbound(function.func)
        return inner, [bound, _facts(function.args), _facts(function.keywords)]
    if isinstance(function, MethodType):
        return function.__func__, _facts(function.__self__)
    function = compiled_from(function)
    if isinstance(function, FunctionType):
        return function, _closure(function, DEPTH)
    return function, _facts(function)


def _code(function: Any) -> tuple[Any, Any]:
    """What a function is, and its defaults."""
    if not isinstance(function, FunctionType):
        function = vars(type(function)).get("__call__", function)
    if not isinstance(function, FunctionType):
        return None, None
    return _compiled(function.__code__, function.__doc__), _facts(
        [function.__defaults__, function.__kwdefaults__]
    )


def _compiled(code: CodeType, docstring: str | None = None) -> Any:
    constants = code.co_consts
    if constants[:1] == (None,) or (docstring is not None and isinstance(constants[0], str)):
        constants = constants[1:]  # where Python keeps the docstring, or None
    return [code.co_code.hex(), code.co_names, code.co_varnames, _facts(constants)]


def _closure(function: FunctionType, depth: int) -> Any:
    return [_cell(cell, depth) for cell in function.__closure__ or ()]


def _cell(cell: Any, depth: int) -> Any:
    try:
        return _facts(cell.cell_contents, depth)
    except ValueError:  # a name that is bound later
        return None


def _facts(value: Any, depth: int = DEPTH) -> Any:
    """What makes a value what it is, as something whose repr is the same in every process."""
    if isinstance(value, SCALARS):
        return [type(value).__name__, repr(value)]
    if not depth:
        return type(value).__qualname__
    if isinstance(value, CodeType):
        return _compiled(value)
    if isinstance(value, FunctionType):
        return [
            _compiled(value.__code__, value.__doc__),
            _facts(value.__defaults__, depth - 1),
            _closure(value, depth - 1),
        ]
    if isinstance(value, np.ndarray) and not value.dtype.hasobject:
        return [str(value.dtype), value.shape, hashlib.sha256(value.tobytes()).hexdigest()]
    if isinstance(value, tuple | list):
        return [_facts(each, depth - 1) for each in value]
    if isinstance(value, frozenset | set):
        return sorted(repr(_facts(each, depth - 1)) for each in value)
    if isinstance(value, Mapping):
        return sorted((str(key), repr(_facts(each, depth - 1))) for key, each in value.items())
    inside = getattr(value, "__dict__", {})
    public = {name: each for name, each in inside.items() if not name.startswith("_")}
    return [type(value).__qualname__, _facts(public, depth - 1)]


def _hash(facts: Any) -> str:
    return hashlib.sha256(repr(facts).encode(errors="replace")).hexdigest()[:16]
