"""What `run_grid` is told, checked once."""

from collections.abc import Iterable, Mapping
from numbers import Integral
from typing import Any

from fastind.errors import ParameterError
from fastind.parallel.sinks import COMMITTED
from fastind.parallel.values import is_name


def check(
    n_jobs: Any,
    resume: Any,
    batch_size: Any,
    on_error: Any,
    max_attempts: Any,
    task_timeout: Any,
    memory_limit: Any,
) -> None:
    """Refuse what is outside its limits."""
    counts = {"batch_size": batch_size, "max_attempts": max_attempts} | (
        {} if n_jobs is None else {"n_jobs": n_jobs}
    )
    for name, n in counts.items():
        if isinstance(n, bool) or not isinstance(n, Integral) or n < 1:
            raise ParameterError(f"{name} must be a whole number >= 1, got {n!r}")
    if not isinstance(resume, bool) and not (isinstance(resume, str) and resume == "force"):
        raise ParameterError(f'resume must be True, False or "force", got {resume!r}')
    if not isinstance(on_error, str) or on_error not in ("record", "raise"):
        raise ParameterError(f'on_error must be "record" or "raise", got {on_error!r}')
    if task_timeout is not None and (not isinstance(task_timeout, int | float) or not task_timeout > 0):
        raise ParameterError(f"task_timeout must be a number of seconds > 0, got {task_timeout!r}")
    if not isinstance(memory_limit, int | float) or not 0 < memory_limit <= 1:
        raise ParameterError(
            f"memory_limit must be a share of the memory, over 0 and up to 1; got {memory_limit!r}"
        )


def checked_names(what: str, names: Any) -> tuple[str, ...] | None:
    """Names of columns, as a tuple."""
    if names is None:
        return None
    found = (names,) if isinstance(names, str) or not isinstance(names, Iterable) else tuple(names)
    if not found or not all(map(is_name, found)) or len(set(found)) < len(found) or COMMITTED in found:
        raise ParameterError(f"{what} must be different names of columns, and not {COMMITTED}; got {names!r}")
    return found


def checked_data(data: Any) -> dict[str, Any]:
    """What is handed to the function by name."""
    if data is not None and not (isinstance(data, Mapping) and all(isinstance(name, str) for name in data)):
        raise ParameterError(f"data is a mapping from parameters of the function to values; got {data!r:.80}")
    return dict(data or {})
