"""Runs a function on a library once that is there, whether it came before us or comes later; imports none.

A library's own loader stays in place, since others look at it (its type, `get_code`, resources): only its
`exec_module` is covered, on that one loader and until it has run.
"""

import sys
import warnings
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any


class Watch:
    """A finder for `sys.meta_path` that sees libraries come.

    Parameters
    ----------
    actions : mapping of library to "module:function"
        The function takes the library; a library that is loaded anew calls it again.
    """

    def __init__(self, actions: Mapping[str, str]) -> None:
        self._actions = dict(actions)
        self._waiting = set(actions)

    def install(self) -> None:
        """Act on the libraries that are loaded, and watch for the others; once in a process."""
        if any(type(finder).__module__ == __name__ for finder in sys.meta_path):
            return  # fastind is being reloaded
        # The finder comes first: another thread may begin an import meanwhile.
        sys.meta_path.insert(0, self)
        for name in self._actions:
            module = sys.modules.get(name)
            if type(module).__name__ == "_LazyModule":  # of importlib.util.LazyLoader: a touch would load it
                self._cover(object.__getattribute__(module, "__spec__"))
            elif module is not None:
                self._see(name)

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """What the finders after this one say of a watched library; None for everything else."""
        if self._waiting:
            self._look()
        if name not in self._actions or self not in sys.meta_path:
            return None
        for finder in sys.meta_path[sys.meta_path.index(self) + 1 :]:
            spec = finder.find_spec(name, path, target) if hasattr(finder, "find_spec") else None
            if spec is not None:
                self._cover(spec)
                return spec
        return None

    def _see(self, name: str) -> None:
        """Act on a library in `sys.modules`; where another thread is at its import, wait for it."""
        try:
            import_module(name)
        except (ImportError, RuntimeError):
            return  # it failed there, or that thread waits for us: the import goes on as if we were not here
        self._look()

    def _look(self) -> None:
        """Act on what came past us: its import was under way, in this thread or another, when we began."""
        for name in [name for name in self._waiting if _is_whole(name)]:
            self._act(name, sys.modules[name])

    def _cover(self, spec: ModuleSpec) -> None:
        """Let this loader act when it has executed the module."""
        loader: Any = spec.loader
        if isinstance(loader, type) or not hasattr(loader, "__dict__") or not hasattr(loader, "exec_module"):
            return  # then `_look` finds the library, at the next import
        execute = loader.exec_module

        def exec_module(module: ModuleType) -> None:
            vars(loader).pop("exec_module", None)
            self._waiting.discard(spec.name)  # half a module is not to be acted on
            try:
                execute(module)
            except BaseException:
                self._waiting.add(spec.name)
                raise
            self._act(spec.name, module)

        loader.exec_module = exec_module

    def _act(self, name: str, module: ModuleType) -> None:
        self._waiting.discard(name)
        home, function = self._actions[name].split(":")
        try:
            getattr(import_module(home), function)(module)
        except RuntimeError:  # importlib's, where two threads wait for each other: again at the next import
            self._waiting.add(name)
        except Exception as error:  # noqa: BLE001  the import of another library must not fail by us
            warnings.warn(f"fastind cannot add .fi to {name}: {error!r}", RuntimeWarning, stacklevel=2)


def _is_whole(name: str) -> bool:
    """Is the library imported to its end."""
    module = sys.modules.get(name)
    if module is None or type(module).__name__ == "_LazyModule":
        return False
    return not getattr(getattr(module, "__spec__", None), "_initializing", False)
