"""The source text of a definition, with everything that it uses, ready to stand in a file of its own."""

import ast
import builtins
import inspect
import math
import textwrap
import types
from collections.abc import Callable
from typing import Any

from fastind.errors import DefinitionError

Function = Callable[..., Any]
RESERVED = frozenset({"jit", "LANES", "lane", "series", "tile", "math", "np"})
"""Names that the loops' files use themselves."""
KEPT = "_fastind_source"
SAME = ("import math as math", "import numpy as np")


def gather(*functions: Function) -> str:
    """Imports, constants and functions, each once, in an order in which they can be executed."""
    found: dict[str, str] = {}
    for function in functions:
        _collect(function, found, ())
    return "\n\n\n".join(found.values())


def keep(function: Function) -> None:
    """Let the source of a function, and of those that it uses, go with it where its file is not."""
    node, lines = _parsed(function)
    setattr(function, KEPT, "\n".join(lines))
    for _, value in _globals_of(function, node):
        value = getattr(value, "py_func", value)
        if isinstance(value, types.FunctionType) and not value.__module__.startswith("fastind."):
            keep(value)


def _collect(function: Function, found: dict[str, str], callers: tuple[str, ...]) -> None:
    name = function.__name__
    if name in callers:
        raise DefinitionError(f"{name} calls itself: a definition cannot be recursive")
    if not name.isidentifier():
        raise DefinitionError(f"a definition needs a name of its own, got {name!r}: use `def`")
    node, lines = _parsed(function)
    text = _rendered(node, lines)
    for used, value in _globals_of(function, node):
        _add((*callers, name), used, value, found)
    _put(name, text, found)


def _put(name: str, text: str, found: dict[str, str]) -> None:
    if name in RESERVED and text not in SAME:
        raise DefinitionError(f"the name {name} is taken by the loops: choose another one")
    if found.setdefault(name, text) != text:
        raise DefinitionError(f"two different things are named {name}: rename one")


def _parsed(function: Function) -> tuple[ast.FunctionDef, list[str]]:
    try:
        text = textwrap.dedent(getattr(function, KEPT, None) or inspect.getsource(function))
    except (OSError, TypeError) as error:
        raise DefinitionError(
            f"the source of {function.__name__} cannot be read: define it in a file or a notebook cell"
        ) from error
    node = ast.parse(text).body[0]
    if not isinstance(node, ast.FunctionDef):
        raise DefinitionError(f"{function.__name__} must be a plain function made with `def`")
    return node, text.splitlines()


def _rendered(node: ast.FunctionDef, lines: list[str]) -> str:
    names = ", ".join(a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs))
    if node.body[0].lineno == node.lineno:
        body = [textwrap.indent(ast.unparse(s), "    ") for s in node.body]
    else:
        body = lines[node.body[0].lineno - 1 : node.end_lineno]
    return "\n".join(["@jit.njit", f"def {node.name}({names}):", *body])


def _globals_of(function: Function, node: ast.FunctionDef) -> list[tuple[str, Any]]:
    scope = {**function.__globals__, **inspect.getclosurevars(function).nonlocals}
    names = sorted({n.id for s in node.body for n in ast.walk(s) if isinstance(n, ast.Name)})
    local = {
        n.id
        for s in node.body
        for n in ast.walk(s)
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    local |= set(inspect.signature(function).parameters)
    return [(n, scope[n]) for n in names if n not in local and n in scope and not hasattr(builtins, n)]


def _add(callers: tuple[str, ...], name: str, value: Any, found: dict[str, str]) -> None:
    value = getattr(value, "py_func", value)  # a user's own @njit helper: its Python function
    if isinstance(value, types.ModuleType) and value.__name__ in ("math", "numpy"):
        _put(name, f"import {value.__name__} as {name}", found)
    elif isinstance(value, (bool, int, float)):
        plain = isinstance(value, (bool, int)) or math.isfinite(value)
        _put(name, f"{name} = {value!r}" if plain else f'{name} = float("{value}")', found)
    elif getattr(value, "__module__", None) in (
        "math",
        "numpy",
        "fastind._jit",
        "fastind.kernels.primitives",
    ):
        module = "fastind._jit" if value.__module__.startswith("fastind") else value.__module__
        _put(name, f"from {module} import {value.__name__} as {name}", found)
    elif isinstance(value, types.FunctionType) and value.__name__ == name:
        _collect(value, found, callers)
    else:
        raise DefinitionError(
            f"{callers[-1]} uses {name}, a {type(value).__name__}: a definition may use numbers, math, numpy "
            "and other pure functions under their own names"
        )
