"""Ichimoku kinko hyo."""

from typing import Any

from fastind.kernels.catalogue.elementary import where_both
from fastind.kernels.catalogue.extremes import midprice
from fastind.kernels.definition import step
from fastind.kernels.parameters import Window
from fastind.kernels.spec import indicator


@step(state={})
def halfway(s: Any, a: float, b: float) -> Any:
    return (), 0.5 * (a + b)


@indicator(
    family="trend",
    gaps="rows",
    outputs=("tenkan", "kijun", "senkou_a", "senkou_b", "chikou"),
    source="Goichi Hosoda (Ichimoku Sanjin), Ichimoku kinko hyo (1969)",
)
def ichimoku(
    high: Any, low: Any, close: Any, tenkan: Window = 9, kijun: Window = 26, senkou: Window = 52
) -> Any:
    """Ichimoku's five lines, in the unit of the price, none of them shifted.

    tenkan, kijun and senkou_b are (highest high + lowest low) / 2 over `tenkan`, `kijun` and `senkou` rows,
    senkou_a = (tenkan + kijun) / 2, chikou = close. Flat bars give their price.

    Parameters
    ----------
    tenkan
        Rows of the conversion line.
    kijun
        Rows of the base line.
    senkou
        Rows of the second leading span.

    Notes
    -----
    A chart draws the two senkou lines `kijun` rows later and chikou `kijun` rows earlier. Here all five
    stand in the row that they are known in: the cloud that a chart shows at a row is senkou of `kijun` rows
    before, and chikou is compared with the close of `kijun` rows before. Nothing looks ahead. All five begin
    where the slowest does.

    Examples
    --------
    >>> import fastind as fi, numpy as np
    >>> low = np.array([1.0, 2.0, 6.0, 5.0])
    >>> fi.ichimoku(low + 1, low, low, tenkan=1, kijun=2, senkou=3).senkou_a
    array([ nan,  nan, 5.5 , 5.75])
    """
    lines = [midprice(high, low, window=rows) for rows in (tenkan, kijun, senkou)]
    leading = halfway.using().on(lines[0], lines[1])
    slowest = lines[max(range(3), key=(tenkan, kijun, senkou).__getitem__)]
    outputs = (lines[0], lines[1], leading, lines[2], close)
    return tuple(where_both(line, slowest) for line in outputs)
