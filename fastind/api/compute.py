"""Several indicators in one pass over the data."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from fastind._types import AnyArray
from fastind.api.indicator import BoundIndicator, Indicator
from fastind.api.plan import entries, passed
from fastind.errors import HoleError, InputError, ParameterError
from fastind.frames.arrays import readable
from fastind.frames.panel import Panel


def compute(
    data: Any,
    indicators: Mapping[str, Indicator | BoundIndicator],
    *,
    date: str = "date",
    code: str = "code",
    out: Mapping[str, AnyArray] | None = None,
) -> Any:
    """Compute several indicators in one pass: each row is read once, and every indicator takes it.

    Parameters
    ----------
    data : Panel, long frame, one security's frame, or mapping of field name to numpy array (T,) or (T, N)
        Indicators take their inputs by field name; `x` means `close`. A long frame (pandas, polars, also
        lazy, or pyarrow) has one row a (date, code), in any order; a date on which a code has no row is a
        hole. A frame without the `code` column is one security, in the order of its dates.
    indicators : mapping of key to indicator
        `fi.rsi`, or `fi.rsi.bind(window=7)`; `bind(x="volume")` names an input, which may be an earlier
        key. An indicator of several outputs under key `m` gives `m_<output>`.
    date, code : str
        Names of the key columns of a frame; levels of a pandas index may be keys, too. Codes are text or
        whole numbers; dates are whole numbers (20240131), dates or timestamps.
    out : mapping of key to numpy array, optional
        Where to put results, for a mapping of arrays; keys that are left out get new arrays.

    Returns
    -------
    same kind as `data`
        A Panel with the results added as fields; the frame with new columns, its rows in the same order;
        a dict of key to array.
        Equal, bit by bit, to each indicator called alone. (Between an indicator and one that reads its
        result float32 data stay float64.)

    Raises
    ------
    InputError
        A field is missing, shapes differ, a key column is missing, has missing values or mixed types, or
        rows repeat a (date, code).
    ParameterError
        A key is taken, or something is not an indicator.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> close = np.array([1.0, 2.0, 4.0])
    >>> fi.compute({"close": close}, {"fast": fi.ema.bind(window=1), "slow": fi.ema.bind(window=2)})
    {'fast': array([1., 2., 4.]), 'slow': array([ nan, 1.5       , 3.16666667])}
    """
    bound = entries(indicators)
    if out is not None and not isinstance(out, Mapping):
        raise ParameterError(f"out must be a dict of key to array, got {type(out).__name__}")
    if isinstance(data, Panel):
        _refuse_out(out, "a Panel")
        try:
            return data.with_fields(passed({name: data[name] for name in data.fields}, bound, {}, data.codes))
        except HoleError as hole:
            raise hole.labelled(data.codes, data.dates) from None
    if isinstance(data, Mapping):
        return passed(_arrays(data), bound, out or {})
    from fastind.api import frames

    _refuse_out(out, "a frame")
    return frames.compute(data, bound, date, code)


def _refuse_out(out: Any, what: str) -> None:
    if out is not None:
        raise ParameterError(f"out= is for a mapping of numpy arrays, not for {what}")


def _arrays(data: Mapping[str, Any]) -> dict[str, AnyArray]:
    if not data:
        raise InputError("compute needs at least one field, for example {'close': prices}")
    for name, array in data.items():
        if not isinstance(array, np.ndarray):
            raise InputError(
                f"{name} must be a numpy array, got {type(array).__name__}: for frames make a Panel, "
                "fastind.Panel.from_wide({...})"
            )
    fields = {str(name): readable(array, str(name)) for name, array in data.items()}
    first, *others = fields
    for name in others:
        if fields[name].shape != fields[first].shape:
            raise InputError(
                f"{first} and {name} differ in shape: {fields[first].shape} and {fields[name].shape}"
            )
    return fields
