"""What did not work, by key: a table beside the rows, from which a key is gone once it has a row."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa

from fastind.io.store import kinds, order
from fastind.io.store.extent import Bounds, Range
from fastind.io.store.journal import unpacked
from fastind.io.store.manifest import Reading
from fastind.io.store.schema import Schema
from fastind.io.store.snapshot import Snapshot


def failures_of(frame: Any, schema: Schema) -> tuple[Any, Schema]:
    """A frame of keys and what is said of each, as a table; and the schema, whose keys have types then."""
    known = {key: schema.types[key] for key in schema.keys if key in schema.types}
    table, found = Schema(schema.keys, known).accept(frame)
    table = table.cast(found.arrow(table.column_names))
    keys = {key: table.schema.field(key).type for key in schema.keys}
    return table if table.num_rows else None, replace(schema, types={**keys, **schema.types})


def recorded(reading: Reading) -> Any:
    """Every failure, the last one of each key."""
    keys = reading.head.keys
    tables = [unpacked(reading.data("failure", record.id)) for record in reading.records("failure")]
    if not tables:
        return pa.table({key: pa.array([], reading.head.schema.types.get(key, pa.string())) for key in keys})
    whole = pa.concat_tables(_alike(tables), promote_options="default").combine_chunks()
    return order.last(whole, Schema(keys, {}).order)


def _alike(tables: Sequence[Any]) -> list[Any]:
    """The same tables; a column that is not of one type in all of them as text."""
    types: dict[str, set[Any]] = defaultdict(set)
    for table in tables:
        for field in table.schema:
            types[field.name].add(field.type)
    return [
        table.cast(
            pa.schema([(f.name, f.type if len(types[f.name]) == 1 else pa.string()) for f in table.schema])
        )
        for table in tables
    ]


def remaining(failed: Any, snapshot: Snapshot) -> Any:
    """The failures whose key has no row."""
    schema = snapshot.schema
    if not failed.num_rows or not schema.types:
        return failed
    lead = schema.order[0]
    wanted = Range(among=frozenset(kinds.physical(failed[lead].unique()).to_pylist()))
    done = snapshot.read(Bounds({lead: wanted}), []).cast(schema.arrow(schema.order))
    found = failed.join(done, keys=list(schema.keys), join_type="left anti")
    return found.select(failed.column_names).sort_by([(key, "ascending") for key in schema.order])
