"""Parameters of statements as plain values, whatever library they come from."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np

from fastind.errors import InputError
from fastind.io.sql.contract import Params
from fastind.io.sql.names import is_text

ADVICE = "parameters are None, bool, int, float, str, bytes, date or datetime, or numpy's and pandas' scalars"


def plain(params: Any) -> Params:
    """The parameters of one statement."""
    if params is None:
        return ()
    if isinstance(params, Mapping):
        return {_checked_name(name): _plain(value, repr(name)) for name, value in params.items()}
    if isinstance(params, (str, bytes)) or not isinstance(params, Sequence):
        raise InputError(f"parameters are a tuple, a list or a dict, got {type(params).__name__}")
    return tuple(_plain(value, str(k)) for k, value in enumerate(params))


def _checked_name(name: Any) -> str:
    if not isinstance(name, str):
        raise InputError(f"parameters by name have names of text, got {name!r}")
    return name


def _plain(value: Any, k: str) -> Any:
    """NaN and what stands for a missing value are None."""
    if isinstance(value, np.datetime64):
        value = _moment(value, k)
    elif isinstance(value, np.generic):
        value = value.item()
    if value is None or type(value).__name__ in ("NAType", "NaTType") or value != value:
        return None
    if getattr(value, "nanosecond", 0):
        raise InputError(f"parameter {k} is {value}: databases keep microseconds, round it first")
    if hasattr(value, "to_pydatetime"):
        value = value.to_pydatetime()
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise InputError(f"parameter {k} is {value}: whole numbers of databases have 64 bits with a sign")
    if not isinstance(value, (bool, int, float, str, bytes, date, datetime)):
        raise InputError(f"parameter {k} is of type {type(value).__name__}: {ADVICE}")
    if isinstance(value, str) and not is_text(value):
        raise InputError(f"parameter {k} is {value!r:.80}, with half a character (a surrogate)")
    return value


def _moment(value: Any, k: str) -> Any:
    if np.isnat(value):
        return None
    is_day = np.datetime_data(value.dtype)[0] in ("Y", "M", "W", "D")
    found = value.astype("datetime64[D]" if is_day else "datetime64[us]")
    if found != value or not isinstance(found.item(), date):
        raise InputError(f"parameter {k} is {value}: databases keep microseconds of the years 1 to 9999")
    return found.item()
