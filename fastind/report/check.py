"""What is wrong with prices: `check` looks, its report tells what there is and what to do."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from fastind._types import AnyArray
from fastind.errors import InputError, MissingExtraError, ParameterError
from fastind.frames.panel import Panel

BLOCK = 256  # codes at a time: the temporaries of 2,500 dates are a few MB
PRICES = {"open", "high", "low", "close", "x", "vwap", "price", "bid", "ask", "mid", "settle"}
VOLUMES = {"volume", "amount", "turnover", "trades"}
BAR = ("open", "high", "low", "close", "volume")
ORDERED = (("low", "high"), ("low", "open"), ("open", "high"), ("low", "close"), ("close", "high"))
USUAL = 8.0  # times a code's median move, from where a jump is not an ordinary one
NEAR = 0.025  # how far (in logarithms) a split's ratio may be from its fraction: the day moves too
_SPLITS = [(1, q) for q in (2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40, 50, 100)] + [
    (2, 3),
    (3, 4),
    (2, 5),
]
SPLITS = [*_SPLITS, *((q, p) for p, q in _SPLITS)]
SPLIT_MOVES = np.log([p / q for p, q in SPLITS])
COLUMNS = ("kind", "field", "code", "date", "rows", "example", "advice")
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


class CheckReport:
    """What `check` found.

    Attributes
    ----------
    findings : tuple of Finding
        By kind. Rows of a kind, field and code are one finding; each run, jump and spike is one of its own.
    holes : dict of arrays
        One element a code: first and last date with a value, holes inside, missing rows in them, the longest
        and where it begins, rows before the first (leading) and after the last (trailing). Any library makes
        a frame of it: `pd.DataFrame(report.holes)`.
    """

    def __init__(self, panel: Panel, main: str, findings: list[Finding], holes: dict[str, AnyArray]) -> None:
        kinds = list(ADVICE)
        self.findings = tuple(sorted(findings, key=lambda f: kinds.index(f.kind)))
        self.holes = holes
        self._panel, self._main = panel, main

    @property
    def ok(self) -> bool:
        """Is there no finding. Late listings and delistings are none."""
        return not self.findings

    def table(self, kind: str = "pandas") -> Any:
        """The findings as a frame; `kind` is "pandas", "polars" or "arrow"."""
        import pyarrow as pa

        columns = {name: [getattr(f, name) for f in self.findings] for name in COLUMNS}
        types = {name: pa.string() for name in ("kind", "field", "example", "advice")} | {"rows": pa.int64()}
        for name, labels in (("code", self._panel.codes), ("date", self._panel.dates)):
            if labels.dtype.kind == "M":
                found = [np.datetime64("NaT") if d is None else d for d in columns[name]]
                columns[name] = pa.array(np.array(found, labels.dtype))
            elif labels.dtype.kind in "iU":
                types[name] = pa.int64() if labels.dtype.kind == "i" else pa.string()
        arrow = pa.table({name: pa.array(values, types.get(name)) for name, values in columns.items()})
        if kind == "polars":
            import polars as pl

            return pl.from_arrow(arrow)
        if kind not in ("pandas", "arrow"):
            raise ParameterError(f'kind must be "pandas", "polars" or "arrow", got {kind!r}')
        return arrow if kind == "arrow" else arrow.to_pandas(integer_object_nulls=True)

    def picture(self, path: str | Path) -> None:
        """Draw the holes, dates x codes, to a file; its suffix chooses the format."""
        try:
            from matplotlib.colors import ListedColormap
            from matplotlib.figure import Figure
            from matplotlib.patches import Patch
        except ImportError as error:
            raise MissingExtraError('a picture needs matplotlib: pip install "fastind[plot]"') from error
        states = {
            "value": "#dfe5ec",
            "not listed": "#ffffff",
            "delisted": "#8a93a1",
            "hole inside": "#c2410c",
        }
        cells = _thin(_thin(_states(self._panel[self._main]), 1200, 0), 700, 1)
        figure = Figure(figsize=(11, 7), dpi=130, layout="constrained")
        ax = figure.subplots()
        colors, extent = (
            ListedColormap(list(states.values())),
            (0, self._panel.shape[0], self._panel.shape[1], 0),
        )
        ax.imshow(cells.T, colors, aspect="auto", interpolation="nearest", vmin=0, vmax=3, extent=extent)
        for axis, labels in ((ax.xaxis, self._panel.dates), (ax.yaxis, self._panel.codes)):
            at = np.unique(np.linspace(0, len(labels) - 1, 8).astype(int))
            axis.set_ticks(at + 0.5, [day(labels[i]) for i in at])
        ax.set_title(f"Holes in {self._main}: {self.holes['holes'].sum()} inside", loc="left")
        keys = [Patch(facecolor=c, edgecolor="#6b7380", label=name) for name, c in states.items()]
        figure.legend(handles=keys, loc="outside lower center", ncols=4, frameon=False)
        figure.savefig(path)

    def __repr__(self) -> str:
        count = f"{len(self.findings)} findings" if self.findings else "no findings"
        return f"<check of {self._panel.shape[0]} dates x {self._panel.shape[1]} codes: {count}>"

    def __str__(self) -> str:
        lines = [repr(self)[1:-1]]
        for kind, advice in ADVICE.items():
            of = sorted((f for f in self.findings if f.kind == kind), key=lambda f: -f.rows)
            if of:
                codes = {f.code for f in of}
                lines += ["", f"{kind}: {_n(sum(f.rows for f in of), 'row')} in {_n(len(codes), 'code')}"]
                lines += [f"    {_where(f)}{f.example}" for f in of[:3]] + ["    ..."] * (len(of) > 3)
                lines += [f"    what to do: {advice}"]
        return "\n".join([*lines, *self._worst()])

    def _repr_html_(self) -> str:
        return f"<pre>{escape(str(self))}</pre>"

    def _worst(self) -> list[str]:
        h = self.holes
        absent = h["missing"] + h["leading"] + h["trailing"]
        worst = [j for j in np.lexsort((-absent, -h["missing"])) if absent[j]]
        if not worst:
            return []
        rows = [list(h), *([day(column[j]) for column in h.values()] for j in worst[:10])]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        title = f"holes by code: {_n(len(worst), 'code')} of {len(absent)} without a full history"
        text = ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) for row in rows]
        return ["", title, *(f"    {line.rstrip()}" for line in text), *["    ..."] * (len(worst) > 10)]


def check(
    data: Any, *, date: str = "date", code: str = "code", stale: int = 10, jump: float = 0.25
) -> CheckReport:
    """Look for what is wrong with prices, before anything is computed from them.

    Parameters
    ----------
    data : Panel, frame, numpy array (dates, codes) or mapping of field to wide table
        A frame (pandas, polars, pyarrow) with the column `code` is long; without it, it is one security's
        bars if its columns are fields, and else a wide table of the field close.
    date, code : str
        Columns of a long frame, in any order of rows.
    stale : int >= 2
        Valid rows with the same close that make a stale run.
    jump : float between 0 and 1
        Smallest change of one row that may be a split or a spike; it must also be more than eight times the
        code's median change. A split is within 2.5 % of a simple fraction.

    Returns
    -------
    CheckReport
        `print` it; `.ok`, `.findings`, `.table()`, `.holes`, `.picture(path)`.

    Raises
    ------
    InputError
        The data are of a kind that cannot be checked.
    ParameterError
        `stale` or `jump` is outside its limits.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> from fastind.report.check import check
    >>> report = check(np.array([[10.0, 5.0], [0.0, np.nan], [11.0, 5.1]]))
    >>> report
    <check of 3 dates x 2 codes: 2 findings>
    >>> [(f.kind, f.code, f.date) for f in report.findings]
    [('zero price', 0, 1), ('hole', 1, 1)]
    """
    if isinstance(stale, bool) or not isinstance(stale, (int, np.integer)) or stale < 2:
        raise ParameterError(f"stale must be an integer >= 2, got {stale!r}")
    if not isinstance(jump, (int, float)) or not 0 < jump < 1:
        raise ParameterError(f"jump must be a number between 0 and 1, such as 0.25, got {jump!r}")
    findings: list[Finding] = []
    panel = as_panel(data, date, code, findings)
    main = main_field(panel)
    if panel.shape[0] > 1:
        findings += _order(panel.dates)
    for first in range(0, panel.shape[1] if panel.shape[0] else 0, BLOCK):
        block = _Block(panel, main, first)
        findings += [*block.values(), *block.bars(), *block.runs(stale), *block.jumps(jump)]
    holes = _holes(panel, main, findings)
    return CheckReport(panel, main, findings, holes)


# --- any data as a panel ------------------------------------------------------------------------------------


def as_panel(data: Any, date: str, code: str, findings: list[Finding]) -> Panel:
    """A panel of the first row of each (date, code); what stood in its way goes to `findings`."""
    from fastind.frames.long import has_key, narwhal

    if isinstance(data, Panel):
        return data
    if isinstance(data, Mapping):
        tables = {
            name: _once(table, findings if k == 0 else []) for k, (name, table) in enumerate(data.items())
        }
        return Panel.from_wide(tables)
    frame = None if isinstance(data, np.ndarray) else narwhal(data)
    if frame is None:
        return Panel.from_wide({"close": data})
    if has_key(frame, code):
        return _of_long(frame, date, code, findings)
    dated = _dates(frame, date)[0]
    words = [name for name, dtype in frame.schema.items() if not _is_number(dtype) and name != dated]
    words = [name for name in words if field_kind(str(name)) == "other"]
    if words:
        raise InputError(
            f"there is no column {code!r}, and {words[0]!r} holds no numbers: if it has the codes of a long "
            f"frame, check(frame, code={words[0]!r}); a wide table has one column of numbers a code"
        )
    if any(str(name).lower() in BAR for name in frame.columns):
        return _of_bars(frame, date, findings)
    return Panel.from_wide({"close": _once(data, findings)})


def _is_number(dtype: Any) -> bool:
    return bool(dtype.is_numeric()) or str(dtype) in ("Boolean", "Unknown")


def _dates(frame: Any, date: str = "date") -> tuple[str | None, AnyArray]:
    """The column that dates the rows of a frame, and its labels; the index or numbers without a column."""
    times = [name for name, dtype in frame.schema.items() if dtype.is_temporal()]
    name = date if date in frame.columns else next(iter(times), None)
    if name is not None:
        return name, frame.get_column(name).to_numpy()
    index = getattr(frame.to_native(), "index", None)
    return None, np.arange(len(frame)) if index is None else np.asarray(index)


def _once(table: Any, findings: list[Finding], date: str = "date") -> Any:
    """A wide table with one row a date."""
    from fastind.frames.long import narwhal

    frame = None if isinstance(table, np.ndarray) else narwhal(table)
    if frame is None:
        return table
    labels = _dates(frame, date)[1]
    firsts, groups = np.unique(labels, return_index=True, return_inverse=True)[1:]
    again = np.flatnonzero(firsts[groups] != np.arange(len(labels)))
    if not again.size:
        return table
    row = again[0]
    example = f"row {row} (from 0) is dated as row {firsts[groups[row]]} is"
    findings.append(Finding("duplicate", None, None, _plain(labels[row]), len(again), example))
    return frame[np.sort(firsts)].to_native()


def _of_bars(frame: Any, date: str, findings: list[Finding]) -> Panel:
    """One security's frame, whose columns are fields."""
    import narwhals.stable.v2 as nw

    frame = nw.from_native(_once(frame.to_native(), findings, date))
    named, labels = _dates(frame, date)
    names = [name for name, dtype in frame.schema.items() if name != named and _is_number(dtype)]
    findings += _words(frame, {*names, named})
    fields = {name: np.asarray(frame[name].cast(nw.Float64).to_numpy())[:, None] for name in names}
    return Panel.from_wide(fields, dates=labels, codes=["one code"])


def _words(frame: Any, known: set[str | None]) -> Iterator[Finding]:
    for name in frame.columns:
        if name not in known and str(name).rsplit("_", 1)[-1].lower() in PRICES | VOLUMES:
            yield Finding(
                "not numbers", name, None, None, len(frame), f"{name} has dtype {frame[name].dtype}"
            )


def _of_long(frame: Any, date: str, code: str, findings: list[Finding]) -> Panel:
    from fastind.frames.keys import factorised
    from fastind.frames.long import key

    names = [name for name, dtype in frame.schema.items() if name not in (date, code) and _is_number(dtype)]
    findings += _words(frame, {*names, date, code})
    nulls = {name: key(frame, name).is_null().to_numpy() for name in (date, code)}
    for name, null in nulls.items():
        if null.any():
            example = f"{name} is missing in row {null.argmax()} (from 0)"
            findings.append(Finding("null key", name, None, None, int(null.sum()), example))
    kept = np.flatnonzero(~(nulls[date] | nulls[code]))
    frame = frame if len(kept) == len(frame) else frame[kept]
    dates = factorised(key(frame, date), date, "dates")
    codes = factorised(key(frame, code), code, "codes")
    findings += _backwards(date, kept, codes, dates)
    once = _firsts(frame, kept, codes, dates, findings)
    own = frame.select([name for name in (date, code, *names) if name in frame.columns])
    return Panel.from_long((own if once is None else own[once]).to_native(), date=date, code=code)


def _backwards(date: str, kept: AnyArray, codes: Any, dates: Any) -> Iterator[Finding]:
    """Rows that are earlier than the row of the same code before them."""
    order = np.argsort(codes.rows, kind="stable")
    one, day_of = codes.rows[order], dates.rows[order]
    back = order[1:][(day_of[1:] < day_of[:-1]) & (one[1:] == one[:-1])]
    if back.size:
        k = back.min()
        at = _plain(codes.labels[codes.rows[k]]), _plain(dates.labels[dates.rows[k]])
        example = f"row {kept[k]} (from 0) is earlier than this code's row before it"
        yield Finding("unsorted", date, *at, len(back), example)


def _firsts(frame: Any, kept: AnyArray, codes: Any, dates: Any, findings: list[Finding]) -> AnyArray | None:
    """The first row of each cell; None if there are no others. A finding for each code that has others."""
    cells = codes.rows * len(dates.labels) + dates.rows
    order = np.argsort(cells, kind="stable")
    same = cells[order][1:] == cells[order][:-1]
    if not same.any():
        return None
    starts = np.maximum.accumulate(np.where(np.concatenate(([True], ~same)), np.arange(len(order)), 0))
    again, first = order[1:][same], order[starts[1:][same]]
    for j in np.unique(codes.rows[again]):
        of = np.flatnonzero(codes.rows[again] == j)
        example = f"rows {kept[first[of[0]]]} and {kept[again[of[0]]]} (from 0)"
        close = next((n for n in frame.columns if str(n).lower() == "close"), None)
        if close is not None:
            example += " close at {} and {}".format(*frame[close].to_numpy()[[first[of[0]], again[of[0]]]])
        at = _plain(codes.labels[j]), _plain(dates.labels[dates.rows[again[of[0]]]])
        findings.append(Finding("duplicate", None, *at, len(of), example))
    keep = np.ones(len(cells), bool)
    keep[again] = False
    return np.flatnonzero(keep)


# --- what is looked for -------------------------------------------------------------------------------------


def main_field(panel: Panel) -> str:
    """The field that says whether a code has a row: close, or another price, or the first field."""
    by_name = {name.lower(): name for name in panel.fields}
    prices = [name for name in panel.fields if field_kind(name) == "price"]
    return by_name.get("close") or next(iter(prices), panel.fields[0])


def field_kind(field: str) -> str:
    """What a field's name says that it holds: "price", "volume" or "other"."""
    last = field.lower().rsplit("_", 1)[-1]
    return "price" if last in PRICES else "volume" if last in VOLUMES else "other"


def _order(dates: AnyArray) -> Iterator[Finding]:
    back = np.asarray(dates[1:] < dates[:-1], bool)
    if back.any():
        row = int(back.argmax()) + 1
        example = f"{day(dates[row])} stands after {day(dates[row - 1])}"
        yield Finding("unsorted", None, None, _plain(dates[row]), int(back.sum()), example)


class _Block:
    """A few codes of a panel, and what is wrong with them."""

    def __init__(self, panel: Panel, main: str, first: int) -> None:
        self.codes = panel.codes[first : first + BLOCK].tolist()
        self.dates = [_plain(label) for label in panel.dates]
        self.fields = {name: panel[name][:, first : first + BLOCK] for name in panel.fields}
        self.bar = {n.lower(): v for n, v in self.fields.items() if n.lower() in BAR}
        self.main, self.name = self.fields[main], main
        # The main field's good prices one code after the other: their codes, rows and values.
        by_code = np.ascontiguousarray(self.main.T)
        good = np.isfinite(by_code) & (by_code > 0)
        self.code, self.row = np.nonzero(good)
        self.price = by_code[good]

    def _found(
        self, kind: str, field: str | None, bad: AnyArray, text: Callable[[int, int], str]
    ) -> Iterator[Finding]:
        for j in np.flatnonzero(bad.any(axis=0)).tolist():
            i = int(bad[:, j].argmax())
            yield Finding(kind, field, self.codes[j], self.dates[i], int(bad[:, j].sum()), text(i, j))

    def values(self) -> Iterator[Finding]:
        """Infinite values, and prices and volumes of a sign that they cannot have."""
        for name, values in self.fields.items():

            def text(i: int, j: int, name: str = name, values: AnyArray = values) -> str:
                return f"{name} is {values[i, j]:g}"

            infinite = np.isinf(values)
            yield from self._found("infinite", name, infinite, text)
            if field_kind(name) != "other":
                yield from self._found(f"negative {field_kind(name)}", name, (values < 0) & ~infinite, text)
            if field_kind(name) == "price":
                yield from self._found("zero price", name, values == 0, text)

    def bars(self) -> Iterator[Finding]:
        """Bars that contradict themselves, and those of which a field is missing."""
        bar = self.bar
        pairs = [(a, b, self._above(bar[a], bar[b])) for a, b in ORDERED if a in bar and b in bar]

        def text(i: int, j: int) -> str:
            a, b = next((a, b) for a, b, bad in pairs if bad[i, j])
            if b in ("open", "close"):
                return f"{b} {bar[b][i, j]:g} is below {a} {bar[a][i, j]:g}"
            return f"{a} {bar[a][i, j]:g} is above {b} {bar[b][i, j]:g}"

        if pairs:
            yield from self._found("bad bar", None, np.any([bad for *_, bad in pairs], axis=0), text)
        here = ~np.isnan(self.main)
        for name, values in bar.items():

            def absent(i: int, j: int, name: str = name) -> str:
                return f"{name} is missing, {self.name} is {self.main[i, j]:g}"

            yield from self._found("incomplete bar", name, here & np.isnan(values), absent)

    @staticmethod
    def _above(low: AnyArray, high: AnyArray) -> AnyArray:
        # Signs are findings of their own; the margin is for prices that were adjusted by a factor.
        with np.errstate(invalid="ignore", over="ignore"):
            return (low > high * (1 + 1e-9)) & (high > 0) & ~np.isinf(low)

    def runs(self, stale: int) -> Iterator[Finding]:
        """Prices that stand still; without trade they are carried forward through a suspension."""
        n = len(self.price)
        new = (self.price[1:] != self.price[:-1]) | (self.code[1:] != self.code[:-1])
        edges = np.concatenate(([0], np.flatnonzero(new) + 1, [n])) if n else np.zeros(1, int)
        for k in np.flatnonzero(np.diff(edges) >= stale):
            start, end = edges[k], edges[k + 1]
            j, rows = self.code[start], self.row[start:end]
            volume = self.bar["volume"][rows[1:], j] if "volume" in self.bar else np.ones(1)
            kind = "suspended" if np.all((volume == 0) | np.isnan(volume)) else "stale run"
            text = (
                f"{self.name} {self.price[start]:g} in {end - start} rows, until {day(self.dates[rows[-1]])}"
            )
            text += ", without trade" if kind == "suspended" else ""
            yield Finding(kind, self.name, self.codes[j], self.dates[rows[0]], int(end - start), text)

    def jumps(self, jump: float) -> Iterator[Finding]:
        """Moves far beyond the code's ordinary ones: to a split's fraction, or away for one row."""
        moves = np.diff(np.log(self.price))
        moves[self.code[1:] != self.code[:-1]] = 0.0
        came_back = -1
        for k in self._unusual(moves, jump):
            if k == came_back:
                continue
            at = self.codes[self.code[k]], self.dates[self.row[k + 1]], 1
            was, now = self.price[k], self.price[k + 1]
            if k + 1 < len(moves) and abs(moves[k] + moves[k + 1]) <= 0.25 * abs(moves[k]):
                came_back = k + 1
                yield Finding("spike", self.name, *at, f"{was:g}, {now:g}, {self.price[k + 2]:g}")
                continue
            p, q = SPLITS[int(np.abs(SPLIT_MOVES - moves[k]).argmin())]
            if abs(moves[k] - np.log(p / q)) <= NEAR:
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


def _holes(panel: Panel, main: str, findings: list[Finding]) -> dict[str, AnyArray]:
    """Where each code begins and ends, and what is missing between; a finding for each code with holes."""
    rows, dates, names = panel.shape[0], panel.dates, panel.codes.tolist()
    first, last, n, missing, longest, at, begin = _spans(panel[main])
    some = last >= 0
    for j in np.flatnonzero(n):
        text = f"{_n(n[j], 'hole')}, the longest {_n(longest[j], 'row')} from {day(dates[at[j]])}"
        findings.append(Finding("hole", main, names[j], _plain(dates[begin[j]]), int(missing[j]), text))
    none = np.flatnonzero(~some) if rows else ()
    findings += [Finding("empty", main, names[j], None, rows, f"no {main} at all") for j in none]
    return {
        "code": panel.codes,
        "first": _labels(dates, first, some),
        "last": _labels(dates, last, some),
        "holes": n,
        "missing": missing,
        "longest": longest,
        "longest_from": _labels(dates, at, n > 0),
        "leading": first,
        "trailing": np.where(some, rows - 1 - last, 0),
    }


def _spans(values: AnyArray) -> tuple[AnyArray, ...]:
    """By code: first and last row; holes, rows in them, the longest, its first row, the first hole's."""
    rows, codes = values.shape
    n, missing, longest, at, begin = (np.zeros(codes, np.int64) for _ in range(5))
    first, last = np.full(codes, rows), np.full(codes, -1)
    for start in range(0, codes, BLOCK):
        code, row = np.nonzero(~np.isnan(values[:, start : start + BLOCK].T))
        code += start
        who, firsts = np.unique(code, return_index=True)
        first[who], last[who] = row[firsts], row[np.append(firsts[1:], len(code)) - 1] if len(who) else 0
        gap = np.where(code[1:] == code[:-1], np.diff(row) - 1, 0)
        holes = np.flatnonzero(gap)[::-1]  # the first of a code, or of its longest, is written last
        of, length, where = code[holes], gap[holes], row[holes] + 1
        n += np.bincount(of, minlength=codes)
        np.add.at(missing, of, length)
        begin[of] = where
        order = np.argsort(length, kind="stable")
        longest[of[order]], at[of[order]] = length[order], where[order]
    return first, last, n, missing, longest, at, begin


# --- for people ---------------------------------------------------------------------------------------------


def day(label: Any) -> str:
    """A date, code or number as people write it; midnight is left out."""
    if isinstance(label, np.datetime64):
        return "-" if np.isnat(label) else str(np.datetime_as_string(label, unit="auto"))
    return "-" if label is None else str(label).removesuffix(" 00:00:00")


def _plain(label: Any) -> Any:
    """A label as plain Python; numpy's datetime64 stays."""
    return label.item() if isinstance(label, np.generic) and not isinstance(label, np.datetime64) else label


def _n(count: Any, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _where(finding: Finding) -> str:
    """Its code and date, those that it has."""
    return "".join(f"{day(label)}  " for label in (finding.code, finding.date) if label is not None)


def _labels(dates: AnyArray, rows: AnyArray, known: AnyArray) -> AnyArray:
    """The dates of rows; NaT or None where there is none."""
    if known.all() or dates.dtype.kind == "M":
        found = dates[np.where(known, rows, 0)] if len(dates) else np.full(len(rows), "NaT", dates.dtype)
        found[~known] = np.datetime64("NaT") if not known.all() else found[~known]
        return found
    found = np.full(len(rows), None, object)
    found[known] = dates[rows[known]]
    return found


def _states(values: AnyArray) -> AnyArray:
    """0 a value, 1 not yet listed, 2 delisted, 3 a hole inside."""
    here = ~np.isnan(values)
    began = np.logical_or.accumulate(here, axis=0)
    goes_on = np.logical_or.accumulate(here[::-1], axis=0)[::-1]
    return np.where(here, 0, np.where(~began, 1, np.where(~goes_on, 2, 3))).astype(np.uint8)


def _thin(cells: AnyArray, most: int, axis: int) -> AnyArray:
    """At most so many cells along an axis, so that a hole of one row does not fall between two pixels."""
    if cells.shape[axis] <= most:
        return cells
    starts = np.linspace(0, cells.shape[axis], most, endpoint=False).astype(int)
    thinned: AnyArray = np.maximum.reduceat(cells, starts, axis=axis)
    return thinned
