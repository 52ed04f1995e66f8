"""What a query asks for, as bounds on the keys and conditions on the values: checked once, trusted then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fastind.errors import ParameterError
from fastind.io.store import kinds
from fastind.io.store.extent import Bounds, Range
from fastind.io.store.operands import Operand, operand
from fastind.io.store.schema import Schema

OPERATORS = ("==", "!=", "<", "<=", ">", ">=", "in")


@dataclass(frozen=True)
class Criteria:
    """The bounds, and what remains to be asked of each row that was written last."""

    bounds: Bounds
    conditions: Sequence["Condition"]

    @property
    def columns(self) -> list[str]:
        """The columns that the conditions look at."""
        return [condition.column for condition in self.conditions]

    def of(self, table: Any) -> Any:
        """The rows that meet the conditions; null and NaN meet none."""
        for condition in self.conditions:
            table = table.filter(condition.mask(table[condition.column].combine_chunks()))
        return table


@dataclass(frozen=True)
class Condition:
    """Values of a column that are wanted, or that are not."""

    column: str
    values: Range
    is_not: bool

    def mask(self, array: Any) -> Any:
        """Where a column meets it; null and NaN do not."""
        if pa.types.is_dictionary(array.type):
            return self.mask(array.dictionary).take(array.indices)
        values = kinds.physical(array)
        is_there = pc.is_valid(values)
        if pa.types.is_floating(values.type):
            is_there = pc.and_(is_there, pc.invert(pc.is_nan(values)))
        ends = (
            (pc.greater_equal, self.values.low),
            (pc.less_equal, self.values.high),
            (pc.greater, self.values.above),
            (pc.less, self.values.below),
            (_is_in, self.values.among),
        )
        met = reduce(pc.and_, (test(values, end) for test, end in ends if end is not None), is_there)
        return pc.and_(is_there, pc.invert(met)) if self.is_not else met


def criteria(schema: Schema, dates: Any, codes: Any, where: Any) -> Criteria:
    """Read the arguments of `query`."""
    bounds = Bounds()
    if dates is not None:
        bounds = bounds.narrowed(_has_key(schema, "date", "dates"), _between(dates, schema))
    if codes is not None:
        some = [codes] if isinstance(codes, (str, int, np.integer)) else _listed(codes, "codes")
        bounds = bounds.narrowed(_has_key(schema, "code", "codes"), _range("code", "in", some, schema))
    conditions = []
    for column, operator, value in _triples(where):
        wanted = _range(schema.column(column), operator, value, schema)
        if column in schema.keys and operator != "!=":
            bounds = bounds.narrowed(column, wanted)
        else:
            conditions.append(Condition(column, wanted, is_not=operator == "!="))
    return Criteria(bounds, conditions)


def chosen_columns(schema: Schema, columns: Any) -> list[str]:
    """The value columns that a query names; all that are not hidden if it names none."""
    if columns is None:
        return [name for name in schema.values if not name.startswith("_")]
    names = [columns] if isinstance(columns, str) else _listed(columns, "columns")
    return [name for name in dict.fromkeys(schema.column(name) for name in names) if name not in schema.keys]


def _is_in(values: Any, among: frozenset[Any]) -> Any:
    plain = pc.add(values, pa.scalar(0.0, values.type)) if pa.types.is_floating(values.type) else values
    return pc.is_in(plain, pa.array(list(among), plain.type))


def _listed(values: Any, what: str) -> list[Any]:
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise ParameterError(f"{what} must be a list, got {values!r}")
    return values.to_pylist() if isinstance(values, (pa.Array, pa.ChunkedArray)) else list(values)


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
    found = Range()
    if "date" in schema.types and first is not None:
        found = found.both(_compared(">=", operand(first, "date", schema)))
    if "date" in schema.types and last is not None:
        found = found.both(_compared("<=", operand(last, "date", schema, last=True)))
    return found


def _range(column: str, operator: str, value: Any, schema: Schema) -> Range:
    """The values of a column that meet a condition."""
    if column not in schema.types:  # nothing has been appended yet
        return Range()
    if operator == "in":
        found = [operand(one, column, schema) for one in _listed(value, f"what {column!r} may be in")]
        return Range(among=frozenset(one.number for one in found if one.is_exact))
    return _compared(operator, operand(value, column, schema))


def _compared(operator: str, wanted: Operand) -> Range:
    """What is on the wanted side of a value that may lie beside the next one that the column can have."""
    number, side = wanted.number, wanted.side
    if operator in ("==", "!="):
        return Range(low=number, high=number) if wanted.is_exact else Range(among=frozenset())
    if operator in (">", ">="):
        is_in = side < 0 or (side == 0 and operator == ">=")
        return Range(low=number) if is_in else Range(above=number)
    is_in = side > 0 or (side == 0 and operator == "<=")
    return Range(high=number) if is_in else Range(below=number)


def _triples(where: Any) -> list[tuple[str, str, Any]]:
    if where is None:
        return []
    given = [where] if isinstance(where, (tuple, str)) or not isinstance(where, Iterable) else list(where)
    for condition in given:
        if (
            not isinstance(condition, (tuple, list))
            or len(condition) != 3
            or not isinstance(condition[1], str)
            or condition[1] not in OPERATORS
        ):
            raise ParameterError(
                'where is a list of (column, operator, value), for example [("close", ">", 10)], with one of '
                f"{' '.join(OPERATORS)}; got {condition!r}"
            )
    return [tuple(condition) for condition in given]
