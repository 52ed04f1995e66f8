"""Ways to sum up the rows of a window, for folds."""

from typing import Any

from fastind.kernels.definition import Accumulator

Acc = tuple[Any, ...]


def add_total(n: float, acc: Acc, x: float) -> Acc:
    (total,) = acc
    return (total + x,)


def merge_totals(n_old: float, old: Acc, n_new: float, new: Acc) -> Acc:
    return (old[0] + new[0],)


TOTAL = Accumulator(("total",), add_total, merge_totals)
"""The sum."""


def add_shifted(n: float, acc: Acc, x: float) -> Acc:
    shift, first, second = acc
    shift = x if n == 0.0 else shift
    d = x - shift
    return (shift, first + d, second + d * d)


def merge_shifted(n_old: float, old: Acc, n_new: float, new: Acc) -> Acc:
    shift_old, first_old, second_old = old
    shift_new, first_new, second_new = new
    shift = shift_old if n_old > 0.0 else shift_new
    d = shift_new - shift
    first_new = first_new + n_new * d
    second_new = second_new + d * (2.0 * first_new - n_new * d)
    return (shift, first_old + first_new, second_old + second_new)


SHIFTED = Accumulator(("shift", "first", "second"), add_shifted, merge_shifted)
"""Sums of d and d^2, d the distance from a value that lies in the window. With the shift inside the
window's range the sum of squares is at most (n + 1) times the one around the mean (so that at most
log10(n + 1) digits are lost whatever the data are), and a constant window gives exactly 0."""
