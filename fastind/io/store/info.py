"""What there is to say about a store without reading its rows."""

from typing import Any

from fastind.io.store.manifest import Reading
from fastind.io.store.places import Place


def facts(reading: Reading, place: Place) -> dict[str, Any]:
    """Columns, bytes, parts, journal and generation."""
    head = reading.head
    sealed = [record.about for record in reading.records("part")]
    return {
        "path": place.name,
        "keys": list(head.keys),
        "columns": dict(head.columns),
        "generation": head.generation,
        "appends": head.content,
        "parts": len(sealed),
        "part_rows": sum(about["extent"][0] for about in sealed),
        "part_bytes": sum(about["size"] for about in sealed),
        "journal_batches": head.batch,
        "journal_rows": head.journal_rows,
        "journal_bytes": head.journal_bytes,
        "failures": sum(record.about["rows"] for record in reading.records("failure")),
    }
