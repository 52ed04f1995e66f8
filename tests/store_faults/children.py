"""Real processes that can be killed, forked off a server that has imported everything already."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

from tests.store_faults.small import shrink

context = multiprocessing.get_context("forkserver")
context.set_forkserver_preload(["__main__", "pyarrow.parquet", "fastind", "fastind.io.store.opening"])


class Child:
    """A process that runs `target(pipe, *args)` with small thresholds, and the other end of its pipe."""

    def __init__(self, target: Callable[..., None], *args: Any) -> None:
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_run, args=(target, theirs, *args), daemon=False)
        self.process.start()
        theirs.close()

    @property
    def pid(self) -> int:
        """Its process number."""
        assert self.process.pid is not None
        return self.process.pid

    def kill(self) -> None:
        """kill -9, and wait until it is dead."""
        self.process.kill()
        self.process.join()

    def messages(self) -> Iterator[str]:
        """What it sends, until it ends."""
        while True:
            try:
                yield self.pipe.recv_bytes().decode()
            except (EOFError, ConnectionResetError):
                return

    def ends_well(self) -> None:
        """Wait for its end, which must be a good one."""
        self.process.join()
        assert self.process.exitcode == 0


@contextmanager
def child(target: Callable[..., None], *args: Any) -> Iterator[Child]:
    """A child that does not outlive the block."""
    made = Child(target, *args)
    try:
        yield made
    finally:
        made.kill()
        made.pipe.close()


def say(pipe: Connection, what: object) -> None:
    """Send a message, which is in the pipe when this returns."""
    pipe.send_bytes(str(what).encode())


def _run(target: Callable[..., None], pipe: Connection, *args: Any) -> None:
    shrink()
    target(pipe, *args)
