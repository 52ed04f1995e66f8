"""`module:function` as it is typed becomes the function; modules of the current folder are found."""

import importlib
import sys
import traceback
from collections.abc import Callable
from difflib import get_close_matches
from operator import attrgetter
from pathlib import Path
from typing import Any

from fastind.errors import ParameterError


def target(text: str) -> Callable[..., Any]:
    """The function that is meant."""
    module_name, colon, name = text.partition(":")
    if not colon or not all(part.isidentifier() for part in (*module_name.split("."), *name.split("."))):
        raise ParameterError(f"the function is MODULE:FUNCTION, such as factors:momentum; got {text!r}")
    module = _module(module_name)
    try:
        found = attrgetter(name)(module)
    except AttributeError:
        own = [key for key, value in vars(module).items() if callable(value) and not key.startswith("_")]
        near = get_close_matches(name, own)
        told = f"; did you mean {' or '.join(near)}?" if near else ""
        raise ParameterError(f"{module_name} has no {name}{told}") from None
    if not callable(found):
        raise ParameterError(f"{text} is {type(found).__name__}, and no function")
    return found  # type: ignore[no-any-return]


def _module(name: str) -> Any:
    here = str(Path.cwd())
    if here not in sys.path and "" not in sys.path:
        sys.path.insert(0, here)
    try:
        return importlib.import_module(name)
    except Exception as error:
        if isinstance(error, ModuleNotFoundError) and error.name in _parents(name):
            raise ParameterError(
                f"there is no module {error.name} in {here}, and none is installed"
            ) from None
        raise ParameterError(f"{name} cannot be imported: {_told(error)}") from error


def _parents(name: str) -> list[str]:
    """The module and the packages that it lies in."""
    parts = name.split(".")
    return [".".join(parts[: k + 1]) for k in range(len(parts))]


def _told(error: Exception) -> str:
    """The error, and where in the module it was raised."""
    what = "".join(traceback.format_exception_only(error)).strip()
    if isinstance(error, SyntaxError):  # says where by itself
        return what
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{what} ({last.filename}, line {last.lineno})"
