"""The indicators, one concept per file; `SPECS` is the registry."""

from fastind.kernels.catalogue.ema import ema
from fastind.kernels.catalogue.macd import macd
from fastind.kernels.catalogue.rsi import rsi
from fastind.kernels.catalogue.volatility import volatility
from fastind.kernels.catalogue.volume_ratio import volume_ratio
from fastind.kernels.spec import Spec

SPECS: dict[str, Spec] = {spec.name: spec for spec in (ema, macd, rsi, volatility, volume_ratio)}
