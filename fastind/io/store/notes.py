"""Notes: a few small facts that users keep beside the rows, as JSON."""

import json
from typing import Any

from fastind.errors import InputError
from fastind.io.store import kinds


def checked_notes(values: dict[str, Any]) -> dict[str, Any]:
    """The notes, each of which JSON gives back as it was."""
    for name, value in values.items():
        if not _is_kept(name, value):
            raise InputError(
                f"note {name!r} cannot be kept as JSON: {value!r}. Notes are text, finite numbers, "
                "bools, None, lists, and dicts with keys of text"
            )
    return values


def _is_kept(name: str, value: Any) -> bool:
    try:
        text = json.dumps({name: value}, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return False
    return kinds.is_unicode(text) and bool(json.loads(text) == {name: value})
