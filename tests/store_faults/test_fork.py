"""A process that writes may fork: children that read, drop or close the store take nothing from it."""

from __future__ import annotations

import gc
import os
import threading
import weakref
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

import fastind as fi
from fastind.errors import StoreError
from tests.store_faults.appends import appends_of, assert_holds, count_of, expected, frame
from tests.store_faults.children import child, say

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def in_fork(work: Any) -> None:
    """Run `work` in a forked process, which must end well."""
    number = os.fork()
    if number == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    assert os.waitpid(number, 0)[1] == 0


def read(store: Any) -> None:
    assert count_of(store) > 0
    assert store.panel("value").shape[0] > 0


def close(store: Any) -> None:
    store.close()


def drop(store: Any) -> None:
    store.__del__()
    gc.collect()


def write(store: Any) -> None:
    with pytest.raises(StoreError, match="was opened for writing by process"):
        store.append(frame(2))
    with pytest.raises(StoreError, match="was opened for writing by process"):
        store.seal()


def fork_at_rest(pipe: Connection, path: Path) -> None:
    """Fork between appends; each child does one thing with the store."""
    with fi.open_store(path, "a") as store:
        for number, work in enumerate((read, close, drop, write, read), 1):
            store.append(frame(number))
            in_fork(lambda work=work: work(store))
            with pytest.raises(fi.errors.StoreLocked):
                fi.open_store(path, "a")
    say(pipe, "done")


def fork_in_a_transaction(pipe: Connection, path: Path) -> None:
    """Fork in the middle of a change that is larger than SQLite's cache; the child drops the store."""
    held = [fi.open_store(path, "a")]
    held[0].append(frame(1))
    connections = [held[0]._handle.manifest._connection]
    large = os.urandom(2**23)
    connections[0].execute("begin immediate")
    connections[0].execute("insert into failure values (99, '', 0, ?, 0)", (large,))
    in_fork(lambda: drop_last(held, connections))
    connections[0].execute("commit")
    assert connections[0].execute("select data from failure").fetchall() == [(large,)]
    assert connections[0].execute("pragma integrity_check").fetchall() == [("ok",)]
    connections[0].execute("delete from failure")
    held[0].close()
    say(pipe, "done")


def drop_last(*held: list[Any]) -> None:
    """Drop the only references, so that they are cleaned up."""
    store = weakref.ref(held[0][0])
    for references in held:
        references.clear()
    gc.collect()
    assert store() is None


def fork_while_a_thread_writes(pipe: Connection, path: Path) -> None:
    """Fork while another thread appends; each child reads a whole prefix."""
    store = fi.open_store(path, "a")
    store.append(frame(1))
    failed: list[BaseException] = []
    stop = threading.Event()

    def append() -> None:
        number = 1
        try:
            while not stop.is_set():
                number += 1
                store.append(frame(number))
        except BaseException as error:
            failed.append(error)
            raise

    thread = threading.Thread(target=append)
    thread.start()
    for _ in range(30):
        in_fork(lambda: read_prefix(store))
    stop.set()
    thread.join()
    assert not failed
    count = appends_of(store)
    store.close()
    say(pipe, count)


def read_prefix(store: Any) -> None:
    table = store.query()
    assert table.num_rows == len(expected(int(table["append"].to_numpy().max())))
    assert (
        store.panel("append").shape[0] > 0
    )  # the writing thread, which is not here, may hold the store's lock


@pytest.mark.parametrize(
    "work", [fork_at_rest, fork_in_a_transaction, fork_while_a_thread_writes], ids=lambda work: work.__name__
)
def test_forked_children_take_nothing_from_the_writer(tmp_path: Path, work: Any) -> None:
    path = tmp_path / "store"
    with child(work, path) as writer:
        (last,) = writer.messages()
        writer.ends_well()
    counts = {"fork_at_rest": 5, "fork_in_a_transaction": 1}
    assert_holds(path, counts.get(work.__name__) or int(last))
