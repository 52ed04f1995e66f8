"""How TA-Lib's functions are put together from fastind's indicators."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fastind.api import BoundIndicator, catalogue
from fastind.compat.talib.entries import Entry
from fastind.compat.talib.ma_type import KINDS, MA_Type
from fastind.compat.talib.names import PARAMETERS
from fastind.compat.talib.table import GROUPS
from fastind.errors import ParameterError

Values = dict[str, Any]
ENTRIES = {name: entry for entries in GROUPS.values() for name, entry in entries.items()}
SWAPPED = ("MACD", "MACDEXT", "APO", "PPO", "PVO")
"""Functions that take the shorter of the two periods as the fast one, whichever way they are given."""
NEGATED = ("ADOSC", "AO", "AC")
"""Functions that then change their sign."""
RENAMED = {
    "COPPOCK": {"wmaperiod": "window", "roc1period": "fast", "roc2period": "slow"},
    "KC": {"nbdev": "multiplier"},
    "MASSI": {"fastperiod": "smooth", "slowperiod": "window"},
    "RVI": {"timeperiod": "smooth", "stddevperiod": "window"},
    "TSI": {"firstperiod": "slow", "secondperiod": "fast"},
}
"""Parameters that have another name here than in other functions."""
FLAT = {"ER": 1.0}
"""What TA-Lib gives where nothing has moved, for indicators that cannot be told flat="talib"."""


@dataclass(frozen=True)
class Plan:
    """Indicators with their parameters, the inputs that each reads, and what is made of their outputs."""

    parts: tuple[tuple[BoundIndicator, tuple[int, ...]], ...]
    finish: Callable[[list[Any], Any, Any], list[Any]] | None = None
    """Of their outputs, the rows' numbers and the rows that have had a value: the outputs."""
    counts_rows: bool = False
    """Are there numbers of rows among the outputs."""

    @property
    def lookback(self) -> int:
        """Rows before the first value."""
        return max(bound.lookback() for bound, _ in self.parts)

    def values(self, inputs: Sequence[Any]) -> list[Any]:
        """What the parts give."""
        if len(self.parts) == 1:
            return [*outputs(self.parts[0][0](*inputs))]
        return [output for bound, read in self.parts for output in outputs(bound(*(inputs[i] for i in read)))]

    def batch(self, inputs: Sequence[Any]) -> list[Any]:
        """The outputs over whole arrays."""
        found = self.values(inputs)
        if self.finish is None:
            return found
        rows = np.arange(len(inputs[0])).reshape(-1, *[1] * (inputs[0].ndim - 1))
        return self.finish(found, rows, np.logical_or.accumulate(~np.isnan(found[0]), axis=0))


def outputs(result: Any) -> tuple[Any, ...]:
    """One or several, as a tuple."""
    return tuple(result) if isinstance(result, tuple) else (result,)


def exists(entry: Entry) -> bool:
    """Does the catalogue have what it needs."""
    return bool(entry.ours) and all(name in catalogue for name in entry.ours)


def plan_of(name: str, entry: Entry, values: Values) -> Plan:
    """The plan for TA-Lib's parameters."""
    is_swapped = name in (*SWAPPED, *NEGATED) and values["fastperiod"] > values["slowperiod"]
    if is_swapped:
        values = values | {
            key: values[other]
            for one, two in (("fastperiod", "slowperiod"), ("fastmatype", "slowmatype"))
            for key, other in ((one, two), (two, one))
            if key in values
        }
    if name in COMPOSED:
        return COMPOSED[name](name, entry, values)
    parts = tuple(whole(entry, part(name, of, values)) for of in entry.ours)
    return Plan(parts, negative if is_swapped and name in NEGATED else None)


def negative(found: list[Any], rows: Any, begun: Any) -> list[Any]:
    """The outputs with the other sign."""
    return [-x for x in found]


def part(name: str, of: str, values: Mapping[str, Any]) -> BoundIndicator:
    """One indicator with TA-Lib's parameters, and TA-Lib's number where ours differs."""
    given = {}
    for key, value in values.items():
        renamed = RENAMED.get(name, {}).get(key) or PARAMETERS.get(key, key)
        given[renamed] = average(name, key, value) if key.endswith("matype") else value
    if name in FLAT:
        given["flat"] = FLAT[name]
    if catalogue[of].talib:
        given |= {key: "talib" for key in ("profile", "flat") if key in catalogue[of].params}
    return catalogue[of].bind(**given)


def average(name: str, key: str, number: int) -> str:
    """The name of a kind of average."""
    if number == MA_Type.DEFAULT:
        number = ENTRIES[name].parameters[key]
    if number not in KINDS:
        raise ParameterError(f"{name}: {key} must be one of MA_Type's numbers, got {number}")
    return KINDS[number]


def positions(name: str, entry: Entry, values: Values) -> Plan:
    """Places in the window as numbers of rows, int32; 0 before the first value, -1 in a hole after it."""
    before = values["timeperiod"] - 1

    def finish(found: list[Any], rows: Any, begun: Any) -> list[Any]:
        none = np.where(begun, -1, 0)
        return [np.where(np.isnan(x), none, rows - before + np.nan_to_num(x)).astype(np.int32) for x in found]

    return Plan(tuple((part(name, of, values), (0,)) for of in entry.ours), finish, True)


def swings(name: str, entry: Entry, values: Values) -> Plan:
    """Peaks and troughs as int32, 0 where there is none or no value."""

    def finish(found: list[Any], rows: Any, begun: Any) -> list[Any]:
        return [np.nan_to_num(x).astype(np.int32) for x in found]

    return Plan((whole(entry, part(name, "fractal", values)),), finish)


def stochastic(name: str, entry: Entry, values: Values) -> Plan:
    """K, D and how far they are apart."""

    def finish(found: list[Any], rows: Any, begun: Any) -> list[Any]:
        k, d = found
        return [k, d, 3.0 * k - 2.0 * d]

    return Plan((whole(entry, part(name, "stoch", values)),), finish)


def trend(name: str, entry: Entry, values: Values) -> Plan:
    """The line, and its direction as int32, 0 where there is none."""

    def finish(found: list[Any], rows: Any, begun: Any) -> list[Any]:
        return [found[0], np.nan_to_num(found[1]).astype(np.int32)]

    return Plan((whole(entry, part(name, "supertrend", values | {"start": "rise"})),), finish)


def whole(entry: Entry, bound: BoundIndicator) -> tuple[BoundIndicator, tuple[int, ...]]:
    """An indicator of all inputs."""
    return bound, (*range(len(entry.inputs)),)


COMPOSED: dict[str, Callable[[str, Entry, Values], Plan]] = {
    "FRACTAL": swings,
    "KDJ": stochastic,
    "MAXINDEX": positions,
    "MININDEX": positions,
    "MINMAXINDEX": positions,
    "SUPERTREND": trend,
}
"""Functions that are more than one indicator under another name."""
