"""Pairs of functions that differ only in what they hold, and an argument for which values differ."""

from __future__ import annotations

import enum
import functools
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

import fastind as fi


class Scale:
    def __init__(self, by: float) -> None:
        self._by = by

    def times(self, x: float) -> float:
        return x * self._by

    def __call__(self, x: float) -> float:
        return x * self._by


class Slots:
    __slots__ = ("by",)

    def __init__(self, by: float) -> None:
        self.by = by

    def times(self, x: float) -> float:
        return x * self.by


@dataclass(frozen=True)
class Data:
    by: float


class Pair(NamedTuple):
    make: Any
    by: float


class Way(enum.Enum):
    UP = 1
    DOWN = -1


def over(inner: Any) -> Callable[[Any], Any]:
    return lambda x: inner(x)


def holding(held: Any, use: Callable[[Any, Any], Any]) -> Callable[[Any], Any]:
    return lambda x: use(held, x)


def local(by: float) -> Any:
    class Local:
        if by > 2:

            def times(self, x: float) -> float:
                return x * 3.0
        else:

            def times(self, x: float) -> float:  # type: ignore[no-redef]
                return x * 2.0

    return Local()


APART: dict[str, tuple[Callable[[int], Any], Any]] = {
    "ufuncs": (lambda k: over((np.sqrt, np.square)[k]), 4.0),
    "partials in a closure": (lambda k: over(functools.partial(pow, 2.0 + k)), 3.0),
    "partials": (lambda k: functools.partial(pow, 2.0 + k), 3.0),
    "functions in partials": (
        lambda k: functools.partial(lambda h, x: h(x), (np.sqrt, np.square)[k]),
        4.0,
    ),
    "methods": (lambda k: Scale(2.0 + k).times, 3.0),
    "methods in a closure": (lambda k: over(Scale(2.0 + k).times), 3.0),
    "objects": (lambda k: Scale(2.0 + k), 3.0),
    "objects in a closure": (lambda k: over(Scale(2.0 + k)), 3.0),
    "slots": (lambda k: Slots(2.0 + k).times, 3.0),
    "slots in a closure": (lambda k: holding(Slots(2.0 + k), lambda s, x: s.by * x), 3.0),
    "dataclasses": (lambda k: holding(Data(2.0 + k), lambda d, x: d.by * x), 3.0),
    "objects of local classes": (lambda k: local(2.0 + k).times, 3.0),
    "lru_cache": (lambda k: functools.lru_cache((lambda x: x * 2, lambda x: x * 3)[k]), 3.0),
    "methods of arrays": (lambda k: np.array([2.0 + k]).dot, np.array([3.0])),
    "methods of series": (lambda k: pd.Series([2.0 + k]).add, 3.0),
    "methods of text": (lambda k: "-+"[k].join, ["x", "y"]),
    "getters": (lambda k: over(operator.itemgetter(k)), [5.0, 6.0]),
    "patterns": (lambda k: holding(re.compile("ab"[k]), lambda p, x: bool(p.match(x))), "a"),
    "members of enums": (lambda k: holding(list(Way)[k], lambda w, x: w.value * x), 3.0),
    "lists of functions": (lambda k: holding([(np.sqrt, np.square)[k]], lambda h, x: h[0](x)), 4.0),
    "sets": (lambda k: holding({"A", "BC"[k]}, lambda names, x: x in names), "B"),
    "named tuples": (lambda k: holding(Pair(over(np.sqrt), 2.0 + k), lambda p, x: p.by * x), 3.0),
    "indicators": (lambda k: over((fi.rma, fi.ema)[k].bind(window=3)), np.arange(9.0) ** 2),
    "bound indicators": (lambda k: over(fi.ema.bind(window=3 + k)), np.arange(9.0)),
    "defaults": (lambda k: lambda x, by=2.0 + k: x * by, 3.0),
    "methods of classes": (lambda k: over((str.upper, str.title)[k]), "ab"),
    "classes": (lambda k: over((int, float)[k]), "3"),
}
