"""The faults that are looked for in a panel, and what to do about each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from fastind._types import AnyArray
from fastind.frames.panel import Panel
from fastind.frames.wide import FIELDS
from fastind.report.words import day, plain

BLOCK = 256  # codes at a time: the temporaries of 2,500 dates are a few MB
PRICES = {"open", "high", "low", "close", "x", "vwap", "price", "bid", "ask", "mid", "settle"}
VOLUMES = {"volume", "amount", "turnover", "trades"}
ORDERED = (("low", "high"), ("low", "open"), ("open", "high"), ("low", "close"), ("close", "high"))
USUAL = 8.0  # times a code's median move, from where a jump is not an ordinary one
NEAR = 0.025  # how far (in logarithms) a split's ratio may be from its fraction: the day moves too
_PARTS = (2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40, 50, 100)
_SPLITS = [*((1, q) for q in _PARTS), (2, 3), (3, 4), (2, 5)]
SPLITS = [*_SPLITS, *((q, p) for p, q in _SPLITS)]
SPLIT_MOVES = np.log([p / q for p, q in SPLITS])
ADVICE = {
    "duplicate": "keep one row of each (date, code): the first was checked; Panel.from_long refuses them",
    "unsorted": "Panel.from_long sorts; a wide table must be sorted by date before anything is computed",
    "null key": "a row without a date or a code belongs nowhere: drop it",
    "not numbers": "cast the column to numbers: it was left out of the check",
    "infinite": "a division by zero upstream: set it to NaN; indicators take it as missing",
    "zero price": "no price is 0: set it to NaN, it stands for a missing one",
    "negative price": "set it to NaN, unless this is a spread or a future that may go below 0",
    "negative volume": "set it to NaN: the sign is an error of the source",
    "bad bar": "low <= open, close <= high does not hold: one of the four is wrong; compare another source",
    "incomplete bar": "indicators that read the missing field have a hole here, the others do not",
    "stale run": "the price does not move although there is trade: a feed that repeats, or a very large tick",
    "suspended": "suspended at last price: filled forward without trade; set it to NaN",
    "split-like jump": "compare with the splits of this code: prices must be adjusted before the jump",
    "spike": "one row far away that comes back the next: most likely a wrong price; set it to NaN",
    "hole": "nothing to do for a suspension: fastind skips holes (`nan=`); otherwise fetch the rows again",
    "empty": "the code has no value at all: leave it out, or fetch it again",
}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: of one kind, in one code.

    `date` is the first row, as in `panel.dates` (UTC if they have a time zone), and `rows` their number;
    field, code and date are None where they mean nothing.
    """

    kind: str
    field: str | None
    code: Any
    date: Any
    rows: int
    example: str

    @property
    def advice(self) -> str:
        """What to do about it."""
        return ADVICE[self.kind]


def field_kind(field: str) -> str:
    """What a field's name says that it holds: "price", "volume" or "other"."""
    last = field.lower().rsplit("_", 1)[-1]
    return "price" if last in PRICES else "volume" if last in VOLUMES else "other"


def main_field(panel: Panel) -> str:
    """The field that says whether a code has a row: close, or another price, or the first field."""
    by_name = {name.lower(): name for name in panel.fields}
    prices = [name for name in panel.fields if field_kind(name) == "price"]
    return by_name.get("close") or next(iter(prices), panel.fields[0])


def faults(panel: Panel, main: str, stale: int, jump: float) -> Iterator[Finding]:
    """What is wrong with a panel's dates and values, but for holes."""
    rows, codes = panel.shape
    if rows:
        yield from _order(panel.dates)
        for first in range(0, codes, BLOCK):
            block = _Block(panel, main, first)
            yield from (*block.values(), *block.bars(), *block.runs(stale), *block.jumps(jump))


def _order(dates: AnyArray) -> Iterator[Finding]:
    back = np.asarray(dates[1:] < dates[:-1], bool)
    if back.any():
        row = int(back.argmax()) + 1
        example = f"{day(dates[row])} stands after {day(dates[row - 1])}"
        yield Finding("unsorted", None, None, plain(dates[row]), int(back.sum()), example)


class _Block:
    """A few codes of a panel, and what is wrong with them."""

    def __init__(self, panel: Panel, main: str, first: int) -> None:
        self.dates = panel.dates
        self.codes = panel.codes[first : first + BLOCK].tolist()
        self.fields = {name: panel[name][:, first : first + BLOCK] for name in panel.fields}
        self.bar = {n.lower(): v for n, v in self.fields.items() if n.lower() in FIELDS}
        self.main, self.name = self.fields[main], main
        # The main field's good prices one code after the other: their codes, rows and values.
        by_code = np.ascontiguousarray(self.main.T)
        good = np.isfinite(by_code) & (by_code > 0)
        self.code, self.row = np.nonzero(good)
        self.price = by_code[good]

    def _at(self, i: int, j: int, rows: int = 1) -> tuple[Any, Any, int]:
        """The code, first date and number of rows of a finding."""
        return self.codes[j], plain(self.dates[i]), rows

    def _where(self, bad: AnyArray) -> Iterator[tuple[int, int, tuple[Any, Any, int]]]:
        """For each code with bad rows: the first of them, the code, and both as a finding has them."""
        for j in np.flatnonzero(bad.any(axis=0)).tolist():
            i = int(bad[:, j].argmax())
            yield i, j, self._at(i, j, int(bad[:, j].sum()))

    def values(self) -> Iterator[Finding]:
        """Infinite values, and prices and volumes of a sign that they cannot have."""
        for name, values in self.fields.items():
            holds, infinite = field_kind(name), np.isinf(values)
            wrong = {"infinite": infinite}
            if holds != "other":
                wrong[f"negative {holds}"] = (values < 0) & ~infinite
            if holds == "price":
                wrong["zero price"] = values == 0
            for kind, bad in wrong.items():
                for i, j, at in self._where(bad):
                    yield Finding(kind, name, *at, f"{name} is {values[i, j]:g}")

    def bars(self) -> Iterator[Finding]:
        """Bars that contradict themselves, and those of which a field is missing."""
        bar = self.bar
        pairs = [(a, b, _above(bar[a], bar[b])) for a, b in ORDERED if a in bar and b in bar]
        if pairs:
            for i, j, at in self._where(np.any([bad for *_, bad in pairs], axis=0)):
                a, b = next((a, b) for a, b, bad in pairs if bad[i, j])
                a, b, word = (b, a, "below") if b in ("open", "close") else (a, b, "above")
                text = f"{a} {bar[a][i, j]:g} is {word} {b} {bar[b][i, j]:g}"
                yield Finding("bad bar", None, *at, text)
        here = ~np.isnan(self.main)
        for name, values in bar.items():
            for i, j, at in self._where(here & np.isnan(values)):
                text = f"{name} is missing, {self.name} is {self.main[i, j]:g}"
                yield Finding("incomplete bar", name, *at, text)

    def runs(self, stale: int) -> Iterator[Finding]:
        """Prices that stand still; without trade they are carried forward through a suspension."""
        n = len(self.price)
        new = (self.price[1:] != self.price[:-1]) | (self.code[1:] != self.code[:-1])
        edges = np.concatenate(([0], np.flatnonzero(new) + 1, [n])) if n else np.zeros(1, int)
        for k in np.flatnonzero(np.diff(edges) >= stale):
            start, end = int(edges[k]), int(edges[k + 1])
            j, rows = self.code[start], self.row[start:end]
            volume = self.bar["volume"][rows[1:], j] if "volume" in self.bar else np.ones(1)
            traded = np.any((volume != 0) & ~np.isnan(volume))
            text = (
                f"{self.name} {self.price[start]:g} in {end - start} rows, until {day(self.dates[rows[-1]])}"
            )
            kind, more = ("stale run", "") if traded else ("suspended", ", without trade")
            yield Finding(kind, self.name, *self._at(rows[0], j, end - start), text + more)

    def jumps(self, jump: float) -> Iterator[Finding]:
        """Moves far beyond the code's ordinary ones: to a split's fraction, or away for one row."""
        moves = np.diff(np.log(self.price))
        moves[self.code[1:] != self.code[:-1]] = 0.0
        came_back = -1
        for k in self._unusual(moves, jump):
            if k == came_back:
                continue
            at = self._at(self.row[k + 1], self.code[k])
            was, now = self.price[k], self.price[k + 1]
            if k + 1 < len(moves) and abs(moves[k] + moves[k + 1]) <= 0.25 * abs(moves[k]):
                came_back = k + 1
                yield Finding("spike", self.name, *at, f"{was:g}, {now:g}, {self.price[k + 2]:g}")
                continue
            far = np.abs(SPLIT_MOVES - moves[k])
            if far.min() <= NEAR:
                p, q = SPLITS[int(far.argmin())]
                text = f"{was:g} to {now:g}, a ratio of {now / was:.3g}, near {p}/{q}"
                yield Finding("split-like jump", self.name, *at, text)

    def _unusual(self, moves: AnyArray, jump: float) -> Iterator[int]:
        """Moves beyond `jump` that are also far from the median of their code's."""
        usual: dict[int, float] = {}
        for k in np.flatnonzero((moves >= np.log1p(jump)) | (moves <= np.log1p(-jump))).tolist():
            j = int(self.code[k])
            if j not in usual:
                a, b = np.searchsorted(self.code, (j, j + 1))
                own = np.abs(moves[a : b - 1])
                usual[j] = float(np.median(own[own > 0]))
            if abs(moves[k]) > USUAL * usual[j]:
                yield k


def _above(low: AnyArray, high: AnyArray) -> AnyArray:
    # Signs are findings of their own; the margin is for prices that were adjusted by a factor.
    with np.errstate(invalid="ignore", over="ignore"):
        return (low > high * (1 + 1e-9)) & (high > 0) & ~np.isinf(low)
