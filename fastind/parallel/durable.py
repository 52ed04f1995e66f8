"""A run's store: whose it is, what is done already, and what there is to do."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from fastind._types import IntArray
from fastind.errors import GridError, InputError, ParameterError, StoreError
from fastind.io.identity import Identity
from fastind.io.store import places as store_places
from fastind.io.store.opening import open_store
from fastind.io.store.schema import Schema
from fastind.io.store.store import Store
from fastind.parallel.places import Places
from fastind.parallel.tasks import Tasks
from fastind.parallel.values import Shape

NOTE = "grid"


def opened(path: Any, keys: Sequence[str], resume: Any) -> Store:
    """The store to write to; without `resume` there must be none, or one that nothing was kept in."""
    place = store_places.place(path)
    if not resume and place.exists() and not _is_empty(path):
        raise StoreError(
            f"there is a store at {place.name} already, and nothing is overwritten: resume=True runs what is "
            "missing in it, another path starts anew"
        )
    return open_store(path, mode="a", keys=keys)


def _is_empty(path: Any) -> bool:
    """Was it left by a run that could not begin."""
    with open_store(path) as store:
        return not store.schema.names and not store.notes


def check_keys(tasks: Tasks, keys: Sequence[str], store: Store) -> None:
    """Refuse keys that the store would not take, before anything runs."""
    if len(tasks):
        first = dict(zip(keys, tasks.arrow(np.zeros(1, np.int64)), strict=True))
        Schema(tuple(keys), {}).accept(first)
        for key, column in zip(keys, tasks.columns, strict=True):
            there = store.schema.field(key).type if key in store.schema.names else None
            if there is not None and str(there) != column.kind:
                raise InputError(
                    f"key {key!r} is {there} in {store.path}, and {column.kind} here: convert it first"
                )


class Notes:
    """What a store is told of the function that fills it."""

    def __init__(self, store: Store, identity: Identity, resume: Any) -> None:
        self._store, self._identity = store, identity
        known = store.notes.get(NOTE)
        self.shape: Shape | None = None
        if known is None:
            if store.info()["rows"] and resume != "force":
                raise GridError(
                    f'{store.path} was not made by run_grid; resume="force" adds to it all the same'
                )
            return
        before = Identity(**known["function"])
        differences = before.differences(identity)
        if differences and resume != "force":
            raise GridError(
                f"{store.path} holds results of {before.module}.{before.name}, and another function is to go "
                f'on: {differences}. resume="force" accepts it, another path starts anew'
            )
        shape = known["shape"]
        self._names = tuple(known["columns"])
        self.shape = Shape(tuple(shape["names"]), shape["is_dict"], tuple(shape["is_text"]))

    def names(self, wanted: Sequence[str] | None) -> tuple[str, ...]:
        """The columns of the values; other ones than there are would be a second set of them."""
        if wanted is not None and tuple(wanted) != self._names:
            there = ", ".join(self._names)
            raise ParameterError(f"{self._store.path} has the columns {there}: leave out names={wanted!r}")
        return self._names

    def keep(self, shape: Shape, columns: Sequence[str]) -> None:
        """Called with the first results' shape, before they are committed."""
        told = {"names": list(shape.names), "is_dict": shape.is_dict, "is_text": list(shape.is_text)}
        self._store.note(
            **{NOTE: {"function": self._identity._asdict(), "shape": told, "columns": list(columns)}}
        )


def missing(
    store: Store, tasks: Tasks, places: Places, keys: Sequence[str], retry_failed: bool
) -> tuple[IntArray | None, int, int]:
    """The tasks that are to run, None if that is all of them; how many have a row; and how many have failed
    and are left so."""
    done = np.zeros(len(tasks), bool)
    for table in store.scan():
        _mark(done, places.find([table[key] for key in keys]))
    n = int(done.sum())
    left = 0
    if not retry_failed:
        failed = store.failures()
        if failed.num_rows:
            at = places.find([failed[key] for key in keys])
            left = int((at >= 0).sum())
            _mark(done, at)
    if places.repeats is not None:
        done[places.repeats != np.arange(len(tasks))] = True
    return (np.flatnonzero(~done) if done.any() else None), n, left


def _mark(done: Any, places: IntArray) -> None:
    done[places[places >= 0]] = True
