"""Definitions that feed each other: what indicators compute, as the jobs of one pass.

Equal values are computed once, also where they are parts of different indicators.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fastind._types import LANES, FloatArray
from fastind.kernels.definition import Field, Source, Value
from fastind.kernels.run import Job, Kernel


@dataclass(frozen=True)
class Program:
    """Kernels in the order in which they run, and the tables that each reads and writes.

    Tables are numbered: inputs, then outputs, then parts, which live in a tile only.
    """

    kernels: tuple[Kernel, ...]
    wires: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    parts: int

    @classmethod
    def of(cls, outputs: Sequence[Value], n_in: int) -> "Program":
        """The program that makes these values of so many inputs."""
        return _Assembly(outputs, n_in).program()

    @property
    def only(self) -> Kernel | None:
        """Its kernel, if there is but one, and that runs over codes one by one."""
        return self.kernels[0] if len(self.kernels) == 1 and not self.crosses else None

    @property
    def crosses(self) -> bool:
        """Does any part look across codes."""
        return any(kernel.crosses for kernel in self.kernels)

    def jobs(self, rows: int | None = None) -> list[Job]:
        """What the engine runs; of data of so many rows."""
        return [
            Job(kernel if rows is None else kernel.fitted(rows), reads, writes)
            for kernel, (reads, writes) in zip(self.kernels, self.wires, strict=True)
        ]

    @property
    def elements(self) -> int:
        """Numbers that one code's state holds."""
        return sum(kernel.elements for kernel in self.kernels)

    def state(self, blocks: int, t: int = 0) -> FloatArray:
        """Fresh state before row t: (blocks, elements, LANES), on the border of a cache line."""
        raw = np.empty(blocks * self.elements * LANES + 8)
        first = -(raw.__array_interface__["data"][0] // 8) % 8
        state = raw[first : first + raw.size - 8].reshape(blocks, self.elements, LANES)
        for kernel, part in zip(self.kernels, self.states(state), strict=True):
            part[:] = kernel.start_at(t)[:, None]
        return state

    def states(self, state: FloatArray) -> list[FloatArray]:
        """Each kernel's part of a state."""
        ends = np.cumsum([kernel.elements for kernel in self.kernels])
        return np.split(state, ends[:-1], axis=1)


class _Assembly:
    """Puts values into an order in which each comes after what it reads."""

    def __init__(self, outputs: Sequence[Value], n_in: int) -> None:
        self._outputs, self._next = outputs, n_in + len(outputs)
        self._parts_from = self._next
        self._tables: dict[Any, int] = {}
        self._nodes: dict[Any, tuple[Kernel, tuple[tuple[int, ...], tuple[int, ...]]]] = {}
        for k, value in enumerate(outputs):
            self._tables.setdefault(value.key, n_in + k)
        self._n_in = n_in

    def program(self) -> Program:
        for k, value in enumerate(self._outputs):
            if self._place(value) != self._n_in + k:  # it is an output twice: it is made twice
                self._add((value.node, k), value, {value.output: self._n_in + k})
        kernels, wires = zip(*self._nodes.values(), strict=True)
        return Program(kernels, wires, self._next - self._parts_from)

    def _place(self, source: Source) -> int:
        """The table of a source, once the kernel that makes it is among the nodes."""
        if isinstance(source, Field):
            return source.place
        if source.node not in self._nodes:
            n = len(source.bound.definition.outputs)
            wanted = {j: self._tables[source.node, j] for j in range(n) if (source.node, j) in self._tables}
            self._add(source.node, source, wanted)
        return self._tables[source.key]

    def _add(self, node: Any, value: Value, tables: dict[int, int]) -> None:
        """A kernel; the outputs that have no table get one among the parts."""
        reads = tuple(map(self._place, value.reads))
        for j in range(len(value.bound.definition.outputs)):
            if j not in tables:
                tables[j], self._next = self._next, self._next + 1
                self._tables.setdefault((value.node, j), tables[j])
        writes = tuple(tables[j] for j in sorted(tables))
        self._nodes[node] = Kernel(value.bound), (reads, writes)
