"""`out=`: the result is written there and returned; what does not fit is refused, with nothing written."""

from __future__ import annotations

import numpy as np
import pytest

import fastind as fi
from tests.panels import nasty_panel
from tests.support import ENGINE_CASES, FIRST_CASES, Case, Fields, assert_bits, each

FIELDS = nasty_panel(73, 65)

HOMES = {
    "C": lambda shape, dtype: np.full(shape, -7.0, dtype),
    "F": lambda shape, dtype: np.full(shape, -7.0, dtype, order="F"),
    "strided": lambda shape, dtype: np.full((2 * shape[0], *(3 * n for n in shape[1:])), -7.0, dtype)[
        tuple(slice(None, None, step) for step in (2, 3)[: len(shape)])
    ],
    "backwards": lambda shape, dtype: np.full(shape, -7.0, dtype)[::-1],
}


def homes(case: Case, make, shape: tuple[int, ...], dtype: str = "f8"):
    arrays = tuple(make(shape, dtype) for _ in case.indicator.outputs)
    return arrays, arrays if len(arrays) > 1 else arrays[0]


@pytest.mark.parametrize("order", [np.ascontiguousarray, np.asfortranarray], ids=["C in", "F in"])
@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("case", ENGINE_CASES, ids=str)
def test_out_gets_the_result_and_is_returned(case: Case, home: str, order) -> None:
    arrays, out = homes(case, HOMES[home], (73, 65))
    returned = case(each(FIELDS, order), out=out)
    assert all(one is other for one, other in zip(returned, arrays, strict=True))
    assert_bits(arrays, case(FIELDS))


@pytest.mark.parametrize("case", FIRST_CASES, ids=str)
def test_only_the_view_is_written(case: Case) -> None:
    around = [np.full((75, 67), -7.0) for _ in case.indicator.outputs]
    inside = tuple(a[1:-1, 1:-1] for a in around)
    case(FIELDS, out=inside if len(inside) > 1 else inside[0])
    for array in around:
        edge = np.ones(array.shape, dtype=bool)
        edge[1:-1, 1:-1] = False
        assert (array[edge] == -7.0).all()


@pytest.mark.parametrize("case", FIRST_CASES, ids=str)
def test_out_of_a_series(case: Case) -> None:
    series = each(FIELDS, lambda a: a[:, 3])
    for home in HOMES.values():
        arrays, out = homes(case, home, (73,))
        case(series, out=out)
        assert_bits(arrays, case(series))


@pytest.mark.parametrize("case", FIRST_CASES, ids=str)
def test_float32_out_of_float32(case: Case) -> None:
    small = each(FIELDS, lambda a: a.astype("f4"))
    for home in HOMES.values():
        arrays, out = homes(case, home, (73, 65), "f4")
        case(small, out=out)
        assert_bits(arrays, case(small))


@pytest.mark.parametrize("case", FIRST_CASES, ids=str)
def test_the_type_of_out_is_the_type_of_the_result(case: Case) -> None:
    for home in HOMES.values():
        arrays, out = homes(case, home, (73, 65), "f4")
        case(FIELDS, out=out)
        assert_bits(arrays, tuple(o.astype("f4") for o in case(FIELDS)))
    small = each(FIELDS, lambda a: a.astype("f4"))
    arrays, out = homes(case, HOMES["C"], (73, 65), "f8")
    case(small, out=out)
    assert_bits(arrays, case(each(small, lambda a: a.astype("f8"))))


def test_out_of_a_sweep() -> None:
    out = np.full((3, 73, 65), -7.0)
    assert fi.rsi(FIELDS["close"], window=[2, 5, 14], out=out) is out
    assert_bits((out,), (fi.rsi(FIELDS["close"], window=[2, 5, 14]),))


def read_only() -> np.ndarray:
    array = np.empty((73, 65))
    array.flags.writeable = False
    return array


REFUSED = {
    "too short": lambda: np.empty((72, 65)),
    "transposed": lambda: np.empty((65, 73)),
    "one dimension": lambda: np.empty(73 * 65),
    "three dimensions": lambda: np.empty((1, 73, 65)),
    "integers": lambda: np.empty((73, 65), dtype="i8"),
    "swapped bytes": lambda: np.empty((73, 65), dtype=">f8"),
    "read-only": read_only,
    "a list": lambda: [[0.0] * 65] * 73,
    "a masked array": lambda: np.ma.masked_array(np.empty((73, 65))),
    "a tuple of two": lambda: (np.empty((73, 65)), np.empty((73, 65))),
    "rows that share memory": lambda: np.lib.stride_tricks.as_strided(np.empty(65), (73, 65), (0, 8)),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_out_that_does_not_fit_is_refused(kind: str) -> None:
    with pytest.raises(fi.errors.FastindError, match="out"):
        fi.rsi(FIELDS["close"], out=REFUSED[kind]())


OVERLAPS = {
    "the input itself": lambda home: (home[:73, :65], home[:73, :65]),
    "one row further": lambda home: (home[:73, :65], home[1:74, :65]),
    "one code further": lambda home: (home[:73, :65], home[:73, 1:66]),
    "backwards": lambda home: (home[:73, :65], home[:73, :65][::-1, ::-1]),
    "transposed": lambda home: (home[:65, :65], home[:65, :65].T),
}


@pytest.mark.parametrize("kind", OVERLAPS)
def test_out_that_overlaps_the_input_is_refused(kind: str) -> None:
    home = np.random.default_rng(2).uniform(1.0, 2.0, (100, 100))
    before = home.copy()
    source, out = OVERLAPS[kind](home)
    with pytest.raises(fi.errors.FastindError, match="overlap"):
        fi.rsi(source, out=out)
    np.testing.assert_array_equal(home, before)


def test_out_between_the_columns_of_the_input_is_no_overlap() -> None:
    home = np.random.default_rng(2).uniform(1.0, 2.0, (73, 130))
    want = fi.rsi(home[:, ::2].copy())
    fi.rsi(home[:, ::2], out=home[:, 1::2])
    assert_bits((home[:, 1::2],), (want,))


def test_outputs_that_overlap_each_other_are_refused() -> None:
    home = np.empty((74, 65))
    two: Fields = {"a": home[:73], "b": home[1:]}
    calls = {"a": fi.rsi.bind(window=3), "b": fi.ema.bind(window=3, x="close")}
    with pytest.raises(fi.errors.FastindError, match="overlap"):
        fi.compute({"close": FIELDS["close"]}, calls, out=two)
