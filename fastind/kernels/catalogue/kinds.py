"""Averages by the name of their kind, for indicators that let the user choose one: `ma="ema"`."""

from typing import Any, Literal

from fastind.kernels.catalogue.adaptive import kama
from fastind.kernels.catalogue.averages import sma, wma
from fastind.kernels.catalogue.cascades import dema, t3, tema
from fastind.kernels.catalogue.ema import ema
from fastind.kernels.catalogue.triangular import trima
from fastind.kernels.catalogue.wilder import rma
from fastind.kernels.composition import Value
from fastind.kernels.spec import Spec

AverageKind = Literal["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "rma"]
AVERAGES: dict[AverageKind, Spec] = {
    "sma": sma,
    "ema": ema,
    "wma": wma,
    "dema": dema,
    "tema": tema,
    "trima": trima,
    "kama": kama,
    "t3": t3,
    "rma": rma,
}


def average(kind: AverageKind, x: Any, window: int) -> Any:
    """The average of that kind; over one row the input itself, whatever the kind (as in TA-Lib)."""
    return (AVERAGES[kind] if window > 1 else sma)(x, window=window)


def rows_before(kind: AverageKind, x: Any, window: int) -> int:
    """Rows before its first value, counted from the input's first."""
    made: Value = average(kind, x, window)
    return made.lookback - (x.lookback if isinstance(x, Value) else 0)
