"""Sweeps over several parameters equal the single calls, share their work, and keep what was asked for."""

from __future__ import annotations

import pickle
import tracemalloc
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import fastind as fi
from fastind.errors import InputError, ParameterError
from fastind.kernels.catalogue.ema import ema_seeded
from fastind.kernels.composition import Field
from fastind.kernels.program import Program
from tests.panels import clean_panel, nasty_panel
from tests.support import assert_bits, parts

MACDS = {"fast": [2, 3, 5], "slow": [4, 6], "signal": [2, 3]}


def fast_first(p: Any) -> bool:
    return p.fast < p.slow


def alone(x: np.ndarray, p: Any) -> tuple[np.ndarray, ...]:
    return parts(fi.macd(x, **p._asdict()))


@pytest.mark.parametrize("width", [None, 1, 5, 38, 65, 130])
def test_whole_results_are_those_of_single_calls(width: int | None) -> None:
    x = nasty_panel(90, width or 1)["close"][:, 0 if width is None else slice(None)]
    found = fi.sweep(fi.macd, x, MACDS, where=fast_first)
    assert [tuple(p) for p in found.params] == [
        (f, s, n) for f in (2, 3, 5) for s in (4, 6) for n in (2, 3) if f < s
    ]
    assert len(found) == len(found.params) == 10
    for p, values in found:
        assert_bits(values, alone(x, p))


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("width", [None, 1, 5, 38, 65, 130, 1000])
def test_last_rows_and_means(width: int | None, order: str) -> None:
    x = nasty_panel(150, width or 1)["close"][:, 0 if width is None else slice(None)]
    x = np.asarray(x, order=order)
    size = np.max(np.abs(x), initial=1.0, where=np.isfinite(x))
    last = fi.sweep(fi.macd, x, MACDS, where=fast_first, reduce="last")
    means = fi.sweep(fi.macd, x, MACDS, where=fast_first, reduce="mean")
    for (p, got), (_, mean) in zip(last, means, strict=True):
        want = alone(x, p)
        assert_bits(tuple(np.atleast_1d(v) for v in got), tuple(np.atleast_1d(v[-1]) for v in want))
        for one, values in zip(mean, want, strict=True):
            exact = pd.DataFrame(values).astype("longdouble").mean().to_numpy("f8")
            np.testing.assert_allclose(np.atleast_1d(one), exact, rtol=1e-12, atol=1e-12 * size)


def test_a_function_takes_one_result_at_a_time() -> None:
    x = nasty_panel(150, 7)["close"]
    found = fi.sweep(
        fi.rsi, x, {"window": [3, 4], "method": ["wilder", "cutler"]}, reduce=lambda r: np.nanmax(r)
    )
    assert found.values.tolist() == [np.nanmax(fi.rsi(x, **p._asdict())) for p in found.params]
    of_macd = fi.sweep(fi.macd, x, MACDS, where=fast_first, reduce=lambda r: r.hist[-1])
    assert of_macd.values.shape == (10, 7)


def test_what_is_shared_is_computed_once() -> None:
    grid = [(f, s) for f in range(2, 14) for s in range(20, 32)]
    wanted = [v for f, s in grid for v in fi.macd._spec.values({"fast": f, "slow": s})]
    kernels = Program.of(wanted, 1).kernels
    of_prices = [
        node
        for node in {n.node: n for v in wanted for n in v.nodes()}.values()
        if node.bound.definition is ema_seeded and node.reads == (Field(0),)
    ]
    assert len(of_prices) == 24
    assert (
        len(kernels) == 24 + len(grid) * 4
    )  # a line, its average, their difference, and the line where both are


def test_nothing_whole_is_made_when_it_is_reduced() -> None:
    x = clean_panel(2000, 256)["close"]
    params = {"fast": range(2, 10), "slow": range(20, 26)}
    fi.sweep(fi.macd, x, params, reduce="last"), fi.sweep(fi.macd, x, params, reduce="mean")  # compiled
    for reduce in ("last", "mean"):
        tracemalloc.start()
        fi.sweep(fi.macd, x, params, reduce=reduce)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 48 * 3 * x.nbytes / 4


def test_labels() -> None:
    frame = pd.DataFrame(
        clean_panel(40, 3)["close"], pd.date_range("2024-01-01", periods=40), ["A", "B", "C"]
    )
    found = fi.sweep(
        fi.rsi, frame, {"window": [3, 5], "method": ["wilder", "cutler"]}, reduce="last"
    ).to_pandas()
    assert found.index.names == ["window", "method"]
    assert list(found.columns) == ["A", "B", "C"]
    assert found.loc[(5, "cutler"), "B"] == fi.rsi(frame["B"], 5, method="cutler").iloc[-1]
    whole = fi.sweep(fi.rsi, frame, {"window": [3, 5]}).to_pandas()
    assert whole.loc[(5, frame.index[-1]), "C"] == fi.rsi(frame["C"], 5).iloc[-1]
    one = fi.sweep(fi.macd, frame["A"], {"fast": [2, 3], "slow": [5]}, reduce="last").to_pandas()
    assert list(one.columns) == ["macd", "signal", "hist"]
    assert one.index.tolist() == [(2, 5), (3, 5)]


def test_several_inputs_and_fields_by_name() -> None:
    fields = clean_panel(60, 4)
    bars = tuple(fields[name] for name in ("high", "low", "close"))
    want = fi.sweep(fi.atr, bars, {"window": [3, 5]}).values
    assert_bits((fi.sweep(fi.atr, fields, {"window": [3, 5]}).values,), (want,))
    panel = fi.Panel.from_wide({k: pd.DataFrame(v) for k, v in fields.items()})
    assert_bits((fi.sweep(fi.atr, panel, {"window": [3, 5]}).values,), (want,))
    named = fi.sweep(fi.ema.bind(x="volume"), panel, {"window": [3]}).values[0]
    assert_bits((named,), (fi.ema(fields["volume"], 3),))
    bound = fi.sweep(fi.rsi.bind(method="cutler"), fields["close"], {"window": [3]}).values[0]
    assert_bits((bound,), (fi.rsi(fields["close"], 3, method="cutler"),))
    polars = fi.sweep(fi.rsi, pl.Series("a", fields["close"][:, 0]), {"window": [3]}, reduce="last")
    assert polars.values.tolist() == [fi.rsi(fields["close"][:, 0], 3)[-1]]


@pytest.mark.parametrize(
    ("params", "more", "error", "said"),
    [
        ({}, {}, ParameterError, "params"),
        ({"window": []}, {}, ParameterError, "window must be a list"),
        ({"window": 5}, {}, ParameterError, "window must be a list"),
        ({"widow": [5]}, {}, ParameterError, "did you mean window"),
        ({"window": [0]}, {}, ParameterError, ">= 1"),
        ({"window": [5]}, {"where": lambda p: p.window > 9}, ParameterError, "none of the combinations"),
        ({"window": [5]}, {"reduce": "first"}, ParameterError, "reduce must be"),
    ],
)
def test_bad_parameters(params: Any, more: Any, error: Any, said: str) -> None:
    with pytest.raises(error, match=said):
        fi.sweep(fi.rsi, np.arange(9.0), params, **more)


def test_bad_data() -> None:
    with pytest.raises(InputError, match="give a tuple of 3"):
        fi.sweep(fi.atr, np.arange(9.0), {"window": [3]})
    with pytest.raises(InputError, match="needs the field high"):
        fi.sweep(fi.atr, {"close": np.arange(9.0)}, {"window": [3]})
    with pytest.raises(InputError, match="differ in shape"):
        fi.sweep(fi.atr, (np.arange(9.0), np.arange(8.0), np.arange(9.0)), {"window": [3]})
    holes = np.array([[1.0], [np.nan], [2.0], [3.0]])
    with pytest.raises(InputError, match="hole"):
        fi.sweep(fi.rsi.bind(nan="raise"), holes, {"window": [1, 2]}, reduce="last")


def test_no_rows_and_no_codes() -> None:
    for shape in ((0,), (0, 3), (5, 0)):
        for reduce in (None, "last", "mean"):
            found = fi.sweep(fi.rsi, np.empty(shape), {"window": [2, 3]}, reduce=reduce)
            assert found.values.shape == (2, *(shape if reduce is None else shape[1:]))
            assert np.isnan(found.values).all()


def test_results_can_be_sent_to_another_process() -> None:
    x = clean_panel(60, 2)["close"]
    sent = pickle.loads(pickle.dumps(fi.macd(x)))
    assert type(sent) is type(fi.macd(x))
    assert_bits(sent, fi.macd(x))
    found = pickle.loads(pickle.dumps(fi.sweep(fi.macd, x, MACDS, where=fast_first, reduce="last")))
    assert found.params[0].fast == 2
    assert found.values.hist.shape == (10, 2)


@pytest.mark.parametrize("reduce", [lambda r: None, lambda r: {}, lambda r: r[np.isfinite(r)], lambda r: "a"])
def test_what_a_function_must_give(reduce: Any) -> None:
    with pytest.raises(ParameterError, match="must give a number"):
        fi.sweep(fi.rsi, clean_panel(30, 2)["close"], {"window": [3, 5]}, reduce=reduce)
