"""Returns per risk, over a moving window."""

import math
from typing import Annotated, Any

import numpy as np

from fastind.kernels.accumulators import SHIFTED, Acc
from fastind.kernels.catalogue.lags import against, relative_change
from fastind.kernels.catalogue.money_flow import TOTALS
from fastind.kernels.catalogue.volatility import deviation, simple_return
from fastind.kernels.definition import Accumulator, fold, step
from fastind.kernels.parameters import Above, AtLeast, MinPeriods
from fastind.kernels.spec import indicator, windowed

NAN = float("nan")
Rows = Annotated[int, AtLeast(2)]
PerYear = Annotated[float, Above(0)]


@fold(SHIFTED, term=simple_return, lookback=lambda window: window)
def mean_per_deviation(n: float, acc: Any, window: int = 252, less: float = 0.0, scale: float = 1.0) -> float:
    spread = deviation(n, acc, 1.0, 1.0)
    return scale * ((acc[0] + acc[1] / n - less) / spread) if spread > 0.0 else NAN


@step(state={})
def above(s: Any, x: float, less: float = 0.0) -> Any:
    return (), x - less


def value_and_squared_loss(x: float) -> Any:
    return x, x * x if x < 0.0 else 0.0


@fold(TOTALS, term=value_and_squared_loss)
def mean_per_loss(n: float, acc: Any, window: int = 252, scale: float = 1.0) -> float:
    return scale * ((acc[0] / n) / np.sqrt(acc[1] / n)) if acc[1] > 0.0 else NAN


def positive(close: float) -> float:
    return close if close > 0.0 else NAN


def add_price(n: float, acc: Acc, x: float) -> Acc:
    first, high, low, drop = acc
    starts = n == 0.0
    now = 0.0 if starts else (high - x) / high
    return (
        x if starts else first,
        x if starts or x > high else high,
        x if starts or x < low else low,
        now if starts or now > drop else drop,
    )


def prepend_price(n: float, acc: Acc, x: float) -> Acc:
    _, high, low, drop = acc
    starts = n == 0.0
    now = 0.0 if starts else (x - low) / x
    return (
        x,
        x if starts or x > high else high,
        x if starts or x < low else low,
        now if starts or now > drop else drop,
    )


def merge_prices(n_old: float, old: Acc, n_new: float, new: Acc) -> Acc:
    has_both = n_old > 0.0 and n_new > 0.0
    across = (old[1] - new[2]) / old[1] if has_both else 0.0
    deeper = old[3] if old[3] > new[3] else new[3]
    return (
        old[0] if n_old > 0.0 else new[0],
        old[1] if n_new == 0.0 or (has_both and old[1] > new[1]) else new[1],
        old[2] if n_new == 0.0 or (has_both and old[2] < new[2]) else new[2],
        across if across > deeper else deeper,
    )


DROPS = Accumulator(("first", "high", "low", "drop"), add_price, merge_prices, prepend_price)
"""The deepest fall from a price to a later one, as a fraction, and what is needed to join two windows."""


@fold(DROPS, term=positive)
def growth_per_drop(n: float, acc: Any, close: float, window: int = 253, power: float = 1.0) -> float:
    first, _, _, drop = acc
    return ((close / first) ** power - 1.0) / drop if drop > 0.0 else NAN


@indicator(
    family="returns",
    gaps="rows",
    source="Sharpe, The Sharpe Ratio, Journal of Portfolio Management 21 (1994)",
)
def sharpe(
    close: Any,
    window: Rows = 252,
    *,
    risk_free: float = 0.0,
    periods_per_year: PerYear = 252.0,
    min_periods: MinPeriods = None,
) -> Any:
    """Sharpe ratio of the last `window` returns, per year: what each unit of volatility has earned.

    (mean(r) - risk_free / periods_per_year) / deviation(r) sqrt(periods_per_year), r = close / close one row
    before - 1, the sample's deviation. NaN where the returns do not vary, x / 0. Of a strategy with returns
    r give the wealth, (1 + r).cumprod().

    Parameters
    ----------
    risk_free
        Return without risk per year, as a fraction.
    periods_per_year
        Rows in a year: 252 for daily prices, 12 for monthly ones.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.sharpe(np.array([100.0, 110.0, 99.0, 118.8]), window=3, periods_per_year=1)
    array([       nan,        nan,        nan, 0.43643578])
    """
    scale = math.sqrt(periods_per_year)
    less = risk_free / periods_per_year
    return windowed("sharpe", mean_per_deviation, window, min_periods, less=less, scale=scale)


@indicator(
    family="returns",
    gaps="rows",
    source="Sortino and van der Meer, Downside Risk, Journal of Portfolio Management 17 (1991)",
)
def sortino(
    close: Any,
    window: Rows = 252,
    *,
    risk_free: float = 0.0,
    periods_per_year: PerYear = 252.0,
    min_periods: MinPeriods = None,
) -> Any:
    """Sortino ratio of the last `window` returns, per year: what each unit of losses has earned.

    mean(e) / sqrt(mean(min(e, 0)^2)) sqrt(periods_per_year), e = r - risk_free / periods_per_year, r =
    close / close one row before - 1; both means over all returns. NaN where there is no loss, x / 0. Of a
    strategy with returns r give the wealth, (1 + r).cumprod().

    Parameters
    ----------
    risk_free
        Return per year, as a fraction, below which a return is a loss.
    periods_per_year
        Rows in a year: 252 for daily prices, 12 for monthly ones.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.sortino(np.array([100.0, 110.0, 99.0, 118.8]), window=3, periods_per_year=1)
    array([       nan,        nan,        nan, 1.15470054])
    """
    excess = above.using(less=risk_free / periods_per_year).on(against(relative_change, 1).on(close))
    scale = math.sqrt(periods_per_year)
    return windowed("sortino", mean_per_loss, window, min_periods, scale=scale).on(excess)


@indicator(family="returns", gaps="rows", source="Young, Calmar Ratio, Futures 20 (1991)")
def calmar(close: Any, window: Rows = 756, *, periods_per_year: PerYear = 252.0) -> Any:
    """Calmar ratio of the last `window` returns: growth per year over the deepest fall.

    ((close / close of `window` rows before)^(periods_per_year / window) - 1) / drawdown, where drawdown is
    the greatest fall from a price to a later one within these rows, as a fraction. NaN where there is none,
    x / 0. A price <= 0 counts as missing. Of a strategy with returns r give the wealth, (1 + r).cumprod().

    Parameters
    ----------
    window
        Rows, that is returns: 756 are three years of days, as in the source.
    periods_per_year
        Rows in a year: 252 for daily prices, 12 for monthly ones.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.calmar(np.array([100.0, 110.0, 99.0, 121.0]), window=3, periods_per_year=3)
    array([nan, nan, nan, 2.1])
    """
    return windowed("calmar", growth_per_drop, window + 1, power=periods_per_year / window)
