"""TA-Lib's functions by fastind: change the import, and a program that was written for TA-Lib runs.

Names, order and names of arguments, defaults, kinds of averages, `abstract` and `stream` are TA-Lib's, and so
are the numbers where the data have no holes. At holes they are fastind's.
"""

from types import SimpleNamespace
from typing import Any

from fastind.compat.talib import abstract, stream
from fastind.compat.talib.calls import FUNCTIONS
from fastind.compat.talib.ma_type import MA_Type
from fastind.compat.talib.missing import missing
from fastind.compat.talib.settings import (
    get_compatibility,
    get_unstable_period,
    set_compatibility,
    set_unstable_period,
)
from fastind.compat.talib.stream import InsufficientHistory
from fastind.compat.talib.table import GROUPS

__version__ = "0.8.2"  # of TA-Lib's Python package, whose names these are
__ta_version__ = b"0.8.1 (fastind)"  # of TA-Lib, whose numbers these are
__TA_FUNCTION_NAMES__ = sorted(FUNCTIONS)
__function_groups__ = {
    group: [name for name in entries if name in FUNCTIONS] for group, entries in GROUPS.items()
}
func = SimpleNamespace(**FUNCTIONS)
globals().update(FUNCTIONS)

__all__ = [
    "InsufficientHistory",
    "MA_Type",
    "abstract",
    "get_compatibility",
    "get_function_groups",
    "get_functions",
    "get_unstable_period",
    "set_compatibility",
    "set_unstable_period",
    "stream",
]
__all__ += __TA_FUNCTION_NAMES__


def get_functions() -> list[str]:
    """TA-Lib's functions that fastind has."""
    return [name for names in __function_groups__.values() for name in names]


def get_function_groups() -> dict[str, list[str]]:
    """The same by group; a group that fastind does not have is empty."""
    return dict(__function_groups__)


def __getattr__(name: str) -> Any:
    raise AttributeError(missing(name) or f"module {__name__!r} has no attribute {name!r}")
