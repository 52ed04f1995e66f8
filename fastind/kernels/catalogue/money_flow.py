"""Volume, counted for or against by where the close stands."""

from typing import Any

from fastind.errors import ParameterError
from fastind.kernels.accumulators import Acc
from fastind.kernels.catalogue.elementary import difference
from fastind.kernels.definition import Accumulator, fold, step
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator, windowed

NAN = float("nan")


def flow(high: float, low: float, close: float, volume: float) -> float:
    """Volume times the close's place in the bar, from -1 at the low to 1 at the high."""
    span = high - low
    return ((close - low) - (high - close)) / span * volume if span > 0.0 else 0.0


@step(state={"total": 0.0})
def signed_volume(s: Any, close: float, volume: float, close_prev: float) -> Any:
    """The first row, which has none before it, counts for."""
    (total,) = s
    total = total + (-volume if close < close_prev else (0.0 if close == close_prev else volume))
    return (total,), total


@step(state={"total": 0.0})
def flow_so_far(s: Any, high: float, low: float, close: float, volume: float) -> Any:
    (total,) = s
    total = total + flow(high, low, close, volume)
    return (total,), total


@step(state={"ahead": 0.0, "n": 0.0}, lookback=lambda first: first)
def flow_ahead(
    s: Any, high: float, low: float, close: float, volume: float, alpha: float = 0.5, first: int = 9
) -> Any:
    """The flow so far less its exponential average, without making either: nothing large is subtracted."""
    ahead, n = s
    new = ahead + flow(high, low, close, volume) if n > 0.0 else 0.0
    ahead = new - alpha * new
    return (ahead, n + 1.0), ahead if n >= first else NAN


def add_totals(n: float, acc: Acc, x: Any) -> Acc:
    return (acc[0] + x[0], acc[1] + x[1])


def merge_two_totals(n_old: float, old: Acc, n_new: float, new: Acc) -> Acc:
    return (old[0] + new[0], old[1] + new[1])


TOTALS = Accumulator(("first", "second"), add_totals, merge_two_totals, terms=2)
"""Two sums."""


def flow_and_volume(high: float, low: float, close: float, volume: float) -> Any:
    return flow(high, low, close, volume), volume


@fold(TOTALS, term=flow_and_volume)
def flow_per_volume(n: float, acc: Any, window: int = 20) -> float:
    return acc[0] / acc[1] if acc[1] > 0.0 else 0.0


@indicator(
    family="volume",
    gaps="skip",
    talib="OBV",
    source="Granville, New Key to Stock Market Profits (1963)",
)
def obv(close: Any, volume: Any) -> Any:
    """On-balance volume, in the unit of the volume: volume of rising rows less that of falling rows, so far.

    The first row's volume, then obv + volume where the close has risen, obv - volume where it has fallen, and
    obv as it was where it has not moved. Only its changes mean something.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.obv(np.array([1.0, 2.0, 2.0, 1.0]), np.array([10.0, 20.0, 30.0, 40.0]))
    array([ 10.,  30.,  30., -10.])
    """
    return signed_volume.using()


@indicator(
    family="volume", gaps="skip", talib="AD", source="Chaikin's accumulation/distribution line, about 1980"
)
def ad(high: Any, low: Any, close: Any, volume: Any) -> Any:
    """Accumulation/distribution line, in the unit of the volume: money flow so far.

    ad = ad + ((close - low) - (high - close)) / (high - low) volume. A bar without a range, 0 / 0, or with
    its high below its low adds nothing. Only its changes mean something.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0])
    >>> fi.ad(low + 4, low, low + [4, 1, 0], np.array([10.0, 20.0, 30.0]))
    array([ 10.,   0., -30.])
    """
    return flow_so_far.using()


@indicator(family="volume", gaps="skip", talib="ADOSC", source="Chaikin's oscillator, about 1980")
def adosc(high: Any, low: Any, close: Any, volume: Any, fast: Window = 3, slow: Window = 10) -> Any:
    """Chaikin's oscillator, in the unit of the volume: the pace of accumulation.

    The exponential average of ad over `fast` rows less the one over `slow` rows, alpha = 2 / (rows + 1), both
    beginning with the first value of ad. 0 where there is no flow.

    Parameters
    ----------
    fast
        Rows of the faster average; less than `slow`.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0])
    >>> fi.adosc(low + 4, low, low + [4, 1, 0], np.array([10.0, 20.0, 30.0]), fast=1, slow=2)
    array([         nan,  -3.33333333, -11.11111111])
    """
    if fast >= slow:
        raise ParameterError(f"adosc: fast must be less than slow, got fast={fast} and slow={slow}")
    bars = high, low, close, volume
    quick, calm = (flow_ahead.using(alpha=2.0 / (n + 1.0), first=slow - 1).on(*bars) for n in (fast, slow))
    return difference(calm, quick)


@indicator(family="volume", gaps="rows", talib="CMF", source="Chaikin's money flow, about 1980")
def cmf(high: Any, low: Any, close: Any, volume: Any, window: Window = 20) -> Any:
    """Chaikin's money flow, -1 to 1: the share of the volume that was traded near the high.

    sum(((close - low) - (high - close)) / (high - low) volume) / sum(volume) over the last `window` rows. A
    bar without a range adds no flow, and a window without volume, 0 / 0, gives 0.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0])
    >>> fi.cmf(low + 4, low, low + [4, 1, 0], np.array([10.0, 20.0, 30.0]), window=2)
    array([ nan,  0. , -0.8])
    """
    return windowed("cmf", flow_per_volume, window)
