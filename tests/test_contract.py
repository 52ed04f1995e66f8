"""Laws that every indicator of the catalogue, and a user's own, obeys on arrays."""

from __future__ import annotations

import numpy as np
import pytest

from fastind._types import FEW
from tests import naive
from tests.panels import clean_panel, nasty_panel
from tests.support import (
    CASES,
    ENGINE_CASES,
    LAW_CASES,
    WIDTHS,
    Case,
    Fields,
    assert_bits,
    assert_every_mode,
    assert_near_each,
    each,
)

ROWS = 331

every = pytest.mark.parametrize("case", CASES, ids=str)
engine = pytest.mark.parametrize("case", ENGINE_CASES, ids=str)
law = pytest.mark.parametrize("case", LAW_CASES, ids=str)


def strided(values: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """The same values as a view with these steps into a larger array; negative steps run backwards."""
    shape = [n * abs(step) for n, step in zip(values.shape, (rows, columns), strict=True)]
    home = np.full(shape, -1.0)
    view = home[::rows, ::columns]
    view[:] = values
    return view


LAYOUTS = {
    "F": np.asfortranarray,
    "every second row": lambda a: strided(a, 2, 1),
    "every third code": lambda a: strided(a, 1, 3),
    "both strided": lambda a: strided(a, 3, 2),
    "rows backwards": lambda a: strided(a, -1, 1),
    "codes backwards": lambda a: strided(a, 1, -1),
    "all backwards": lambda a: strided(a, -2, -2),
    "F, strided": lambda a: strided(a.T, 2, 3).T,
    "F, backwards": lambda a: strided(a.T, -1, -1).T,
    "part of a record": lambda a: part_of_record(a),
    "unaligned": lambda a: unaligned(a),
}


def part_of_record(values: np.ndarray) -> np.ndarray:
    records = np.zeros(values.shape, dtype=[("other", "f8"), ("value", "f8")])
    records["value"] = values
    return records["value"]


def unaligned(values: np.ndarray) -> np.ndarray:
    records = np.zeros(values.shape, dtype=[("other", "i1"), ("value", "f8")])
    records["value"] = values
    return records["value"]


def size(case: Case) -> tuple[int, int]:
    """Of a panel that is compared with the slow twin: every habit, codes side by side."""
    return (ROWS, 38) if case in ENGINE_CASES else (130, FEW + 1)


@every
@pytest.mark.nojit
def test_equals_naive_on_a_tiny_panel(case: Case) -> None:
    fields = nasty_panel(45, 19)
    assert_near_each(case, fields, case(fields), case.naive(fields))


@every
@pytest.mark.nojit
def test_every_mode_of_a_tiny_panel(case: Case) -> None:
    assert_every_mode(case, nasty_panel(26, FEW + 1), cut=9)


@every
def test_equals_naive(case: Case) -> None:
    fields = nasty_panel(*size(case))
    assert_near_each(case, fields, case(fields), case.naive(fields))


@engine
@pytest.mark.parametrize("width", WIDTHS)
def test_series_is_a_column_of_the_panel(case: Case, width: int) -> None:
    fields = nasty_panel(73, width)
    whole = case(fields)
    for j in range(width):
        column = case(each(fields, lambda a, j=j: a[:, j]))
        assert_bits(column, tuple(output[:, j] for output in whole))


@engine
@pytest.mark.parametrize("width", [1, 5, 65])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_memory_order_does_not_matter(case: Case, layout: str, width: int) -> None:
    fields = nasty_panel(ROWS, width)
    assert_bits(case(each(fields, LAYOUTS[layout])), case(fields))


@engine
def test_fields_of_different_orders(case: Case) -> None:
    fields = nasty_panel(73, 65)
    mixed = {name: LAYOUTS[order](fields[name]) for name, order in zip(fields, LAYOUTS, strict=False)}
    assert_bits(case(mixed), case(fields))


@engine
@pytest.mark.parametrize("shape", [(73, 65), (73, 5), (73, 1), (1, 65)])
def test_one_row_or_one_code_for_all(case: Case, shape: tuple[int, int]) -> None:
    for cut in (np.s_[:, :1], np.s_[:1, :]):
        stretched = each(nasty_panel(*shape), lambda a, cut=cut: np.broadcast_to(a[cut], shape))
        assert_bits(case(stretched), case(each(stretched, np.ascontiguousarray)))


@law
@pytest.mark.parametrize("rows", [0, 1, 2, 3, 19, 20, 21, 22, 41, 330])
def test_future_rows_never_change_the_past(case: Case, rows: int) -> None:
    fields = nasty_panel(ROWS, 38)
    start = case(each(fields, lambda a: a[:rows]))
    assert_bits(start, tuple(output[:rows] for output in case(fields)))


@law
def test_codes_are_independent(case: Case) -> None:
    fields = nasty_panel(ROWS, 65)
    order = np.random.default_rng(5).permutation(65)
    shuffled = case(each(fields, lambda a: a[:, order]))
    assert_bits(shuffled, tuple(output[:, order] for output in case(fields)))


@law
def test_a_bad_code_does_not_touch_its_neighbours(case: Case) -> None:
    fields = clean_panel(ROWS, 65)
    whole = case(fields)
    for bad in (np.nan, np.inf, 1e300, 0.0):
        spoilt = each(fields, np.copy)
        for values in spoilt.values():
            values[50:, 7] = bad
        got = case(spoilt)
        assert_bits(
            tuple(np.delete(o, 7, axis=1) for o in got), tuple(np.delete(o, 7, axis=1) for o in whole)
        )


@every
def test_holes_follow_the_stated_rule(case: Case) -> None:
    rows, codes = size(case)
    fields = nasty_panel(rows, codes)
    got = case(fields)
    assert case.indicator.gaps in ("skip", "rows")
    if case.indicator.gaps == "rows" or case.params.get("nan", "skip") != "skip":
        assert_near_each(case, fields, got, case.naive(fields))
        return
    valid = np.logical_and.reduce([np.isfinite(a) for a in case.inputs(fields)])
    for j in range(valid.shape[1]):
        dense = case(each(fields, lambda a, j=j: a[valid[:, j], j]))
        for output, values in zip(got, dense, strict=True):
            put_back = np.full(rows, np.nan)
            put_back[valid[:, j]] = values
            assert_bits((output[:, j],), (put_back,))


@pytest.mark.parametrize("case", [c for c in CASES if len(c.indicator.inputs) > 1], ids=str)
def test_a_hole_in_one_input_is_a_hole_in_all(case: Case) -> None:
    fields = clean_panel(60, FEW + 1)
    rows = [20, 21, 40]
    gone = each(fields, np.copy)
    for name in case.indicator.inputs:
        gone[name][rows] = np.nan
    for name in case.indicator.inputs:
        one = fields | {name: gone[name]}
        assert_bits(case(one), case(gone))
        column = each(one, lambda a: a[:, 3])
        assert_bits(case(column), case(each(gone, lambda a: a[:, 3])))


@law
def test_no_finite_value_is_made_from_nothing(case: Case) -> None:
    nothing = each(clean_panel(60, 5), lambda a: np.full_like(a, np.nan))
    assert all(np.isnan(output).all() for output in case(nothing))


# tests/test_parity_rolling.py compares the others with pandas
@pytest.mark.parametrize("case", [c for c in LAW_CASES if c.indicator.name not in naive.INFINITE], ids=str)
def test_infinite_is_missing(case: Case) -> None:
    fields = nasty_panel(ROWS, 38)
    replaced = each(fields, lambda a: np.where(np.isinf(a), np.nan, a))
    assert_bits(case(fields), case(replaced))


@law
def test_lookback_is_exact_on_clean_data(case: Case) -> None:
    lookback = case.indicator.lookback(**case.params)
    for output in case(clean_panel(60, 65)):
        assert np.isnan(output[:lookback]).all()
        assert np.isfinite(output[lookback:]).all() or case.indicator.name in naive.PARTIAL


@law
def test_input_is_not_written(case: Case) -> None:
    fields = nasty_panel(ROWS, 65)
    before = each(fields, lambda a: a.tobytes())
    case(fields)
    case(each(fields, np.asfortranarray))
    case(each(fields, lambda a: a[:, 0]))
    assert each(fields, lambda a: a.tobytes()) == before


@engine
def test_read_only_input(case: Case) -> None:
    fields = nasty_panel(73, 5)
    want = case(fields)
    for values in fields.values():
        values.flags.writeable = False
    assert_bits(case(fields), want)


@engine
@pytest.mark.parametrize("width", [1, 5, 65])
def test_float32_is_float64_rounded_at_the_end(case: Case, width: int) -> None:
    with np.errstate(over="ignore"):
        small = each(nasty_panel(ROWS, width), lambda a: a.astype("f4"))
    want = rounded(case(each(small, lambda a: a.astype("f8"))))
    assert_bits(case(small), want)
    assert_bits(case(each(small, np.asfortranarray)), want)
    assert_bits(case(each(small, lambda a: a[::-1][::-1])), want)
    assert_bits(case(each(small, lambda a: a[:, 0])), tuple(output[:, 0] for output in want))


@engine
def test_one_float64_among_float32_gives_float64(case: Case) -> None:
    fields = each(nasty_panel(73, 65), lambda a: a.astype("f4"))
    fields[case.indicator.inputs[-1]] = fields[case.indicator.inputs[-1]].astype("f8")
    assert_bits(case(fields), case(each(fields, lambda a: a.astype("f8"))))


def rounded(outputs: tuple[np.ndarray, ...]) -> tuple[np.ndarray, ...]:
    with np.errstate(over="ignore"):
        return tuple(output.astype("f4") for output in outputs)


@engine
@pytest.mark.parametrize("dtype", ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "?", "f2"])
def test_other_numbers_become_float64(case: Case, dtype: str) -> None:
    fields: Fields = each(clean_panel(73, 5), lambda a: (np.abs(a) % 100).astype(dtype))
    assert_bits(case(fields), case(each(fields, lambda a: a.astype("f8"))))


@engine
@pytest.mark.parametrize("dtype", [">f8", ">f4", ">i4"])
def test_swapped_bytes(case: Case, dtype: str) -> None:
    swapped = each(clean_panel(73, 5), lambda a: np.floor(a % 1000).astype(dtype))
    native = each(swapped, lambda a: a.astype(a.dtype.newbyteorder("=")))
    assert_bits(case(swapped), case(native))
