"""One cell of a result: what it is, and the reason of that by the first rule that holds."""

from typing import Any

import numpy as np

from fastind._types import AnyArray, FloatArray
from fastind.api import BoundIndicator
from fastind.frames.panel import Panel
from fastind.report import dates
from fastind.report.faults import field_kind
from fastind.report.words import counted

Judged = tuple[str, str, list[int]]  # a reason, a sentence or two, and the rows that matter
Hole = tuple[int, int]  # its first and last row


class Cell:
    """One code's series, and the row of it that is asked for."""

    def __init__(self, bound: BoundIndicator, panel: Panel, row: int, column: int) -> None:
        self.of, self.params, self.panel = bound.indicator, bound.params, panel
        self.row, self.column = row, column
        self.names = [bound.fields.get(n) or _named(panel, n) for n in self.of.inputs]
        self.what = " and ".join(self.names)
        self.inputs = [np.array(panel[name][:, column], np.float64) for name in self.names]
        self.valid = np.all([np.isfinite(x) for x in self.inputs], axis=0)
        self.rows = np.flatnonzero(self.valid)
        self.policy = self.params.get("nan", self.of.params.get("nan"))
        self.lookback = bound.lookback()
        longest = {k: v for k, v in self.params.items() if k != "min_periods"}
        self.span = self.of.lookback(**longest)  # rows that a window reaches back
        self.refused = self.policy == "raise" and self._missing(0, len(self.valid)).size > 0
        self.outputs = [np.full(len(self.valid), np.nan)] if self.refused else self._run(self.inputs)
        nan = (k for k, output in enumerate(self.outputs) if np.isnan(output[row]))
        self.output = next(nan, 0)
        self.result = self.outputs[self.output]
        self.value = float(self.result[row])

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

    # --- rules ----------------------------------------------------------------------------------------------

    def _refusal(self) -> Judged | None:
        if not self.refused:
            return None
        first = self._hole_at(int(self._missing(0, len(self.valid))[0]))
        return "hole", f'nan="raise" refuses a code with a hole: {self._days(first)}.', list(first)

    def _flat(self) -> Judged | None:
        """0 / 0: the cell follows the parameter `flat`, or is 0 because its inputs stand still."""
        if not self.valid[self.row] or self.refused:
            return None
        still = self._still()
        if "flat" in self.of.params:
            one, two = (self._value(self.inputs, flat=level) for level in (1.0, 2.0))
            if np.isnan(one) or one == two:
                return None
        elif self.value != 0.0 or len(still) < 2 or still[0] > self._reached()[0]:
            return None
        begin, end = int(still[0]), int(still[-1])
        text = f"{self.what} has not moved in {counted(len(still), 'valid row')}, since {self._day(begin)}."
        return "flat", text, [begin, end]

    def _missing_row(self) -> Judged | None:
        """The row itself has no data."""
        row, rows = self.row, self.rows
        if self.valid[row]:
            return None
        here = {name: x[row] for name, x in zip(self.names, self.inputs, strict=True)}
        infinite = [name for name, value in here.items() if np.isinf(value)]
        if infinite:
            return "bad price", f"{infinite[0]} is infinite, which counts as missing.", [row - 1, row + 1]
        if not rows.size:
            return "not listed", f"There is no row with {self.what}.", []
        first, last = int(rows[0]), int(rows[-1])
        if row < first:
            return (
                "not listed",
                f"The series begins on {self._day(first)}, with the first {self.what}.",
                [first],
            )
        if row > last:
            return "delisted", f"The series ends on {self._day(last)}, with the last {self.what}.", [last]
        hole = self._hole_at(row)
        absent = " and ".join(name for name, value in here.items() if np.isnan(value))
        return "hole", f"{absent} is missing; the hole is {self._days(hole)}.", _edges(hole)

    def _skips(self) -> Judged:
        """NaN in a valid row of a recursion over valid rows."""
        begin, hole = self._run_begins()
        if hole is not None and self.policy == "propagate":
            text = f'nan="propagate" gives no value after the hole {self._days(hole)}.'
            return self._by_hole(np.arange(hole[0], hole[1] + 1)), text, _edges(hole)
        own = self.rows[begin:]
        place = int(np.searchsorted(own, self.row))
        if place >= self.lookback:
            found = self._bad(int(own[0]), self.inputs)
            if found or np.isfinite(self.result[own[0] : self.row]).any():
                return found or self._undefined()
        return self._starting(own, place, hole)

    def _window(self) -> Judged:
        """NaN in a valid row of a window of rows."""
        first = int(self.rows[0])
        if self.row - first < self.lookback:
            return self._warming(first)
        begin = max(first, self.row - self.span)
        found = self._bad_around_holes(begin, self._missing(begin, self.row + 1))
        if found is None and not np.isfinite(self.result[: self.row]).any():
            return self._warming(first)
        return found or self._undefined()

    def _bad_around_holes(self, begin: int, holes: AnyArray) -> Judged | None:
        """Holes in the window, bad values in it, or both together."""
        if not len(holes):
            return self._bad(begin, self.inputs)
        filled = self._filled(holes)
        are = "is" if len(holes) == 1 else "are"
        where = f"{len(holes)} of the rows from {self._day(begin)} on {are} missing"
        ends = int(holes[0]), int(holes[-1])
        if np.isfinite(self._value(filled)):
            again = self._next_value()
            back = f", and the value comes back on {self._day(again[0])}" if again else ""
            text = f"{where}: too few are left in the window{back}."
            return self._by_hole(holes), text, [*_edges(ends), *again]
        found = self._bad(begin, self.inputs)
        if found:
            return found
        found = self._bad(begin, filled)
        return found and (self._by_hole(holes), f"{where}. {found[1]}", [*found[2], *ends])

    def _bad(self, begin: int, inputs: list[FloatArray]) -> Judged | None:
        """Zeros, or values of 0 and less: the culprits if the cell has a value without them."""
        used = slice(begin, self.row + 1)
        for what, is_bad in (("0", np.equal), ("0 or less", np.less_equal)):
            bad = [np.flatnonzero(is_bad(x[used], 0.0)) + begin for x in inputs]
            cured = [x.copy() for x in inputs]
            for x, rows in zip(cured, bad, strict=True):
                x[rows] = 1.0
            if any(map(len, bad)) and np.isfinite(self._value(cured)):
                k = next(k for k, rows in enumerate(bad) if len(rows))
                name, at = self.names[k], bad[k].tolist()
                kind = "bad price" if field_kind(name) == "price" else "zero"
                text = f"{name} is {what} in {len(at)} of the rows used, first on {self._day(at[0])}."
                return kind, text, at[:5]
        return None

    # --- what the rules say ---------------------------------------------------------------------------------

    def _starting(self, own: AnyArray, place: int, hole: Hole | None) -> Judged:
        """A recursion that has not seen enough of its valid rows since it began."""
        reason, start, rows = "warm-up", "The series begins", [int(own[0])]
        if hole is not None:
            reason, rows = self._by_hole(np.arange(hole[0], hole[1] + 1)), _edges(hole)
            start = f'nan="reset" starts again after the hole {self._days(hole)}: it begins'
        later = [row for row in self._next_value() if row in own]
        text = f"no value comes: it needs {counted(self.lookback + 1, 'valid row')}"
        if later:
            nth = np.searchsorted(own, later[0]) + 1
            text = f"the first value is in row {nth}, on {self._day(later[0])}"
        text = f"{start} on {self._day(int(own[0]))}; this is valid row {place + 1}, and {text}."
        return reason, text, rows + later

    def _warming(self, first: int) -> Judged:
        """A window that has not yet so many rows behind it."""
        later = self._next_value()
        text = f"the first value is on {self._day(later[0])}" if later else "no value comes"
        start = f"The series begins on {self._day(first)}; this is row {self.row - first + 1}, and {text}"
        return "warm-up", f"{start}. It needs {counted(self.lookback + 1, 'row')}.", [first, *later]

    def _undefined(self) -> Judged:
        text = "The inputs are there and warm: the indicator itself gives NaN here."
        return "undefined", text, [self.row - 1]

    def _by_hole(self, rows: AnyArray) -> str:
        """What missing rows are called: a bad price if infinite values make them."""
        nan = any(np.isnan(x[rows]).any() for x in self.inputs)
        return "after a hole" if nan or not len(rows) else "bad price"

    def _day(self, row: int) -> str:
        return dates.shown(self.panel, row)

    def _days(self, hole: Hole) -> str:
        begin, end = hole
        if begin == end:
            return f"on {self._day(begin)}"
        return f"from {self._day(begin)} to {self._day(end)} ({end - begin + 1} rows)"

    # --- the series -----------------------------------------------------------------------------------------

    def _run(self, inputs: list[FloatArray], **other: Any) -> list[FloatArray]:
        found = self.of(*inputs, **{**self.params, **other})
        return list(found) if isinstance(found, tuple) else [found]

    def _value(self, inputs: list[FloatArray], **other: Any) -> float:
        """What the cell would be of other inputs or parameters."""
        return float(self._run(inputs, **other)[self.output][self.row])

    def _filled(self, holes: AnyArray) -> list[FloatArray]:
        """The inputs with these rows filled from the valid row before."""
        filled = [x.copy() for x in self.inputs]
        before = self.rows[np.searchsorted(self.rows, holes) - 1]
        for x in filled:
            x[holes] = x[before]
        return filled

    def _missing(self, begin: int, end: int) -> AnyArray:
        """Missing rows between two valid ones, from row `begin` to before `end`."""
        inside = ~self.valid
        if self.rows.size:
            inside[: self.rows[0]] = inside[self.rows[-1] :] = False
        return np.flatnonzero(inside[begin:end]) + begin

    def _hole_at(self, row: int) -> Hole:
        k = int(np.searchsorted(self.rows, row))
        return int(self.rows[k - 1]) + 1, int(self.rows[k]) - 1

    def _still(self) -> AnyArray:
        """The last valid rows with the same inputs."""
        rows = self.rows[self.rows <= self.row]
        moved = np.any([x[rows][1:] != x[rows][:-1] for x in self.inputs], axis=0)
        return rows[int(np.flatnonzero(moved)[-1]) + 1 if moved.any() else 0 :]

    def _reached(self) -> AnyArray:
        """The valid rows that the window of this row reaches."""
        return self.rows[(self.rows >= self.row - self.span) & (self.rows <= self.row)]

    def _run_begins(self) -> tuple[int, Hole | None]:
        """Where, among the valid rows, the indicator last began, and the hole before that."""
        upto = self.rows[self.rows <= self.row]
        most = {"reset": self.params.get("max_gap"), "propagate": 0}.get(self.policy or "")
        cuts = np.flatnonzero(np.diff(upto) - 1 > (np.inf if most is None else most))
        if not len(cuts):
            return 0, None
        k = int(cuts[0] if self.policy == "propagate" else cuts[-1])
        return k + 1, (int(upto[k]) + 1, int(upto[k + 1]) - 1)

    def _next_value(self) -> list[int]:
        """The next row with a value; empty if there is none."""
        later = np.flatnonzero(np.isfinite(self.result[self.row :]))[:1] + self.row
        return [int(row) for row in later]


def _named(panel: Panel, name: str) -> str:
    """The field of an input: by its name, or by that in another case (Close)."""
    field = "close" if name == "x" else name
    found = [own for own in panel.fields if own.lower() == field]
    return field if field in panel or not found else found[0]


def _edges(hole: Hole) -> list[int]:
    """The rows at both ends of a hole."""
    return [hole[0] - 1, hole[0], hole[1], hole[1] + 1]
