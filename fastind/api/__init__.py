"""Public objects: indicators, compute, streams. Kernels and frames meet here."""

from fastind.api.indicator import BoundIndicator, Indicator, indicator
from fastind.kernels.catalogue import SPECS

catalogue: dict[str, Indicator] = {name: Indicator(spec) for name, spec in SPECS.items()}
"""Every indicator by name."""

__test__ = {name: of.__doc__ for name, of in catalogue.items()}  # doctest finds functions only

__all__ = ["BoundIndicator", "Indicator", "catalogue", "indicator"]
