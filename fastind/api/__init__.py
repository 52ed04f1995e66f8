"""Public objects: indicators, compute, streams. Kernels and frames meet here."""

from fastind.api.indicator import BoundIndicator, Indicator, indicator
from fastind.kernels.catalogue import SPECS

catalogue: dict[str, Indicator] = {name: Indicator(spec) for name, spec in SPECS.items()}
"""Every indicator by name."""

__all__ = ["BoundIndicator", "Indicator", "catalogue", "indicator"]
