"""ewm_mean, ewm_var and ewm_std are those of pandas, holes and infinities included."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import fastind as fi
from fastind.errors import ParameterError
from tests.panels import nasty_panel
from tests.support import assert_near

NAMES = ("mean", "var", "std")
RATES: list[dict[str, float]] = [{"span": 10}, {"span": 1}, {"alpha": 0.05}, {"com": 3.5}, {"halflife": 2.0}]


def both(x: pd.DataFrame, name: str, more: dict[str, Any]) -> tuple[Any, Any]:
    """Ours and theirs."""
    bias = {"bias": more["bias"]} if name != "mean" else {}
    about = {key: value for key, value in more.items() if key != "bias"}
    theirs = getattr(x.ewm(**about), name)(**bias)
    if name != "mean" and not more["bias"]:
        # One value has no deviation. pandas says so at first, but in missing rows behind it the weights
        # round, and from some row on it gives 0.
        theirs = theirs.where(np.isfinite(x).cumsum() > 1)
    return getattr(fi, f"ewm_{name}")(x, **about, **bias), theirs


@pytest.mark.parametrize("rate", RATES, ids=str)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize("ignore_na", [False, True])
@pytest.mark.parametrize("adjust", [False, True])
def test_every_setting(adjust: bool, ignore_na: bool, bias: bool, name: str, rate: dict[str, float]) -> None:
    for field, min_periods in (("close", 0), ("volume", 5)):
        x = pd.DataFrame(nasty_panel(200, 38)[field])
        more = {"adjust": adjust, "ignore_na": ignore_na, "bias": bias, "min_periods": min_periods}
        ours, theirs = both(x, name, {**rate, **more})
        assert_near(ours, theirs, rtol=1e-12)


VALUES = st.one_of(st.floats(-1e6, 1e6), st.just(np.nan), st.just(np.inf), st.just(-np.inf), st.just(0.0))


@given(
    x=st.lists(VALUES, max_size=40),
    rate=st.one_of(
        st.builds(lambda v: {"span": v}, st.floats(1, 50)),
        st.builds(lambda v: {"alpha": v}, st.floats(0.01, 1)),
        st.builds(lambda v: {"com": v}, st.floats(0, 50)),
        st.builds(lambda v: {"halflife": v}, st.floats(0.1, 50)),
    ),
    switches=st.tuples(st.booleans(), st.booleans(), st.booleans()),
    min_periods=st.integers(0, 5),
    name=st.sampled_from(NAMES),
)
def test_any_row_of_values(
    x: list[float], rate: dict[str, float], switches: tuple[bool, ...], min_periods: int, name: str
) -> None:
    more = dict(zip(("adjust", "ignore_na", "bias"), switches, strict=True), min_periods=min_periods)
    ours, theirs = both(pd.DataFrame({"a": np.array(x, "f8")}), name, {**rate, **more})
    assert_near(ours, theirs, rtol=1e-12)


def test_real_prices(bars: dict[str, pd.DataFrame]) -> None:
    for name in NAMES:
        ours, theirs = both(bars["close"], name, {"span": 20, "bias": False})
        assert_near(ours, theirs, rtol=1e-12)


@pytest.mark.parametrize("rate", [{}, {"span": 3, "alpha": 0.5}, {"alpha": 1.5}, {"span": 0.5}, {"com": -1}])
def test_one_rate_and_a_sensible_one(rate: dict[str, float]) -> None:
    with pytest.raises(ParameterError, match=r"span|alpha|com"):
        fi.ewm_mean(np.ones(3), **rate)
