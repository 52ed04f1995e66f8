"""Names of the catalogue's indicators, there before any of them is loaded. Made by `make names`."""

INDICATORS = (
    "atr",
    "ema",
    "macd",
    "mom",
    "natr",
    "rsi",
    "sma",
    "trange",
    "volatility",
    "volume_ratio",
    "wma",
)
