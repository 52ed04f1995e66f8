"""What is no table of numbers, or does not fit its neighbour, is refused with the difference named."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import fastind as fi
from fastind.frames import wide
from tests import steps
from tests.kinds import KINDS, PANDAS, POLARS, PYARROW, Kind, names
from tests.panels import nasty_panel

FIELDS = nasty_panel(73, 19)
CODES = [f"C{j}" for j in range(19)]
money_flow = steps.indicator

every_kind = pytest.mark.parametrize("kind", KINDS, ids=str)

CHANGES: dict[str, tuple[Any, str]] = {
    "fewer dates": (lambda kind, a: kind.wide(a[:-1]), "73 and 72 rows; missing from volume: 2020-03-13"),
    "fewer codes": (lambda kind, a: kind.wide(a[:, :-1]), "19 and 18 codes; missing from volume: C18"),
    "another code": (lambda kind, a: kind.wide(a, [*CODES[:-1], "Z"]), "missing from close: Z"),
    "order of codes": (lambda kind, a: kind.wide(a, CODES[::-1]), "the same labels in another order"),
}


@every_kind
@pytest.mark.parametrize("change", CHANGES)
def test_inputs_that_differ_are_refused_with_the_difference(kind: Kind, change: str) -> None:
    changed, message = CHANGES[change]
    with pytest.raises(fi.errors.InputError, match=message):
        money_flow(kind.wide(FIELDS["close"]), changed(kind, FIELDS["volume"]))


@every_kind
def test_columns_of_two_lengths_are_refused(kind: Kind) -> None:
    close, volume = FIELDS["close"][:, 4], FIELDS["volume"][:-1, 4]
    with pytest.raises(fi.errors.InputError, match=r"73.* and .*72"):
        money_flow(kind.column(close), kind.column(volume))


def library(kind: Kind) -> str:
    return kind.name.split("-")[0]


@pytest.mark.parametrize(
    ("kind", "other"),
    [(a, b) for a in KINDS for b in (PANDAS, POLARS, PYARROW) if library(a) != library(b)],
    ids=str,
)
def test_inputs_of_two_kinds_are_refused_with_both_named(kind: Kind, other: Kind) -> None:
    close, volume = kind.wide(FIELDS["close"]), other.wide(FIELDS["volume"])
    message = rf"^close and volume are of different kinds: {library(kind)} \w+ and {library(other)} \w+$"
    with pytest.raises(fi.errors.InputError, match=message):
        money_flow(close, volume)


@every_kind
def test_a_frame_and_an_array_are_refused(kind: Kind) -> None:
    with pytest.raises(fi.errors.InputError, match=r"different kinds: .* and numpy ndarray$"):
        money_flow(kind.wide(FIELDS["close"]), FIELDS["volume"])


@every_kind
def test_a_text_column_is_refused_with_a_hint(kind: Kind) -> None:
    frame = kind.frame({"A": np.arange(3.0), "name": np.array(["x", "y", "z"])})
    hint = r"column 'name' has dtype .*fastind\.compute.*become numbers by \.(cast|astype)"
    with pytest.raises(fi.errors.InputError, match=hint):
        fi.rsi(frame)
    with pytest.raises(fi.errors.InputError, match=r"has dtype .*: fastind computes on"):
        fi.rsi(frame["name"])


@every_kind
@pytest.mark.parametrize("name", wide.FIELDS)
def test_a_column_named_like_a_field_is_refused_with_the_hint_to_compute(kind: Kind, name: str) -> None:
    frame = kind.frame({"A": np.arange(3.0), name: np.arange(3.0)})
    with pytest.raises(fi.errors.InputError, match=rf"frame\['{name}'\], or use fastind.compute"):
        fi.rsi(frame)
    assert names(fi.rsi(kind.frame({name.upper(): np.arange(3.0)}))) == [name.upper()]


@every_kind
def test_out_is_for_numpy(kind: Kind) -> None:
    with pytest.raises(fi.errors.ParameterError, match="out= is for numpy input only"):
        fi.rsi(kind.wide(FIELDS["close"]), out=np.empty((73, 19)))


@every_kind
def test_two_parameters_cannot_be_swept(kind: Kind) -> None:
    with pytest.raises(fi.errors.ParameterError, match="one parameter at a time may be a list"):
        fi.rsi(kind.wide(FIELDS["close"]), window=[2, 3], flat=[0.0, 50.0])


def test_column_names_that_are_there_twice() -> None:
    table = PYARROW.frame({"A": np.arange(3.0), "B": np.arange(3.0)})
    with pytest.raises(fi.errors.InputError, match=r"(?s)^x cannot be used: .*'A' 2 times"):
        fi.ema(table.append_column("A", table["A"]), window=1)
