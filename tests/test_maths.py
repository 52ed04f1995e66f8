"""Functions of a row on their whole domain: numpy's values, and TA-Lib's wherever there is a finite one."""

from __future__ import annotations

import numpy as np
import pytest
import talib

import fastind as fi
from fastind.api import catalogue

POINTS = [
    -1e300,
    -711.0,
    -700.0,
    -2.5,
    -1.0,
    -0.5,
    -1e-300,
    -0.0,
    0.0,
    1e-300,
    0.3,
    1.0,
    1.5,
    2.0,
    700.0,
    711.0,
]
X = np.array([*POINTS, 1e300])
Y = X[::-1].copy()
MATHS = [of for of in catalogue.values() if of.family == "maths" and of.gaps == "rows"]
OF_ONE = [of.name for of in MATHS if len(of.inputs) == 1]
OF_TWO = [of.name for of in MATHS if len(of.inputs) == 2]


@pytest.mark.parametrize("name", OF_ONE + OF_TWO)
@pytest.mark.parametrize("width", [None, 1, 65])
def test_talib_gives_the_same_on_the_whole_domain(name: str, width: int | None) -> None:
    data = [X] if name in OF_ONE else [X, Y]
    want = getattr(talib, name.upper())(*data)
    given = data if width is None else [np.repeat(x[:, None], width, axis=1) for x in data]
    got = getattr(fi, name)(*given)
    poles = {"ln": X == 0.0, "log10": X == 0.0, "div": Y == 0.0}
    want = np.where(poles.get(name, np.full(X.size, False)), np.nan, want)
    np.testing.assert_allclose(got if width is None else got[:, width - 1], want, rtol=1e-14)


def test_no_value_at_a_pole_or_outside_the_domain() -> None:
    none = np.array([0.0, -0.0, -1.0, np.nan, np.inf, -np.inf])
    assert np.isnan(fi.ln(none)).all()
    assert np.isnan(fi.log10(none)).all()
    assert np.isnan(fi.sqrt(none[2:])).all()
    assert np.isnan(fi.acos(none[3:])).all()
    assert np.isnan(fi.asin(np.array([1.0000001, -2.0]))).all()
    assert np.isnan(fi.div(np.array([0.0, 1.0, -1.0]), np.array([0.0, 0.0, -0.0]))).all()
    assert np.isnan(fi.exp(none[3:])).all()


def test_what_is_too_large_is_infinite() -> None:
    assert fi.exp(np.array([1e3]))[0] == fi.cosh(np.array([-1e3]))[0] == np.inf
    assert fi.sinh(np.array([-1e3]))[0] == -np.inf
    assert fi.mult(np.array([1e300]), np.array([1e300]))[0] == np.inf
