"""Labels, numbers and tables as people read them."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np


def day(label: Any) -> str:
    """A date, code or number as people write it; midnight is left out."""
    if isinstance(label, np.datetime64):
        return "-" if np.isnat(label) else str(np.datetime_as_string(label, unit="auto"))
    return "-" if label is None else str(label).removesuffix(" 00:00:00")


def number(value: Any) -> str:
    """A number in six digits; what is none, as `day` writes it."""
    if isinstance(value, float):
        return "NaN" if np.isnan(value) else f"{value:.6g}"
    return day(value)


def plain(label: Any) -> Any:
    """A label as plain Python; numpy's datetime64 stays."""
    return label.item() if isinstance(label, np.generic) and not isinstance(label, np.datetime64) else label


def counted(count: Any, what: str) -> str:
    """A number of things: "1 row", "2 rows"."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def sized(shape: tuple[int, int]) -> str:
    """How large a panel is: "250 dates x 1 code"."""
    return f"{counted(shape[0], 'date')} x {counted(shape[1], 'code')}"


def aligned(rows: Sequence[Sequence[str]], justify: Callable[[str, int], str]) -> list[str]:
    """Rows of text as indented lines with columns of one width; `justify` is `str.ljust` or `str.rjust`."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(map(justify, row, widths)) for row in rows)
    return [f"    {line.rstrip()}" for line in lines]
