"""Slow twins of all indicators, by family, with the parameters that their laws run with."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

MODULES = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
VARIANTS: dict[str, list[dict[str, Any]]] = {}
"""Parameters that an indicator's laws run with; one that is absent runs with its defaults."""
DIFFERENCES: set[str] = set()
"""Outputs that cross zero: exact within the rounding of what is subtracted."""
SCALES: dict[str, float] = {}
"""Outputs with a scale of their own, such as percent, that divide what has been subtracted: exact within that
scale's rounding."""
SCALED_BY: dict[str, str] = {}
"""Of those that cross zero, the input in whose scale they are, where it is not the first."""
INFINITE: set[str] = set()
"""pandas names that take infinite values as pandas does."""
PARTIAL: set[str] = set()
"""Functions that have no value of a price: their domain is tested elsewhere."""

for _module in MODULES:
    _own = {k: v for k, v in vars(_module).items() if getattr(v, "__module__", "") == _module.__name__}
    globals().update(_own)
    VARIANTS |= _module.VARIANTS
    DIFFERENCES |= getattr(_module, "DIFFERENCES", set())
    INFINITE |= getattr(_module, "INFINITE", set())
    PARTIAL |= getattr(_module, "PARTIAL", set())
    SCALES |= getattr(_module, "SCALES", {})
    SCALED_BY |= getattr(_module, "SCALED_BY", {})
