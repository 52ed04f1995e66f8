"""Relative volatility index."""

from typing import Annotated, Any, Literal

from fastind.kernels.catalogue.deviation import deviation_of
from fastind.kernels.definition import step
from fastind.kernels.parameters import AtLeast, Window
from fastind.kernels.primitives import fma
from fastind.kernels.spec import indicator, windowed

NAN = float("nan")
TINY = 1e-280  # averages so small decay no further, as in rsi


@step(state={}, lookback=lambda: 1)
def side(s: Any, close: float, close_prev: float) -> Any:
    value = 1.0 if close > close_prev else (-1.0 if close < close_prev else 0.0)
    return (), value if close_prev == close_prev else NAN


@step(state={"up": 0.0, "down": 0.0, "n": 0.0}, lookback=lambda window: window - 1)
def rising_share(s: Any, moved: float, deviation: float, window: int = 14, flat: float = 50.0) -> Any:
    """Wilder's averages of the deviation in rising and in falling rows, and the share of the first."""
    up, down, n = s
    n = n + 1.0
    keep = 1.0 - 1.0 / window if n > window and up + down > TINY else 1.0
    up = fma(keep, up, (deviation if moved > 0.0 else 0.0) / window)
    down = fma(keep, down, (deviation if moved < 0.0 else 0.0) / window)
    both = up + down
    value = 100.0 * (up / both) if both > 0.0 else flat
    return (up, down, n), value if n >= window else NAN


@indicator(
    family="volatility",
    gaps="skip",
    source="Dorsey, The Relative Volatility Index, Stocks & Commodities 11:6 (1993)",
)
def rvi(
    close: Any,
    window: Annotated[int, AtLeast(2)] = 10,
    smooth: Window = 14,
    *,
    flat: float | Literal["nan"] = 50.0,
) -> Any:
    """Relative volatility index, 0 to 100: the share of the deviation that falls on rising rows.

    100 up / (up + down), where up and down are Wilder's averages over `smooth` rows of the standard deviation
    of the last `window` closes, in rows with a rise and in rows with a fall: `rsi` with deviations in place
    of changes. A flat input gives `flat`. Not the relative vigor index, which shares the letters.

    Parameters
    ----------
    window
        Rows of the deviation.
    smooth
        Rows of the averages.
    flat
        The value where nothing has moved, 0 / 0; "nan" for none.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.rvi(np.array([1.0, 3.0, 2.0, 6.0]), window=2, smooth=2)
    array([        nan,         nan, 66.66666667, 90.90909091])
    """
    level = NAN if isinstance(flat, str) else flat
    deviation = windowed("rvi", deviation_of, window).on(close)
    return rising_share.using(window=smooth, flat=level).on(side.using().on(close), deviation)
