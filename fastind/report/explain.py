"""Why a cell of a result is NaN, or a neutral value: `explain` looks at the code's series and says so."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from fastind._types import AnyArray, FloatArray
from fastind.api import BoundIndicator, Indicator, catalogue
from fastind.api.indicator import is_list
from fastind.errors import InputError, ParameterError
from fastind.frames.keys import near, positions
from fastind.frames.panel import Panel
from fastind.report.check import Finding, as_panel, day, field_kind

Judged = tuple[str, str, list[int]]  # a reason, a sentence or two, and the rows that matter


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
        table = [list(self.rows[0]), *([_cell(v) for v in row.values()] for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        lines = ("  ".join(c.rjust(w) for c, w in zip(row, widths, strict=True)) for row in table)
        return "\n".join([self.text, *(f"    {line}" for line in lines)])


def explain(what: Any, panel: Any, date: Any, code: Any, **params: Any) -> Explanation:
    """Say why one cell of a result is NaN, or a neutral value such as an RSI of 50.

    Parameters
    ----------
    what : indicator, bound indicator, name of an indicator, or Panel with its result
        `fi.rsi`, `fi.rsi.bind(window=7)`, "rsi". A result that was computed with other parameters than the
        defaults, or under a key of its own, needs the bound indicator that made it.
    panel : Panel, or what `fi.check` takes
        The inputs.
    date, code : labels
        The date as its label or as text ("2012-05-22"), in the time zone of the dates if they have one.
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
    >>> from fastind.report.explain import explain
    >>> close = np.array([[10.0], [11.0], [10.5]])
    >>> panel = fi.Panel.from_wide({"close": close}, dates=[20240102, 20240103, 20240104], codes=["A"])
    >>> print(explain(fi.rsi, panel, 20240103, "A", window=2))
    rsi(window=2) of A on 20240103 is NaN: warm-up. The series begins on 20240102; this is valid row 2,
    and the first value is in row 3, on 20240104.
            date  close      rsi
        20240102     10      NaN
        20240103     11      NaN
        20240104   10.5  66.6667
    """
    data = _opened(panel)
    bound, check = _bound(what, data, params)
    row = _row(data, date)
    column = int(positions([code], data.codes, "codes")[0])
    cell = _Cell(bound, data, row, column)
    if check is not None:
        _same(check, cell, bound)
    reason, text, rows = cell.judged()
    shown = sorted({r for r in (*rows, row) if 0 <= r < len(data.dates)})
    head = f"{_call(bound)} of {day(data.codes[column])} on {_shown(data, row)} is {_cell(cell.value)}"
    return Explanation(reason, cell.value, f"{head}: {reason}. {text}", [cell.shown(r) for r in shown])


def _opened(data: Any) -> Panel:
    found: list[Finding] = []
    panel = as_panel(data, "date", "code", found)
    for one in found:
        if one.kind in ("duplicate", "null key"):
            raise InputError(
                f"the data have a {one.kind} ({one.example}): see fastind.check, and mend it first"
            )
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
    advice = "pass the indicator that made it, for example fi.rsi.bind(window=7)"
    if isinstance(what, str):
        if what not in catalogue:
            raise ParameterError(f"{what!r} is no indicator{near(what, catalogue)}: {advice}")
        return catalogue[what].bind(**params), panel if what in panel else None
    if not isinstance(what, Panel):
        raise ParameterError(
            f"explain takes an indicator or a Panel with a result, got {type(what).__name__}"
        )
    names = [name for name in what.fields if name in catalogue]
    if len(names) != 1:
        have = f"the results {' and '.join(names)}" if names else "no field with the name of an indicator"
        raise ParameterError(f"the panel has {have}: {advice}")
    try:
        return catalogue[names[0]].bind(**params), what
    except ParameterError as error:
        raise ParameterError(f"{error}; {advice}") from error


def _same(result: Panel, cell: "_Cell", bound: BoundIndicator) -> None:
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


def _row(panel: Panel, date: Any) -> int:
    dates = panel.dates
    if dates.dtype.kind != "M":
        labels = [str(label) for label in dates.tolist()]
        if str(date) in labels:
            return labels.index(str(date))
        raise InputError(f"there is no {date!r} among the dates{near(date, labels)}")
    try:
        wanted = np.datetime64(_utc(date, panel.zone))
    except (ValueError, TypeError) as error:
        raise InputError(f'date must be a date or text such as "2012-05-22", got {date!r}') from error
    found = np.flatnonzero(dates == wanted)
    if found.size:
        return int(found[0])
    k = int(np.searchsorted(dates, wanted))
    around = " and ".join(_shown(panel, r) for r in range(max(k - 1, 0), min(k + 1, len(dates))))
    raise InputError(f"there is no {date} among the dates; near it: {around or 'none'}")


def _utc(date: Any, zone: str | None) -> Any:
    """The date as the panel keeps it: in UTC, if its dates are in a time zone."""
    if zone is None or isinstance(date, np.datetime64):
        return date
    local = datetime.fromisoformat(str(date))
    local = local if local.tzinfo else local.replace(tzinfo=_zone(zone))
    return local.astimezone(UTC).replace(tzinfo=None)


def _zone(name: str) -> tzinfo | None:
    return datetime.fromisoformat(f"2000-01-01T00:00{name}").tzinfo if name[0] in "+-" else ZoneInfo(name)


def _shown(panel: Panel, row: int) -> str:
    """A row's date, in the panel's time zone."""
    label = panel.dates[row]
    if panel.zone is None:
        return day(label)
    utc: datetime = label.astype("datetime64[us]").item()
    return utc.replace(tzinfo=UTC).astimezone(_zone(panel.zone)).isoformat(sep=" ")


def _call(bound: BoundIndicator) -> str:
    shown = dict(bound.params)
    window = bound.indicator.params.get("window")
    shown = {"window": window, **shown} if window is not None else shown
    return f"{bound.indicator.name}({', '.join(f'{k}={v!r}' for k, v in {**bound.fields, **shown}.items())})"


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return "NaN" if np.isnan(value) else f"{value:.6g}"
    return day(value)


class _Cell:
    """One code's series, and the row of it that is asked for."""

    def __init__(self, bound: BoundIndicator, panel: Panel, row: int, column: int) -> None:
        self.of, self.params, self.panel = bound.indicator, bound.params, panel
        self.row, self.column = row, column
        self.names = [bound.fields.get(n, "close" if n == "x" else n) for n in self.of.inputs]
        self.inputs = [np.array(panel[name][:, column], np.float64) for name in self.names]
        self.valid = np.all([np.isfinite(x) for x in self.inputs], axis=0)
        self.rows = np.flatnonzero(self.valid)
        self.policy = self.params.get("nan", self.of.params.get("nan"))
        self.lookback = bound.lookback()
        longest = {k: v for k, v in self.params.items() if k != "min_periods"}
        self.span = self.of.lookback(**longest)  # rows that a window reaches back
        self.refused = self.policy == "raise" and self._holes(0, len(self.valid)).size > 0
        self.outputs = [np.full(len(self.valid), np.nan)] if self.refused else self._run(self.inputs)
        nan = (output for output in self.outputs if np.isnan(output[row]))
        self.result = next(nan, self.outputs[0])
        self.value = float(self.result[row])

    def _run(self, inputs: list[FloatArray], **other: Any) -> list[FloatArray]:
        found = self.of(*inputs, **{**self.params, **other})
        return list(found) if isinstance(found, tuple) else [found]

    def _value(self, inputs: list[FloatArray], **other: Any) -> float:
        """What the cell would be of other inputs or parameters."""
        outputs = self._run(inputs, **other)
        k = next(k for k, output in enumerate(self.outputs) if output is self.result)
        return float(outputs[k][self.row])

    def _holes(self, begin: int, end: int) -> AnyArray:
        """Missing rows between two valid ones, from row `begin` to before `end`."""
        inside = ~self.valid
        if self.rows.size:
            inside[: self.rows[0]] = inside[self.rows[-1] :] = False
        found = np.flatnonzero(inside)
        return found[(found >= begin) & (found < end)]

    def shown(self, row: int) -> dict[str, Any]:
        """A row of the small table."""
        values = {name: float(x[row]) for name, x in zip(self.names, self.inputs, strict=True)}
        outputs = dict(zip(self.of.outputs, (float(o[row]) for o in self.outputs), strict=False))
        zoned = self.panel.zone is not None
        return {"date": self._day(row) if zoned else self.panel.dates[row], **values, **outputs}

    def judged(self) -> Judged:
        """The reason, by the first rule that holds."""
        found = self._refusal() or self._flat()
        if found is None and not np.isnan(self.value):
            found = ("value", "Nothing is missing.", [self.row - 1])
        return found or self._missing_row() or (self._skips() if self.of.gaps == "skip" else self._window())

    def _refusal(self) -> Judged | None:
        if not self.refused:
            return None
        first = self._hole_at(int(self._holes(0, len(self.valid))[0]))
        return "hole", f'nan="raise" refuses a code with a hole: {self._days(*first)}.', list(first)

    def _flat(self) -> Judged | None:
        """0 / 0: the cell follows the parameter `flat`, or is 0 because its inputs stand still."""
        if not self.valid[self.row] or self.refused:
            return None
        if "flat" in self.of.params:
            one, two = (self._value(self.inputs, flat=level) for level in (1.0, 2.0))
            if np.isnan(one) or one == two:
                return None
        elif self.value != 0.0 or len(self._still()) < 2 or self._still()[0] > self._window_rows()[0]:
            return None
        still = self._still()
        rows = [int(still[0]), int(still[-1])]
        what = " and ".join(self.names)
        return "flat", f"{what} has not moved in {len(still)} valid rows, since {self._day(rows[0])}.", rows

    def _still(self) -> AnyArray:
        """The last valid rows with the same inputs."""
        rows = self.rows[self.rows <= self.row]
        moved = np.any([x[rows][1:] != x[rows][:-1] for x in self.inputs], axis=0)
        return rows[int(np.flatnonzero(moved)[-1]) + 1 if moved.any() else 0 :]

    def _window_rows(self) -> AnyArray:
        """The valid rows that the window of this row reaches."""
        return self.rows[(self.rows >= self.row - self.span) & (self.rows <= self.row)]

    def _missing_row(self) -> Judged | None:
        """The row itself has no data."""
        row, rows = self.row, self.rows
        if self.valid[row]:
            return None
        infinite = [name for name, x in zip(self.names, self.inputs, strict=True) if np.isinf(x[row])]
        if infinite:
            return "bad price", f"{infinite[0]} is infinite, which counts as missing.", [row - 1, row + 1]
        what = " and ".join(self.names)
        if not rows.size:
            return "not listed", f"There is no row with {what}.", []
        first, last = int(rows[0]), int(rows[-1])
        if row < first:
            return "not listed", f"The series begins on {self._day(first)}, with the first {what}.", [first]
        if row > last:
            return "delisted", f"The series ends on {self._day(last)}, with the last {what}.", [last]
        absent = [name for name, x in zip(self.names, self.inputs, strict=True) if np.isnan(x[row])]
        hole = self._hole_at(row)
        return (
            "hole",
            f"{' and '.join(absent)} is missing; the hole is {self._days(*hole)}.",
            self._edges(hole),
        )

    def _skips(self) -> Judged:
        """NaN in a valid row of a recursion over valid rows."""
        begin, hole = self._run_begins()
        if hole is not None and self.policy == "propagate":
            text = f'nan="propagate" gives no value after the hole {self._days(*hole)}.'
            return self._by_hole(np.arange(hole[0], hole[1] + 1)), text, self._edges(hole)
        own = self.rows[begin:]
        place = int(np.searchsorted(own, self.row))
        found = None if place < self.lookback else self._bad(int(own[0]), self.inputs)
        seen = np.isfinite(self.result[own[0] : self.row]).any()
        if found or (seen and place >= self.lookback):
            return found or self._undefined()
        start, rows = "The series begins", [int(own[0])]
        reason = "warm-up"
        if hole is not None:
            start = f'nan="reset" starts again after the hole {self._days(*hole)}: it begins'
            reason, rows = self._by_hole(np.arange(hole[0], hole[1] + 1)), self._edges(hole)
        text, more = self._first_value(own, place)
        return (
            reason,
            f"{start} on {self._day(int(own[0]))}; this is valid row {place + 1}, and {text}.",
            rows + more,
        )

    def _run_begins(self) -> tuple[int, tuple[int, int] | None]:
        """Where, among the valid rows, the indicator last began, and the hole before that."""
        upto = self.rows[self.rows <= self.row]
        most = {"reset": self.params.get("max_gap"), "propagate": 0}.get(self.policy or "")
        cuts = np.flatnonzero(np.diff(upto) - 1 > (np.inf if most is None else most))
        if not len(cuts):
            return 0, None
        k = int(cuts[0] if self.policy == "propagate" else cuts[-1])
        return k + 1, (int(upto[k]) + 1, int(upto[k + 1]) - 1)

    def _first_value(self, own: AnyArray, place: int) -> tuple[str, list[int]]:
        later = np.flatnonzero(np.isfinite(self.result[self.row :])) + self.row
        if later.size and np.isin(later[0], own):
            row = int(later[0])
            return f"the first value is in row {np.searchsorted(own, row) + 1}, on {self._day(row)}", [row]
        return f"no value comes: it needs {self.lookback + 1} valid rows", []

    def _window(self) -> Judged:
        """NaN in a valid row of a window of rows."""
        first = int(self.rows[0])
        begin = max(first, self.row - self.span)
        if self.row - first < self.lookback:
            return self._warming(first)
        holes = self._holes(begin, self.row + 1)
        filled = self._filled(holes)
        by_hole = self._by_hole(holes)
        where = f"{len(holes)} of the rows from {self._day(begin)} on are missing" if len(holes) else ""
        if len(holes) and np.isfinite(self._value(filled)):
            again = np.flatnonzero(np.isfinite(self.result[self.row :])) + self.row
            ends = f", and the value comes back on {self._day(int(again[0]))}" if again.size else ""
            edges = [*self._edges((int(holes[0]), int(holes[-1]))), *again[:1].tolist()]
            return by_hole, f"{where}: too few are left in the window{ends}.", edges
        found = self._bad(begin, self.inputs)
        if found is None and len(holes):
            found = self._bad(begin, filled)
            if found is not None:
                return by_hole, f"{where}. {found[1]}", [*found[2], *holes[[0, -1]].tolist()]
        if found is None and not np.isfinite(self.result[: self.row]).any():
            return self._warming(first)
        return found or self._undefined()

    def _warming(self, first: int) -> Judged:
        later = np.flatnonzero(np.isfinite(self.result[self.row :])) + self.row
        text = f"the first value is on {self._day(int(later[0]))}" if later.size else "no value comes"
        start = f"The series begins on {self._day(first)}; this is row {self.row - first + 1}, and {text}"
        return "warm-up", f"{start}. It needs {self.lookback + 1} rows.", [first, *later[:1].tolist()]

    def _bad(self, begin: int, inputs: list[FloatArray]) -> Judged | None:
        """Zeros, or values of 0 and less: the culprits if the cell has a value without them."""
        rows = np.arange(begin, self.row + 1)
        for what, is_bad in (("0", np.equal), ("0 or less", np.less_equal)):
            bad = [np.where(is_bad(x, 0.0), True, False) for x in inputs]
            cured = [x.copy() for x in inputs]
            for x, wrong in zip(cured, bad, strict=True):
                x[rows[wrong[rows]]] = 1.0
            if any(wrong[rows].any() for wrong in bad) and np.isfinite(self._value(cured)):
                k = next(k for k, wrong in enumerate(bad) if wrong[rows].any())
                at = rows[bad[k][rows]].tolist()
                kind = "bad price" if field_kind(self.names[k]) == "price" else "zero"
                text = (
                    f"{self.names[k]} is {what} in {len(at)} of the rows used, first on {self._day(at[0])}."
                )
                return kind, text, at[:5]
        return None

    def _undefined(self) -> Judged:
        return (
            "undefined",
            "The inputs are there and warm: the indicator itself gives NaN here.",
            [self.row - 1],
        )

    def _by_hole(self, holes: AnyArray) -> str:
        """What a hole is called: a bad price if infinite values make it."""
        nan = any(np.isnan(x[holes]).any() for x in self.inputs)
        return "after a hole" if nan or not len(holes) else "bad price"

    def _filled(self, holes: AnyArray) -> list[FloatArray]:
        """The inputs with these rows filled from the valid row before."""
        filled = [x.copy() for x in self.inputs]
        before = self.rows[np.searchsorted(self.rows, holes) - 1]
        for x in filled:
            x[holes] = x[before]
        return filled

    def _hole_at(self, row: int) -> tuple[int, int]:
        k = int(np.searchsorted(self.rows, row))
        return int(self.rows[k - 1]) + 1, int(self.rows[k]) - 1

    def _edges(self, hole: tuple[int, int]) -> list[int]:
        return [hole[0] - 1, hole[0], hole[1], hole[1] + 1]

    def _day(self, row: int) -> str:
        return _shown(self.panel, row)

    def _days(self, begin: int, end: int) -> str:
        if begin == end:
            return f"on {self._day(begin)}"
        return f"from {self._day(begin)} to {self._day(end)} ({end - begin + 1} rows)"
