"""Rows that are asked for: what holds for them, and in which form they come."""

from collections.abc import Iterator, Sequence
from typing import Any

from fastind.frames.panel import Panel
from fastind.io.store import results
from fastind.io.store.criteria import Criteria, chosen_columns, criteria
from fastind.io.store.handle import Handle
from fastind.io.store.snapshot import Snapshot, opened


def queried(
    handle: Handle,
    dates: tuple[Any, Any] | None,
    codes: Sequence[Any] | str | int | None,
    columns: Sequence[str] | str | None,
    where: Sequence[tuple[str, str, Any]] | None,
    kind: results.Kind,
) -> Any:
    """As `Store.query`."""
    results.check_kind(kind)
    with handle.reading() as reading:
        schema = reading.head.schema
        wanted, names = criteria(schema, dates, codes, where), chosen_columns(schema, columns)
        snapshot = opened(reading, handle.place, wanted.bounds)
    if kind == "batches":
        return _batches(snapshot, wanted, names)
    with snapshot:
        table = _answer(snapshot, wanted, names)
    if kind == "panel":
        fields = [name for name in names if columns is not None or results.is_number(schema.types[name])]
        return Panel.from_long(results.as_floats(table, fields), fields=fields)
    return results.converted(table, kind)


def _answer(snapshot: Snapshot, wanted: Criteria, names: list[str]) -> Any:
    table = wanted.of(snapshot.read(wanted.bounds, [*dict.fromkeys([*names, *wanted.columns])]))
    return results.finished(table, snapshot.schema, names)


def _batches(snapshot: Snapshot, wanted: Criteria, names: list[str]) -> Iterator[Any]:
    with snapshot:
        for piece in snapshot.slices(wanted.bounds):
            table = _answer(snapshot, Criteria(piece, wanted.conditions), names)
            if table.num_rows:
                yield table
