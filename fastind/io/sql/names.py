"""Names of tables and columns, quoted so that any name is only a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastind.errors import ParameterError


@dataclass(frozen=True)
class TableName:
    """A table, with its schema where one is named."""

    parts: tuple[str, ...]

    @property
    def quoted(self) -> str:
        """As a statement has it."""
        return ".".join(map(quoted, self.parts))

    def __str__(self) -> str:
        return ".".join(self.parts)


def quoted(name: str) -> str:
    """A name as SQL has it, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


def listed(names: Sequence[str]) -> str:
    """Names of columns, one after the other."""
    return ", ".join(map(quoted, names))


def table_name(table: Any) -> TableName:
    """The table of "bars", "market.bars" or ("market", "bars")."""
    parts = tuple(table.split(".")) if isinstance(table, str) else table
    is_name = isinstance(parts, tuple) and len(parts) in (1, 2) and all(map(_is_name, parts))
    if not is_name:
        raise ParameterError(
            'table must be "name" or "schema.name"; where a name has a dot, ("schema", "name"). '
            f"Got {table!r}"
        )
    return TableName(parts)


def _is_name(part: Any) -> bool:
    return isinstance(part, str) and part.strip() != "" and is_plain(part)


def is_plain(text: str) -> bool:
    """May it be in a statement, or a name: text without NUL."""
    return "\0" not in text and is_text(text)


def is_text(text: str) -> bool:
    """Is it without halves of characters (lone surrogates), which no database has."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
