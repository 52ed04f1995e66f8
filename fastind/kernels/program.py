"""Definitions that feed each other: what indicators compute, as the jobs of one pass.

Equal values are computed once, also where they are parts of different indicators.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fastind._types import LANES, FloatArray
from fastind.kernels.composition import Field, Value
from fastind.kernels.run import Job, Kernel


@dataclass(frozen=True)
class Program:
    """Kernels in the order in which they run, and the tables that each reads and writes.

    Tables are numbered: inputs, then outputs, then parts, which live in a tile only; a part that nobody reads
    any more makes room for another one.
    """

    kernels: tuple[Kernel, ...]
    wires: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    parts: int
    ends: tuple[int, ...] = ()
    """Numbers of the kernels whose state at the end is wanted."""

    @classmethod
    def of(cls, outputs: Sequence[Value], n_in: int, ends: Sequence[Value] = ()) -> "Program":
        """The program that makes these values of so many inputs, or brings the state of others to its end."""
        return _Assembly(outputs, n_in, ends).program()

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
    """Puts values into an order in which each comes after what it reads, and gives each a table."""

    def __init__(self, outputs: Sequence[Value], n_in: int, ends: Sequence[Value]) -> None:
        self._outputs, self._ends, self._n_in = outputs, ends, n_in
        self._made: dict[Any, tuple[Value, dict[int, int]]] = {}
        """By node, in the order of the run: a value of it, and the tables that are given already."""
        self._last: dict[Any, int] = {}
        """By value: the number of the last node that reads it."""

    def program(self) -> Program:
        first: dict[Any, int] = {}
        for k, value in enumerate(self._outputs):
            first.setdefault(value.key, self._n_in + k)
        for value in (*self._outputs, *self._ends):
            self._order(value, first)
        for k, value in enumerate(self._outputs):
            if first[value.key] != self._n_in + k:  # it is an output twice: it is made twice
                self._add((value.node, k), value, {value.output: self._n_in + k})
        places = {node: k for k, node in enumerate(self._made)}
        kernels = tuple(Kernel(value.bound) for value, _ in self._made.values())
        wires, parts = self._wired()
        return Program(kernels, wires, parts, tuple(places[value.node] for value in self._ends))

    def _order(self, value: Value, first: dict[Any, int]) -> None:
        """Put it behind what it reads."""
        if value.node in self._made:
            return
        for read in value.reads:
            if isinstance(read, Value):
                self._order(read, first)
        n = len(value.bound.definition.outputs)
        self._add(value.node, value, {j: first[value.node, j] for j in range(n) if (value.node, j) in first})

    def _add(self, node: Any, value: Value, tables: dict[int, int]) -> None:
        for read in value.reads:
            self._last[read.key] = len(self._made)
        self._made[node] = value, tables

    def _wired(self) -> tuple[Any, int]:
        """What each kernel reads and writes, and how many tables the parts need."""
        tables: dict[Any, int] = {}
        after = self._n_in + len(self._outputs)
        free: list[int] = []
        wires, next_part = [], after
        for k, (node, (value, given)) in enumerate(self._made.items()):
            reads = tuple(read.place if isinstance(read, Field) else tables[read.key] for read in value.reads)
            writes = dict(given)
            for j in range(len(value.bound.definition.outputs)):
                if j not in writes:
                    if not free:
                        free.append(next_part)
                        next_part += 1
                    writes[j] = free.pop()
                tables.setdefault((node, j), writes[j])
            wires.append((reads, tuple(writes[j] for j in sorted(writes))))
            done = {
                key: table for key, table in tables.items() if table >= after and self._last.get(key, k) <= k
            }
            for key, table in done.items():
                free.append(table)
                del tables[key]
        return tuple(wires), next_part - after
