"""Tasks as columns: a table or a product of axes, of which only the rows in hand become Python values."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from fastind._types import IntArray
from fastind.errors import InputError
from fastind.parallel.columns import Column, column
from fastind.parallel.product import Product

LIMIT = 2**62


class Tasks:
    """What there is to do: `len(tasks)` tuples, of which task k is (column[row k] for each column)."""

    def __init__(
        self, columns: Sequence[Column], is_product: bool, axes: Sequence[int] | None = None
    ) -> None:
        self.columns, self.is_product = list(columns), is_product
        self._axes = list(axes if axes is not None else range(len(columns)))
        """Of a product: which axis each column is, the last one being the fastest."""
        shape = {axis: len(column) for axis, column in zip(self._axes, self.columns, strict=True)}
        self._shape = tuple(shape[axis] for axis in sorted(shape))
        self._n = int(np.prod(self._shape, dtype=object)) if is_product else next(iter(self._shape), 0)
        if self._n >= LIMIT:
            raise InputError(f"these axes give {self._n:.3g} tasks: more than can be counted")

    @classmethod
    def empty(cls, width: int) -> "Tasks":
        """No tasks, of so many values each."""
        return cls([Column(np.zeros(0, np.int64), None, "int64")] * width, is_product=False)

    def __len__(self) -> int:
        return self._n

    @property
    def is_counted(self) -> bool:
        """Is it a product whose columns are its axes in order."""
        return self.is_product and self._axes == sorted(self._axes)

    @property
    def counters(self) -> list[tuple[int, int]]:
        """For each column (step, size): task k is in its row k // step % size."""
        if not self.is_product:
            return [(1, self._n)] * len(self.columns)
        return [
            (int(np.prod(self._shape[axis + 1 :], dtype=object)), self._shape[axis]) for axis in self._axes
        ]

    def rows(self, places: IntArray) -> list[IntArray]:
        """The row in each column of the tasks at these places."""
        if self.is_product:
            rows = np.unravel_index(places, self._shape)
            return [rows[axis] for axis in self._axes]
        return [places] * len(self.columns)

    def values(self, places: IntArray) -> list[list[Any]]:
        """The Python values of these tasks, a list for each column."""
        return [column.at(rows) for column, rows in zip(self.columns, self.rows(places), strict=True)]

    def arrow(self, places: IntArray) -> list[Any]:
        """The keys of these tasks, an Arrow array for each column."""
        return [column.arrow(rows) for column, rows in zip(self.columns, self.rows(places), strict=True)]

    def task(self, place: int) -> tuple[Any, ...]:
        """One task, as the function gets it."""
        return tuple(values[0] for values in self.values(np.array([place])))

    def reordered(self, columns: Sequence[int]) -> "Tasks":
        """The same tasks, in the same order, with their values in another one."""
        return Tasks([self.columns[k] for k in columns], self.is_product, [self._axes[k] for k in columns])


def tasks_of(args: Any) -> tuple[Tasks, tuple[str, ...] | None]:
    """`args` of `run_grid` as tasks, and the names of their keys if they have any."""
    if isinstance(args, Product):
        names = args.names or tuple(f"axis {k}" for k in range(len(args.axes)))
        columns = [column(axis, name, is_axis=True) for name, axis in zip(names, args.axes, strict=True)]
        return Tasks(columns, is_product=True), args.names
    frame = _frame(args)
    if frame is not None and not any(map(len, frame.values())):
        return Tasks.empty(len(frame)), tuple(frame)
    if frame is not None:
        return Tasks([Column.of(array, name) for name, array in frame.items()], is_product=False), tuple(
            frame
        )
    if isinstance(args, Mapping):
        raise InputError(
            "args are a mapping: fastind.grid(**args) is the product of its lists, a frame is a table"
        )
    if isinstance(args, str | bytes) or not isinstance(args, Iterable):
        raise InputError(
            f"args are tuples, fastind.grid(...) or a frame of keys; got {type(args).__name__}: {args!r:.80}"
        )
    if isinstance(args, np.ndarray):
        args = args.tolist() if args.dtype.kind in "biufU" else list(args)
    return Tasks(_transposed(args if isinstance(args, list | tuple) else list(args)), is_product=False), None


def _frame(args: Any) -> dict[str, Any] | None:
    from fastind.frames import long

    frame = long.narwhal(args)
    return None if frame is None else {name: _arrow(frame, name) for name in frame.columns}


def _arrow(frame: Any, name: str) -> Any:
    import pyarrow as pa

    try:
        return frame.get_column(name).to_arrow()
    except (pa.ArrowException, TypeError, ValueError) as error:
        raise InputError(f"column {name!r} cannot be kept as a key: {error}") from error


def _transposed(tasks: Sequence[Any]) -> list[Column]:
    if not tasks:
        return []
    if not isinstance(tasks[0], tuple | list):
        tasks = [task if isinstance(task, tuple) else (task,) for task in tasks]
    width = len(tasks[0])
    if set(map(type, tasks)) - {tuple, list} or set(map(len, tasks)) != {width} or not width:
        k = next(
            k for k, t in enumerate(tasks) if not isinstance(t, tuple | list) or not t or len(t) != width
        )
        raise InputError(
            f"tasks are tuples of one length: the first is {tasks[0]!r}, task {k} is {tasks[k]!r:.80}"
        )
    # zip(*tasks) would take ten times as long: a million arguments.
    return [column([task[k] for task in tasks], f"value {k} of the tasks") for k in range(width)]
