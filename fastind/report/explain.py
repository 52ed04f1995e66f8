"""Why a cell of a result is NaN, or a neutral value: `explain` looks at the code's series and says so."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from fastind.api import BoundIndicator, Indicator, catalogue
from fastind.api.indicator import is_list
from fastind.errors import InputError, ParameterError
from fastind.frames.labels import near, positions
from fastind.frames.panel import Panel
from fastind.report.cell import Cell
from fastind.report.dates import row_of, shown
from fastind.report.opened import as_panel
from fastind.report.words import aligned, day, number

PANEL_FIRST = "make a Panel first, fi.Panel.from_long(frame, date={date}, code={code})"
BIND = "pass the indicator that made it, for example fi.rsi.bind(window=7)"


@dataclass(frozen=True)
class Explanation:
    """Why a cell is what it is.

    Attributes
    ----------
    reason : str
        "value", "flat", "warm-up", "not listed", "delisted", "hole", "after a hole", "bad price", "zero"
        (a division by 0 that is no price) or "undefined" (the indicator's own step gave NaN).
    value : float
    rows : list of dict
        The rows that matter: date, inputs and value. Any library makes a frame of it.
    text : str
    """

    reason: str
    value: float
    text: str
    rows: list[dict[str, Any]] = field(repr=False)

    def __str__(self) -> str:
        table = [list(self.rows[0]), *([number(v) for v in row.values()] for row in self.rows)]
        return "\n".join([self.text, *aligned(table, str.rjust)])


def explain(what: Any, panel: Any, date: Any, code: Any, **params: Any) -> Explanation:
    """Say why one cell of a result is NaN, or a neutral value such as an RSI of 50.

    Parameters
    ----------
    what : indicator, bound indicator, name of an indicator, or Panel with its result
        `fi.rsi`, `fi.rsi.bind(window=7)`, "rsi". A result that was computed with other parameters than the
        defaults, or under a key of its own, needs the bound indicator that made it.
    panel : Panel, frame, series, numpy array (dates, codes) or mapping of field to wide table
        The inputs, taken as by `fi.check`. A long frame has the columns date and code; make a Panel of one
        with other names first, `fi.Panel.from_long(frame, date=..., code=...)`.
    date, code : labels
        The date as its label or as text ("2012-05-22"), in the time zone of the dates if they have one.
        The code of a series is its name; that of one security's bars, and of a series that has no name or
        a field's, is "one code".
    **params
        Parameters of the indicator.

    Returns
    -------
    Explanation
        `print` it; `.reason`, `.value`, `.rows`.

    Raises
    ------
    InputError
        No such date, code or field, or a result that is not the indicator's.
    ParameterError
        Not an indicator, or wrong parameters.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> close = np.array([[10.0], [11.0], [10.5]])
    >>> panel = fi.Panel.from_wide({"close": close}, dates=[20240102, 20240103, 20240104], codes=["A"])
    >>> print(fi.explain(fi.rsi, panel, 20240103, "A", window=2))
    rsi(window=2) of A on 20240103 is NaN: warm-up. The series begins on 20240102; this is valid row 2,
    and the first value is in row 3, on 20240104.
            date  close      rsi
        20240102     10      NaN
        20240103     11      NaN
        20240104   10.5  66.6667
    """
    data = _opened(panel)
    bound, result = _bound(what, data, params)
    if bound.indicator.family == "cross-section":
        raise ParameterError(
            f"{bound.indicator.name} compares the codes of a date, and explain looks at one code by itself: "
            "explain what it reads"
        )
    row = row_of(data, date)
    column = int(positions([code], data.codes, "codes")[0])
    cell = Cell(bound, data, row, column)
    if result is not None:
        _same(result, cell, bound)
    reason, text, rows = cell.judged()
    listed = sorted({r for r in (*rows, row) if 0 <= r < len(data.dates)})
    head = f"{_call(bound)} of {day(data.codes[column])} on {shown(data, row)} is {number(cell.value)}"
    return Explanation(reason, cell.value, f"{head}: {reason}. {text}", [cell.shown(r) for r in listed])


def _opened(data: Any) -> Panel:
    panel, found = as_panel(data, other_keys=PANEL_FIRST)
    for one in found:
        if one.kind in ("duplicate", "null key"):
            text = f"the data have a {one.kind} ({one.example}): see fastind.check, and mend it first"
            if one.kind == "duplicate" and one.code is None:  # the dates may be those of many codes
                text += f". If this is a long frame, {PANEL_FIRST.format(date='...', code='...')}"
            raise InputError(text)
    return panel


def _bound(what: Any, panel: Panel, params: dict[str, Any]) -> tuple[BoundIndicator, Panel | None]:
    """The indicator with its parameters, and the panel with its result if one was given."""
    if isinstance(what, BoundIndicator):
        params = {**what.params, **params}
    for name, value in params.items():
        if is_list(value):
            raise ParameterError(
                f"{name} may not be a list here: explain one of its values, such as {value[0]!r}"
            )
    if isinstance(what, BoundIndicator):
        return what.indicator.bind(**what.fields, **params), None
    if isinstance(what, Indicator):
        return what.bind(**params), None
    if isinstance(what, Panel):
        return _made(what, params), what
    if not isinstance(what, str):
        raise ParameterError(
            f"explain takes an indicator or a Panel with a result, got {type(what).__name__}"
        )
    if what not in catalogue:
        raise ParameterError(f"{what!r} is no indicator{near(what, catalogue)}: {BIND}")
    return catalogue[what].bind(**params), panel if what in panel else None


def _made(result: Panel, params: dict[str, Any]) -> BoundIndicator:
    """The indicator that a result's field is named after."""
    names = [name for name in result.fields if name in catalogue]
    if len(names) != 1:
        have = f"the results {' and '.join(names)}" if names else "no field with the name of an indicator"
        raise ParameterError(f"the panel has {have}: {BIND}")
    try:
        return catalogue[names[0]].bind(**params)
    except ParameterError as error:
        raise ParameterError(f"{error}; {BIND}") from error


def _same(result: Panel, cell: Cell, bound: BoundIndicator) -> None:
    """Refuse to explain a result by parameters that it was not computed with."""
    name = bound.indicator.name
    if name not in result or result.shape != cell.panel.shape:
        raise InputError(f"the result and the panel do not fit: {result} and {cell.panel}")
    given = result[name][:, cell.column]
    near_enough = 1e-5 if given.dtype == np.float32 else 1e-9
    if not np.allclose(given, cell.result, rtol=near_enough, atol=near_enough, equal_nan=True):
        raise InputError(
            f"the field {name!r} is not {_call(bound)} of this panel: pass the indicator that made it, for "
            f"example fi.{name}.bind(window=...)"
        )


def _call(bound: BoundIndicator) -> str:
    window = bound.indicator.params.get("window")
    given = {"window": window, **bound.params} if window is not None else bound.params
    return f"{bound.indicator.name}({', '.join(f'{k}={v!r}' for k, v in {**bound.fields, **given}.items())})"
