"""What is wrong with prices: `check` looks, its report tells what there is and what to do."""

from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from fastind._types import AnyArray
from fastind.errors import ParameterError
from fastind.frames.panel import Panel
from fastind.report.faults import ADVICE, Finding, faults, main_field
from fastind.report.holes import holes_of
from fastind.report.opened import as_panel
from fastind.report.words import aligned, counted, day, sized

__all__ = ["CheckReport", "Finding", "check"]

COLUMNS = ("kind", "field", "code", "date", "rows", "example", "advice")


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
        if kind not in ("pandas", "polars", "arrow"):
            raise ParameterError(f'kind must be "pandas", "polars" or "arrow", got {kind!r}')
        arrow = self._arrow()
        if kind == "polars":
            import polars as pl

            return pl.from_arrow(arrow)
        return arrow if kind == "arrow" else arrow.to_pandas(integer_object_nulls=True)

    def _arrow(self) -> Any:
        import pyarrow as pa

        columns = {name: [getattr(f, name) for f in self.findings] for name in COLUMNS}
        types = {name: pa.string() for name in ("kind", "field", "example", "advice")} | {"rows": pa.int64()}
        for name, labels in (("code", self._panel.codes), ("date", self._panel.dates)):
            if labels.dtype.kind == "M":
                found = [np.datetime64("NaT") if d is None else d for d in columns[name]]
                columns[name] = pa.array(np.array(found, labels.dtype))
            elif labels.dtype.kind in "iU":
                types[name] = pa.int64() if labels.dtype.kind == "i" else pa.string()
        return pa.table({name: pa.array(values, types.get(name)) for name, values in columns.items()})

    def picture(self, path: str | Path) -> None:
        """Draw the holes, dates x codes, to a file; its suffix chooses the format."""
        from fastind.report.hole_map import draw_holes

        draw_holes(self._panel, self._main, int(self.holes["holes"].sum()), path)

    def __repr__(self) -> str:
        count = counted(len(self.findings) or "no", "finding")
        return f"<check of {sized(self._panel.shape)}: {count}>"

    def __str__(self) -> str:
        lines = [repr(self)[1:-1]]
        for kind, advice in ADVICE.items():
            of = sorted((f for f in self.findings if f.kind == kind), key=lambda f: -f.rows)
            if of:
                rows, codes = sum(f.rows for f in of), {f.code for f in of if f.code is not None}
                where = f" in {counted(len(codes), 'code')}" if codes else ""
                lines += ["", f"{kind}: {counted(rows, 'row')}{where}"]
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
        title = f"holes by code: {counted(len(worst), 'code')} of {len(absent)} without a full history"
        rows = [list(h), *([day(column[j]) for column in h.values()] for j in worst[:10])]
        return ["", title, *aligned(rows, str.ljust), *["    ..."] * (len(worst) > 10)]


def _where(finding: Finding) -> str:
    """Its code and date, those that it has."""
    return "".join(f"{day(label)}  " for label in (finding.code, finding.date) if label is not None)


def check(
    data: Any, *, date: str = "date", code: str = "code", stale: int = 10, jump: float = 0.25
) -> CheckReport:
    """Look for what is wrong with prices, before anything is computed from them.

    Parameters
    ----------
    data : Panel, frame, series, numpy array (dates, codes) or mapping of field to wide table
        A frame (pandas, polars, pyarrow) with the column `code` is long. Without it, it is one security's
        bars if a column is named open, high, low, close or volume, or if two are in any case, one of them
        close (Open, Close); else a wide table of the field close. A series is one code's close.
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
    >>> report = fi.check(np.array([[10.0, 5.0], [0.0, np.nan], [11.0, 5.1]]))
    >>> report
    <check of 3 dates x 2 codes: 2 findings>
    >>> [(f.kind, f.code, f.date) for f in report.findings]
    [('zero price', 0, 1), ('hole', 1, 1)]
    """
    if isinstance(stale, bool) or not isinstance(stale, (int, np.integer)) or stale < 2:
        raise ParameterError(f"stale must be an integer >= 2, got {stale!r}")
    if not isinstance(jump, (int, float)) or not 0 < jump < 1:
        raise ParameterError(f"jump must be a number between 0 and 1, such as 0.25, got {jump!r}")
    panel, findings = as_panel(data, date, code)
    main = main_field(panel)
    holes, missing = holes_of(panel, main)
    return CheckReport(panel, main, [*findings, *faults(panel, main, stale, jump), *missing], holes)
