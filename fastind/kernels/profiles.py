"""Defaults of other libraries and platforms, one row each: what `profile=` puts in place of ours."""

from typing import Any, Literal

Profile = Literal["talib", "pandas", "tdx"]

PROFILES: dict[str, dict[str, dict[str, Any]]] = {
    "talib": {
        "rsi": {"flat": "talib"},
        "macd": {"align": "talib"},
        "macdext": {"align": "talib"},
        "macdfix": {"align": "talib"},
        "stoch": {"flat": "talib"},
        "stochf": {"flat": "talib"},
        "stochrsi": {"flat": "talib"},
        "keltner": {"price": "typical", "align": "talib"},
        "supertrend": {"start": "rise"},
    },
    "pandas": {"rsi": {"method": "ewm", "flat": "nan"}, "ema": {"seed": "adjust"}},
    "tdx": {"rsi": {"method": "ewm"}, "ema": {"seed": "first"}, "kdj": {"seed": "first"}},
}
