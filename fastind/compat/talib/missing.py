"""What is said of functions that TA-Lib has and fastind does not."""

from fastind.compat.talib.table import GROUPS


def missing(name: str) -> str | None:
    """Why this one is not there; None if TA-Lib does not have it either."""
    if name.startswith("CDL"):
        return f"fastind does not have {name}: candle patterns are not there yet"
    for group, entries in GROUPS.items():
        if name in entries:
            return f"fastind does not have {name} ({group}) yet"
    return None
