"""A worker process: takes chunks from its socket, and leaves blocks where its death does not touch them."""

import mmap
import os
import pickle
import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from time import perf_counter
from typing import Any

from fastind.parallel.chunk import Block, Chunk
from fastind.parallel.runner import Runner
from fastind.parallel.shipping import unpacked

HEADER = 8  # bytes of a block's length
TASK, STOP = 0, 1  # places in the slot
SLOT_BYTES = 16
SIGNALS = (signal.SIGINT, signal.SIGTERM)
MOVES = 2  # outboxes: one is read while the other is written


def main(driver: int, socket: int, slot: int, job: int, *outboxes: int) -> None:
    """Run until the driver, a process of this number, closes the socket."""
    _end_with(driver)
    _leave_signals_to_driver()
    connection = Connection(socket)
    shared = memoryview(mmap.mmap(slot, SLOT_BYTES)).cast("q")
    try:
        sys.path[:] = connection.recv()
        connection.send(_serve(connection, shared, job, outboxes))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        os._exit(0)  # the driver is gone; what the function left running is not waited for


def _serve(connection: Any, shared: Any, job: int, outboxes: tuple[int, ...]) -> str:
    """Run chunks for ever, or say why the job cannot be had."""
    try:
        runner = Runner(unpacked(job), shared)
    except BaseException as error:  # noqa: BLE001 - whatever an import raises
        return f"{type(error).__name__}: {error}"
    connection.send("")
    pid, number = os.getpid(), 0
    while True:
        chunk: Chunk = connection.recv()
        outbox, began = Outbox(outboxes[number % len(outboxes)], pid), perf_counter()
        reached = chunk.start if shared[STOP] else runner.run(chunk, outbox.write)
        _end_if_forked(pid)
        _flush()
        connection.send((reached, perf_counter() - began))
        number += 1


class Outbox:
    """A file in memory that holds the blocks of one chunk, each behind its length."""

    def __init__(self, file: int, pid: int) -> None:
        self._file, self._pid = file, pid
        os.ftruncate(file, 0)
        os.lseek(file, 0, os.SEEK_SET)

    def write(self, block: Block) -> None:
        """Add a block: it is there once its last byte is."""
        _end_if_forked(self._pid)
        data = pickle.dumps(tuple(block), protocol=pickle.HIGHEST_PROTOCOL)
        data = len(data).to_bytes(HEADER, "little") + data
        while data:
            data = data[os.write(self._file, data) :]


def blocks_in(file: int) -> list[Block]:
    """The whole blocks that were written to an outbox."""
    size, at, found = os.fstat(file).st_size, 0, []
    data = os.pread(file, size, 0)
    while at + HEADER <= size:
        end = at + HEADER + int.from_bytes(data[at : at + HEADER], "little")
        if end > size:
            break
        found.append(Block(*pickle.loads(memoryview(data)[at + HEADER : end])))
        at = end
    return found


def _flush() -> None:
    """Bring what tasks have printed to where it goes: a worker ends without saying goodbye."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):  # a task may have closed or replaced it
            stream.flush()


def _leave_signals_to_driver() -> None:
    """Ctrl-C and SIGTERM may reach a whole group of processes: what is in progress is finished first.

    By a handler, not by ignoring them: programs that a task starts have the usual ones.
    """
    worker = os.getpid()

    def handler(number: int, frame: Any) -> None:
        if os.getpid() != worker:  # a task has forked
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)

    for number in SIGNALS:
        signal.signal(number, handler)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def _end_if_forked(pid: int) -> None:
    """A task may fork, and its child come back here: it is not the worker."""
    if os.getpid() != pid:
        os._exit(0)


def _end_with(driver: int) -> None:
    """Die when the driver dies, whatever this process is doing then (Linux)."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != driver:  # it died before that call
            os._exit(0)
