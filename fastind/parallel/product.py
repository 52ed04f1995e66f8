"""`grid`: a product of axes, of which nothing is materialised."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from fastind.errors import InputError


class Product:
    """A product of axes, the last one fastest; `fastind.grid` makes it. Nothing is materialised.

    Parameters
    ----------
    axes : sequences
        One for each key, in the order of the function's parameters, or by name.
    """

    def __init__(self, names: tuple[str, ...] | None, axes: Sequence[Any]) -> None:
        self.names, self.axes = names, [list(axis) if not hasattr(axis, "__len__") else axis for axis in axes]

    def __len__(self) -> int:
        return int(np.prod([len(axis) for axis in self.axes], dtype=object))

    def __iter__(self) -> Any:
        from itertools import product

        return product(*(axis.tolist() if hasattr(axis, "tolist") else axis for axis in self.axes))

    def __repr__(self) -> str:
        names = self.names or [f"axis {k}" for k in range(len(self.axes))]
        sizes = " x ".join(f"{len(a):,} {n}" for n, a in zip(names, self.axes, strict=True))
        return f"<grid of {len(self):,} tasks: {sizes}>"


def grid(*axes: Any, **named: Any) -> Product:
    """The tasks of a product of axes, for `run_grid`: each value of one with each value of the others.

    Parameters
    ----------
    axes : sequences
        For example dates and codes, in the order of the function's parameters; the last varies fastest.
    named : sequences
        The same by name: `grid(window=[7, 14], code=codes)`.

    Returns
    -------
    Product
        With a length; it may be iterated over. No task is made before it runs.

    Raises
    ------
    InputError
        No axes, both kinds, or an axis that is one value instead of a sequence.

    Examples
    --------
    >>> import fastind as fi
    >>> fi.grid([20240102, 20240103], ["A", "B", "C"])
    <grid of 6 tasks: 2 axis 0 x 3 axis 1>
    """
    if bool(axes) == bool(named):
        raise InputError(
            "grid takes axes in order or by name: grid(dates, codes) or grid(window=..., code=...)"
        )
    found = axes or tuple(named.values())
    for axis in found:
        if isinstance(axis, str | bytes) or not isinstance(axis, Iterable):
            raise InputError(
                f"an axis is a sequence of values, got {axis!r}; put one value into a list: [{axis!r}]"
            )
    return Product(tuple(named) or None, found)
