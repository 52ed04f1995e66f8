"""Small pieces of loop text that steps and folds share."""

from collections.abc import Iterable


def join(names: Iterable[str]) -> str:
    return ", ".join(names)


def indent(lines: Iterable[str], by: int = 4) -> list[str]:
    return [" " * by + line for line in lines]


def valid(inputs: tuple[str, ...]) -> str:
    """A row is valid where all inputs are finite."""
    return " and ".join(f"math.isfinite({name})" for name in inputs)


def opened(inputs: tuple[str, ...], outputs: tuple[str, ...], params: tuple[str, ...]) -> list[str]:
    """Read the addresses, steps and parameters that a kernel was called with."""
    lines = [f"io_ = jit.table(io, {2 * (len(inputs) + len(outputs))})"]
    for k, name in enumerate(inputs):
        lines.append(f"from_{name}, step_{name} = io_[{2 * k}], io_[{2 * k + 1}]")
    for k in range(len(outputs)):
        at = 2 * (len(inputs) + k)
        lines.append(f"into_{k}, stride_{k} = io_[{at}], io_[{at + 1}]")
    if params:
        lines.append(f"p_ = jit.row(params, {len(params)})")
        lines += [f"{name} = p_[{k}]" for k, name in enumerate(params)]
    return lines
