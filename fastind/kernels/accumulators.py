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


def keep_first(n: float, acc: Acc, x: float) -> Acc:
    return (x if n == 0.0 else acc[0],)


def take_first(n: float, acc: Acc, x: float) -> Acc:
    return (x,)


def merge_first(n_old: float, old: Acc, n_new: float, new: Acc) -> Acc:
    return (old[0] if n_old > 0.0 else new[0],)


FIRST = Accumulator(("first",), keep_first, merge_first, take_first)
"""The oldest row of the window: `x` of `window - 1` rows ago."""


def add_smaller(n: float, acc: Acc, x: float) -> Acc:
    return (x if n == 0.0 or x < acc[0] else acc[0],)


def merge_smaller(n_old: float, old: Acc, n_new: float, new: Acc) -> Acc:
    both = old[0] if old[0] < new[0] else new[0]
    return (new[0] if n_old == 0.0 else (old[0] if n_new == 0.0 else both),)


LEAST = Accumulator(("least",), add_smaller, merge_smaller)
"""The smallest value."""


def add_greater(n: float, acc: Acc, x: float) -> Acc:
    return (x if n == 0.0 or x > acc[0] else acc[0],)


def merge_greater(n_old: float, old: Acc, n_new: float, new: Acc) -> Acc:
    both = old[0] if old[0] > new[0] else new[0]
    return (new[0] if n_old == 0.0 else (old[0] if n_new == 0.0 else both),)


GREATEST = Accumulator(("greatest",), add_greater, merge_greater)
"""The greatest value."""


def add_least_at(n: float, acc: Acc, x: float) -> Acc:
    least, at = acc
    takes = n == 0.0 or x <= least
    return (x if takes else least, n if takes else at)


def prepend_least_at(n: float, acc: Acc, x: float) -> Acc:
    least, at = acc
    takes = n == 0.0 or x < least
    return (x if takes else least, 0.0 if takes else at + 1.0)


def merge_least_at(n_old: float, old: Acc, n_new: float, new: Acc) -> Acc:
    takes = n_old == 0.0 or (n_new > 0.0 and new[0] <= old[0])
    return (new[0] if takes else old[0], n_old + new[1] if takes else old[1])


LEAST_AT = Accumulator(("least", "at"), add_least_at, merge_least_at, prepend_least_at)
"""The smallest value and how many rows of the window are older; of equal ones the newest."""


def add_greatest_at(n: float, acc: Acc, x: float) -> Acc:
    greatest, at = acc
    takes = n == 0.0 or x >= greatest
    return (x if takes else greatest, n if takes else at)


def prepend_greatest_at(n: float, acc: Acc, x: float) -> Acc:
    greatest, at = acc
    takes = n == 0.0 or x > greatest
    return (x if takes else greatest, 0.0 if takes else at + 1.0)


def merge_greatest_at(n_old: float, old: Acc, n_new: float, new: Acc) -> Acc:
    takes = n_old == 0.0 or (n_new > 0.0 and new[0] >= old[0])
    return (new[0] if takes else old[0], n_old + new[1] if takes else old[1])


GREATEST_AT = Accumulator(("greatest", "at"), add_greatest_at, merge_greatest_at, prepend_greatest_at)
"""The greatest value and how many rows of the window are older; of equal ones the newest."""


def add_weighted(n: float, acc: Acc, x: float) -> Acc:
    shift, total, weighted = acc
    shift = x if n == 0.0 else shift
    d = x - shift
    return (shift, total + d, weighted + n * d)


def prepend_weighted(n: float, acc: Acc, x: float) -> Acc:
    shift, total, weighted = acc
    shift = x if n == 0.0 else shift
    return (shift, total + (x - shift), weighted + total)


def merge_weighted(n_old: float, old: Acc, n_new: float, new: Acc) -> Acc:
    shift = old[0] if n_old > 0.0 else new[0]
    d = new[0] - shift
    total = new[1] + n_new * d
    weighted = new[2] + 0.5 * n_new * (n_new - 1.0) * d
    return (shift, old[1] + total, old[2] + weighted + n_old * total)


WEIGHTED = Accumulator(("shift", "total", "weighted"), add_weighted, merge_weighted, prepend_weighted)
"""Sums of d and k d, d the distance from a value of the window, k = 0 at its oldest row: for weighted means
and straight lines, without the digits that large values would cost."""


def add_pair(n: float, acc: Acc, xy: Acc) -> Acc:
    shift_x, shift_y, x, y, xx, yy, xy_ = acc
    shift_x = xy[0] if n == 0.0 else shift_x
    shift_y = xy[1] if n == 0.0 else shift_y
    d, e = xy[0] - shift_x, xy[1] - shift_y
    return (shift_x, shift_y, x + d, y + e, xx + d * d, yy + e * e, xy_ + d * e)


def merge_pairs(n_old: float, old: Acc, n_new: float, new: Acc) -> Acc:
    shift_x = old[0] if n_old > 0.0 else new[0]
    shift_y = old[1] if n_old > 0.0 else new[1]
    d, e = new[0] - shift_x, new[1] - shift_y
    x, y = new[2] + n_new * d, new[3] + n_new * e
    xx = new[4] + d * (x + new[2])
    yy = new[5] + e * (y + new[3])
    xy = new[6] + d * new[3] + e * new[2] + n_new * d * e
    return (shift_x, shift_y, old[2] + x, old[3] + y, old[4] + xx, old[5] + yy, old[6] + xy)


PAIRS = Accumulator(("shift_x", "shift_y", "x", "y", "xx", "yy", "xy"), add_pair, merge_pairs, terms=2)
"""Sums of two values, their squares and products, each as its distance from one that lies in the window."""
