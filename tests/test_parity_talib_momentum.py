"""TA-Lib's oscillators where they need a comparison of their own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import talib

import fastind as fi
from fastind.compat.talib.names import AVERAGES
from tests.support import parts
from tests.test_parity_talib_all import WINDOWS, clean_bars

FLAT = np.full(60, 10.0)


@pytest.mark.parametrize("window", [w for w in WINDOWS if w > 1])
def test_mfi_is_as_near_as_its_running_sums_allow(window: int, bars: dict[str, pd.DataFrame]) -> None:
    for fields in clean_bars(bars):
        data = [fields[name] for name in ("high", "low", "close", "volume")]
        want = talib.MFI(*data, timeperiod=window)
        change = np.diff(talib.TYPPRICE(*data[:3]), prepend=np.nan)
        rounding = (
            pd.Series((change != 0) & (np.abs(change) < 1e-12)).rolling(window, min_periods=1).max() > 0
        )
        assert rounding.mean() < 0.5
        got = fi.mfi(*data, window=window)
        np.testing.assert_array_equal(np.isnan(got), np.isnan(want))
        np.testing.assert_allclose(got[~rounding], want[~rounding], rtol=1e-10, atol=1e-9)


@pytest.mark.parametrize("window", [w for w in WINDOWS if w > 1])
@pytest.mark.parametrize(("fastk", "fastd"), [(5, 3), (14, 1), (2, 30)])
def test_stochrsi(window: int, fastk: int, fastd: int, bars: dict[str, pd.DataFrame]) -> None:
    for fields in clean_bars(bars):
        want = talib.STOCHRSI(fields["close"], window, fastk, fastd)
        got = fi.stochrsi(fields["close"], window, fastk, fastd, profile="talib")
        for one, other in zip(got, want, strict=True):
            np.testing.assert_array_equal(np.isnan(one), np.isnan(other))
            np.testing.assert_allclose(one, other, rtol=1e-10, atol=1e-8)


@pytest.mark.parametrize("kind", [k for k, name in enumerate(AVERAGES[:9]) if name != "mama"])
@pytest.mark.parametrize("window", [2, 5, 14, 30])
def test_stochastics_and_macd_with_every_kind_of_average(
    kind: int, window: int, bars: dict[str, pd.DataFrame]
) -> None:
    for fields in clean_bars(bars)[:2]:
        data = [fields[name] for name in ("high", "low", "close")]
        ma: Any = AVERAGES[kind]
        pairs = [
            (fi.stochf(*data, 5, window, ma, profile="talib"), talib.STOCHF(*data, 5, window, kind)),
            (
                fi.stoch(*data, 5, window, ma, 3, ma, profile="talib"),
                talib.STOCH(*data, 5, window, kind, 3, kind),
            ),
            (
                fi.macdext(data[2], window, ma, window + 4, "sma", 3, ma, profile="talib"),
                talib.MACDEXT(data[2], window, kind, window + 4, 0, 3, kind),
            ),
            (
                fi.macdext(data[2], window, "ema", window + 4, ma, 3, "wma", profile="talib"),
                talib.MACDEXT(data[2], window, 1, window + 4, kind, 3, 2),
            ),
            ((fi.apo(data[2], window, window + 4, ma),), (talib.APO(data[2], window, window + 4, kind),)),
            ((fi.ppo(data[2], window, window + 4, ma),), (talib.PPO(data[2], window, window + 4, kind),)),
        ]
        for k, (got, want) in enumerate(pairs):
            for one, other in zip(got, want, strict=True):
                np.testing.assert_array_equal(np.isnan(one), np.isnan(other), err_msg=f"{k}")
                np.testing.assert_allclose(one, other, rtol=1e-10, atol=1e-8, err_msg=f"{k}")


@pytest.mark.parametrize(
    ("name", "talib_name", "inputs", "neutral"),
    [
        ("cmo", "CMO", 1, (0.0,)),
        ("imi", "IMI", 2, (50.0,)),
        ("mfi", "MFI", 4, (50.0,)),
        ("bop", "BOP", 4, (0.0,)),
        ("cci", "CCI", 3, (0.0,)),
        ("ultosc", "ULTOSC", 3, (50.0,)),
        ("willr", "WILLR", 3, (-50.0,)),
        ("stochf", "STOCHF", 3, (50.0, 50.0)),
        ("stoch", "STOCH", 3, (50.0, 50.0)),
        ("stochrsi", "STOCHRSI", 1, (50.0, 50.0)),
    ],
)
def test_flat_is_neutral_and_talibs_number_on_request(
    name: str, talib_name: str, inputs: int, neutral: tuple[float, ...]
) -> None:
    indicator, data = getattr(fi, name), [FLAT] * inputs
    want = parts(getattr(talib, talib_name)(*data))
    for got, other in zip(parts(indicator(*data, flat="talib")), want, strict=True):
        np.testing.assert_array_equal(got, other)
    for got, value in zip(parts(indicator(*data)), neutral, strict=True):
        assert (got[indicator.lookback() :] == value).all()
    assert all(np.isnan(one).all() for one in parts(indicator(*data, flat="nan")))
