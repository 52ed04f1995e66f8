"""Small pieces of loop text that steps and folds share."""

from collections.abc import Iterable

from fastind._types import LANES

# Lines are asked for so many bytes ahead in their row (without that RSI takes 1.5 times as long).
AHEAD = 2 * LANES * 8


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
    """A row is valid where all inputs are finite: where each less itself is 0, not NaN.

    One comparison for all inputs: with isfinite for each natr takes 1.2 times as long.
    """
    return " + ".join(f"({name} - {name})" for name in inputs) + " == 0.0"


def finite(inputs: tuple[str, ...]) -> list[str]:
    """Infinite is missing: NaN from here on."""
    return [f"{name} = {name} if math.isfinite({name}) else np.nan" for name in inputs]


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


def rows_of(inputs: tuple[str, ...], outputs: tuple[str, ...]) -> list[str]:
    """Open row r of all tables, and ask for the lines ahead; what `extra` says stands in blocks.py."""
    return [
        *(f"at_{n} = jit.row(from_{n} + r * step_{n}, LANES)" for n in inputs),
        *(
            f"to_{k} = jit.row(extra + {k} * LANES * 8 if extra > 1 else into_{k} + r * stride_{k}, LANES)"
            for k, _ in enumerate(outputs)
        ),
        "if extra:",
        *indent(f"jit.prefetch(from_{n} + r * step_{n} + {AHEAD}, LANES * 8)" for n in inputs),
        "if extra == 1:",
        *indent(
            f"jit.prefetch_out(into_{k} + r * stride_{k} + {AHEAD}, LANES * 8)" for k, _ in enumerate(outputs)
        ),
    ]


def sent(outputs: tuple[str, ...]) -> list[str]:
    """Row r of the outputs goes past the caches, if `extra` is where it was kept."""
    return [
        "if extra > 1:",
        *indent(
            f"jit.stream(extra + {k} * LANES * 8, into_{k} + r * stride_{k})" for k, _ in enumerate(outputs)
        ),
    ]
