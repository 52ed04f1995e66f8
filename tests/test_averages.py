"""Averages of a kind that is asked for, against TA-Lib's of the same kind."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import talib

import fastind as fi
from fastind.compat.talib.names import AVERAGES
from tests.support import assert_near

KINDS = [kind for kind in AVERAGES if kind != "mama"]


@pytest.fixture(scope="module")
def price(bars: dict[str, pd.DataFrame]) -> np.ndarray:
    table = bars["close"]
    return table[table.columns[0]].dropna().to_numpy("f8")


@pytest.mark.parametrize("window", [1, 2, 5, 30])
@pytest.mark.parametrize("kind", KINDS)
def test_ma_of_each_kind(price: np.ndarray, kind: Any, window: int) -> None:
    want = talib.MA(price, window, matype=AVERAGES.index(kind))
    assert_near(fi.ma(price, window, ma=kind), want, rtol=1e-10)


@pytest.mark.parametrize("limits", [(2, 30), (3, 3), (5, 12)])
@pytest.mark.parametrize("kind", KINDS)
def test_mavp_of_each_kind(price: np.ndarray, kind: Any, limits: tuple[int, int]) -> None:
    periods = np.random.default_rng(1).uniform(-1.0, 35.0, price.size)
    want = talib.MAVP(price, periods, *limits, matype=AVERAGES.index(kind))
    assert_near(fi.mavp(price, periods, *limits, ma=kind), want, rtol=1e-10)


def test_mavp_with_limits_the_wrong_way_round(price: np.ndarray) -> None:
    with pytest.raises(fi.errors.ParameterError, match="shortest=9 and longest=3"):
        fi.mavp(price, price, 9, 3)
