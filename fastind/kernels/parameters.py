"""Checks of parameters against the annotations in an indicator's signature."""

import contextlib
import math
import operator
import types
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from fastind.errors import ParameterError


@dataclass(frozen=True)
class AtLeast:
    """The smallest value that a parameter may have."""

    limit: float


@dataclass(frozen=True)
class Above:
    """A parameter must be greater than this."""

    limit: float


@dataclass(frozen=True)
class Beside:
    """A parameter is data that go with the inputs: for each code, or for each code and date."""

    words: str
    several: bool = False


Groups = Annotated[Any, Beside("sequence or mapping of a label for each code, or table (T, N)")]
Mask = Annotated[Any, Beside("table (T, N) of bool, or one for each code")]
Exposures = Annotated[Any, Beside("table (T, N), or list of tables", several=True)]
Window = Annotated[int, AtLeast(1)]
MinPeriods = Annotated[int, AtLeast(1)] | None


def known(owner: str, given: Mapping[str, Any], allowed: Mapping[str, Any]) -> None:
    """Refuse keywords that the indicator does not have."""
    for name in given:
        if name not in allowed:
            near = get_close_matches(name, allowed, n=1)
            hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(allowed) or 'none'}"
            raise ParameterError(f"{owner} has no parameter {name!r}: {hint}")


def checked(owner: str, name: str, value: Any, hint: Any) -> Any:
    """The value as plain Python, or an error that says what is allowed."""
    for one in _options(hint):
        found = _matches(value, one)
        # NaN is no number of rows or deviations; for flat input it is a value like others.
        if found is not _NO and (found == found or name == "flat"):
            return found
    sweep = (
        "; a list is a sweep, in a call on arrays or frames only" if isinstance(value, (list, tuple)) else ""
    )
    raise ParameterError(f"{owner}: {name} must be {_wanted(hint)}, got {value!r}{sweep}")


_NO = object()


def _options(hint: Any) -> list[Any]:
    if get_origin(hint) in (Union, types.UnionType):
        return [o for part in get_args(hint) for o in _options(part)]
    if get_origin(hint) is Literal:
        return list(get_args(hint))
    return [hint]


def _matches(value: Any, option: Any) -> Any:
    kind, limits = (
        (get_args(option)[0], get_args(option)[1:]) if get_origin(option) is Annotated else (option, ())
    )
    if option is None or option is type(None):
        return None if value is None else _NO
    if isinstance(option, str):
        return option if isinstance(value, str) and value == option else _NO
    if kind is bool:
        return bool(value) if isinstance(value, bool) or type(value).__name__ in ("bool", "bool_") else _NO
    try:
        plain = _number(value, whole=kind is int)
        if plain is None or math.isinf(plain):
            return _NO
    except OverflowError:  # a whole number that no float can hold
        return _NO
    return plain if all(_inside(plain, limit) for limit in limits) else _NO


def _number(value: Any, whole: bool) -> int | float | None:
    if isinstance(value, bool) or type(value).__name__ in ("bool", "bool_") or getattr(value, "ndim", 0) != 0:
        return None
    with contextlib.suppress(TypeError):
        return operator.index(value) if whole else float(operator.index(value))
    if whole or isinstance(value, (str, bytes, complex)) or not hasattr(value, "__float__"):
        return None
    return float(value)


def _inside(value: float, limit: AtLeast | Above) -> bool:
    if not math.isfinite(value):
        return False
    return value >= limit.limit if isinstance(limit, AtLeast) else value > limit.limit


def _wanted(hint: Any) -> str:
    words = [_words(option) for option in _options(hint)]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " or " + words[-1]


def _words(option: Any) -> str:
    if option is None or option is type(None):
        return "None"
    if isinstance(option, str):
        return repr(option)
    kind, limits = (
        (get_args(option)[0], get_args(option)[1:]) if get_origin(option) is Annotated else (option, ())
    )
    noun = {int: "an integer", float: "a number", bool: "True or False"}[kind]
    signs = (f" {'>=' if isinstance(x, AtLeast) else '>'} {x.limit:g}" for x in limits)
    return noun + "".join(signs)
