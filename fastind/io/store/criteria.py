"""What a query asks for, as bounds on the keys and conditions on the values: checked once, trusted then."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fastind._types import AnyArray
from fastind.errors import InputError, ParameterError
from fastind.frames import labels
from fastind.io.store import kinds
from fastind.io.store.extent import Bounds, Range
from fastind.io.store.schema import Schema

OPERATORS = ("==", "!=", "<", "<=", ">", ">=", "in")
LOWEST, HIGHEST = -(2**63), 2**63 - 1


@dataclass(frozen=True)
class Criteria:
    """The bounds, and what remains to be asked of each row that was written last."""

    bounds: Bounds
    conditions: Sequence[tuple[str, str, Any]]

    @property
    def columns(self) -> list[str]:
        """The columns that the conditions look at."""
        return [column for column, _, _ in self.conditions]

    def of(self, table: Any) -> Any:
        """The rows that meet the conditions; a missing value meets none."""
        for column, operator, value in self.conditions:
            table = table.filter(_mask(table[column], operator, value, column))
        return table


def criteria(schema: Schema, dates: Any, codes: Any, where: Any) -> Criteria:
    """Read the arguments of `query`."""
    bounds = Bounds()
    if dates is not None:
        bounds = bounds.narrowed(_has_key(schema, "date", "dates"), _between(dates, schema))
    if codes is not None:
        wanted = [codes] if isinstance(codes, (str, int, np.integer)) else list(codes)
        bounds = bounds.narrowed(_has_key(schema, "code", "codes"), _among(wanted, "code", schema))
    conditions = []
    for column, operator, value in _triples(where):
        schema.column(column)
        if column in schema.keys and operator != "!=":
            bounds = bounds.narrowed(column, _range(column, operator, value, schema))
        else:
            conditions.append((column, operator, value))
    return Criteria(bounds, conditions)


def chosen_columns(schema: Schema, columns: Any) -> list[str]:
    """The value columns that a query names; all if it names none."""
    if columns is None:
        return list(schema.values)
    names = [schema.column(name) for name in ([columns] if isinstance(columns, str) else columns)]
    return [name for name in dict.fromkeys(names) if name not in schema.keys]


def _has_key(schema: Schema, key: str, what: str) -> str:
    if key not in schema.keys:
        raise ParameterError(
            f"{what} need a key {key!r}; this store's keys are {', '.join(schema.keys)}: ask by where="
        )
    return key


def _between(dates: Any, schema: Schema) -> Range:
    if not isinstance(dates, (tuple, list)) or len(dates) != 2:
        raise ParameterError(
            f"dates must be (first, last), both included, None for an open end; got {dates!r}"
        )
    first, last = dates
    return Range(
        low=None if first is None else _moment(first, "date", schema, last=False),
        high=None if last is None else _moment(last, "date", schema, last=True),
    )


def _among(values: Sequence[Any], key: str, schema: Schema) -> Range:
    return Range(among=frozenset(_value(value, key, schema) for value in values))


def _range(key: str, operator: str, value: Any, schema: Schema) -> Range:
    if operator == "in":
        return _among(list(value), key, schema)
    if operator == "==":
        return _among([value], key, schema)
    end = _value(value, key, schema)
    if operator in (">", "<="):  # of whole numbers and text alike: up to and with, or from the next on
        return Range(high=end) if operator == "<=" else Range(above=end)
    return Range(low=end) if operator == ">=" else Range(below=end)


def _value(value: Any, key: str, schema: Schema) -> Any:
    """A value of a key as it is compared."""
    kind = schema.types.get(key)
    if kind is None:  # nothing has been appended yet
        return value
    if pa.types.is_temporal(kind):
        return _moment(value, key, schema, last=False)
    raw = value.item() if isinstance(value, np.generic) else value
    wanted: Any = str if kinds.is_text(kind) else int if pa.types.is_integer(kind) else (int, float)
    if not isinstance(raw, wanted) or (isinstance(raw, bool) and not pa.types.is_boolean(kind)):
        raise InputError(f"key {key!r} is {kind} in this store; {value!r} is none")
    return raw


def _moment(value: Any, key: str, schema: Schema, last: bool) -> Any:
    """A date as the whole number behind it; one that is finer than the dates are lies between two of them."""
    kind = schema.types.get(key)
    if kind is None or not pa.types.is_temporal(kind):
        return _value(value, key, schema)
    unit = "D" if pa.types.is_date32(kind) else kind.unit
    like: AnyArray = np.empty(0, np.dtype(f"datetime64[{unit}]"))
    found = labels.end(value, like, getattr(kind, "tz", None), last)
    whole = found.astype(like.dtype)
    back = whole.astype(found.dtype)
    if (back > found) != (back < found) and abs(back.astype(int) - found.astype(int)) > 10**15:
        return LOWEST if found < like.dtype.type(0, unit) else HIGHEST  # beyond what the unit can say
    number = int(whole.astype(np.int64))
    if back < found and not last:
        return number + 1
    return number - 1 if back > found and last else number


def _triples(where: Any) -> list[tuple[str, str, Any]]:
    if where is None:
        return []
    given = [where] if isinstance(where, tuple) else list(where)
    for condition in given:
        if not isinstance(condition, (tuple, list)) or len(condition) != 3 or condition[1] not in OPERATORS:
            raise ParameterError(
                'where is a list of (column, operator, value), for example [("close", ">", 10)], with one of '
                f"{' '.join(OPERATORS)}; got {condition!r}"
            )
    return [tuple(condition) for condition in given]


def _mask(column: Any, operator: str, value: Any, name: str) -> Any:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    try:
        if operator == "in":
            return pc.is_in(column, pa.array(list(value)).cast(column.type))
        test = {
            "==": pc.equal,
            "!=": pc.not_equal,
            "<": pc.less,
            "<=": pc.less_equal,
            ">": pc.greater,
            ">=": pc.greater_equal,
        }[operator]
        return test(column, _scalar(value, column.type))
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, TypeError) as error:
        raise InputError(f"{name} is {column.type}, it cannot be compared with {value!r}: {error}") from error


def _scalar(value: Any, kind: Any) -> Any:
    if pa.types.is_temporal(kind) and isinstance(value, str):
        zone = getattr(kind, "tz", None)
        return pa.scalar(labels.moment(value, zone)).cast(pa.timestamp("us")).cast(kind)
    return pa.scalar(value)
