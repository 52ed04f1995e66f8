"""Every indicator that TA-Lib has gives TA-Lib's numbers on clean real prices, from the same row on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import talib
from talib import abstract

from fastind.api import catalogue
from fastind.compat.talib.names import AVERAGES, PARAMETERS
from fastind.compat.talib.plans import RENAMED
from tests.naive import DIFFERENCES, SCALES
from tests.support import parts

NAMED = [of for of in catalogue.values() if of.talib]
WINDOWS = (2, 3, 5, 14, 30, 120)
CODES = 6
EXCEPT: dict[str, str] = {
    "mfi": "TA-Lib subtracts running sums, and takes some differences by rounding for a rise or a fall",
    "beta": "where x hardly moves TA-Lib loses half its digits: test_parity_rolling",
}
"""Where TA-Lib and we differ on purpose, and why; compared elsewhere."""


def settings(name: str) -> list[dict[str, Any]]:
    """TA-Lib's parameters: its defaults, and each window for its period."""
    defaults = dict(abstract.Function(name).info["parameters"])
    varied = [{**defaults, "timeperiod": w} for w in WINDOWS] if "timeperiod" in defaults else []
    return [defaults, *varied]


def ours(given: dict[str, Any], talib: str | None = None) -> dict[str, Any]:
    """The same parameters under our names."""
    renamed = {
        RENAMED.get(talib or "", {}).get(key) or PARAMETERS[key]: value for key, value in given.items()
    }
    return {key: AVERAGES[v] if key == "ma" or key.endswith("_ma") else v for key, v in renamed.items()}


def clean_bars(bars: dict[str, pd.DataFrame]) -> list[dict[str, np.ndarray]]:
    """Some codes' rows that have all fields."""
    found = []
    for code in list(bars["close"])[:CODES]:
        frame = pd.DataFrame({field: table[code] for field, table in bars.items()}).dropna()
        found.append({field: frame[field].to_numpy("f8") for field in frame})
    return found


@pytest.mark.parametrize("of", [of for of in NAMED if of.name not in EXCEPT], ids=lambda of: of.name)
def test_talib_gives_the_same(of: Any, bars: dict[str, pd.DataFrame]) -> None:
    for fields in clean_bars(bars):
        fields |= {"x": fields["close"], "y": fields["open"], "periods": fields["volume"] % 40.0}
        data = [fields[name] for name in of.inputs]
        for given in settings(of.talib):
            try:
                want = parts(getattr(talib, of.talib)(*data, **given))
            except Exception as error:  # noqa: BLE001 - it raises nothing else
                assert "Bad Parameter" in str(error), "a window that TA-Lib does not take"  # noqa: PT017
                continue
            got = parts(
                of(*data, **ours(given, of.talib), profile="talib")
                if "profile" in of.params
                else of(*data, **ours(given, of.talib))
            )
            scale = max(float(np.max(np.abs(x))) for x in data)
            atol = 1e-10 * (scale if of.name in DIFFERENCES else SCALES.get(of.name, 0.0))
            for one, other in zip(got, want, strict=True):
                np.testing.assert_array_equal(np.isnan(one), np.isnan(other), err_msg=f"{given}")
                np.testing.assert_allclose(one, other, rtol=1e-10, atol=atol, err_msg=f"{given}")
