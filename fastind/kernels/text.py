"""Small pieces of loop text that steps and folds share."""

from collections.abc import Iterable


def join(names: Iterable[str]) -> str:
    return ", ".join(names)


def indent(lines: Iterable[str], by: int = 4) -> list[str]:
    return [" " * by + line for line in lines]


def reads(names: Iterable[str]) -> tuple[str, ...]:
    """Inputs as the loops name them: a definition may use any name, the loops' own begin otherwise."""
    return tuple(f"i_{name}" for name in names)


def values(names: Iterable[str]) -> tuple[str, ...]:
    """Parameters as the loops name them."""
    return tuple(f"p_{name}" for name in names)


def valid(inputs: tuple[str, ...]) -> str:
    """A row is valid where all inputs are finite."""
    return " and ".join(f"math.isfinite({name})" for name in inputs)


def opened(inputs: tuple[str, ...], outputs: tuple[str, ...], params: tuple[str, ...]) -> list[str]:
    """Read the addresses, steps and parameters that a kernel was called with."""
    lines = [f"pairs = jit.table(io, {2 * (len(inputs) + len(outputs))})"]
    for k, name in enumerate(inputs):
        lines.append(f"from_{name}, step_{name} = pairs[{2 * k}], pairs[{2 * k + 1}]")
    for k in range(len(outputs)):
        at = 2 * (len(inputs) + k)
        lines.append(f"into_{k}, stride_{k} = pairs[{at}], pairs[{at + 1}]")
    if params:
        lines.append(f"given = jit.row(params, {len(params)})")
        lines += [f"{name} = given[{k}]" for k, name in enumerate(params)]
    return lines
