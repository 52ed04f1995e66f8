"""Panels with everything in them that real prices have: each column has one habit, in turn."""

from __future__ import annotations

import numpy as np

Fields = dict[str, np.ndarray]


def one_missing_day(f: Fields, n: int) -> None:
    blank(f, slice(n // 2, n // 2 + 1))


def listed_late(f: Fields, n: int) -> None:
    blank(f, slice(0, n // 4))


def delisted(f: Fields, n: int) -> None:
    blank(f, slice(3 * n // 4, None))


def suspended(f: Fields, n: int) -> None:
    blank(f, slice(n // 3, n // 3 + n // 5))


def short_holes(f: Fields, n: int) -> None:
    for length, start in enumerate((n // 5, 2 * n // 5, 3 * n // 5), start=1):
        blank(f, slice(start, start + length))


def clean(f: Fields, n: int) -> None:
    pass


def every_second_day(f: Fields, n: int) -> None:
    blank(f, slice(1, None, 2))


def constant(f: Fields, n: int) -> None:
    for values in f.values():
        values[:] = values[0]


def stale(f: Fields, n: int) -> None:
    for values in f.values():
        values[n // 3 : 2 * n // 3] = values[n // 3]


def without_trade(f: Fields, n: int) -> None:
    f["volume"][n // 3 : n // 3 + 30] = 0.0


def zero_price(f: Fields, n: int) -> None:
    f["close"][n // 2] = 0.0
    f["close"][n // 4] = -0.0


def below_zero(f: Fields, n: int) -> None:
    f["close"] -= f["close"].mean()


def infinite(f: Fields, n: int) -> None:
    f["close"][n // 2] = np.inf
    f["close"][n // 3] = -np.inf
    f["volume"][n // 4] = np.inf


def never(f: Fields, n: int) -> None:
    blank(f, slice(None))


def one_day_only(f: Fields, n: int) -> None:
    blank(f, slice(0, n // 2))
    blank(f, slice(n // 2 + 1, None))


def hole_in_close(f: Fields, n: int) -> None:
    f["close"][n // 2 : n // 2 + 4] = np.nan


def hole_in_volume(f: Fields, n: int) -> None:
    f["volume"][n // 3 : n // 3 + 4] = np.nan


def penny(f: Fields, n: int) -> None:
    f["close"] *= 1e-8


def jump(f: Fields, n: int) -> None:
    f["close"][n // 2 :] *= 100.0
    f["volume"][n // 2] *= 1e6


HABITS = (
    one_missing_day,
    listed_late,
    delisted,
    suspended,
    short_holes,
    clean,
    every_second_day,
    constant,
    stale,
    without_trade,
    zero_price,
    below_zero,
    infinite,
    never,
    one_day_only,
    hole_in_close,
    hole_in_volume,
    penny,
    jump,
)


def blank(f: Fields, rows: slice) -> None:
    """No bar in these rows."""
    for values in f.values():
        values[rows] = np.nan


def clean_panel(rows: int, codes: int, seed: int = 1) -> Fields:
    """Random walks with cents in every second column, and whole volumes."""
    rng = np.random.default_rng([seed, rows, codes])
    close = 50.0 * np.exp(np.cumsum(rng.normal(0.0, 0.02, (rows, codes)), axis=0))
    close[:, ::2] = np.round(close[:, ::2], 2)
    span = close * rng.uniform(0.0, 0.02, (rows, codes))
    fields = {"close": close, "open": close + span / 2, "high": close + span, "low": close - span}
    fields["volume"] = np.floor(rng.lognormal(12.0, 1.0, (rows, codes)))
    return with_derived(fields)


def nasty_panel(rows: int, codes: int, seed: int = 1) -> Fields:
    """A clean panel whose columns take on the habits one after the other."""
    fields = clean_panel(rows, codes, seed)
    bars = {name: fields[name] for name in ("close", "open", "high", "low", "volume")}
    if rows:
        for j in range(codes):
            HABITS[j % len(HABITS)]({name: values[:, j] for name, values in bars.items()}, rows)
    return with_derived(bars)


def with_derived(fields: Fields) -> Fields:
    """`x`, `y`, `amount` and `periods` beside the bars."""
    with np.errstate(invalid="ignore"):
        return fields | {
            "x": fields["close"],
            "y": fields["open"],
            "amount": fields["close"] * fields["volume"],
            "periods": np.abs(fields["volume"]) % 9.0,
        }
