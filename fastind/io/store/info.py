"""What there is to say about a store."""

from typing import Any

from fastind.io.store import failures, results
from fastind.io.store.manifest import Reading
from fastind.io.store.places import Place
from fastind.io.store.snapshot import Snapshot, opened


def facts(reading: Reading, place: Place) -> tuple[dict[str, Any], Any, Snapshot]:
    """What the manifest tells, and what `counted` looks at afterwards."""
    head = reading.head
    sealed = [record.about for record in reading.records("part")]
    part_bytes = sum(about["size"] for about in sealed)
    told = {
        "path": place.name,
        **place.facts(),
        "keys": list(head.keys),
        "columns": dict(head.columns),
        "generation": head.generation,
        "appends": head.content,
        "bytes": reading.size() + part_bytes,
        "parts": len(sealed),
        "part_rows": sum(about["extent"][0] for about in sealed),
        "part_bytes": part_bytes,
        "journal_batches": head.batch,
        "journal_rows": head.journal_rows,
        "journal_bytes": head.journal_bytes,
    }
    return told, failures.recorded(reading), opened(reading, place)


def counted(failed: Any, snapshot: Snapshot) -> dict[str, Any]:
    """What the rows' keys tell: rows, distinct keys, the span of the dates, failures that remain."""
    rows, keys = results.keys_of(snapshot, snapshot.schema.keys)
    dates = keys.get("date", ())
    return {
        "rows": rows,
        "distinct": {key: len(found) for key, found in keys.items()},
        **{f"{key}s": len(keys[key]) for key in ("date", "code") if key in keys},
        "date_range": [str(dates[0].as_py()), str(dates[-1].as_py())] if len(dates) else [],
        "failures": failures.remaining(failed, snapshot).num_rows,
    }
