"""What functions return, as columns: the shape of a result, and how many of them are packed."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from fastind.parallel.interrupts import Abort
from fastind.parallel.mixing import number_column

MOST = 10_000  # values of one result
LETTERS = 100_000  # of all names together
ADVICE = "return a number, a sequence of numbers or a dict of numbers"
WHOLE, FLOATS = (int, np.integer), (float, np.floating)
NUMBERS = (*WHOLE, *FLOATS, np.bool_)  # bool is an int


@dataclass(frozen=True)
class Shape:
    """What every result of a run has in common with the first one."""

    names: tuple[str, ...]
    is_dict: bool
    is_text: tuple[bool, ...]

    @classmethod
    def of(cls, result: Any) -> "Shape":
        """The shape of a first result; ValueError if it cannot be one."""
        values = _values(result)
        names = tuple(result) if isinstance(result, dict) else tuple(f"f{k}" for k in range(len(values)))
        if not all(map(is_name, names)):
            raise ValueError(f"it returned a dict with the names {names!r:.200}; names are text")
        if sum(map(len, names)) > LETTERS:
            raise ValueError(f"it returned a dict whose names have more than {LETTERS:,} letters together")
        return cls(names, isinstance(result, dict), tuple(isinstance(value, str) for value in values))

    def checked(self, result: Any) -> list[Any]:
        """The values of a result in the order of the names; ValueError if it has another shape."""
        if isinstance(result, dict) and self.is_dict and result.keys() == set(self.names):
            result = {name: result[name] for name in self.names}
        values = _values(result)
        if isinstance(result, dict) != self.is_dict or (self.is_dict and tuple(result) != self.names):
            got = f"a dict with {', '.join(map(str, result))}" if isinstance(result, dict) else "no dict"
            wanted = f"a dict with {', '.join(self.names)}" if self.is_dict else "a sequence"
            raise ValueError(f"it returned {got}; the first result was {wanted}")
        if len(values) != len(self.names):
            raise ValueError(f"it returned {len(values)} values; the first result had {len(self.names)}")
        for name, value, is_text in zip(self.names, values, self.is_text, strict=True):
            if isinstance(value, str) != is_text:
                wanted = "text" if is_text else "a number"
                raise ValueError(
                    f"it returned {value!r:.80} for {name}; in the first result that was {wanted}"
                )
        return values


def is_name(name: Any) -> bool:
    """Can it name a column, in a store too."""
    return isinstance(name, str) and name != "" and "\0" not in name and not _is_broken(name)


def packed(results: Sequence[Any], shape: Shape) -> tuple[Any, list[tuple[int, str]]]:
    """Columns of these results (numpy arrays; text as lists), and which have another shape, and why."""
    columns = _alike(results, shape)
    if columns is not None:
        return columns, []
    good, bad = [], []
    for k, result in enumerate(results):
        try:
            good.append(shape.checked(result))
        except Abort:
            raise
        except ValueError as error:
            bad.append((k, str(error)))
        except BaseException as error:  # noqa: BLE001 - of a user's class
            bad.append((k, f"its result cannot be read: {type(error).__name__}"))
    by_column = zip(*good, strict=True) if good else [()] * len(shape.names)
    return [_column(values, text) for values, text in zip(by_column, shape.is_text, strict=True)], bad


def _alike(results: Sequence[Any], shape: Shape) -> Any:
    """The columns, as rows of one array, if all results are of one plain kind: floats in tuples, as is usual.

    It takes 150 ns a result.
    """
    kinds, width = set(map(type, results)), len(shape.names)
    if shape.is_dict or any(shape.is_text):
        return None
    if kinds <= {tuple, list} and set(map(len, results)) == {width}:
        if set(map(type, chain.from_iterable(results))) <= {float, np.float64}:
            flat = np.fromiter(chain.from_iterable(results), np.float64, len(results) * width)
            return np.ascontiguousarray(flat.reshape(-1, width).T)
    elif kinds <= {float, np.float64} and width == 1:
        return [np.fromiter(results, np.float64, len(results))]
    elif kinds == {np.ndarray} and {(r.shape, r.dtype) for r in results} == {
        ((width,), np.dtype(np.float64))
    }:
        return np.ascontiguousarray(np.array(results).T)
    return None


def _values(result: Any) -> list[Any]:
    """A result as a list of numbers and texts; ValueError if it is none."""
    if isinstance(result, NUMBERS):
        values = [result]
    elif isinstance(result, dict):
        values = list(result.values())
    elif isinstance(result, np.ndarray) and result.ndim == 1 and result.dtype.kind in "biuf":
        values = list(result[: MOST + 1])
    elif isinstance(result, tuple | list):
        values = list(result)
    elif type(result).__name__ == "Series" and hasattr(result, "to_numpy"):
        return _values(result.to_numpy())
    else:
        raise ValueError(f"it returned {_told(result)}; {ADVICE}")
    if not values:
        raise ValueError(f"it returned no values; {ADVICE}")
    if len(values) > MOST:
        size = "more than" if isinstance(result, np.ndarray) else f"{len(values):,} values, more than"
        raise ValueError(f"it returned {size} {MOST:,} values: a result is one row of a table")
    for value in values:
        _check(value)
    return values


def _check(value: Any) -> None:
    if isinstance(value, WHOLE) and not -(2**63) <= value < 2**63:
        raise ValueError("it returned a whole number that does not fit into 64 bits; return it as a float")
    if isinstance(value, str) and _is_broken(value):
        raise ValueError(f"it returned text that is not Unicode: {value!r:.80}")
    if (not isinstance(value, str) and not isinstance(value, NUMBERS)) or isinstance(value, np.longdouble):
        raise ValueError(f"it returned {_told(value)} among its values; {ADVICE}")


def _is_broken(text: str) -> bool:
    """Has it half a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _column(values: Sequence[Any], is_text: bool) -> Any:
    """Checked values as one column: whole numbers (True is 1) or floats; text as a list."""
    if is_text:
        return list(values)
    kinds = set(map(type, values))
    return number_column(values, bool(kinds) and all(issubclass(k, (*WHOLE, np.bool_)) for k in kinds))


def _told(value: Any) -> str:
    if value is None:
        return "None"
    try:
        shown = repr(value)
    except Abort:
        raise
    except BaseException as error:  # noqa: BLE001 - a user's __repr__
        shown = f"(its repr raises {type(error).__name__})"
    return f"{type(value).__name__} {shown:.80}"
