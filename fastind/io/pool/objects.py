"""Plain objects as bytes: what processes hand each other as messages."""

import json
import math
from typing import Any

from fastind.errors import InputError


def encoded(key: str, value: Any) -> bytes:
    """The value as JSON, if JSON gives it back as it is."""
    try:
        text = json.dumps(value)
        if _is_same(json.loads(text), value):
            return text.encode()
    except (TypeError, ValueError, RecursionError):
        pass
    raise InputError(
        f"{key!r} cannot be kept: {value!r:.100}. A pool takes numpy arrays, frames, and plain objects: "
        "text, numbers, bools, None, lists, and dicts with keys of text"
    )


def decoded(data: bytes) -> Any:
    """The value again."""
    return json.loads(data)


def _is_same(found: Any, given: Any) -> bool:
    """Equal, and NaN where NaN was."""
    if found == given:
        return True
    if isinstance(given, dict):
        return found.keys() == given.keys() and all(_is_same(found[key], given[key]) for key in given)
    if isinstance(given, list):
        return isinstance(found, list) and all(map(_is_same, found, given))
    return isinstance(given, float) and math.isnan(given)
