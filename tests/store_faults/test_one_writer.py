"""One writer at a time: a second one is told who writes, and takes over as soon as that one is dead."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from itertools import takewhile
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

import fastind as fi
from fastind.errors import StoreLocked
from tests.store_faults.appends import assert_holds, count_of, frame, release
from tests.store_faults.children import child, context, say

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def hold(pipe: Connection, path: Path, children: str) -> None:
    """Write, start children that live on, and do nothing until killed; say the children's numbers."""
    store = fi.open_store(path, "a")
    store.append(frame(1))
    for how in children.split():
        if how == "run":
            say(pipe, subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE).pid)
        else:
            _fork(pipe)
    say(pipe, "ready")
    pipe.recv_bytes()


def _fork(pipe: Connection) -> None:
    number = os.fork()
    if number == 0:
        pipe.recv_bytes()
        os._exit(0)
    say(pipe, number)


@pytest.mark.parametrize("children", ["", pytest.param("fork fork run", marks=needs_fork)])
def test_a_second_writer_waits_for_the_death_of_the_first(tmp_path: Path, children: str) -> None:
    path = tmp_path / "store"
    with child(hold, path, children) as writer:
        living = [int(message) for message in _until_ready(writer.messages())]
        with pytest.raises(StoreLocked) as refused:
            fi.open_store(path, "a")
        assert f"process {writer.pid} on {socket.gethostname()} since " in str(refused.value)
        assert re.search(r"since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", str(refused.value))
        with fi.open_store(path) as reader:
            assert count_of(reader) == 1
        writer.kill()
        try:
            assert_holds(path, 1)  # at once, with nothing to clean
            assert len(living) == len(children.split())
            for number in living:
                os.kill(number, 0)  # it is alive
        finally:
            for number in living:
                os.kill(number, 9)


def _until_ready(messages: Iterator[str]) -> list[str]:
    return list(takewhile(lambda message: message != "ready", messages))


def test_a_second_writer_in_the_same_process_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with fi.open_store(path, "a") as store:
        with pytest.raises(StoreLocked, match=f"process {os.getpid()} on"):
            fi.open_store(path, "a")
        store.append(frame(1))
    assert_holds(path, 1)


def test_whoever_opens_first_of_many_writes_and_the_others_are_refused(tmp_path: Path) -> None:
    """Four processes make the same store at the same moment."""
    path, start = tmp_path / "store", context.Barrier(4)
    with (
        child(race, path, start) as a,
        child(race, path, start) as b,
        child(race, path, start) as c,
        child(race, path, start) as d,
    ):
        first = sorted(next(racer.messages()) for racer in (a, b, c, d))
        assert first == ["StoreLocked"] * 3 + ["wrote"]
    assert_holds(path, 1)
    assert [file.name for file in tmp_path.iterdir()] == ["store"]


def race(pipe: Connection, path: Path, start: Barrier) -> None:
    """Open when all are there."""
    start.wait()
    try:
        store = fi.open_store(path, "a")
    except StoreLocked as error:
        say(pipe, type(error).__name__)
        return
    store.append(frame(1))
    say(pipe, "wrote")
    pipe.recv_bytes()
    release(store)
