"""From a definition to loops that can be called: rendered text, a file in the cache folder, machine code.

Loops made by closures never hit numba's disk cache (numba issue 6264), so they are written as real
files: readable, self-contained (the definition's own source stands in them) and named by a hash of
their text, so that a changed definition is another file. This is the only module that writes files.
"""

import contextlib
import hashlib
import importlib.util
import logging  # noqa: F401
import os
import pickle
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from fastind._types import LANES, FloatArray
from fastind.kernels import render_cross, render_fold, render_step, render_window
from fastind.kernels.definition import Cross, Definition, Fold, Step, Window
from fastind.kernels.source import gather

_lock = threading.RLock()

if hasattr(os, "register_at_fork"):
    # A fork waits for a compilation in another thread: the child would inherit our lock, numba's and the
    # cache folder's, held by a thread that it does not have. Handlers run last registered first, and a
    # compilation logs: ours must come before logging's, which is therefore imported above.
    os.register_at_fork(before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_lock.release)


def _pieces(definition: Definition) -> tuple[Any, ...]:
    """The functions that a loop calls."""
    if isinstance(definition, Step | Cross):
        return (definition.function,)
    if isinstance(definition, Window):
        return definition.term, definition.begin, definition.each, definition.function
    algebra = definition.accumulator
    return tuple(
        f for f in (definition.term, algebra.add, algebra.prepend, algebra.merge, definition.function) if f
    )


def _renderer(definition: Definition) -> Any:
    """The module that writes its loops."""
    modules = {Step: render_step, Fold: render_fold, Window: render_window, Cross: render_cross}
    return modules[type(definition)]


def loops(definition: Definition, policy: str, mode: str) -> str:
    """The text of a loop: mode is "tile" (a block of codes), "series" (one code) or "row" (a date)."""
    loop = getattr(_renderer(definition), mode)(definition, policy)
    head = (
        f'"""{mode} of {definition.name}, {policy}. Made by fastind from the source below; safe to delete."""'
    )
    imports = "import math\n\nimport numpy as np\n\nimport fastind._jit as jit"
    return f"{head}\n\n{imports}\n\nLANES = {LANES}\n\n\n{gather(*_pieces(definition))}\n\n\n{loop}\n"


def state_of(definition: Definition, policy: str, values: Mapping[str, float], t: int) -> FloatArray:
    """What the state is of a code that begins at row t."""
    if isinstance(definition, Cross):
        return np.zeros(0)
    if isinstance(definition, Step):
        return render_step.state_of(definition, policy)
    state: FloatArray = _renderer(definition).state_of(definition, policy, int(values["window"]), t)
    return state


def size_of(definition: Definition, policy: str, values: Mapping[str, float]) -> int:
    """Number of state elements of one code."""
    if isinstance(definition, Cross):
        return 0
    if isinstance(definition, Step):
        return render_step.state_of(definition, policy).size
    size: int = _renderer(definition).size_of(definition, policy, int(values["window"]))
    return size


def gap_row(definition: Definition, policy: str) -> int:
    """Which state element is the gap policy's counter."""
    row: int = _renderer(definition).gap_row(definition, policy)
    return row


def params_of(definition: Definition, policy: str) -> tuple[str, ...]:
    """Names of the parameters that the loops take, in order."""
    names: tuple[str, ...] = _renderer(definition).params_of(definition, policy)
    return names


def address(definition: Definition, policy: str, mode: str) -> int:
    """Where the compiled loop can be called; rendered, compiled and cached on first use."""
    key = (id(definition), policy, mode)
    if key not in _addresses:
        with _lock:
            import fastind._jit as jit  # under the lock: a fork must not meet a half-done import, either

            module = load(f"{definition.name}_{policy}_{mode}", loops(definition, policy, mode))
            _addresses[key] = jit.address(getattr(module, mode))
            _alive.append(definition)
    return _addresses[key]


_addresses: dict[tuple[int, str, str], int] = {}
_alive: list[Definition] = []  # an id stays taken as long as its definition lives


@cache
def shared(name: str) -> ModuleType:
    """Loops that serve all definitions, compiled once: "blocks" (panels), "single" (one series), "rows"."""
    with _lock:
        return load(name, Path(__file__).with_name(f"{name}.py").read_text(encoding="utf-8"))


def load(name: str, text: str) -> ModuleType:
    """Write the text into the cache folder, once, and import it; numba's cache lies beside it."""
    digest = hashlib.sha256((text + _primitives()).encode()).hexdigest()[:16]
    path = folder() / f"{name}_{digest}.py"
    qualified = f"fastind_loops_{path.stem}"
    if qualified not in sys.modules:
        with _one_process_at_a_time(path.parent):
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                _write(path, text)
            _imported(qualified, path)
    return sys.modules[qualified]


@cache
def _primitives() -> str:
    # numba notices a changed file, not a changed import: what all loops import is part of each.
    package = Path(__file__).parent.parent
    return "".join(package.joinpath(name).read_text(encoding="utf-8") for name in ("_jit.py", "_types.py"))


def _imported(qualified: str, path: Path) -> None:
    try:
        _execute(qualified, path)
    except (
        EOFError,
        pickle.UnpicklingError,
        ValueError,
        KeyError,
        AttributeError,
        IndexError,
        TypeError,
        OSError,
        RuntimeError,
    ):
        # A cache file that was cut off or damaged: compile again. A real defect raises once more.
        for stale in path.parent.rglob(f"{path.stem}.*nb?"):
            stale.unlink(missing_ok=True)
        _execute(qualified, path)


def _execute(qualified: str, path: Path) -> None:
    spec = importlib.util.spec_from_file_location(qualified, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot import {path}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[qualified] = module  # before it runs: numba's cache looks it up by name
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[qualified]
        raise


def _write(path: Path, text: str) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".tmp")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(temporary).replace(path)


@contextlib.contextmanager
def _one_process_at_a_time(where: Path) -> Iterator[None]:
    """Only one process compiles; the others wait and then read (numba issue 4807)."""
    try:
        import fcntl
    except ImportError:  # Windows: several processes may compile the same loop, each for itself
        yield
        return
    with (where / ".lock").open("a") as file:
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@cache
def folder() -> Path:
    """Where loops are kept: FASTIND_CACHE_DIR, else the user's cache folder, else a private temporary one."""
    import numba

    sub = f"{sys.implementation.cache_tag}-numba-{numba.__version__}"
    for base in _candidates():
        path = base / sub
        with contextlib.suppress(OSError):
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
            if _is_private(path):
                return path
    return Path(tempfile.mkdtemp(prefix="fastind-"))


def _candidates() -> list[Path]:
    given = os.environ.get("FASTIND_CACHE_DIR")
    if sys.platform == "win32":
        user = Path(os.environ.get("LOCALAPPDATA", "~"), "fastind", "cache")
    elif sys.platform == "darwin":
        user = Path("~/Library/Caches/fastind")
    else:
        user = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache", "fastind")
    return [Path(p).expanduser() for p in (given, user) if p]


def _is_private(path: Path) -> bool:
    """Files here are executed: nobody else may write them, and we must be able to."""
    info: Any = path.stat()
    if not hasattr(os, "getuid"):
        return os.access(path, os.W_OK)
    return info.st_uid == os.getuid() and not info.st_mode & 0o022 and os.access(path, os.W_OK)
