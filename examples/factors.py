"""Functions for `fastind grid`, on the daily prices that `pip install "fastind[demo]"` brings.

cd examples
fastind grid factors:momentum --dates 20120102:20121228 --codes AAPL,IBM --param window=20,60 --store out.fi
fastind query out.fi --codes IBM --where window==60
"""

from __future__ import annotations

from functools import cache

import pandas as pd


@cache  # read once in each worker
def closes(code: str) -> pd.Series:
    """Adjusted closes by date, as whole numbers: 20120103."""
    from bokeh_sampledata import stocks

    bars = pd.DataFrame(getattr(stocks, code))
    days = pd.to_datetime(bars["date"]).dt.strftime("%Y%m%d").astype(int)
    return pd.Series(bars["adj_close"].to_numpy(), index=days)


def momentum(date: int, code: str, window: int = 20) -> dict[str, float]:
    """Return of the last `window` days before a trading day, and the volatility of a day in them."""
    history = closes(code).loc[: date - 1].iloc[-window - 1 :]
    if date not in closes(code).index:
        raise ValueError(f"{date} was no trading day")
    if len(history) <= window:
        raise ValueError(f"{code} has {len(history)} days before {date}, {window + 1} are needed")
    return {
        "momentum": float(history.iloc[-1] / history.iloc[0] - 1),
        "volatility": float(history.pct_change().std()),
    }
