"""What a query asks for, as it is typed: dates, codes, columns and conditions."""

import re
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from fastind.errors import ParameterError

Address = Annotated[str, typer.Argument(metavar="STORE", help="The store's folder, or s3://bucket/path.")]
Dates = Annotated[
    str | None,
    typer.Option(help="FIRST:LAST, both included; either may be left out, and one date alone is that date."),
]
Codes = Annotated[list[str] | None, typer.Option(help="Codes, with commas between; may be repeated.")]
Columns = Annotated[list[str] | None, typer.Option(help="Columns, with commas between; may be repeated.")]
Where = Annotated[
    list[str] | None,
    typer.Option(
        help='A condition: "close>10", with == != < <= > >=, or "sector in bank,steel"; repeatable.'
    ),
]

MOMENT = r"-?\d+(?:-\d\d(?:-\d\d(?:[T ]\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d:?\d\d)?)?)?)?"
CONDITION = re.compile(r"\s*(.+?)\s*(==|!=|<=|>=|<|>|=|\sin\s)\s*(.*?)\s*", re.DOTALL)


def schema_of(store: Any, columns: list[str] | None = None) -> Any:
    """The Arrow schema of a store's rows, which is read without reading any."""
    return store.query(columns=columns, where=[(store.keys[0], "in", [])]).schema


def wanted(
    store: Any,
    dates: str | None,
    codes: Sequence[str] | None,
    columns: Sequence[str] | None,
    where: Sequence[str] | None,
) -> dict[str, Any]:
    """The arguments of `Store.query`, of the types that the store has."""
    schema = schema_of(store) if dates or codes or where else None
    return {
        "dates": _between(dates, _kind(schema, "date", "--dates")) if dates else None,
        "codes": _values(listed(codes), _kind(schema, "code", "--codes")) if codes else None,
        "columns": listed(columns) if columns else None,
        "where": [_condition(text, schema) for text in where] if where else None,
    }


def _between(text: str, kind: Any) -> tuple[Any, Any]:
    if re.fullmatch(MOMENT, text):
        return _value(text, kind), _value(text, kind)
    found = re.fullmatch(f"({MOMENT})?:({MOMENT})?", text)
    if found is None:
        raise ParameterError(
            f"--dates is FIRST:LAST, for example 2024-01-01:2024-06-30, or 20240102: to the end; got {text!r}"
        )
    first, last = (None if end is None else _value(end, kind) for end in found.groups())
    return first, last


def _condition(text: str, schema: Any) -> tuple[str, str, Any]:
    found = CONDITION.fullmatch(text)
    if found is None:
        raise ParameterError(
            f'--where is a column, one of == != < <= > >= in, and a value, such as "close>10"; got {text!r}'
        )
    column, operator, value = found[1], found[2].strip(), found[3]
    operator = "==" if operator == "=" else operator
    kind = _kind(schema, column, "--where")
    return column, operator, _values(listed([value]), kind) if operator == "in" else _value(value, kind)


def _kind(schema: Any, column: str, option: str) -> Any:
    if column not in schema.names:
        raise ParameterError(
            f"{option}: the store has no column {column!r}; it has {', '.join(schema.names)}"
        )
    return schema.field(column).type


def listed(texts: Sequence[str]) -> list[str]:
    """What stands between commas."""
    return [part.strip() for text in texts for part in text.split(",") if part.strip()]


def _values(texts: Sequence[str], kind: Any) -> list[Any]:
    return [_value(text, kind) for text in texts]


def _value(text: str, kind: Any) -> Any:
    """What is typed as a value of this type; dates and timestamps are ISO text."""
    import pyarrow as pa

    try:
        if pa.types.is_integer(kind):
            return int(text)
        if pa.types.is_floating(kind):
            return float(text)
        if pa.types.is_boolean(kind):
            return {"true": True, "false": False}[text.lower()]
    except (ValueError, KeyError) as error:
        raise ParameterError(f"{text!r} is no {kind}, which the store has there") from error
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text
