"""A user's own step, with a helper function and a constant, as the laws over the catalogue see it."""

from __future__ import annotations

import math

import fastind as fi

DAMPING = 0.9
MILLION = 1e6


def money(sign, close, volume):
    """Signed turnover in millions."""
    return sign * close * volume / MILLION


@fi.step(
    state={"flow": 0.0, "rises": 0.0, "count": 0.0},
    outputs=("flow", "share"),
    lookback=lambda window: window - 1,
)
def money_flow(s, close, volume, close_prev, window=5):
    """Damped flow of money and the share of rising rows."""
    flow, rises, count = s
    rose = close > close_prev
    flow = DAMPING * flow + money(1.0 if rose else -1.0, close, volume)
    rises = rises + (1.0 if rose else 0.0)
    count = count + 1.0
    warm = count >= window
    return (flow, rises, count), (flow if warm else math.nan, rises / count if warm else math.nan)


indicator = fi.indicator(money_flow)
