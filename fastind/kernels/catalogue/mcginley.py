"""McGinley's dynamic average."""

from typing import Annotated, Any

from fastind.kernels.definition import step
from fastind.kernels.parameters import Above, Window
from fastind.kernels.primitives import fma
from fastind.kernels.spec import indicator

NAN = float("nan")


@step(state={"average": 0.0, "n": 0.0}, lookback=lambda window: window - 1)
def dynamic(s: Any, x: float, window: int = 10, factor: float = 0.6) -> Any:
    average, n = s
    n = n + 1.0
    share = x / average if average != 0.0 else 0.0
    square = share * share
    slowness = factor * window * square * square
    speed = 1.0 / slowness if slowness > 1.0 else 1.0
    average = fma(speed, x - average, average) if n > window else average + x / window
    return (average, n), average if n >= window else NAN


@indicator(
    family="trend",
    gaps="skip",
    source="McGinley, The McGinley Dynamic, Market Technicians Association Journal (1997)",
)
def mcginley(x: Any, window: Window = 10, factor: Annotated[float, Above(0)] = 0.6) -> Any:
    """McGinley's dynamic average, in the unit of the input: quick after falls, slow after rises.

    m = m + (x - m) / (factor window (x / m)^4), from the mean of the first `window` rows. Where the
    divisor is below 1 it is 1, so that the average never goes beyond x. A flat input gives its value.

    Parameters
    ----------
    factor
        The author's 0.6 makes it like a plain mean over `window` rows; some platforms leave it out (1).

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> fi.mcginley(np.array([10.0, 10.5, 11.0, 11.0]), 2)
    array([        nan, 10.25      , 10.72119941, 10.93085922])
    """
    return dynamic.using(window=window, factor=factor)
