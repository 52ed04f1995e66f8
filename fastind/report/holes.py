"""Holes by code: where each code begins and ends, and what is missing between."""

from collections.abc import Iterator, Mapping

import numpy as np

from fastind._types import AnyArray
from fastind.frames.panel import Panel
from fastind.report.faults import BLOCK, Finding
from fastind.report.words import counted, day, plain


def holes_of(panel: Panel, main: str) -> tuple[dict[str, AnyArray], list[Finding]]:
    """One element a code of what `CheckReport.holes` has; and a finding for each code with holes."""
    rows, dates = panel.shape[0], panel.dates
    first, last, n, missing, longest, at, begin = _spans(panel[main])
    some = last >= 0
    table = {
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
    return table, [*_inside(panel, main, table, at, begin), *_empty(panel, main, some)]


def _inside(
    panel: Panel, main: str, table: Mapping[str, AnyArray], at: AnyArray, begin: AnyArray
) -> Iterator[Finding]:
    names, dates = panel.codes.tolist(), panel.dates
    for j in np.flatnonzero(table["holes"]):
        n, longest = counted(table["holes"][j], "hole"), counted(table["longest"][j], "row")
        text = f"{n}, the longest {longest} from {day(dates[at[j]])}"
        yield Finding("hole", main, names[j], plain(dates[begin[j]]), int(table["missing"][j]), text)


def _empty(panel: Panel, main: str, some: AnyArray) -> Iterator[Finding]:
    rows, names = panel.shape[0], panel.codes.tolist()
    for j in np.flatnonzero(~some) if rows else ():
        yield Finding("empty", main, names[j], None, rows, f"no {main} at all")


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


def _labels(dates: AnyArray, rows: AnyArray, known: AnyArray) -> AnyArray:
    """The dates of rows; NaT or None where there is none."""
    if known.all():
        return dates[rows]
    is_time = dates.dtype.kind == "M"
    found = np.full(len(rows), "NaT" if is_time else None, dates.dtype if is_time else object)
    found[known] = dates[rows[known]]
    return found
