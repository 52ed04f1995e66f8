"""What the laws share: the cases, the panels they run on, and what "equal" means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

import fastind as fi
from fastind._types import FEW, LANES
from fastind.api import catalogue
from tests import naive, steps

Fields = dict[str, np.ndarray]

# The edges of the blocks of codes that the loops work on, and some other widths.
EDGES = (FEW - 1, FEW, FEW + 1, LANES - 1, LANES, LANES + 1, LANES + FEW - 1, LANES + FEW, 2 * LANES + 2)
WIDTHS = tuple(sorted({1, 3, 5, 23, 24, 25, *EDGES}))

VARIANTS = naive.VARIANTS

DIFFERENCES = naive.DIFFERENCES


class Case(NamedTuple):
    """One indicator with one set of parameters."""

    indicator: Any
    params: dict[str, Any]

    def __str__(self) -> str:
        return "-".join([self.indicator.name, *(f"{k}={v}" for k, v in self.params.items())])

    def __call__(self, fields: Mapping[str, Any], **more: Any) -> tuple[Any, ...]:
        """The outputs, always as a tuple."""
        return parts(self.indicator(*self.inputs(fields), **{**self.params, **more}))

    def inputs(self, fields: Mapping[str, Any]) -> list[Any]:
        """The fields that the indicator reads, in its order."""
        return [fields[name] for name in self.indicator.inputs]

    def naive(self, fields: Fields) -> tuple[np.ndarray, ...]:
        """The slow reference, column by column."""
        function = getattr(naive, self.indicator.name)
        columns = [
            parts(function(*(a[:, j].tolist() for a in self.inputs(fields)), **self.params))
            for j in range(fields["x"].shape[1])
        ]
        return tuple(np.array(output, dtype="f8").T for output in zip(*columns, strict=True))

    def stream(self, codes: Any) -> Any:
        """A fresh stream of this case."""
        return self.indicator.stream(codes=codes, **self.params)


def cases(indicators: Iterable[Any]) -> list[Case]:
    """Indicators, with each of their variants."""
    return [Case(one, params) for one in indicators for params in VARIANTS.get(one.name, [{}])]


# Of those that compare the codes of a date other laws are true: tests/test_cross.py.
ACROSS = [one for one in catalogue.values() if one.family == "cross-section"]
CASES = cases([*(one for one in catalogue.values() if one not in ACROSS), steps.indicator])
CROSS_CASES = cases(ACROSS)
FIRST_CASES = [
    next(c for c in CASES if c.indicator is one) for one in dict.fromkeys(c.indicator for c in CASES)
]

ENGINE = (
    "rsi",
    "ema",
    "macd",
    "volatility",
    "volume_ratio",
    "money_flow",
    "mom",
    "wma",
    "atr",
    "correl",
    "rolling_median",
    "kama",
    "ewm_var",
)
ENGINE_CASES = [c for c in CASES if c.indicator.name in ENGINE]
"""For laws that are the loops' doing, not an indicator's: every kind of definition and every policy."""

LAW_CASES = [*ENGINE_CASES, *(c for c in FIRST_CASES if c not in ENGINE_CASES)]
"""For laws that no choice of parameters should break: one for each of the other indicators."""


def parts(result: Any) -> tuple[Any, ...]:
    """The outputs as a tuple, one or several."""
    return tuple(result) if isinstance(result, tuple) else (result,)


def each(fields: Fields, change: Callable[[np.ndarray], Any]) -> dict[str, Any]:
    """`change` applied to every field."""
    return {name: change(values) for name, values in fields.items()}


def assert_bits(got: tuple[Any, ...], want: tuple[Any, ...]) -> None:
    """Same shape, same dtype, NaN in the same places, and every other value the same bit for bit."""
    assert len(got) == len(want)
    for one, other in zip(map(np.asarray, got), map(np.asarray, want), strict=True):
        assert one.shape == other.shape
        assert one.dtype == other.dtype
        holes = np.isnan(other)
        np.testing.assert_array_equal(np.isnan(one), holes)
        word = np.dtype(f"u{one.dtype.itemsize}")
        np.testing.assert_array_equal(
            np.ascontiguousarray(one[~holes]).view(word), other[~holes].copy().view(word)
        )


def assert_every_mode(case: Case, fields: Fields, cut: int = 20) -> None:
    """Columns, memory orders, a stream that starts with `cut` rows, one pass of several, a sweep: equal."""
    whole = case(fields)
    rows, codes = whole[0].shape
    for j in range(codes):
        assert_bits(case(each(fields, lambda a, j=j: a[:, j])), tuple(output[:, j] for output in whole))
    assert_bits(case(each(fields, np.asfortranarray)), whole)
    stream = case.stream(codes)
    head = parts(stream.warm(*(a[:cut] for a in case.inputs(fields))))
    assert_bits(head, tuple(output[:cut] for output in whole))
    for row in range(cut, rows):
        assert_bits(
            parts(stream.update(*(a[row] for a in case.inputs(fields)))), tuple(o[row] for o in whole)
        )
    fused = fi.compute(fields, {"k": case.indicator.bind(**case.params), "other": fi.ema.bind(window=3)})
    names = ["k"] if len(whole) == 1 else [f"k_{name}" for name in case.indicator.outputs]
    assert_bits(tuple(fused[name] for name in names), whole)
    if "window" in case.indicator.params:
        window = case.params.get("window", case.indicator.params["window"])
        assert_bits(tuple(o[1] for o in case(fields, window=[12, window])), whole)


def assert_near(got: Any, want: Any, rtol: float = 1e-12, atol: float = 0.0) -> None:
    """NaN in the same places and the rest within the tolerance."""
    np.testing.assert_allclose(np.asarray(got), np.asarray(want), rtol=rtol, atol=atol, equal_nan=True)


def assert_near_each(
    case: Case, fields: Fields, got: tuple[np.ndarray, ...], want: tuple[np.ndarray, ...]
) -> None:
    # 1e-13 absolute: a deviation or a damped flow near zero keeps the rounding of its terms; so does a
    # difference, whose terms are as large as the input.
    for one, other in zip(got, want, strict=True):
        if case.indicator.name not in DIFFERENCES:
            assert_near(one, other, rtol=1e-12, atol=1e-12 * naive.SCALES.get(case.indicator.name, 0.1))
            continue
        scale_of = naive.SCALED_BY.get(case.indicator.name, case.indicator.inputs[0])
        for j, x in enumerate(fields[scale_of].T):
            scale = np.max(np.abs(x), initial=1.0, where=np.isfinite(x))
            assert_near(one[:, j], other[:, j], rtol=1e-12, atol=1e-14 * scale)
