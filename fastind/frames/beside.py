"""Data that go with a table of dates x codes: labels of groups and masks, in any form that users have."""

import sys
from collections.abc import Mapping
from typing import Any

import numpy as np

from fastind._types import AnyArray, FloatArray
from fastind.errors import InputError
from fastind.frames.wide import Wide, opened, same_labels


def beside(value: Any, name: str, table: Wide) -> AnyArray:
    """Numbers for each cell of the table, NaN for none; what is given for each code serves all dates."""
    shape = table.values.shape
    if isinstance(value, str):
        raise InputError(
            f"{name}={value!r} is a field's name, for fastind.compute and Panels: here pass the values"
        )
    pd = sys.modules.get("pandas")
    if pd is not None and isinstance(value, pd.Series):
        has_codes = table.codes is not None and not isinstance(value.index, pd.RangeIndex)
        value = value.to_dict() if has_codes else value.to_numpy(object)
    if isinstance(value, Mapping):
        if table.codes is None:
            raise InputError(
                f"{name} is by code, and the data have no codes: pass a list of {shape[1]} values"
            )
        if len(table.codes) and not any(code in value for code in table.codes):
            raise InputError(f"{name} has none of the data's codes, such as {table.codes[0]!r}")
        value = [value.get(code) for code in table.codes]
    if pd is not None and isinstance(value, pd.DataFrame):
        if table.codes is not None and list(value.columns) != list(table.codes):
            raise InputError(f"{name} has other codes than the data, or in another order")
        if not all(map(_is_plain, value.dtypes)):
            value = _text(value, name, table)
    found = _numbers(value, name, table)
    if found.shape not in (shape, shape[1:]):
        raise InputError(
            f"{name} must be one value for each of {shape[1]} codes, or a table of shape {shape}; got shape "
            f"{found.shape}"
        )
    return np.broadcast_to(found, shape)


def listed(value: Any, several: bool) -> list[Any]:
    """What is given for a parameter as a list; several tables are a list, a tuple or a mapping already."""
    if value is None:
        return []
    if several and isinstance(value, Mapping):
        return list(value.values())
    return list(value) if several and isinstance(value, (list, tuple)) else [value]


def _numbers(value: Any, name: str, table: Wide) -> AnyArray:
    if isinstance(value, (list, tuple, range)):
        value = np.array(value, object)
    if isinstance(value, np.ndarray) and value.dtype.kind in "OUST":
        return _numbered(value, name)
    other = opened(value, name)
    if type(other.origin) is type(table.origin) and not other.is_numpy:
        same_labels([table, other], ["the data", name])
    return other.values


def _is_plain(dtype: Any) -> bool:
    return dtype.kind in "biuf"


def _text(frame: Any, name: str, table: Wide) -> AnyArray:
    """A table of text in pandas."""
    if type(frame) is type(table.origin) and not frame.index.equals(table.origin.index):
        raise InputError(f"{name} has other dates than the data, or in another order")
    values: AnyArray = frame.to_numpy(object)
    return values


def _numbered(labels: AnyArray, name: str) -> FloatArray:
    """Numbers as they are, and a number for each text; NaN for None, NaN and what else is no label."""
    found = [label for label in labels.flat if _is_label(label)]
    if all(isinstance(label, (int, float, np.number, np.bool_)) for label in found):
        known = {label: float(label) for label in found}
    elif name == "mask":
        raise InputError(f"mask must be True or False for each code, got {found[0]!r}")
    else:
        known = {label: float(k) for k, label in enumerate(dict.fromkeys(found))}
    flat = [known[label] if _is_label(label) else np.nan for label in labels.flat]
    return np.array(flat, np.float64).reshape(labels.shape)


def _is_label(value: Any) -> bool:
    return value is not None and type(value).__name__ != "NAType" and value == value
