"""The indicators, by concept: every module in this folder is read. `SPECS` is the registry."""

from importlib import import_module
from pkgutil import iter_modules

from fastind.kernels.spec import Spec

MODULES = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
SPECS: dict[str, Spec] = {
    spec.name: spec
    for module in MODULES
    for spec in vars(module).values()
    if isinstance(spec, Spec) and spec.plan.__module__ == module.__name__
}
