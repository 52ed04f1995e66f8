"""Threads change nothing but the time, and any thread may call."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

import fastind as fi
from tests.panels import nasty_panel
from tests.support import CASES, ENGINE_CASES, FIRST_CASES, Case, assert_bits, each, parts

# Large enough to be shared between threads, in blocks that do not come out even.
FIELDS = nasty_panel(121, 1030)


@pytest.fixture(autouse=True)
def _threads_as_before() -> Iterator[None]:
    yield
    fi.set_threads(None)


@pytest.mark.parametrize("case", ENGINE_CASES, ids=str)
def test_results_do_not_depend_on_threads(case: Case) -> None:
    fi.set_threads(1)
    want = case(FIELDS)
    for n in (2, 3, 7, 64):
        fi.set_threads(n)
        assert_bits(case(FIELDS), want)
        assert_bits(case(each(FIELDS, np.asfortranarray)), want)
        stream = case.stream(1030)
        chunks = [
            parts(stream.warm(*(a[rows] for a in case.inputs(FIELDS))))
            for rows in (slice(50), slice(50, None))
        ]
        assert_bits(tuple(np.concatenate(c) for c in zip(*chunks, strict=True)), want)


def test_one_pass_of_several_does_not_depend_on_threads() -> None:
    keys = {str(i): case.indicator.bind(**case.params) for i, case in enumerate(CASES)}
    fi.set_threads(1)
    want = fi.compute(FIELDS, keys)
    for n in (2, 7):
        fi.set_threads(n)
        got = fi.compute(FIELDS, keys)
        assert_bits(tuple(got.values()), tuple(want.values()))


@pytest.mark.parametrize("window", [7, 400])
@pytest.mark.parametrize("order", [np.ascontiguousarray, np.asfortranarray], ids=["C", "F"])
@pytest.mark.parametrize("indicator", [fi.rsi, fi.ema, fi.volatility, fi.volume_ratio], ids=lambda i: i.name)
def test_a_panel_larger_than_the_cache_is_its_parts(
    indicator: Any, order: Any, window: int, wide_close: np.ndarray
) -> None:
    params = {"window": window}
    whole = indicator(order(wide_close), **params)
    for first, last in ((0, 64), (61, 131), (2490, 2520), (4990, 5003)):
        assert_bits((whole[:, first:last],), (indicator(wide_close[:, first:last].copy(), **params),))
    out = np.full((1000, 5010), -7.0)[:, 3:5006]  # rows that begin anywhere
    indicator(order(wide_close), **params, out=out)
    assert_bits((out,), (whole,))


def test_many_threads_call_at_once() -> None:
    wanted = [case(FIELDS) for case in FIRST_CASES]

    def work(k: int) -> None:
        case = FIRST_CASES[k % len(FIRST_CASES)]
        assert_bits(case(FIELDS), wanted[k % len(FIRST_CASES)])
        assert_bits(
            case(each(FIELDS, lambda a: a[:, 5])), tuple(o[:, 5] for o in wanted[k % len(FIRST_CASES)])
        )

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(60))) == [None] * 60


def test_first_use_of_a_new_step_from_many_threads() -> None:
    def work(k: int) -> np.ndarray:
        return fi.indicator(never_used_before)(FIELDS["close"])

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(work, range(8)))
    for result in results[1:]:
        assert_bits((result,), (results[0],))


@fi.step(state={"n": 0.0})
def never_used_before(s, close):
    """Counts the valid rows."""
    (n,) = s
    return (n + 1.0,), n + 1.0


def test_the_number_may_change_while_others_work() -> None:
    want = fi.rsi(FIELDS["close"])

    def work(k: int) -> None:
        fi.set_threads(k % 5 + 1)
        assert_bits((fi.rsi(FIELDS["close"]),), (want,))

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(work, range(60))) == [None] * 60


def test_an_error_in_any_thread_reaches_the_caller() -> None:
    close = np.ones((121, 1030))
    close[50, 1029] = np.nan
    for n in (1, 4):
        fi.set_threads(n)
        with pytest.raises(fi.errors.InputError):
            fi.ema(close, window=3, nan="raise")
    assert_bits((fi.ema(close[:, :1029], window=3, nan="raise"),), (fi.ema(close[:, :1029], window=3),))


@pytest.mark.parametrize("n", [0, -1, 1.5, "2", True, np.nan, [2]])
def test_numbers_of_threads_that_make_no_sense_are_refused(n: Any) -> None:
    before = fi.get_threads()
    with pytest.raises(fi.errors.ParameterError, match="threads"):
        fi.set_threads(n)
    assert fi.get_threads() == before


def test_the_number_that_was_set_is_the_one_in_use() -> None:
    fi.set_threads(np.int64(3))
    assert fi.get_threads() == 3
    fi.set_threads(None)
    assert fi.get_threads() >= 1
